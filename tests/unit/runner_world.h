/* SPDX-License-Identifier: MIT */
/* A world for the runner: planted outcomes, launches and saves on record. */
#ifndef MAPREAD_TESTS_UNIT_RUNNER_WORLD_H
#define MAPREAD_TESTS_UNIT_RUNNER_WORLD_H

#include <errno.h>
#include <time.h>

#include "measure/processor.h"
#include "schedule/runner.h"
#include "tests/test.h"

/* Those that make their passes in turns are tried out first. */
enum { CALLS_MAX = 2000, METHODS = 3, ROUNDS = 8, TRIED = METHODS };

struct call {
    struct case_key key;
    int64_t passes;
    bool prepared;
    unsigned nth; /* launch of this case, from 0 */
    bool takes_turns;
    unsigned turns;      /* it had */
    int processor;       /* the only one it may run on; -1: there are several */
    unsigned processors; /* to choose from */
};

struct saved {
    bool complete, watched;
    size_t samples;
    double watched_ns;
};

/* What a process would find. 0 or -errno, as launch_end. */
typedef int behaviour(const struct call *c, struct outcome *ret);

static struct world {
    behaviour *behave;
    struct call calls[CALLS_MAX];
    size_t call_count;
    struct call *turns[CALLS_MAX]; /* whose they were, in their order */
    size_t turn_count, killed, alive;
    int turn_result;
    size_t starts_left; /* 0: without end */
    const char *program;
    struct request last;
    struct saved saves[CALLS_MAX];
    size_t save_count;
    int save_result;
    size_t prepare_count;
    int prepare_result;
    long prepare_ns; /* how long it takes */
    size_t watch_begun, launches_before_watch;
    size_t look_count, launches_before_look[CALLS_MAX];
} world;

static inline struct outcome good_outcome(double wall_ns)
{
    struct outcome o = outcome_of(CASE_OK, CAUSE_NONE);
    o.sample.wall_ns = wall_ns;
    o.sample.passes = 1;
    strcpy(o.answer.text, "count=1");
    return o;
}

/* -1 where there are several, and how many. */
static inline int only_processor(unsigned *ret_count)
{
    struct processors p;
    processors_find(&p);
    *ret_count = p.allowed_count;
    return p.allowed_count == 1 ? p.allowed[0] : -1;
}

static inline int fake_start(struct launched *ret, const char *program, const struct request *q)
{
    struct call *c = &world.calls[world.call_count];
    if (world.starts_left > 0 && world.call_count == world.starts_left)
        return -EAGAIN;
    *c = (struct call){ .key = q->key, .passes = (int64_t)q->passes, .prepared = q->prepared };
    c->takes_turns = q->takes_turns;
    c->processor = only_processor(&c->processors);
    for (size_t i = 0; i < world.call_count; i++)
        c->nth += case_key_equal(&world.calls[i].key, &q->key);
    *ret = (struct launched){ .pid = (pid_t)++world.call_count };
    assert_true(world.call_count < CALLS_MAX);
    world.program = program;
    world.last = *q;
    world.alive++;
    return 0;
}

static inline int fake_turn(struct launched *l)
{
    struct call *c = &world.calls[l->pid - 1];
    assert_true(c->takes_turns);
    c->turns++;
    if (world.turn_count < CALLS_MAX)
        world.turns[world.turn_count++] = c;
    return world.turn_result;
}

static inline int fake_end(struct launched *l, struct outcome *ret)
{
    struct call *c = &world.calls[l->pid - 1];
    world.alive--;
    world.killed += !ret;
    if (ret && c->takes_turns)
        assert_int_equal(c->turns, c->passes);
    return ret ? world.behave(c, ret) : 0;
}

static inline int fake_prepare(const struct state *s, const char *path)
{
    assert_true(s->resident == 1);
    assert_non_null(path);
    world.prepare_count++;
    nanosleep(&(struct timespec){ .tv_nsec = world.prepare_ns }, NULL);
    return world.prepare_result;
}

