/* SPDX-License-Identifier: MIT */
/* A folder of each test's own, which must be empty in the end: no temporary file is left. */
#ifndef MAPREAD_TESTS_UNIT_OWN_FOLDER_H
#define MAPREAD_TESTS_UNIT_OWN_FOLDER_H

#include "tests/test.h"

static char *folder;

static inline int folder_make(void **state)
{
    (void)state;
    folder = test_folder();
    return 0;
}

static inline int folder_drop(void **state)
{
    (void)state;
    int r = rmdir(folder);
    free(folder);
    return r;
}

#define FOLDER_TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_drop)

#endif
