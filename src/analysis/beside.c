/* SPDX-License-Identifier: MIT */
#include "analysis/beside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

char *beside_path(const char *path, const char *name)
{
    char *folder = run_folder(path);
    char *file = folder ? text_printf("%s/%s", folder, name) : NULL;
    free(folder);
    return file;
}

int beside_explain(struct run_error *error, const char *file, int r, const char *bad)
{
    snprintf(error->message, sizeof error->message, "%s: %s", file,
             r == -EBADMSG ? bad : strerror(-r));
    return r;
}

int beside_load(json_t **ret, const char *file, struct run_error *error)
{
    json_error_t at = { .line = 0 };
    int r = json_read(ret, file, JSON_REJECT_DUPLICATES, &at);
    if (r == -EBADMSG)
        snprintf(error->message, sizeof error->message, "%s:%d: %s", file, at.line, at.text);
    else if (r < 0)
        beside_explain(error, file, r, "");
    return r;
}
