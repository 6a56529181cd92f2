/* SPDX-License-Identifier: MIT */
/* The runner with a fake world: planted outcomes, launches and saves on record. */
#include <errno.h>
#include <math.h>

#include "measure/processor.h"
#include "run/runner.h"
#include "tests/test.h"

enum { CALLS_MAX = 2000, METHODS = 3, ROUNDS = 8 };

struct call {
    const char *workload, *method, *state;
    int64_t passes;
    bool prepared;
    unsigned nth;  /* launch of this case, from 0 */
    int processor; /* the only one it may run on; -1: there are several */
};

struct saved {
    bool complete, watched;
    size_t samples;
    double watched_ns;
};

/* What a process would find. 0 or -errno, as launch_sample. */
typedef int behaviour(const struct call *c, struct outcome *ret);

static struct world {
    behaviour *behave;
    struct call calls[CALLS_MAX];
    size_t call_count;
    struct launch last;
    struct saved saves[CALLS_MAX];
    size_t save_count;
    int save_result;
    size_t prepare_count;
    int prepare_result;
    size_t watch_begun, launches_before_watch;
    size_t look_count, launches_before_look[CALLS_MAX];
} world;

static struct outcome good_outcome(double wall_ns)
{
    struct outcome o = { .status = CASE_OK, .sample = sample_unknown() };
    o.sample.wall_ns = wall_ns;
    o.sample.iterations = 1;
    strcpy(o.answer.text, "count=1");
    return o;
}

static int plant(struct outcome *ret, enum case_status status, const char *reason)
{
    *ret = (struct outcome){ .status = status, .sample = sample_unknown() };
    strcpy(ret->reason, reason);
    return 0;
}

static int only_processor(void)
{
    struct processors p;
    processors_find(&p);
    return p.allowed_count == 1 ? p.allowed[0] : -1;
}

static int fake_launch(const struct launch *l, struct outcome *ret)
{
    struct call *c = &world.calls[world.call_count];
    *c = (struct call){ .workload = l->workload,
                        .method = l->method,
                        .state = l->state,
                        .passes = l->passes,
                        .prepared = l->prepared,
                        .processor = only_processor() };
    for (size_t i = 0; i < world.call_count; i++)
        c->nth += strcmp(world.calls[i].workload, l->workload) == 0 &&
                  strcmp(world.calls[i].method, l->method) == 0 &&
                  strcmp(world.calls[i].state, l->state) == 0;
    world.call_count++;
    assert_true(world.call_count < CALLS_MAX);
    world.last = *l;
    return world.behave(c, ret);
}

static int fake_prepare(const struct state *s, const char *path)
{
    assert_true(s->resident == 1);
    assert_non_null(path);
    world.prepare_count++;
    return world.prepare_result;
}

static int fake_save(const struct run *r, const char *path)
{
    struct saved *s = &world.saves[world.save_count++];
    assert_string_equal(path, "where/run.json");
    *s = (struct saved){ .complete = r->complete,
                         .watched = r->watched,
                         .watched_ns = r->noise.watched_ns };
    for (size_t i = 0; i < r->case_count; i++)
        s->samples += r->cases[i].sample_count;
    return world.save_result;
}

static const char watched_root[] = "the watched machine";

static void fake_begin(struct watch *w)
{
    *w = (struct watch){ .root = watched_root };
    world.watch_begun++;
    world.launches_before_watch = world.call_count;
}

/* The nth look tells n ns. */
static void fake_end(struct watch *w, struct noise *ret)
{
    assert_ptr_equal(w->root, watched_root); /* begun, and the same one */
    world.launches_before_look[world.look_count++] = world.call_count;
    *ret = (struct noise){ .watched_ns = (double)world.look_count };
}

static const struct runner_hooks hooks = { fake_launch, fake_prepare, fake_save, fake_begin,
                                           fake_end };

/* ---- the fixture: a plan of one group, and what comes of it ---- */

