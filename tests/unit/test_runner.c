/* SPDX-License-Identifier: MIT */
/* The runner with a fake world: passes, rounds, and what is saved of them. */
#include <errno.h>
#include <math.h>

#include "tests/unit/runner_world.h"

/* ---- behaviours ---- */

/* The first passes of a process are slow: 3 ms, then 1 ms. */
static int warms_up(const struct call *c, struct outcome *ret)
{
    *ret = good_outcome(c->passes == 1 ? 3e6 : 1e6);
    return 0;
}

static int always_fails(const struct call *c, struct outcome *ret)
{
    (void)c;
    *ret = outcome_of(CASE_FAILED, CAUSE_INTERRUPTED);
    return 0;
}

/* ---- passes ---- */

static void passes_fill_the_sample_time(void **state)
{
    (void)state;
    assert_int_equal(runner_passes(0.03, 5e6), 6);
    assert_int_equal(runner_passes(0.03, 2e7), 2); /* 1.5 is rounded */
    assert_int_equal(runner_passes(0.03, 3e7), 1);
    assert_int_equal(runner_passes(0.03, 1e12), 1);
    assert_int_equal(runner_passes(0.03, 1e6), 30);
    assert_int_equal(runner_passes(0.03, 1), RUNNER_PASSES_MAX);
    assert_int_equal(runner_passes(0.03, 0), RUNNER_PASSES_MAX);
    assert_int_equal(runner_passes(0.03, NAN), 1);
    assert_int_equal(runner_passes(0, 1e6), 1);
}

/* The try knows nothing, the first round only what a first pass takes. */
static void first_rounds_refine_the_passes(void **state)
{
    struct fixture *x = *state;
    static const int64_t expected[] = { 1, 10, 30, 30 };
    x->groups[0].method_count = 1;
    plan_fix_rounds(&x->plan, 3);
    assert_int_equal(run_with(x, warms_up), 0);
    assert_int_equal(world.call_count, 1 + 3);
    for (size_t i = 0; i < 1 + 3; i++)
        assert_int_equal(world.calls[i].passes, expected[i]);
}

/* Passes of 3, 6 and 15 ms. */
static int are_unlike(const struct call *c, struct outcome *ret)
{
    bool is_read = strcmp(c->key.method, "read") == 0,
         is_mmap = strcmp(c->key.method, "mmap") == 0;
    *ret = good_outcome(is_mmap ? 3e6 : is_read ? 15e6 : 6e6);
    return 0;
}

/* Of 10, 5 and 2 passes the fewer are spread evenly; every second lap goes backwards, and every
   two another begins. */
static void passes_of_a_round_are_made_in_turns(void **state)
{
    static const char *const laps[] = { "012", "210", "120", "021", "201",
                                        "102", "012", "210", "120", "021" };
    static const char of_read[] = "0010000100", of_pread[] = "1010101010";
    struct fixture *x = *state;
    plan_fix_rounds(&x->plan, 1);
    assert_int_equal(run_with(x, are_unlike), 0);
    const struct call *round = &world.calls[TRIED];
    size_t at = 0;
    for (size_t lap = 0; lap < 10; lap++)
        for (size_t i = 0; i < METHODS; i++) {
            const struct call *c = &round[laps[lap][i] - '0'];
            if (strcmp(c->key.method, "mmap") == 0 ||
                (strcmp(c->key.method, "pread") == 0 ? of_pread : of_read)[lap] == '1')
                assert_ptr_equal(world.turns[at++], c);
        }
    assert_int_equal(at, 2 + 5 + 10);
    assert_int_equal(at, world.turn_count);
    for (size_t i = 0; i < METHODS; i++) {
        assert_false(world.calls[i].takes_turns);
        assert_true(round[i].takes_turns);
    }
}

/* A single pass made alone is none of its samples. */
static void what_takes_turns_is_tried_out_first(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.call_count, TRIED + METHODS * ROUNDS);
    for (size_t i = 0; i < METHODS; i++) {
        assert_int_equal(world.calls[i].passes, 1);
        assert_int_equal(x->run.cases[i].sample_count, ROUNDS);
    }
}

