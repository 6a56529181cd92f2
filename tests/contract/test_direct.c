/* SPDX-License-Identifier: MIT */
/*
 * What O_DIRECT promises beyond the contract of all methods: the page cache is neither filled
 * nor emptied nor used, and places that lie within a disk's blocks are read all the same.
 */
#include <math.h>

#include "method/table.h"
#include "tests/contract/borders.h"
#include "tests/unit/session_fixture.h"

enum { LEN = 40 * PAGE + 777, DISK_BLOCK = 512 };

struct place {
    char *folder, *path;
    unsigned char *data;
};

static void write_file(const struct place *p, size_t len)
{
    test_write(p->path, p->data, len);
}

static int place_make(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    assert_non_null(p);
    *state = p;
    p->folder = test_disk_folder();
    if (!p->folder)
        p->folder = test_folder();
    p->path = text_printf("%s/data", p->folder);
    p->data = border_bytes(LEN);
    assert_non_null(p->path);
    write_file(p, LEN);
    return 0;
}

static int place_drop(void **state)
{
    struct place *p = *state;
    unlink(p->path);
    int r = rmdir(p->folder);
    free(p->folder);
    free(p->path);
    free(p->data);
    free(p);
    return r;
}

/* The test ends here where the file has no such way, or its pages cannot be told. */
static const struct place *needs_direct(void **state)
{
    const struct place *p = *state;
    const struct method_options o = { 0 };
    struct file *f;
    test_needs_states(p->folder, p->path);
    if (method_open(&f, &method_direct, p->path, &o) == -EOPNOTSUPP)
        test_skip("direct is not offered here");
    method_close(&method_direct, f);
    return p;
}

static struct file *open_file(const struct place *p, size_t buffer_bytes)
{
    const struct method_options o = { .buffer_bytes = buffer_bytes };
    struct file *f;
    assert_int_equal(method_open(&f, &method_direct, p->path, &o), 0);
    return f;
}

/* How much next lends to the end, all of it right. */
static size_t read_through(struct file *f, const unsigned char *data)
{
    struct span span = { .len = 1 };
    size_t at = 0;
    while (span.len > 0) {
        assert_int_equal(method_direct.next(f, &span), 0);
        if (span.len > 0)
            assert_memory_equal(span.data, data + at, span.len);
        at += span.len;
    }
    return at;
}

static void check_at(struct file *f, const struct place *p, uint64_t offset, size_t len,
                     size_t expected)
{
    struct span span;
    assert_int_equal(method_direct.at(f, offset, len, &span), 0);
    assert_int_equal(span.len, expected);
    if (expected > 0)
        assert_memory_equal(span.data, p->data + offset, expected);
}

static void read_in_every_way(const struct place *p)
{
    struct file *f = open_file(p, 0);
    assert_int_equal(read_through(f, p->data), LEN);
    check_at(f, p, 3 * PAGE, PAGE, PAGE);
    check_at(f, p, 5, 10, 10);
    check_at(f, p, LEN - 3, PAGE, 3);
    method_close(&method_direct, f);
}

static double residency(const struct place *p)
{
    double resident;
    assert_int_equal(state_residency(p->path, &resident), 0);
    return resident;
}

/* ---- the page cache ---- */

static void the_cache_is_not_filled(void **state)
{
    const struct place *p = needs_direct(state);
    assert_int_equal(state_find("cold")->prepare(p->path), 0);
    read_in_every_way(p);
    assert_true(residency(p) == 0);
}

/* A warm session proves it. */
static void nor_emptied(void **state)
{
    const struct place *p = needs_direct(state);
    static const char *const works[] = { "full-read", "random" };
    for (size_t i = 0; i < 2; i++) {
        struct session_spec spec = session_case(workload_find_by_name(works[i]), &method_direct,
                                                state_find("warm"), p->path);
        spec.request.key.blocks = 16;
        struct outcome o = run_session(&spec);
        if (o.status != CASE_OK)
            fail_msg("%s: %s", works[i], why_of(&o));
        assert_true(o.sample.resident_after == 1);
    }
}

/* What a warm pass costs is what a cold one costs: the file comes from the storage. */
static void nor_used(void **state)
{
    const struct place *p = needs_direct(state);
    static const char *const states_of[] = { "warm", "cold" };
    for (size_t i = 0; i < 2; i++) {
        struct session_spec spec =
            session_case(workload_find_by_name("full-read"), &method_direct,
                         state_find(states_of[i]), p->path);
        struct outcome o = run_session(&spec);
        if (o.status != CASE_OK)
            fail_msg("%s", why_of(&o));
        assert_true(o.sample.resident_after == spec.state->resident);
        if (isnan(o.sample.storage_read_bytes))
            test_skip("this system has no /proc/self/io");
        assert_true(o.sample.storage_read_bytes >= LEN);
        assert_true(o.sample.storage_read_bytes < LEN + PAGE);
        assert_true(o.sample.read_calls == (double)(LEN / METHOD_BUFFER_BYTES + 1));
    }
}

