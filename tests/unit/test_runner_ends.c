/* SPDX-License-Identifier: MIT */
/* The runner with a fake world: cases that end badly, and runs that end early. */
#include <errno.h>

#include "tests/unit/runner_world.h"

/* ---- the fixture: a plan of one group, and what comes of it ---- */

static size_t launches_of(const char *method)
{
    size_t count = 0;
    for (size_t i = 0; i < world.call_count; i++)
        count += strcmp(world.calls[i].key.method, method) == 0;
    return count;
}

/* ---- behaviours ---- */

static int mmap_is_wrong(const struct call *c, struct outcome *ret)
{
    if (strcmp(c->key.method, "mmap") == 0)
        *ret = outcome_of_words(CASE_FAILED, CAUSE_WRONG_ANSWER, "count=2");
    else
        always_good(c, ret);
    return 0;
}

static int mmap_goes_wrong_later(const struct call *c, struct outcome *ret)
{
    if (strcmp(c->key.method, "mmap") == 0 && c->nth == 1 + 3) /* tried out, three rounds */
        *ret = outcome_of_number(CASE_FAILED, CAUSE_SIGNAL, 11);
    else
        always_good(c, ret);
    return 0;
}

static int mmap_is_skipped(const struct call *c, struct outcome *ret)
{
    if (strcmp(c->key.method, "mmap") == 0)
        *ret = outcome_of(CASE_SKIPPED, CAUSE_NOT_IN_PLACE);
    else
        always_good(c, ret);
    return 0;
}

static int mmap_takes_too_long(const struct call *c, struct outcome *ret)
{
    if (strcmp(c->key.method, "mmap") == 0)
        *ret = outcome_of_number(CASE_OVER_LIMIT, CAUSE_OVER_TIME, 7);
    else
        always_good(c, ret);
    return 0;
}

static int stopped_in_the_third_round(const struct call *c, struct outcome *ret)
{
    if (c->nth == 1 + 2) /* tried out, two rounds */
        return -EINTR;
    return always_good(c, ret);
}

static int stopped_in_the_first_round(const struct call *c, struct outcome *ret)
{
    return strcmp(c->key.method, "pread") == 0 ? -EINTR : always_good(c, ret);
}

static int cannot_be_started(const struct call *c, struct outcome *ret)
{
    (void)c, (void)ret;
    return -ENOENT;
}

static int costs_375_s(const struct call *c, struct outcome *ret)
{
    (void)c;
    *ret = good_outcome(375e9);
    return 0;
}

/* ---- cases that end badly ---- */

static void check_ended(const struct fixture *x, enum case_status status, enum cause cause)
{
    const struct run_case *c = case_of(x, "mmap");
    assert_int_equal(c->status, status);
    assert_int_equal(c->reason.cause, cause);
    assert_true(x->run.complete);
    assert_int_equal(case_of(x, "read")->sample_count, ROUNDS);
    assert_int_equal(case_of(x, "pread")->sample_count, ROUNDS);
}

static void a_wrong_answer_is_a_failed_case(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, mmap_is_wrong), 1);
    check_ended(x, CASE_FAILED, CAUSE_WRONG_ANSWER);
    assert_int_equal(case_of(x, "mmap")->sample_count, 0);
    assert_int_equal(launches_of("mmap"), 1);
}

static void a_case_that_fails_later_keeps_its_samples(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, mmap_goes_wrong_later), 1);
    check_ended(x, CASE_FAILED, CAUSE_SIGNAL);
    assert_true(case_of(x, "mmap")->reason.numbers[0] == 11);
    assert_int_equal(case_of(x, "mmap")->sample_count, 3);
    assert_int_equal(launches_of("mmap"), 1 + 4);
}

static void a_skipped_case_is_not_launched_again(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, mmap_is_skipped), 0);
    check_ended(x, CASE_SKIPPED, CAUSE_NOT_IN_PLACE);
    assert_int_equal(launches_of("mmap"), 1);
}

static void a_case_over_the_limit_is_not_launched_again(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, mmap_takes_too_long), 0);
    check_ended(x, CASE_OVER_LIMIT, CAUSE_OVER_TIME);
    assert_true(case_of(x, "mmap")->reason.numbers[0] == 7);
    assert_int_equal(launches_of("mmap"), 1);
}