/* What a pass leaves behind is what these are about. */
static void what_a_pass_leaves_is_not_given_to_others(void **state)
{
    static const struct {
        const char *workload, *state;
        enum cpu_cache cpu_cache;
    } rows[] = { { "count", "hot", CPU_CACHE_FLUSH },
                 { "count", "cold", CPU_CACHE_FLUSH },
                 { "replace", "warm", CPU_CACHE_FLUSH },
                 { "transfer", "warm", CPU_CACHE_FLUSH },
                 { "count", "warm", CPU_CACHE_AS_FOUND } };
    struct fixture *x = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        run_free(&x->run);
        world = (struct world){ 0 };
        set_group(&x->plan, &x->groups[0], rows[i].workload, rows[i].state, 1);
        x->request.cpu_cache = rows[i].cpu_cache;
        assert_int_equal(run_with(x, always_good), 0);
        assert_int_equal(world.turn_count, 0);
        assert_int_equal(world.call_count, METHODS * ROUNDS);
    }
}

/* What a published program finds is what its own last pass left. */
static void a_published_program_takes_no_turns(void **state)
{
    struct fixture *x = *state;
    x->groups[0].methods[1] = method_find("python-published-mmap");
    assert_non_null(x->groups[0].methods[1]);
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.turn_count, 0);
}

static void a_stop_between_two_passes_ends_all_processes(void **state)
{
    struct fixture *x = *state;
    world.turn_result = -EINTR;
    assert_int_equal(run_with(x, always_good), -EINTR);
    assert_int_equal(world.turn_count, 1);
    assert_int_equal(world.killed, METHODS);
    assert_int_equal(case_of(x, "read")->sample_count, 0);
}

/* Who cannot be started ends those that wait already. */
static void a_start_that_fails_in_a_round_ends_all_processes(void **state)
{
    struct fixture *x = *state;
    world.starts_left = TRIED + 2;
    assert_int_equal(run_with(x, always_good), -EAGAIN);
    assert_int_equal(world.killed, 2);
    assert_int_equal(world.turn_count, 0);
}

/* Rounds 0 and 1 on one processor, 2 and 3 on the next. */
static void mirrored_rounds_share_a_processor(void **state)
{
    struct fixture *x = *state;
    struct processors before, after;
    processors_find(&before);
    assert_int_equal(run_with(x, always_good), 0);
    const struct call *calls = &world.calls[TRIED];
    assert_int_equal(world.call_count, TRIED + METHODS * ROUNDS);
    for (size_t i = 0; i < METHODS * ROUNDS && before.count > 0; i++)
        assert_int_equal(calls[i].processor, before.ids[i / METHODS / 2 % before.count]);
    processors_find(&after);
    assert_memory_equal(&after, &before, sizeof after);
}

static void two_processes_have_two_processors(void **state)
{
    struct fixture *x = *state;
    struct processors p;
    processors_find(&p);
    set_group(&x->plan, &x->groups[0], "transfer", "warm", 1);
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.call_count, METHODS * ROUNDS);
    for (size_t i = 0; i < world.call_count && p.count > 0; i++)
        assert_int_equal(world.calls[i].processors, p.count > 1 ? 2 : 1);
}

static void threads_have_a_processor_each(void **state)
{
    struct fixture *x = *state;
    struct processors p;
    processors_find(&p);
    set_group(&x->plan, &x->groups[0], "count", "warm", 3);
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.last.key.threads, 3);
    assert_int_equal(x->run.cases[0].key.threads, 3);
    for (size_t i = 0; i < world.call_count; i++)
        assert_true(p.count == 0 || world.calls[i].processors == (p.count < 3 ? p.count : 3));
}

static void the_scheduler_chooses_when_asked_to(void **state)
{
    struct fixture *x = *state;
    struct processors p;
    processors_find(&p);
    x->request.unpinned = true;
    assert_int_equal(run_with(x, always_good), 0);
    for (size_t i = 0; i < world.call_count; i++)
        assert_int_equal(world.calls[i].processor, p.allowed_count == 1 ? p.allowed[0] : -1);
}