struct fixture {
    struct dataset dataset;
    struct plan_group groups[3];
    struct plan plan;
    struct progress progress;
    struct runner_request request;
    struct run run;
};

static void set_group(struct plan_group *g, const char *workload, const char *state)
{
    static const char *const names[METHODS] = { "read", "pread", "mmap" };
    *g = (struct plan_group){ .workload = workload_find_by_name(workload),
                              .state = state_find(state),
                              .method_count = METHODS };
    for (size_t i = 0; i < METHODS; i++)
        g->methods[i] = method_find(names[i]);
}

static int fixture_make(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    assert_non_null(x);
    world = (struct world){ 0 };
    strcpy(x->dataset.name, "text-1MiB");
    x->dataset.path = strdup("data/text-1MiB");
    for (size_t i = 0; workloads[i]; i++)
        snprintf(x->dataset.expected.answers[i].text, ANSWER_MAX, "answer of %s",
                 workloads[i]->name);
    set_group(&x->groups[0], "count", "warm");
    x->plan = (struct plan){ .rounds = ROUNDS,
                             .sample_s = 0.03,
                             .seed = 1,
                             .datasets = &x->dataset,
                             .dataset_count = 1,
                             .groups = x->groups,
                             .group_count = 1 };
    progress_begin(&x->progress, NULL);
    x->request = (struct runner_request){ .plan = &x->plan,
                                          .bench = "the/bench",
                                          .scratch = "the/scratch",
                                          .save_path = "where/run.json",
                                          .limit_s = 7,
                                          .buffer_bytes = 4096,
                                          .progress = &x->progress,
                                          .hooks = &hooks };
    *state = x;
    return 0;
}

static int fixture_drop(void **state)
{
    struct fixture *x = *state;
    dataset_free(&x->dataset);
    run_free(&x->run);
    free(x);
    return 0;
}

static int run_with(struct fixture *x, behaviour *behave)
{
    world.behave = behave;
    return runner_run(&x->request, &x->run);
}

static const struct run_case *case_of(const struct fixture *x, const char *method)
{
    for (size_t i = 0; i < x->run.case_count; i++)
        if (strcmp(x->run.cases[i].method, method) == 0)
            return &x->run.cases[i];
    fail_msg("no case of %s", method);
    return NULL;
}

static size_t launches_of(const char *method)
{
    size_t count = 0;
    for (size_t i = 0; i < world.call_count; i++)
        count += strcmp(world.calls[i].method, method) == 0;
    return count;
}

/* ---- behaviours ---- */

static int always_good(const struct call *c, struct outcome *ret)
{
    (void)c;
    *ret = good_outcome(3e6); /* ten passes make 30 ms */
    return 0;
}

static int mmap_is_wrong(const struct call *c, struct outcome *ret)
{
    if (strcmp(c->method, "mmap") == 0)
        return plant(ret, CASE_FAILED, "wrong answer: count=2 instead of count=1");
    return always_good(c, ret);
}

static int mmap_goes_wrong_later(const struct call *c, struct outcome *ret)
{
    if (strcmp(c->method, "mmap") == 0 && c->nth == 5) /* two pilots, three rounds */
        return plant(ret, CASE_FAILED, "killed by signal 11");
    return always_good(c, ret);
}

static int mmap_is_skipped(const struct call *c, struct outcome *ret)
{
    if (strcmp(c->method, "mmap") == 0)
        return plant(ret, CASE_SKIPPED, "the method can only look");
    return always_good(c, ret);
}

static int mmap_takes_too_long(const struct call *c, struct outcome *ret)
{
    if (strcmp(c->method, "mmap") == 0)
        return plant(ret, CASE_OVER_LIMIT, "one pass takes at least 7 s");
    return always_good(c, ret);
}

static const char disturbed[] = "warm could not be proved: 0.5000 of the file is resident";

