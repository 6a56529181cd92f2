/* SPDX-License-Identifier: MIT */
/* After a look the runner goes on with the cases that are still needed. */
#include <errno.h>

#include "tests/unit/runner_world.h"

static void look_after(struct fixture *x, size_t first, size_t second, size_t third)
{
    x->plan.looks = (struct stats_looks){ .rounds = { first, second, third }, .count = 3 };
}

/* Whom the next look needs, and what the run had when it was asked. */
static struct asked {
    const char *needed[3]; /* a method a look; NULL: nobody; "*": all */
    size_t count;
    size_t samples[3];
    uint64_t rounds[3];
    int result;
} asked;

static int need_planted(const struct run *r, bool *ret_needed)
{
    const char *method = asked.needed[asked.count];
    for (size_t i = 0; i < r->case_count; i++) {
        ret_needed[i] = method && (method[0] == '*' || !strcmp(r->cases[i].key.method, method));
        asked.samples[asked.count] += r->cases[i].sample_count;
    }
    asked.rounds[asked.count++] = r->rounds;
    return asked.result;
}

static int run_asking(struct fixture *x, const struct asked *plan)
{
    asked = *plan;
    x->request.need = need_planted;
    return run_with(x, always_good);
}

static void what_is_decided_stops(void **state)
{
    struct fixture *x = *state;
    look_after(x, 4, 6, 8);
    assert_int_equal(run_asking(x, &(struct asked){ .needed = { "*", "mmap", NULL } }), 0);
    assert_int_equal(asked.count, 3);
    assert_int_equal(asked.samples[0], 4 * METHODS);
    assert_int_equal(asked.samples[1], 6 * METHODS);
    assert_int_equal(case_of(x, "read")->sample_count, 6);
    assert_int_equal(case_of(x, "mmap")->sample_count, 8);
    assert_int_equal(x->run.rounds, 8);
    assert_true(x->run.complete);
    assert_memory_equal(&x->run.looks, &x->plan.looks, sizeof x->run.looks);
}

/* When something else had its turn. */
static struct between {
    double looks[16];
    size_t count;
    size_t fails_at; /* 1: the first one; 0: none */
} between;

static int note_between(void *context, double looks)
{
    struct between *b = context;
    assert_int_equal(world.alive, 0);
    b->looks[b->count++] = looks;
    return b->count == b->fails_at ? -EINTR : 0;
}

