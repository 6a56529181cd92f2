/* SPDX-License-Identifier: MIT */
/* A results folder of the test's own, and what lies in it. */
#ifndef MAPREAD_TESTS_REPORT_PLACE_H
#define MAPREAD_TESTS_REPORT_PLACE_H

#include <dirent.h>
#include <stdbool.h>

#include "tests/source.h"

/* A results folder, and the folder of the scripts. */
struct place {
    char *folder, *scripts;
};

static inline struct place place_new(void)
{
    return (struct place){ .folder = test_folder(), .scripts = test_source("plots") };
}

static inline char *path_in(const char *place, const char *name)
{
    char *path = NULL;
    assert_true(asprintf(&path, "%s/%s", place, name) > 0);
    return path;
}

/* Empties a folder of files; false when it is not there. */
static inline bool empty_folder(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir)
        return false;
    for (struct dirent *e; (e = readdir(dir));) {
        char *file = path_in(path, e->d_name);
        unlink(file);
        free(file);
    }
    closedir(dir);
    return true;
}

static inline void place_free(struct place *p)
{
    char *plots = path_in(p->folder, "plots");
    if (empty_folder(plots))
        assert_int_equal(rmdir(plots), 0);
    empty_folder(p->folder);
    assert_int_equal(rmdir(p->folder), 0);
    free(plots);
    free(p->folder);
    free(p->scripts);
}

static inline char *read_in(const struct place *p, const char *name)
{
    size_t len;
    char *path = path_in(p->folder, name);
    char *text = (char *)test_read(path, &len);
    text[len] = '\0';
    free(path);
    return text;
}

static inline bool exists(const struct place *p, const char *name)
{
    char *path = path_in(p->folder, name);
    bool found = access(path, F_OK) == 0;
    free(path);
    return found;
}

static inline size_t count_files(const struct place *p, const char *name)
{
    char *path = path_in(p->folder, name);
    size_t count = 0;
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));)
        count += e->d_name[0] != '.';
    if (dir)
        closedir(dir);
    free(path);
    return count;
}

static inline void needs_gnuplot(void)
{
    if (system("gnuplot --version >/dev/null 2>&1") != 0)
        test_skip("gnuplot is not installed");
}

#endif
