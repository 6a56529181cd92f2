/* SPDX-License-Identifier: MIT */
#include "cli/latest.h"

#include <ctype.h>
#include <glob.h>
#include <string.h>

/* "results/HOST/20261130-093000-quick/run.json": what stands behind the host. */
static const char *name_of(const char *path)
{
    return strchr(path + strlen("results/"), '/') + 1;
}

char *latest_run(void)
{
    glob_t found;
    const char *latest = NULL;
    if (glob("results/*/*/run.json", 0, NULL, &found) != 0)
        return NULL;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        if (isdigit((unsigned char)name_of(path)[0]) &&
            (!latest || strcmp(name_of(path), name_of(latest)) > 0))
            latest = path;
    }
    char *folder = latest ? strndup(latest, strlen(latest) - strlen("/run.json")) : NULL;
    globfree(&found);
    return folder;
}
