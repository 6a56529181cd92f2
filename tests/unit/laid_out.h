/* SPDX-License-Identifier: MIT */
/* Machines laid out in a folder: /proc and /sys as the test wants them. */
#ifndef MAPREAD_TESTS_UNIT_LAID_OUT_H
#define MAPREAD_TESTS_UNIT_LAID_OUT_H

#include <ftw.h>
#include <limits.h>

#include "tests/test.h"

static inline int remove_entry(const char *path, const struct stat *st, int kind,
                               struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

/* With all that is in it, and frees its name. */
static inline void remove_folder(char *folder)
{
    assert_int_equal(nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
    free(folder);
}

/* Writes a file and the folders above it; a name that ends in a slash is a folder. */
static inline void put(const char *folder, const char *name, const char *text)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s%s", folder, name);
    for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/'));
         *slash++ = '/') {
        *slash = '\0';
        mkdir(path, 0755);
    }
    if (name[strlen(name) - 1] != '/')
        test_write(path, text, strlen(text));
}

#endif
