/* SPDX-License-Identifier: MIT */
/*
 * Methods that open a file on a system that fails: every error is told, and neither memory nor
 * a descriptor nor a mapping stays behind.
 */
#include "tests/fault/method_system.h"

static void an_interrupted_open_is_tried_again(void **state)
{
    (void)state;
    for (size_t m = 0; methods[m]; m++) {
        if (methods[m] == method_find("stdio") || methods[m] == method_find("getline") ||
            !is_offered(methods[m]))
            continue; /* the C library opens by itself */
        now.open_error = EINTR;
        now.opens_to_fail = 3;
        method_close(methods[m], open_good(methods[m], &usual));
    }
}

static void an_open_error_is_told(void **state)
{
    (void)state;
    for (size_t m = 0; methods[m]; m++) {
        if (!is_offered(methods[m]))
            continue;
        now.open_error = now.stream_error = EMFILE;
        now.opens_to_fail = 1;
        check_open_fails(methods[m], &usual, -EMFILE);
        now.opens_to_fail = now.stream_error = 0;
    }
}

/* A method that maps nothing yet when it opens says so when it does. */
static void check_first_mapping_fails(const struct method *m)
{
    const struct span marker = { data, 4711 };
    struct span span = marker;
    struct file *f = open_good(m, &usual);
    now.map_error = ENOMEM;
    assert_int_equal(m->next(f, &span), -ENOMEM);
    assert_memory_equal(&span, &marker, sizeof span);
    now.map_error = 0;
    assert_int_equal(m->next(f, &span), 0); /* and no byte is left out */
    assert_ptr_not_equal(span.data, data);
    assert_memory_equal(span.data, data, span.len);
    method_close(m, f);
}

static void a_mapping_that_fails_is_enomem(void **state)
{
    (void)state;
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++) {
        if (methods[m]->family != METHOD_FAMILY_MMAP || !is_offered(methods[m]))
            continue;
        if (strcmp(methods[m]->name, "mmap-window") == 0) {
            check_first_mapping_fails(methods[m]);
            continue;
        }
        now.map_error = ENOMEM;
        check_open_fails(methods[m], &usual, -ENOMEM);
        now.map_error = 0;
        tried++;
    }
    assert_true(tried >= 4);
}

static void advice_that_is_refused_leaves_no_mapping(void **state)
{
    (void)state;
    static const char *const names[] = { "mmap-sequential", "mmap-random", "mmap-willneed" };
    for (size_t i = 0; i < 3; i++) {
        now.advise_error = EINVAL; /* this kernel has no such advice: skipped */
        check_open_fails(method_find(names[i]), &usual, -EOPNOTSUPP);
        now.advise_error = EIO;
        check_open_fails(method_find(names[i]), &usual, -EIO);
    }
}

/* This kernel knows no POPULATE_READ (before Linux 5.14): skipped, not failed. */
static void advice_of_newer_kernels_is_skipped(void **state)
{
    (void)state;
    const struct method *m = method_find("mmap-populate-read");
    now.advise_error = EINVAL;
    check_open_fails(m, &usual, -EOPNOTSUPP);
    now.advise_error = 0;
}

static void dropping_that_fails_is_told(void **state)
{
    (void)state;
    const struct method_options o = { .buffer_bytes = 1 };
    const struct method *m = method_find("mmap-dontneed");
    const struct span marker = { data, 4711 };
    struct span span;
    struct file *f = open_good(m, &o);
    assert_int_equal(m->next(f, &span), 0); /* nothing to drop yet */
    span = marker;
    now.advise_error = EIO;
    assert_int_equal(m->next(f, &span), -EIO);
    assert_memory_equal(&span, &marker, sizeof span);
    now.advise_error = 0;
    method_close(m, f);
}

static void file_advice_that_fails_is_told(void **state)
{
    (void)state;
    static const char *const names[] = { "chunk-sequential", "chunk-willneed", "pread-random" };
    for (size_t i = 0; i < 3; i++) {
        if (!is_offered(method_find(names[i])))
            continue;
        now.fadvise_error = EINVAL;
        check_open_fails(method_find(names[i]), &usual, -EINVAL);
        now.fadvise_error = 0;
    }
}

/* A file system without O_DIRECT refuses it at once, or says so when it is asked. */
static void no_direct_reads_is_skipped(void **state)
{
    (void)state;
    const struct method *m = method_find("direct");
    if (!is_offered(m))
        test_skip("direct is not offered here");
    now.open_error = EINVAL;
    now.opens_to_fail = 1;
    check_open_fails(m, &usual, -EOPNOTSUPP);
    now.opens_to_fail = 1;
    assert_int_equal(m->refuses(path), CAUSE_NO_DIRECT);
    assert_int_equal(m->refuses(path), CAUSE_NONE);
#if HAVE_STATX_DIOALIGN
    now.has_no_direct = true;
    check_open_fails(m, &usual, -EOPNOTSUPP);
    assert_int_equal(m->refuses(path), CAUSE_NO_DIRECT);
#endif
}

/* An older kernel does not tell how large a block is: one that suits all disks is taken. */
static void blocks_of_unknown_size_are_of_4096_bytes(void **state)
{
    (void)state;
    const struct method *m = method_find("direct");
    const struct method_options o = { .buffer_bytes = 1 };
    struct span span;
    if (!is_offered(m))
        test_skip("direct is not offered here");
    now.look_error = ENOSYS;
    struct file *f = open_good(m, &o);
    assert_int_equal(m->next(f, &span), 0);
    assert_int_equal(span.len, 4096);
    assert_memory_equal(span.data, data, 4096);
    method_close(m, f);
}

static void a_seek_that_fails_is_told(void **state)
{
    (void)state;
    struct span span;
    const struct method_options from = { .buffer_bytes = BUFFER_BYTES, .start = 10000 };
    now.seek_error = EOVERFLOW;
    check_open_fails(method_find("chunk"), &from, -EOVERFLOW);
    struct file *f = open_good(method_find("seek"), &usual);
    assert_int_equal(method_find("seek")->at(f, 1, 1, &span), -EOVERFLOW);
    method_close(method_find("seek"), f);
    f = open_good(method_find("read"), &from);
    assert_int_equal(method_find("read")->next(f, &span), -EOVERFLOW);
    method_close(method_find("read"), f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(an_interrupted_open_is_tried_again),
        FAULT_TEST(an_open_error_is_told),
        FAULT_TEST(a_mapping_that_fails_is_enomem),
        FAULT_TEST(advice_that_is_refused_leaves_no_mapping),
        FAULT_TEST(advice_of_newer_kernels_is_skipped),
        FAULT_TEST(dropping_that_fails_is_told),
        FAULT_TEST(file_advice_that_fails_is_told),
        FAULT_TEST(no_direct_reads_is_skipped),
        FAULT_TEST(blocks_of_unknown_size_are_of_4096_bytes),
        FAULT_TEST(a_seek_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