/* What was written and lies in the cache alone is on the storage before it is read there. */
static void fresh_bytes_are_seen(void **state)
{
    const struct place *p = needs_direct(state);
    struct file *f = open_file(p, 0);
    for (size_t i = 0; i < LEN; i++)
        p->data[i] ^= 0xff;
    write_file(p, LEN);
    assert_int_equal(read_through(f, p->data), LEN);
    method_close(&method_direct, f);
}

/* ---- places ---- */

/* Sizes and places at a block's borders and beside them, and lengths beyond the buffer. */
static void places_within_blocks_are_read(void **state)
{
    const struct place *p = needs_direct(state);
    static const size_t sizes[] = {
        0, 1, DISK_BLOCK - 1, DISK_BLOCK, DISK_BLOCK + 1, PAGE + 1, 3 * PAGE - 1, 3 * PAGE,
    };
    static const size_t lengths[] = { 0, 1, DISK_BLOCK - 1, DISK_BLOCK + 1, PAGE, 4 * PAGE };
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        write_file(p, sizes[s]);
        struct file *f = open_file(p, 61);
        for (size_t border = 0; border <= 4 * PAGE; border += DISK_BLOCK)
            for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
                for (uint64_t at = border - (border > 0); at <= border + 1; at++) {
                    size_t rest = at < sizes[s] ? sizes[s] - (size_t)at : 0;
                    check_at(f, p, at, lengths[i], lengths[i] < rest ? lengths[i] : rest);
                }
        method_close(&method_direct, f);
    }
}

/* 61 bytes cannot be read, so a piece is the smallest that can. */
static void a_small_buffer_becomes_a_block(void **state)
{
    const struct place *p = needs_direct(state);
    struct span span;
    struct file *f = open_file(p, 61);
    assert_int_equal(method_direct.next(f, &span), 0);
    assert_true(span.len >= DISK_BLOCK && span.len <= PAGE);
    assert_int_equal(span.len & (span.len - 1), 0);
    assert_int_equal((uintptr_t)span.data % span.len, 0);
    size_t block = span.len;
    method_close(&method_direct, f);
    f = open_file(p, block + 1);
    assert_int_equal(method_direct.next(f, &span), 0);
    assert_int_equal(span.len, 2 * block);
    method_close(&method_direct, f);
}

/* It is read to where it ends now, in whichever way. */
static void a_file_that_shrinks_ends_there(void **state)
{
    const struct place *p = needs_direct(state);
    static const size_t left[] = { 0, 1, PAGE, 3 * PAGE + 100, 20 * PAGE - 1 };
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        write_file(p, LEN);
        struct file *f = open_file(p, 2 * PAGE);
        assert_int_equal(truncate(p->path, (off_t)left[i]), 0);
        assert_int_equal(read_through(f, p->data), left[i]);
        check_at(f, p, 7, 30 * PAGE, left[i] > 7 ? left[i] - 7 : 0);
        check_at(f, p, 30 * PAGE, PAGE, 0);
        method_close(&method_direct, f);
    }
}

/* ---- where there is none ---- */

static void a_file_in_memory_is_skipped(void **state)
{
    (void)state;
    char path[] = "/dev/shm/mapread-test-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0 || !state_find("cold")->refuses(path)) {
        if (fd >= 0)
            unlink(path);
        test_skip("/dev/shm is not there, or no tmpfs");
    }
    close(fd);
    test_write(path, "some bytes", 10);
    struct session_spec spec = session_case(workload_find_by_name("full-read"), &method_direct,
                                            state_find("warm"), path);
    struct outcome o = run_session(&spec);
    const struct method_options options = { 0 };
    struct file *f;
    assert_int_equal(method_open(&f, &method_direct, path, &options), -EOPNOTSUPP);
    unlink(path);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_int_equal(o.reason.cause, CAUSE_NO_DIRECT);
}

#define DIRECT_TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DIRECT_TEST(the_cache_is_not_filled),
        DIRECT_TEST(nor_emptied),
        DIRECT_TEST(nor_used),
        DIRECT_TEST(fresh_bytes_are_seen),
        DIRECT_TEST(places_within_blocks_are_read),
        DIRECT_TEST(a_small_buffer_becomes_a_block),
        DIRECT_TEST(a_file_that_shrinks_ends_there),
        cmocka_unit_test(a_file_in_memory_is_skipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
