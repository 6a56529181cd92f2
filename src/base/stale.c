/* SPDX-License-Identifier: MIT */
#include "base/stale.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool is_stale(const char *name, const char *prefix)
{
    size_t len = strlen(prefix);
    uint64_t pid;
    return strncmp(name, prefix, len) == 0 && text_parse_count(name + len, &pid) == 0 &&
           pid > 0 && pid <= INT32_MAX && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

void stale_remove(const char *parent, const char *prefix, void (*remove_one)(const char *path))
{
    DIR *folder = opendir(parent);
    if (!folder)
        return;
    for (struct dirent *e = readdir(folder); e; e = readdir(folder)) {
        char *path =
            is_stale(e->d_name, prefix) ? text_printf("%s/%s", parent, e->d_name) : NULL;
        if (path)
            remove_one(path);
        free(path);
    }
    closedir(folder);
}
