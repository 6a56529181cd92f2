/* SPDX-License-Identifier: MIT */
/* What every test file begins with: cmocka, and files to test on. */
#ifndef MAPREAD_TESTS_TEST_H
#define MAPREAD_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Ends the test as skipped. A reason that tests/skips.txt does not know fails .ci/run. */
static inline void test_skip(const char *why)
{
    print_message("skipped: %s\n", why);
    skip();
}

/* A folder of the test's own; the caller frees after removing it. */
static inline char *test_folder(void)
{
    const char *parent = getenv("TMPDIR");
    char *path = NULL;
    assert_true(asprintf(&path, "%s/mapread-test-XXXXXX", parent ? parent : "/tmp") > 0);
    assert_non_null(mkdtemp(path));
    return path;
}

static inline void test_write(const char *path, const void *data, size_t len)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

/* The whole file; the caller frees. */
static inline unsigned char *test_read(const char *path, size_t *ret_len)
{
    struct stat st;
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fstat(fileno(f), &st), 0);
    unsigned char *data = malloc((size_t)st.st_size + 1);
    assert_non_null(data);
    *ret_len = fread(data, 1, (size_t)st.st_size, f);
    assert_int_equal(*ret_len, st.st_size);
    fclose(f);
    return data;
}

/* Where to begin with what is tried out one by one, sizes or patterns or cases: with the last
   where MAPREAD_TEST_SPARSE is set, for guests, whose emulated processors take ten times as
   long, and where another build did. */
static inline size_t test_from(size_t count)
{
    return getenv("MAPREAD_TEST_SPARSE") ? count - 1 : 0;
}

#endif