static void what_takes_turns_has_them_between_the_groups_of_each_look(void **state)
{
    static const double wanted[] = { 0.25, 0.75, 1, 1.25, 1.75, 2 };
    struct fixture *x = *state;
    between = (struct between){ 0 };
    look_after(x, 4, 6, 8);
    x->plan.looks.count = 2;
    x->plan.group_count = 2;
    set_group(&x->plan, &x->groups[1], "find", "cold", 1);
    x->request.between = note_between;
    x->request.context = &between;
    assert_int_equal(run_asking(x, &(struct asked){ .needed = { "*", "*" } }), 0);
    assert_int_equal(between.count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_true(between.looks[i] == wanted[i]);
}

static void what_takes_turns_may_end_the_run(void **state)
{
    struct fixture *x = *state;
    between = (struct between){ .fails_at = 1 };
    x->request.between = note_between;
    x->request.context = &between;
    assert_int_equal(run_with(x, always_good), -EINTR);
    assert_false(x->run.complete);
    assert_int_equal(between.count, 1);
}

static void the_run_ends_when_nobody_is_needed(void **state)
{
    struct fixture *x = *state;
    look_after(x, 4, 6, 8);
    assert_int_equal(run_asking(x, &(struct asked){ .needed = { NULL } }), 0);
    assert_int_equal(asked.count, 1);
    assert_int_equal(case_of(x, "read")->sample_count, 4);
    assert_int_equal(x->run.rounds, 4);
    assert_true(x->run.complete);
    assert_int_equal(x->run.looks.count, 3); /* so many were planned */
}

/* Rounds go on where the look before ended, and mirrored pairs stay together. */
static void samples_tell_their_look_and_their_place(void **state)
{
    struct fixture *x = *state;
    look_after(x, 4, 6, 8);
    assert_int_equal(run_asking(x, &(struct asked){ .needed = { "*", "mmap", NULL } }), 0);
    const struct run_case *c = case_of(x, "mmap");
    for (size_t i = 0; i < c->sample_count; i++) {
        assert_int_equal((int)c->samples[i].round, i);
        assert_int_equal((int)c->samples[i].look, i < 4 ? 0 : i < 6 ? 1 : 2);
        assert_true(c->samples[i].order < (i < 6 ? METHODS : 1));
    }
}

static void all_groups_are_looked_at_together(void **state)
{
    struct fixture *x = *state;
    set_group(&x->plan, &x->groups[1], "find", "cold", 1);
    x->plan.group_count = 2;
    look_after(x, 2, 4, 6);
    assert_int_equal(run_asking(x, &(struct asked){ .needed = { "mmap", NULL } }), 0);
    assert_int_equal(asked.samples[0], 2 * 2 * METHODS);
    assert_int_equal(asked.samples[1], 2 * 2 * METHODS + 2 * 2);
    assert_int_equal(asked.rounds[0], 2);
    assert_int_equal(asked.rounds[1], 4);
}

static int costs_100_s(const struct call *c, struct outcome *ret)
{
    (void)c;
    *ret = good_outcome(100e9);
    return 0;
}

static void a_look_that_would_not_fit_is_not_begun(void **state)
{
    struct fixture *x = *state;
    static const struct {
        double budget_s;
        size_t rounds;
    } rows[] = { { 1000, 6 }, { 1300, 6 }, { 1500, 20 }, { 0, 20 } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        run_free(&x->run);
        world = (struct world){ 0 };
        look_after(x, 4, 6, 20);
        x->plan.sample_s = 1000;
        x->request.budget_s = rows[i].budget_s;
        asked = (struct asked){ .needed = { "read", "read", NULL } };
        x->request.need = need_planted;
        assert_int_equal(run_with(x, costs_100_s), 0);
        assert_int_equal(case_of(x, "read")->sample_count, rows[i].rounds);
        assert_int_equal(case_of(x, "mmap")->sample_count, 4);
        x->plan.looks = (struct stats_looks){ 0 };
    }
}

/* Of three methods each sample of pread takes 100 s, of the others less than 1. */
static int pread_costs_100_s(const struct call *c, struct outcome *ret)
{
    return strcmp(c->key.method, "pread") == 0 ? costs_100_s(c, ret) : always_good(c, ret);
}

static void what_would_burst_the_budget_is_left_out(void **state)
{
    struct fixture *x = *state;
    look_after(x, 4, 6, 8);
    x->plan.sample_s = 1000;
    x->request.budget_s = 150;
    assert_int_equal(run_with(x, pread_costs_100_s), 0);
    const struct run_case *left_out = case_of(x, "pread");
    assert_int_equal(left_out->status, CASE_SKIPPED);
    assert_int_equal(left_out->reason.cause, CAUSE_TOO_DEAR);
    assert_in_range((int)left_out->reason.numbers[0], 99, 101);
    assert_int_equal((int)left_out->reason.numbers[1], 150);
    assert_int_equal(left_out->sample_count, 0);
    assert_int_equal(case_of(x, "read")->sample_count, 8);
    assert_int_equal(case_of(x, "mmap")->sample_count, 8);
}

static void assert_all_left_out(const struct fixture *x, enum cause cause)
{
    for (size_t i = 0; i < METHODS; i++) {
        assert_int_equal(x->run.cases[i].status, CASE_SKIPPED);
        assert_int_equal(x->run.cases[i].reason.cause, cause);
    }
}

/* At least 20 ms for each of 1,000 rounds do not fit into 10 s, however few cases are left. */
static void what_is_prepared_goes_with_the_last_case_of_its_group(void **state)
{
    struct fixture *x = *state;
    look_after(x, 1000, 1002, 1004);
    world.prepare_ns = 20000000;
    x->request.budget_s = 5;
    assert_int_equal(run_with(x, always_good), 0);
    assert_all_left_out(x, CAUSE_TOO_DEAR);
    assert_int_equal(world.prepare_count, 1); /* for the first round */
}

/* Trying out takes at least 20 ms a group. */
static void trying_out_is_bounded_too(void **state)
{
    struct fixture *x = *state;
    look_after(x, 4, 6, 8);
    world.prepare_ns = 20000000;
    x->request.budget_s = 0.005;
    assert_int_equal(run_with(x, always_good), 0);
    assert_all_left_out(x, CAUSE_FIRST_ROUND_TOO_LONG);
    assert_int_equal(world.call_count, 0);
}

/* Passes of 3 ms make samples of 30 ms, then of 60 and 120, and no more than fit. */
static void who_has_no_verdict_makes_longer_samples(void **state)
{
    struct fixture *x = *state;
    static const int64_t expected[] = { 1, 10, 10, 10, 10, 20, 20, 40, 40 };
    look_after(x, 4, 6, 8);
    assert_int_equal(run_asking(x, &(struct asked){ .needed = { "mmap", "mmap", NULL } }), 0);
    size_t seen = 0;
    for (size_t i = 0; i < world.call_count; i++)
        if (strcmp(world.calls[i].key.method, "mmap") == 0)
            assert_int_equal(world.calls[i].passes, expected[seen++]);
    assert_int_equal(seen, sizeof expected / sizeof expected[0]);
}

/* 4 rounds of 3 samples of 60 ms do not fit into six tenths of the budget; of 30 ms they do. */
static void samples_are_shorter_before_looks_are_fewer(void **state)
{
    struct fixture *x = *state;
    look_after(x, 4, 6, 8);
    x->plan.sample_s = 0.06;
    x->request.budget_s = 0.61; /* 10 passes of 3 ms, 3 methods, 4 rounds: 0.36 */
    assert_int_equal(run_with(x, always_good), 0);
    for (size_t i = TRIED; i < TRIED + 4 * METHODS; i++)
        assert_int_equal(world.calls[i].passes, 10);
}

static void an_error_of_the_look_ends_the_run(void **state)
{
    struct fixture *x = *state;
    look_after(x, 4, 6, 8);
    assert_int_equal(run_asking(x, &(struct asked){ .needed = { "*" }, .result = -ENOMEM }),
                     -ENOMEM);
    assert_false(x->run.complete);
    assert_int_equal(case_of(x, "read")->sample_count, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUNNER_TEST(what_is_decided_stops),
        RUNNER_TEST(what_takes_turns_has_them_between_the_groups_of_each_look),
        RUNNER_TEST(what_takes_turns_may_end_the_run),
        RUNNER_TEST(the_run_ends_when_nobody_is_needed),
        RUNNER_TEST(samples_tell_their_look_and_their_place),
        RUNNER_TEST(all_groups_are_looked_at_together),
        RUNNER_TEST(a_look_that_would_not_fit_is_not_begun),
        RUNNER_TEST(what_would_burst_the_budget_is_left_out),
        RUNNER_TEST(what_is_prepared_goes_with_the_last_case_of_its_group),
        RUNNER_TEST(trying_out_is_bounded_too),
        RUNNER_TEST(who_has_no_verdict_makes_longer_samples),
        RUNNER_TEST(samples_are_shorter_before_looks_are_fewer),
        RUNNER_TEST(an_error_of_the_look_ends_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