static int every_fourth_is_disturbed(const struct call *c, struct outcome *ret)
{
    return c->nth % 4 == 3 ? plant(ret, CASE_FAILED, disturbed) : always_good(c, ret);
}

static int mmap_is_always_disturbed(const struct call *c, struct outcome *ret)
{
    if (strcmp(c->method, "mmap") == 0)
        return plant(ret, CASE_FAILED, disturbed);
    return always_good(c, ret);
}

static int stopped_in_the_third_round(const struct call *c, struct outcome *ret)
{
    if (c->nth == 2 + 2) /* two pilots, two rounds */
        return -EINTR;
    return always_good(c, ret);
}

static int stopped_in_a_pilot(const struct call *c, struct outcome *ret)
{
    return strcmp(c->method, "pread") == 0 ? -EINTR : always_good(c, ret);
}

static int cannot_be_started(const struct call *c, struct outcome *ret)
{
    (void)c, (void)ret;
    return -ENOENT;
}

/* The first passes of a process are slow: 3 ms, then 1 ms. */
static int warms_up(const struct call *c, struct outcome *ret)
{
    *ret = good_outcome(c->passes == 1 ? 3e6 : 1e6);
    return 0;
}

/* Of 1000 s: 500 passes at first, then 800, of which 300 are still to be paid. */
static int costs_375_s(const struct call *c, struct outcome *ret)
{
    *ret = good_outcome(c->passes == 1 ? 2e9 : 1.25e9);
    return 0;
}

/* ---- passes ---- */

static void passes_fill_the_sample_time(void **state)
{
    (void)state;
    assert_int_equal(runner_passes(0.03, 1e6), 30);
    assert_int_equal(runner_passes(0.03, 2e7), 2); /* 1.5 is rounded */
    assert_int_equal(runner_passes(0.03, 3e7), 1);
    assert_int_equal(runner_passes(0.03, 1e12), 1);
    assert_int_equal(runner_passes(0.03, 1), RUNNER_PASSES_MAX);
    assert_int_equal(runner_passes(0.03, 0), RUNNER_PASSES_MAX);
    assert_int_equal(runner_passes(0.03, NAN), 1);
    assert_int_equal(runner_passes(0, 1e6), 1);
}

static void pilots_refine_the_passes(void **state)
{
    struct fixture *x = *state;
    static const int64_t expected[] = { 1, 10, 30, 30, 30 };
    x->groups[0].method_count = 1;
    x->plan.rounds = 2;
    assert_int_equal(run_with(x, warms_up), 0);
    assert_int_equal(world.call_count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(world.calls[i].passes, expected[i]);
}

/* Rounds 0 and 1 on one processor, 2 and 3 on the next; the pilots on any. */
static void mirrored_rounds_share_a_processor(void **state)
{
    struct fixture *x = *state;
    struct processors before, after;
    processors_find(&before);
    assert_int_equal(run_with(x, always_good), 0);
    size_t pilots = world.call_count - METHODS * ROUNDS;
    for (size_t i = 0; i < pilots; i++)
        assert_int_equal(world.calls[i].processor,
                         before.allowed_count == 1 ? before.allowed[0] : -1);
    for (size_t i = pilots; i < world.call_count && before.count > 0; i++)
        assert_int_equal(world.calls[i].processor,
                         before.ids[(i - pilots) / METHODS / 2 % before.count]);
    processors_find(&after);
    assert_memory_equal(&after, &before, sizeof after);
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
    set_group(&x->groups[0], "count", "cold");
    set_group(&x->groups[1], "replace", "warm");
    x->plan.group_count = 2;
    assert_int_equal(run_with(x, always_good), 0);
    for (size_t i = 0; i < world.call_count; i++) {
        assert_int_equal(world.calls[i].passes, 1);
        assert_false(world.calls[i].prepared);
    }
    assert_int_equal(world.prepare_count, 0);
    assert_int_equal(world.call_count, 2 * METHODS * (1 + ROUNDS));
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
        assert_string_equal(c->method, x->groups[0].methods[i]->name);
        assert_string_equal(c->workload, "count");
        assert_string_equal(c->state, "warm");
        assert_string_equal(c->fill, "read-128KiB");
        assert_string_equal(c->dataset, "text-1MiB");
        assert_string_equal(c->check, "count=1");
        assert_null(c->reason);
        assert_int_equal(c->status, CASE_OK);
        assert_int_equal(c->threads, 1);
        assert_int_equal(c->sample_count, ROUNDS);
        for (size_t n = 0; n < ROUNDS; n++)
            assert_true(c->samples[n].round == (double)n);
    }
}

