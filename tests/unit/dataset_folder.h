/* SPDX-License-Identifier: MIT */
/* A folder for data sets, and how old a file in it is. */
#ifndef MAPREAD_TESTS_UNIT_DATASET_FOLDER_H
#define MAPREAD_TESTS_UNIT_DATASET_FOLDER_H

#include <time.h>

#include "tests/unit/own_folder.h"

/* An old date, so that a file made anew cannot bear the same. */
static inline void age(const char *path)
{
    struct timespec old[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
    assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
}

#endif
