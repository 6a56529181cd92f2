/* SPDX-License-Identifier: MIT */
/* Files of the source tree that tests read: the suites, the files in tests/unit/data. */
#ifndef MAPREAD_TESTS_SOURCE_H
#define MAPREAD_TESTS_SOURCE_H

#include "tests/test.h"

/* Below $MAPREAD_SOURCE, or below the current folder. The caller frees. */
static inline char *test_source(const char *relative)
{
    const char *root = getenv("MAPREAD_SOURCE");
    char *path = NULL;
    assert_true(asprintf(&path, "%s/%s", root ? root : ".", relative) > 0);
    if (access(path, R_OK) != 0)
        fail_msg("%s is not there: run in the source tree, or set MAPREAD_SOURCE", path);
    return path;
}

#endif