static void cold_and_writing_samples_are_one_pass(void **state)
{
    struct fixture *x = *state;
    set_group(&x->plan, &x->groups[0], "count", "cold", 1);
    set_group(&x->plan, &x->groups[1], "replace", "warm", 1);
    x->plan.group_count = 2;
    assert_int_equal(run_with(x, always_good), 0);
    for (size_t i = 0; i < world.call_count; i++) {
        assert_int_equal(world.calls[i].passes, 1);
        assert_false(world.calls[i].prepared);
    }
    assert_int_equal(world.prepare_count, 0);
    assert_int_equal(world.call_count, 2 * METHODS * ROUNDS);
}

/* ---- rounds ---- */

static void every_case_is_measured_once_a_round(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    assert_true(x->run.complete);
    assert_int_equal(x->run.rounds, ROUNDS);
    assert_int_equal(x->run.case_count, METHODS);
    for (size_t i = 0; i < METHODS; i++) {
        const struct run_case *c = &x->run.cases[i];
        assert_string_equal(c->key.method, x->groups[0].methods[i]->name);
        assert_string_equal(c->key.workload, "count");
        assert_string_equal(c->key.state, "warm");
        assert_string_equal(c->fill, "read-128KiB");
        assert_string_equal(c->key.dataset, "text-1MiB");
        assert_string_equal(c->answer.text, "count=1");
        assert_int_equal(c->reason.cause, CAUSE_NONE);
        assert_int_equal(c->status, CASE_OK);
        assert_int_equal(c->key.threads, 1);
        assert_int_equal(c->sample_count, ROUNDS);
        for (size_t n = 0; n < ROUNDS; n++)
            assert_true(c->samples[n].round == (double)n);
    }
}

static void samples_carry_their_place(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    const struct call *first = &world.calls[TRIED];
    for (size_t n = 0; n < ROUNDS; n++)
        for (size_t place = 0; place < METHODS; place++) {
            const struct call *c = &first[n * METHODS + place];
            assert_true(case_of(x, c->key.method)->samples[n].order == (double)place);
        }
}

static void odd_rounds_go_backwards(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    const struct call *even = &world.calls[TRIED];
    for (size_t n = 0; n < ROUNDS; n += 2, even += 2 * METHODS)
        for (size_t i = 0; i < METHODS; i++)
            assert_string_equal(even[i].key.method, even[2 * METHODS - 1 - i].key.method);
}

/* After the first, the rounds of a group follow each other; groups are not mixed. */
static void groups_come_one_after_the_other(void **state)
{
    struct fixture *x = *state;
    set_group(&x->plan, &x->groups[1], "find", "warm", 1);
    x->plan.group_count = 2;
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.call_count, 2 * (TRIED + METHODS * ROUNDS));
    for (size_t i = 0; i < world.call_count; i++) {
        size_t half = i < 2 * TRIED ? TRIED : 2 * TRIED + METHODS * ROUNDS;
        assert_string_equal(world.calls[i].key.workload, i < half ? "count" : "find");
    }
}

static void a_process_is_told_everything(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    const struct request *l = &world.last;
    assert_string_equal(world.program, "the/bench");
    assert_string_equal(l->scratch, "the/scratch");
    assert_string_equal(l->path, "data/text-1MiB");
    assert_string_equal(l->expected, "answer of count");
    assert_string_equal(l->key.state, "warm");
    assert_int_equal(l->seed, 1);
    assert_int_equal(l->key.blocks, 0); /* count draws none */
    assert_int_equal(l->key.threads, 1);
    assert_int_equal(l->passes, 10);
    assert_true(l->limit_s == 7);
    assert_true(l->prepared);
}

/* What runs by hand again is told of a failed case as well: its key is whole. */
static void cases_have_the_keys_of_the_plan(void **state)
{
    struct fixture *x = *state;
    static const uint64_t buffers[METHODS] = { 0, 4096, 0 }; /* read, pread, mmap */
    set_group(&x->plan, &x->groups[0], "count", "warm", 4);
    assert_int_equal(run_with(x, always_fails), 1);
    assert_int_equal(world.call_count, METHODS);
    for (size_t i = 0; i < METHODS; i++) {
        struct case_key planned = plan_case_key(&x->plan, &x->groups[0], i);
        assert_int_equal(x->run.cases[i].status, CASE_FAILED);
        assert_int_equal(planned.threads, 4);
        assert_int_equal(planned.buffer_bytes, buffers[i]);
        assert_true(case_key_equal(&x->run.cases[i].key, &planned));
        size_t called = 0;
        for (size_t k = 0; k < METHODS; k++)
            called += case_key_equal(&world.calls[k].key, &planned);
        assert_int_equal(called, 1);
    }
}

