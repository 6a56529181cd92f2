/* SPDX-License-Identifier: MIT */
/*
 * Texts that must not change unnoticed: what a test made is compared with a file in
 * tests/golden. MAPREAD_UPDATE_GOLDEN=1 writes the files anew instead; look at the
 * difference before you commit it.
 */
#ifndef MAPREAD_TESTS_GOLDEN_H
#define MAPREAD_TESTS_GOLDEN_H

#include "tests/test.h"

static inline char *golden_path(const char *name)
{
    const char *root = getenv("MAPREAD_SOURCE");
    char *path = NULL;
    assert_true(asprintf(&path, "%s/tests/golden/%s", root ? root : ".", name) > 0);
    return path;
}

static inline void golden_compare(const char *name, const char *expected, const char *actual)
{
    size_t line = 1;
    for (; *expected && *actual; line++) {
        size_t a = strcspn(expected, "\n"), b = strcspn(actual, "\n");
        if (a != b || memcmp(expected, actual, a) != 0)
            break;
        expected += a + (expected[a] == '\n');
        actual += b + (actual[b] == '\n');
    }
    if (*expected || *actual)
        fail_msg("%s, line %zu differs\nis:        %.*s\nshould be: %.*s", name, line,
                 (int)strcspn(actual, "\n"), actual, (int)strcspn(expected, "\n"), expected);
}

static inline void golden_check(const char *name, const char *actual)
{
    char *path = golden_path(name);
    if (getenv("MAPREAD_UPDATE_GOLDEN"))
        test_write(path, actual, strlen(actual));
    size_t len;
    char *expected = (char *)test_read(path, &len);
    expected[len] = '\0';
    golden_compare(name, expected, actual);
    free(expected);
    free(path);
}

#endif
