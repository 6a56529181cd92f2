/* SPDX-License-Identifier: MIT */
#include "cli/latest.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* As make bench names them; whoever chooses a name of his own is not asked when the run was. */
#define TWO "[0-9][0-9]"
static const char runs[] =
    "results/*/" TWO TWO TWO TWO "-" TWO TWO TWO "*/run.json"; /* 20261130-093000-quick */

/* What stands behind the host. */
static const char *name_of(const char *path)
{
    return strchr(path + strlen("results/"), '/') + 1;
}

char *latest_run(void)
{
    glob_t found;
    const char *latest = NULL;
    if (glob(runs, 0, NULL, &found) != 0)
        return NULL;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        if (!latest || strcmp(name_of(path), name_of(latest)) > 0)
            latest = path;
    }
    char *folder = latest ? strndup(latest, strlen(latest) - strlen("/run.json")) : NULL;
    globfree(&found);
    return folder;
}

/* What stands in the folder is no pattern. */
static char *escaped(const char *folder)
{
    char *text = malloc(2 * strlen(folder) + 1), *to = text;
    for (const char *c = folder; text && *c; c++) {
        if (strchr("*?[\\", *c))
            *to++ = '\\';
        *to++ = *c;
    }
    if (text)
        *to = '\0';
    return text;
}

static size_t list_below(FILE *out, const char *folder, const char *below)
{
    glob_t found;
    char *start = escaped(folder);
    char *pattern = start ? text_printf("%s/%s/run.json", start, below) : NULL;
    size_t count = 0;
    if (pattern && glob(pattern, 0, NULL, &found) == 0) {
        count = found.gl_pathc;
        for (size_t i = 0; i < count; i++)
            fprintf(out, "  %.*s\n", (int)(strlen(found.gl_pathv[i]) - strlen("/run.json")),
                    found.gl_pathv[i]);
        globfree(&found);
    }
    free(pattern);
    free(start);
    return count;
}

size_t latest_list(FILE *out, const char *folder)
{
    return list_below(out, folder, "*") + list_below(out, folder, "*/*");
}
