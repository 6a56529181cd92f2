/* SPDX-License-Identifier: MIT */
/* Many jobs by several threads end as if they had been done one after the other. */
#include <errno.h>
#include <stdbool.h>

#include "base/parallel_for.h"
#include "tests/test.h"

enum { JOBS = 1000 };

struct jobs {
    int done[JOBS];
    size_t bad, worse; /* these fail, with -EIO and -EBADMSG */
    bool slow;         /* all that come after take their time */
};

static int do_one(void *data, size_t i)
{
    struct jobs *jobs = data;
    jobs->done[i]++;
    if (i == jobs->bad)
        usleep(1000); /* so that the worse one is mostly known before */
    if (jobs->slow && i > jobs->bad)
        usleep(10000); /* all of them would take a second and more */
    return i == jobs->bad ? -EIO : i == jobs->worse ? -EBADMSG : 0;
}

static void every_job_is_done_once(void **state)
{
    (void)state;
    struct jobs jobs = { .bad = JOBS, .worse = JOBS };
    assert_int_equal(parallel_for(JOBS, do_one, &jobs), 0);
    for (size_t i = 0; i < JOBS; i++)
        assert_int_equal(jobs.done[i], 1);
}

static void no_jobs_are_well_done(void **state)
{
    (void)state;
    struct jobs jobs = { .bad = 0, .worse = 0 };
    assert_int_equal(parallel_for(0, do_one, &jobs), 0);
    assert_int_equal(jobs.done[0], 0);
}

static void the_lowest_failure_is_told(void **state)
{
    (void)state;
    for (size_t bad = 0; bad < 100; bad++) {
        struct jobs jobs = { .bad = bad, .worse = bad + 1 };
        assert_int_equal(parallel_for(JOBS, do_one, &jobs), -EIO);
        for (size_t i = 0; i <= bad; i++)
            assert_int_equal(jobs.done[i], 1);
    }
}

static void a_failure_ends_the_work(void **state)
{
    (void)state;
    struct jobs jobs = { .bad = 10, .worse = JOBS, .slow = true };
    size_t done = 0;
    assert_int_equal(parallel_for(JOBS, do_one, &jobs), -EIO);
    for (size_t i = 0; i < JOBS; i++)
        done += (size_t)jobs.done[i];
    print_message("%zu of %d jobs were begun\n", done, JOBS);
    assert_int_equal(jobs.done[JOBS - 1], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_is_done_once),
        cmocka_unit_test(no_jobs_are_well_done),
        cmocka_unit_test(the_lowest_failure_is_told),
        cmocka_unit_test(a_failure_ends_the_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
