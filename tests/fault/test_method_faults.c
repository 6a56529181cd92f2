/* SPDX-License-Identifier: MIT */
/*
 * Methods that read, write and allocate on a system that fails: every error is told, the result
 * is left alone, and neither memory nor a descriptor nor a mapping stays behind.
 */
#include "tests/fault/method_system.h"

/* ---- reading ---- */

/* Reads to the error; what came before it is good. */
static void check_next_fails(const struct method *m, size_t after)
{
    struct span span;
    size_t got = 0;
    int r = 0, descriptors = open_descriptors();
    now.allocations = 0;
    now.read_error = EIO;
    now.read_after = after;
    now.was_read = 0;
    struct file *f = open_good(m, &usual);
    while (r == 0) {
        const struct span marker = { data, 4711 };
        span = marker;
        r = m->next(f, &span);
        if (r < 0)
            assert_memory_equal(&span, &marker, sizeof span);
        else if (span.len == 0)
            fail_msg("%s: the end of the file instead of an error", m->name);
        else
            assert_memory_equal(span.data, data + got, span.len);
        got += r < 0 ? 0 : span.len;
    }
    assert_int_equal(r, -EIO);
    assert_true(got <= after);
    method_close(m, f);
    assert_int_equal(now.allocations, 0);
    assert_int_equal(open_descriptors(), descriptors);
}

static void a_read_error_in_the_middle_is_told(void **state)
{
    (void)state;
    static const size_t after[] = { 0, 1, BUFFER_BYTES, BUFFER_BYTES + 1, BYTES - 1 };
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++) {
        if (methods[m]->family != METHOD_FAMILY_READ || !is_offered(methods[m]))
            continue;
        for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
            check_next_fails(methods[m], after[i]);
        tried++;
    }
    assert_true(tried >= 8);
}

/* Afterwards it gives the right bytes or an error again, and loses no memory. */
static bool fails_at_well(const struct method *m)
{
    const struct span marker = { data, 4711 };
    struct span span = marker;
    now.allocations = 0;
    now.read_error = EIO;
    now.was_read = 0;
    now.read_after = 100;
    struct file *f = open_good(m, &usual);
    assert_int_equal(m->at(f, 4096, 4096, &span), -EIO);
    assert_memory_equal(&span, &marker, sizeof span);
    now.read_error = 0;
    int r = m->at(f, 4096, 4096, &span);
    bool right = r < 0 || (span.len == 4096 && memcmp(span.data, data + 4096, 4096) == 0);
    method_close(m, f);
    if (!right || now.allocations != 0)
        print_message("%s: %s bytes, %d allocations left\n", m->name, right ? "right" : "wrong",
                      now.allocations);
    return right && now.allocations == 0;
}

static void a_read_error_at_an_offset_is_told(void **state)
{
    (void)state;
    bool well = true;
    for (size_t m = 0; methods[m]; m++)
        if (methods[m]->family == METHOD_FAMILY_READ && methods[m]->at &&
            is_offered(methods[m]))
            well &= fails_at_well(methods[m]);
    assert_true(well);
}

/* ---- memory ---- */

/* One use of a method; the n-th allocation fails. Returns false once there is none. */
static bool check_without_memory(const struct method *m, int nth)
{
    struct file *f = untouched;
    struct span span;
    int descriptors = open_descriptors();
    now.allocations = now.mappings = 0;
    now.allocation_to_fail = nth;
    int r = method_open(&f, m, path, &usual);
    if (r < 0)
        assert_ptr_equal(f, untouched);
    if (r == 0) {
        r = m->next(f, &span);
        if (r == 0 && m->at)
            r = m->at(f, 8192, BUFFER_BYTES + 8192, &span); /* more than the buffer */
        method_close(m, f);
    }
    bool failed = now.allocation_to_fail == NEVER;
    now.allocation_to_fail = NEVER;
    if (r != (failed ? -ENOMEM : 0))
        fail_msg("%s, allocation %d: %d", m->name, nth, r);
    assert_int_equal(now.allocations, 0);
    assert_int_equal(now.mappings, 0);
    assert_int_equal(open_descriptors(), descriptors);
    return failed;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t m = 0; methods[m]; m++) {
        if (!is_offered(methods[m]))
            continue;
        int nth = 0;
        while (check_without_memory(methods[m], nth))
            nth++;
        assert_true(nth >= 1);
    }
}

/* ---- writing ---- */

static void a_write_that_fails_is_told(void **state)
{
    (void)state;
    const struct method_options o = { .writable = true };
    const struct method *m = method_find("pread");
    struct file *f = open_good(m, &o);
    now.write_error = ENOSPC;
    assert_int_equal(m->put(f, 5, "x", 1), -ENOSPC);
    method_close(m, f);
    check_bytes(path, data, BYTES);
}

static void a_sync_that_fails_is_told(void **state)
{
    (void)state;
    const struct method_options o = { .writable = true };
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++) {
        if (!methods[m]->sync || !is_offered(methods[m]))
            continue;
        struct file *f = open_good(methods[m], &o);
        now.sync_error = EIO;
        assert_int_equal(methods[m]->sync(f), -EIO);
        now.sync_error = 0;
        assert_int_equal(methods[m]->sync(f), 0);
        method_close(methods[m], f);
        tried++;
    }
    assert_true(tried >= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(a_read_error_in_the_middle_is_told),
        FAULT_TEST(a_read_error_at_an_offset_is_told),
        FAULT_TEST(every_allocation_may_fail),
        FAULT_TEST(a_write_that_fails_is_told),
        FAULT_TEST(a_sync_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
