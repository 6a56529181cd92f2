/* SPDX-License-Identifier: MIT */
/*
 * Memory that the system refuses: every error is told, the result is left alone, and
 * nothing that was got stays behind.
 *
 * Linked with --wrap of: mmap munmap madvise malloc calloc free
 */
#include <sys/mman.h>

#include "tests/fault/wrap.h"
#include "workload/workload.h"

DECLARE_WRAP(void *, LARGE(mmap), void *at, size_t len, int protection, int flags, int fd,
             off_t offset);
DECLARE_WRAP(int, munmap, void *at, size_t len);
DECLARE_WRAP(int, madvise, void *at, size_t len, int advice);
DECLARE_WRAP(void *, malloc, size_t len);
DECLARE_WRAP(void *, calloc, size_t count, size_t len);
DECLARE_WRAP(void, free, void *old);

enum { BYTES = 300000, NEVER = -1 };

/* What goes wrong: the n-th request from now, and advice (an errno value, or 0). */
static struct system {
    int request_to_fail; /* counts down; NEVER */
    int advise_error;
    int held; /* blocks and mappings that were not given back */
} now;

static bool refuses(void)
{
    bool refused = now.request_to_fail == 0;
    now.request_to_fail -= now.request_to_fail >= 0;
    if (refused)
        errno = ENOMEM;
    return refused;
}

static void *got(void *memory)
{
    now.held += memory != NULL && memory != MAP_FAILED;
    return memory;
}

void *WRAPPED(LARGE(mmap))(void *at, size_t len, int protection, int flags, int fd,
                           off_t offset)
{
    return refuses() ? MAP_FAILED
                     : got(REAL(LARGE(mmap))(at, len, protection, flags, fd, offset));
}

int WRAPPED(munmap)(void *at, size_t len)
{
    now.held--;
    return REAL(munmap)(at, len);
}

int WRAPPED(madvise)(void *at, size_t len, int advice)
{
    if (!now.advise_error)
        return REAL(madvise)(at, len, advice);
    return fails(now.advise_error);
}

void *WRAPPED(malloc)(size_t len)
{
    return refuses() ? NULL : got(REAL(malloc)(len));
}

void *WRAPPED(calloc)(size_t count, size_t len)
{
    return refuses() ? NULL : got(REAL(calloc)(count, len));
}

void WRAPPED(free)(void *old)
{
    now.held -= old != NULL;
    REAL(free)(old);
}

static int nothing_fails(void **state)
{
    (void)state;
    now = (struct system){ .request_to_fail = NEVER };
    return 0;
}

static bool is_offered(const struct method *m)
{
    unsigned char *memory;
    if (m->allocator->get(&memory, BYTES) == -EOPNOTSUPP)
        return false;
    m->allocator->release(memory, BYTES);
    return true;
}

static void check_get_fails(const struct method *m, int expected)
{
    static unsigned char marker;
    unsigned char *memory = &marker;
    int r = m->allocator->get(&memory, BYTES);
    if (r != expected)
        fail_msg("%s: %d instead of %d", m->name, r, expected);
    assert_ptr_equal(memory, &marker);
    assert_int_equal(now.held, 0);
}

static void memory_that_is_refused_is_enomem(void **state)
{
    (void)state;
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++) {
        if (!methods[m]->allocator || !is_offered(methods[m]))
            continue;
        now.request_to_fail = 0;
        check_get_fails(methods[m], -ENOMEM);
        tried++;
    }
    assert_true(tried >= 3);
}

static void advice_that_is_refused_leaves_no_memory(void **state)
{
    (void)state;
    const struct method *m = method_find("mmap-anonymous-hugepage");
    if (!is_offered(m)) {
        print_message("skipped: this system has no such advice\n");
        skip();
    }
    now.advise_error = EINVAL; /* a kernel without huge pages: skipped */
    check_get_fails(m, -EOPNOTSUPP);
    now.advise_error = ENOMEM;
    check_get_fails(m, -ENOMEM);
}

/* A block in the middle: those before it have been given back. */
static void check_pass_runs_out(const struct method *m)
{
    struct work *work;
    const struct workload *w = workload_find_by_name("allocate");
    const struct workload_input input = { .file_bytes = BYTES };
    assert_int_equal(workload_set_up(&work, w, &input), 0);
    int held = now.held;
    now.request_to_fail = 3;
    assert_int_equal(w->run(work, m, NULL), -ENOMEM);
    assert_int_equal(now.held, held);
    assert_int_equal(w->run(work, m, NULL), 0);
    assert_int_equal(now.held, held);
    workload_tear_down(w, work);
    assert_int_equal(now.held, 0);
}

static void a_pass_that_runs_out_of_memory_keeps_none(void **state)
{
    (void)state;
    check_pass_runs_out(method_find("malloc"));
    check_pass_runs_out(method_find("mmap-anonymous"));
}

#define FAULT_TEST(name) cmocka_unit_test_setup(name, nothing_fails)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(memory_that_is_refused_is_enomem),
        FAULT_TEST(advice_that_is_refused_leaves_no_memory),
        FAULT_TEST(a_pass_that_runs_out_of_memory_keeps_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