static void samples_carry_their_place(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    const struct call *first = &world.calls[world.call_count - METHODS * ROUNDS];
    for (size_t n = 0; n < ROUNDS; n++)
        for (size_t place = 0; place < METHODS; place++) {
            const struct call *c = &first[n * METHODS + place];
            assert_true(case_of(x, c->method)->samples[n].order == (double)place);
        }
}

static void odd_rounds_go_backwards(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    const struct call *even = &world.calls[world.call_count - METHODS * ROUNDS];
    for (size_t n = 0; n < ROUNDS; n += 2, even += 2 * METHODS)
        for (size_t i = 0; i < METHODS; i++)
            assert_string_equal(even[i].method, even[2 * METHODS - 1 - i].method);
}

/* The rounds of a group follow each other; groups are not mixed. */
static void groups_come_one_after_the_other(void **state)
{
    struct fixture *x = *state;
    set_group(&x->groups[1], "find", "warm");
    x->plan.group_count = 2;
    assert_int_equal(run_with(x, always_good), 0);
    const struct call *first = &world.calls[world.call_count - 2 * METHODS * ROUNDS];
    for (size_t i = 0; i < 2 * METHODS * ROUNDS; i++)
        assert_string_equal(first[i].workload, i < METHODS * ROUNDS ? "count" : "find");
}

static void a_process_is_told_everything(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    const struct launch *l = &world.last;
    assert_string_equal(l->program, "the/bench");
    assert_string_equal(l->scratch, "the/scratch");
    assert_string_equal(l->file, "data/text-1MiB");
    assert_string_equal(l->expected, "answer of count");
    assert_string_equal(l->state, "warm");
    assert_int_equal(l->seed, 1);
    assert_int_equal(l->buffer_bytes, 4096);
    assert_int_equal(l->draws, 0);
    assert_int_equal(l->passes, 10);
    assert_true(l->limit_s == 7);
    assert_true(l->prepared);
}

static void a_group_has_its_own_draws_and_answer(void **state)
{
    struct fixture *x = *state;
    x->groups[0].draws = 77;
    strcpy(x->groups[0].expected.text, "answer of 77");
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.last.draws, 77);
    assert_string_equal(world.last.expected, "answer of 77");
}

static void a_warm_round_is_prepared_once(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.prepare_count, 1 + ROUNDS); /* the pilots share one */
}

/* ---- saving ---- */

static void the_run_is_saved_after_every_round(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    assert_int_equal(world.save_count, ROUNDS + 1);
    for (size_t n = 0; n < ROUNDS; n++) {
        assert_false(world.saves[n].complete);
        assert_int_equal(world.saves[n].samples, METHODS * (n + 1));
    }
    assert_true(world.saves[ROUNDS].complete);
    assert_int_equal(world.saves[ROUNDS].samples, METHODS * ROUNDS);
}

static void a_save_that_fails_ends_the_run(void **state)
{
    struct fixture *x = *state;
    world.save_result = -ENOSPC;
    assert_int_equal(run_with(x, always_good), -ENOSPC);
    assert_false(x->run.complete);
    assert_int_equal(case_of(x, "read")->sample_count, 1);
}

/* ---- the watch ---- */