static inline int fake_save(const struct run *r, const char *path)
{
    struct saved *s = &world.saves[world.save_count++];
    assert_string_equal(path, "where/run.json");
    *s = (struct saved){ .complete = r->complete,
                         .watched = r->watched,
                         .watched_ns = r->interference.watched_ns };
    for (size_t i = 0; i < r->case_count; i++)
        s->samples += r->cases[i].sample_count;
    return world.save_result;
}

static const char watched_root[] = "the watched machine";

static inline void fake_begin(struct monitor *w)
{
    *w = (struct monitor){ .root = watched_root };
    world.watch_begun++;
    world.launches_before_watch = world.call_count;
}

/* The nth look tells n ns. */
static inline void fake_look(struct monitor *w, struct interference *ret)
{
    assert_ptr_equal(w->root, watched_root); /* begun, and the same one */
    world.launches_before_look[world.look_count++] = world.call_count;
    *ret = (struct interference){ .watched_ns = (double)world.look_count };
}

static const struct runner_hooks hooks = {
    fake_start, fake_turn, fake_end, fake_prepare, fake_save, fake_begin, fake_look,
};

struct fixture {
    struct dataset dataset;
    struct plan_group groups[3];
    struct plan plan;
    struct progress progress;
    struct runner_request request;
    struct run run;
};

/* Of the plan's one data set. */
static inline void set_group(const struct plan *p, struct plan_group *g, const char *workload,
                             const char *state, uint64_t threads)
{
    static const char *const names[METHODS] = { "read", "pread", "mmap" };
    *g = (struct plan_group){ .workload = workload_find_by_name(workload),
                              .state = state_find(state),
                              .method_count = METHODS };
    for (size_t i = 0; i < METHODS; i++)
        g->methods[i] = method_find(names[i]);
    plan_set_key(p, g, &(struct case_key){ .threads = threads });
}

static inline int fixture_make(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    assert_non_null(x);
    world = (struct world){ 0 };
    strcpy(x->dataset.name, "text-1MiB");
    x->dataset.path = strdup("data/text-1MiB");
    for (size_t i = 0; workloads[i]; i++)
        snprintf(x->dataset.expected.answers[i].text, ANSWER_MAX, "answer of %s",
                 workloads[i]->name);
    x->plan = (struct plan){ .looks = { .rounds = { ROUNDS }, .count = 1 },
                             .sample_s = 0.03,
                             .seed = 1,
                             .asked.buffer_bytes = 4096,
                             .datasets = &x->dataset,
                             .dataset_count = 1,
                             .groups = x->groups,
                             .group_count = 1 };
    set_group(&x->plan, &x->groups[0], "count", "warm", 1);
    progress_begin(&x->progress, NULL);
    x->request = (struct runner_request){ .plan = &x->plan,
                                          .bench = "the/bench",
                                          .scratch = "the/scratch",
                                          .save_path = "where/run.json",
                                          .limit_s = 7,
                                          .progress = &x->progress,
                                          .hooks = &hooks };
    *state = x;
    return 0;
}

static inline int fixture_drop(void **state)
{
    struct fixture *x = *state;
    dataset_free(&x->dataset);
    run_free(&x->run);
    free(x);
    return 0;
}

static inline int run_with(struct fixture *x, behaviour *behave)
{
    world.behave = behave;
    int r = runner_run(&x->request, &x->run);
    assert_int_equal(world.alive, 0); /* no process is left */
    return r;
}

static inline const struct run_case *case_of(const struct fixture *x, const char *method)
{
    for (size_t i = 0; i < x->run.case_count; i++)
        if (strcmp(x->run.cases[i].key.method, method) == 0)
            return &x->run.cases[i];
    fail_msg("no case of %s", method);
    return NULL;
}

static inline int always_good(const struct call *c, struct outcome *ret)
{
    (void)c;
    *ret = good_outcome(3e6); /* ten passes make 30 ms */
    return 0;
}

#define RUNNER_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

#endif