/* Another process maps the file: these cases fail, the rest of the run goes on. */
static void a_state_that_cannot_be_prepared_fails_its_cases(void **state)
{
    struct fixture *x = *state;
    set_group(&x->plan, &x->groups[1], "count", "cold", 1);
    x->plan.group_count = 2;
    world.prepare_result = -EBUSY;
    assert_int_equal(run_with(x, always_good), 1);
    for (size_t i = 0; i < METHODS; i++) {
        assert_int_equal(x->run.cases[i].status, CASE_FAILED);
        assert_int_equal(x->run.cases[i].reason.cause, CAUSE_NOT_PREPARED);
        assert_int_equal(x->run.cases[METHODS + i].sample_count, ROUNDS);
    }
}

/* ---- budget ---- */

static unsigned rounds_of_budget(struct fixture *x, double budget_s)
{
    run_free(&x->run);
    world = (struct world){ 0 };
    x->groups[0].method_count = 1;
    plan_fix_rounds(&x->plan, 20);
    x->plan.sample_s = 1000;
    x->request.budget_s = budget_s;
    assert_int_equal(run_with(x, costs_375_s), 0);
    assert_int_equal(x->run.cases[0].sample_count, x->run.rounds);
    return x->run.rounds;
}

static void a_budget_takes_rounds_away(void **state)
{
    assert_int_equal(rounds_of_budget(*state, 0), 20);
    assert_int_equal(rounds_of_budget(*state, 1e6), 20);
    assert_int_equal(rounds_of_budget(*state, 3900), 10); /* of 375 s each */
}

static void a_budget_leaves_enough_rounds_for_a_verdict(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(rounds_of_budget(x, 1), RUNNER_ROUNDS_MIN);
    assert_int_equal(rounds_of_budget(x, 1e-9), RUNNER_ROUNDS_MIN);
}

/* 20 rounds of 20 ms each do not fit into 200 ms, although the samples cost nothing. */
static void what_a_round_prepares_counts_against_the_budget(void **state)
{
    struct fixture *x = *state;
    world.prepare_ns = 20000000;
    plan_fix_rounds(&x->plan, 20);
    x->request.budget_s = 0.2;
    assert_int_equal(run_with(x, always_good), 0);
    assert_in_range(x->run.rounds, RUNNER_ROUNDS_MIN, 10);
}

static void a_budget_adds_no_rounds(void **state)
{
    struct fixture *x = *state;
    plan_fix_rounds(&x->plan, 3);
    x->request.budget_s = 1e-9;
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(x->run.rounds, 3);
    assert_int_equal(case_of(x, "read")->sample_count, 3);
}

/* ---- the end of a run before its time ---- */

static void an_interrupted_run_keeps_what_was_measured(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, stopped_in_the_third_round), -EINTR);
    assert_false(x->run.complete);
    const struct saved *last = &world.saves[world.save_count - 1];
    assert_int_equal(world.save_count, 1 + 2 + 1); /* the try, two rounds, the end */
    assert_false(last->complete);
    assert_int_equal(last->samples, 2 * METHODS);
    assert_true(last->watched);
    assert_true(last->watched_ns == 4); /* the broken round too */
    for (size_t i = 0; i < METHODS; i++)
        assert_int_equal(x->run.cases[i].status, CASE_OK);
    assert_int_equal(world.call_count, TRIED + METHODS * 3); /* none after it */
}

static void an_interrupted_first_round_is_saved(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, stopped_in_the_first_round), -EINTR);
    assert_int_equal(world.save_count, 1);
    assert_false(world.saves[0].complete);
    assert_in_range(world.saves[0].samples, 0, METHODS - 1);
    assert_int_equal(case_of(x, "pread")->sample_count, 0);
}

static void a_program_that_cannot_be_started_ends_the_run(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, cannot_be_started), -ENOENT);
    assert_int_equal(world.call_count, 1);
    assert_false(x->run.complete);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUNNER_TEST(a_wrong_answer_is_a_failed_case),
        RUNNER_TEST(a_case_that_fails_later_keeps_its_samples),
        RUNNER_TEST(a_skipped_case_is_not_launched_again),
        RUNNER_TEST(a_case_over_the_limit_is_not_launched_again),
        RUNNER_TEST(a_state_that_cannot_be_prepared_fails_its_cases),
        RUNNER_TEST(a_budget_takes_rounds_away),
        RUNNER_TEST(a_budget_leaves_enough_rounds_for_a_verdict),
        RUNNER_TEST(what_a_round_prepares_counts_against_the_budget),
        RUNNER_TEST(a_budget_adds_no_rounds),
        RUNNER_TEST(an_interrupted_run_keeps_what_was_measured),
        RUNNER_TEST(an_interrupted_first_round_is_saved),
        RUNNER_TEST(a_program_that_cannot_be_started_ends_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