/* Begun when the pilots are done; one look after the last sample of each round. */
static void every_round_is_watched(void **state)
{
    struct fixture *x = *state;
    set_group(&x->groups[1], "find", "warm");
    x->plan.group_count = 2;
    assert_int_equal(run_with(x, always_good), 0);
    size_t pilots = world.call_count - 2 * METHODS * ROUNDS;
    assert_int_equal(world.watch_begun, 1);
    assert_int_equal(world.launches_before_watch, pilots);
    assert_int_equal(world.look_count, 2 * ROUNDS);
    for (size_t n = 0; n < world.look_count; n++)
        assert_int_equal(world.launches_before_look[n], pilots + METHODS * (n + 1));
}

/* What is saved after a round tells of that round as well. */
static void every_save_has_the_noise_until_then(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, always_good), 0);
    for (size_t n = 0; n < ROUNDS; n++) {
        assert_true(world.saves[n].watched);
        assert_true(world.saves[n].watched_ns == (double)(n + 1));
    }
    assert_true(world.saves[ROUNDS].watched_ns == ROUNDS);
    assert_true(x->run.noise.watched_ns == ROUNDS);
}

/* ---- cases that end badly ---- */

static void check_ended(const struct fixture *x, enum case_status status, const char *reason)
{
    const struct run_case *c = case_of(x, "mmap");
    assert_int_equal(c->status, status);
    assert_non_null(c->reason);
    assert_non_null(strstr(c->reason, reason));
    assert_true(x->run.complete);
    assert_int_equal(case_of(x, "read")->sample_count, ROUNDS);
    assert_int_equal(case_of(x, "pread")->sample_count, ROUNDS);
}

static void a_wrong_answer_is_a_failed_case(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, mmap_is_wrong), 1);
    check_ended(x, CASE_FAILED, "wrong answer");
    assert_int_equal(case_of(x, "mmap")->sample_count, 0);
    assert_int_equal(launches_of("mmap"), 1);
}

static void a_case_that_fails_later_keeps_its_samples(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, mmap_goes_wrong_later), 1);
    check_ended(x, CASE_FAILED, "killed by signal 11");
    assert_int_equal(case_of(x, "mmap")->sample_count, 3);
    assert_int_equal(launches_of("mmap"), 6);
}

static void a_skipped_case_is_not_launched_again(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, mmap_is_skipped), 0);
    check_ended(x, CASE_SKIPPED, "can only look");
    assert_int_equal(launches_of("mmap"), 1);
}

static void a_case_over_the_limit_is_not_launched_again(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, mmap_takes_too_long), 0);
    check_ended(x, CASE_OVER_LIMIT, "at least 7 s");
    assert_int_equal(launches_of("mmap"), 1);
}

/* ---- a state that others disturb ---- */

static void a_disturbed_state_is_tried_once_more(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, every_fourth_is_disturbed), 0);
    for (size_t i = 0; i < METHODS; i++) {
        assert_int_equal(x->run.cases[i].status, CASE_OK);
        assert_int_equal(x->run.cases[i].sample_count, ROUNDS);
        assert_null(x->run.cases[i].reason);
    }
    /* Ten good ones need three more, each after a preparation of its own. */
    assert_int_equal(world.call_count, METHODS * (2 + ROUNDS + 3));
    assert_int_equal(world.prepare_count, 1 + ROUNDS + METHODS * 3);
}

static void a_state_that_is_always_disturbed_is_a_failed_case(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, mmap_is_always_disturbed), 1);
    check_ended(x, CASE_FAILED, "could not be proved");
    assert_int_equal(launches_of("mmap"), RUNNER_ATTEMPTS);
}

/* Another process maps the file: these cases fail, the rest of the run goes on. */
static void a_state_that_cannot_be_prepared_fails_its_cases(void **state)
{
    struct fixture *x = *state;
    set_group(&x->groups[1], "count", "cold");
    x->plan.group_count = 2;
    world.prepare_result = -EBUSY;
    assert_int_equal(run_with(x, always_good), 1);
    for (size_t i = 0; i < METHODS; i++) {
        assert_int_equal(x->run.cases[i].status, CASE_FAILED);
        assert_non_null(x->run.cases[i].reason);
        assert_int_equal(x->run.cases[METHODS + i].sample_count, ROUNDS);
    }
}

