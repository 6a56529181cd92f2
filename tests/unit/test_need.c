/* SPDX-License-Identifier: MIT */
/* Which cases the next look needs. */
#include "analysis/need.h"
#include "tests/unit/judge_cases.h"

/* A tenth more and less than 1000 ns in turn. */
static void add_unclear(struct run *r, const char *workload, const char *method)
{
    double times[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        times[i] = (i % 2 ? 1100 : 900) + (double)i;
    add_times(r, workload, method, times, ROUNDS);
}

static void assert_needed(struct run *r, int (*need)(const struct run *r, bool *ret_needed),
                          const char *const *methods)
{
    bool needed[16];
    assert_int_equal(need(r, needed), 0);
    for (size_t i = 0; i < r->case_count; i++) {
        bool wanted = false;
        for (size_t k = 0; methods[k]; k++)
            wanted |= strcmp(methods[k], r->cases[i].key.method) == 0;
        if (needed[i] != wanted)
            fail_msg("%s is %sneeded", r->cases[i].key.method, needed[i] ? "" : "not ");
    }
    run_free(r);
}

static void what_is_decided_is_not_needed(void **state)
{
    (void)state;
    struct run r = { .looks = stats_looks_usual };
    add_case(&r, "find", "read", 1000);
    add_case(&r, "find", "mmap", 500);
    add_case(&r, "find", "mmap-anonymous", 400); /* of no family */
    add_case(&r, "find", "chunk", 400)->status = CASE_FAILED;
    assert_needed(&r, need_cases, (const char *const[]){ NULL });
}

static void an_undecided_case_needs_its_baseline(void **state)
{
    (void)state;
    struct run r = { .looks = stats_looks_usual };
    add_case(&r, "find", "read", 1000);
    add_unclear(&r, "find", "mmap-anonymous");
    add_case(&r, "find", "mmap", 500);
    assert_needed(&r, need_cases, (const char *const[]){ "read", "mmap-anonymous", NULL });
}

/* The decision between mmap and chunk is open; who is ten times slower than the choice of his
   family has left. */
static void an_open_decision_needs_who_may_be_the_best(void **state)
{
    (void)state;
    struct run r = { .looks = stats_looks_usual };
    add_case(&r, "find", "read", 10000);
    add_case(&r, "find", "chunk", 1000);
    add_case(&r, "find", "pread", 1001);
    add_case(&r, "find", "mmap-random", 9000);
    add_unclear(&r, "find", "mmap");
    assert_needed(&r, need_cases, (const char *const[]){ "chunk", "pread", "mmap", NULL });
}

static void copies_are_needed_two_by_two(void **state)
{
    (void)state;
    struct run r = { .looks = stats_looks_usual };
    add_case(&r, "find", "read", 1000);
    add_case(&r, "find", "read-2", 2000);
    add_case(&r, "find", "mmap", 1000);
    add_unclear(&r, "find", "mmap-2");
    assert_needed(&r, need_copies, (const char *const[]){ "mmap", "mmap-2", NULL });
    struct run none = { .looks = stats_looks_usual };
    add_case(&none, "find", "read", 1000);
    assert_needed(&none, need_copies, (const char *const[]){ NULL });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_decided_is_not_needed),
        cmocka_unit_test(an_undecided_case_needs_its_baseline),
        cmocka_unit_test(an_open_decision_needs_who_may_be_the_best),
        cmocka_unit_test(copies_are_needed_two_by_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