static void a_group_has_its_own_answer(void **state)
{
    struct fixture *x = *state;
    strcpy(x->groups[0].expected.text, "answer of 77");
    assert_int_equal(run_with(x, always_good), 0);
    assert_string_equal(world.last.expected, "answer of 77");
}

static void a_warm_round_is_prepared_once(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.prepare_count, 1 + ROUNDS); /* one for the try */
}

/* ---- saving ---- */

static void the_run_is_saved_after_every_round(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.save_count, 1 + ROUNDS + 1); /* the try, and the end */
    for (size_t n = 0; n <= ROUNDS; n++) {
        assert_false(world.saves[n].complete);
        assert_int_equal(world.saves[n].samples, METHODS * n);
    }
    assert_true(world.saves[ROUNDS + 1].complete);
    assert_int_equal(world.saves[ROUNDS + 1].samples, METHODS * ROUNDS);
}

static void a_save_that_fails_ends_the_run(void **state)
{
    struct fixture *x = *state;
    world.save_result = -ENOSPC;
    assert_int_equal(run_with(x, always_good), -ENOSPC);
    assert_false(x->run.complete);
    assert_int_equal(world.call_count, TRIED);
}

/* ---- the monitor ---- */

/* One look after the last sample of each round. */
static void every_round_is_watched(void **state)
{
    struct fixture *x = *state;
    set_group(&x->plan, &x->groups[1], "find", "warm", 1);
    x->plan.group_count = 2;
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.watch_begun, 1);
    assert_int_equal(world.launches_before_watch, 0);
    assert_int_equal(world.look_count, 2 * (1 + ROUNDS));
    for (size_t n = 0; n < world.look_count; n++)
        assert_int_equal(world.launches_before_look[n], METHODS * (n + 1));
}

/* What is saved after a round tells of that round as well. */
static void every_save_has_the_noise_until_then(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    for (size_t n = 0; n <= ROUNDS; n++) {
        assert_true(world.saves[n].watched);
        assert_true(world.saves[n].watched_ns == (double)(n + 1));
    }
    assert_true(world.saves[ROUNDS + 1].watched_ns == ROUNDS + 1);
    assert_true(x->run.interference.watched_ns == ROUNDS + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUNNER_TEST(mirrored_rounds_share_a_processor),
        RUNNER_TEST(two_processes_have_two_processors),
        RUNNER_TEST(threads_have_a_processor_each),
        RUNNER_TEST(the_scheduler_chooses_when_asked_to),
        RUNNER_TEST(passes_fill_the_sample_time),
        RUNNER_TEST(first_rounds_refine_the_passes),
        RUNNER_TEST(passes_of_a_round_are_made_in_turns),
        RUNNER_TEST(what_takes_turns_is_tried_out_first),
        RUNNER_TEST(what_a_pass_leaves_is_not_given_to_others),
        RUNNER_TEST(a_published_program_takes_no_turns),
        RUNNER_TEST(a_stop_between_two_passes_ends_all_processes),
        RUNNER_TEST(a_start_that_fails_in_a_round_ends_all_processes),
        RUNNER_TEST(cold_and_writing_samples_are_one_pass),
        RUNNER_TEST(every_case_is_measured_once_a_round),
        RUNNER_TEST(samples_carry_their_place),
        RUNNER_TEST(odd_rounds_go_backwards),
        RUNNER_TEST(groups_come_one_after_the_other),
        RUNNER_TEST(a_process_is_told_everything),
        RUNNER_TEST(cases_have_the_keys_of_the_plan),
        RUNNER_TEST(a_group_has_its_own_answer),
        RUNNER_TEST(a_warm_round_is_prepared_once),
        RUNNER_TEST(the_run_is_saved_after_every_round),
        RUNNER_TEST(a_save_that_fails_ends_the_run),
        RUNNER_TEST(every_round_is_watched),
        RUNNER_TEST(every_save_has_the_noise_until_then),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