/* ---- budget ---- */

static unsigned rounds_of_budget(struct fixture *x, double budget_s)
{
    run_free(&x->run);
    world = (struct world){ 0 };
    x->groups[0].method_count = 1;
    x->plan.rounds = 20;
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

static void a_budget_adds_no_rounds(void **state)
{
    struct fixture *x = *state;
    x->plan.rounds = 3;
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
    assert_int_equal(world.save_count, 3);
    assert_false(world.saves[2].complete);
    assert_int_equal(world.saves[2].samples, 2 * METHODS);
    assert_true(world.saves[2].watched);
    assert_true(world.saves[2].watched_ns == 3); /* the broken round too */
    for (size_t i = 0; i < METHODS; i++)
        assert_int_equal(x->run.cases[i].status, CASE_OK);
    assert_int_equal(world.call_count, METHODS * (2 + 2) + 1); /* none after it */
}

static void an_interrupted_pilot_saves_an_empty_run(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, stopped_in_a_pilot), -EINTR);
    assert_int_equal(world.save_count, 1);
    assert_false(world.saves[0].complete);
    assert_int_equal(world.saves[0].samples, 0);
    assert_false(world.saves[0].watched);
    assert_int_equal(world.watch_begun + world.look_count, 0);
    assert_int_equal(launches_of("mmap"), 0);
}

static void a_program_that_cannot_be_started_ends_the_run(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(run_with(x, cannot_be_started), -ENOENT);
    assert_int_equal(world.call_count, 1);
    assert_false(x->run.complete);
}

#define RUNNER_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUNNER_TEST(mirrored_rounds_share_a_processor),
        RUNNER_TEST(the_scheduler_chooses_when_asked_to),
        RUNNER_TEST(passes_fill_the_sample_time),
        RUNNER_TEST(pilots_refine_the_passes),
        RUNNER_TEST(cold_and_writing_samples_are_one_pass),
        RUNNER_TEST(every_case_is_measured_once_a_round),
        RUNNER_TEST(samples_carry_their_place),
        RUNNER_TEST(odd_rounds_go_backwards),
        RUNNER_TEST(groups_come_one_after_the_other),
        RUNNER_TEST(a_process_is_told_everything),
        RUNNER_TEST(a_group_has_its_own_draws_and_answer),
        RUNNER_TEST(a_warm_round_is_prepared_once),
        RUNNER_TEST(the_run_is_saved_after_every_round),
        RUNNER_TEST(a_save_that_fails_ends_the_run),
        RUNNER_TEST(every_round_is_watched),
        RUNNER_TEST(every_save_has_the_noise_until_then),
        RUNNER_TEST(a_wrong_answer_is_a_failed_case),
        RUNNER_TEST(a_case_that_fails_later_keeps_its_samples),
        RUNNER_TEST(a_skipped_case_is_not_launched_again),
        RUNNER_TEST(a_case_over_the_limit_is_not_launched_again),
        RUNNER_TEST(a_disturbed_state_is_tried_once_more),
        RUNNER_TEST(a_state_that_is_always_disturbed_is_a_failed_case),
        RUNNER_TEST(a_state_that_cannot_be_prepared_fails_its_cases),
        RUNNER_TEST(a_budget_takes_rounds_away),
        RUNNER_TEST(a_budget_leaves_enough_rounds_for_a_verdict),
        RUNNER_TEST(a_budget_adds_no_rounds),
        RUNNER_TEST(an_interrupted_run_keeps_what_was_measured),
        RUNNER_TEST(an_interrupted_pilot_saves_an_empty_run),
        RUNNER_TEST(a_program_that_cannot_be_started_ends_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
