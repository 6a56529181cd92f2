/* SPDX-License-Identifier: MIT */
/*
 * The samples of a round: one process after the other, or side by side with their passes in
 * turns.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "schedule/job.h"

enum { LEARNING_ROUNDS = 4 /* in which the number of passes is refined */ };

/* Of a pass and what comes before it. */
static double spent_ns(const struct sample *s)
{
    return s->wall_ns + fmax(s->flush_ns, 0);
}

/* What was prepared for a round is still there for its mirror, unless others disturbed it. */
static int prepare_shared(const struct runner *r, const struct plan_group *g, bool again)
{
    const struct runner_hooks *hooks = r->request->hooks;
    const char *path = group_dataset(r, g)->path;
    double resident;
    if (!group_lasts(g))
        return 0;
    if (again && !hooks->prepare && state_prove(g->state, path, &resident) == 0)
        return 0;
    return hooks->prepare ? hooks->prepare(g->state, path) : g->state->prepare(path);
}

/* Every round draws other blocks, and finds out what is in them; the first those that the
   answer in the plan is of. */
static int draw_blocks(struct runner *r, const struct plan_group *g, unsigned round)
{
    const uint64_t first = r->request->plan->seed;
    r->seed = g->workload->flags & WORKLOAD_BLOCKS ? (first + round) & INT64_MAX : first;
    r->drawn.text[0] = '\0';
    return r->seed == first ? 0
                            : dataset_expect_case(group_dataset(r, g), g->workload, &g->key,
                                                  r->seed, &r->drawn);
}

static const char *answer_of(const struct runner *r, const struct plan_group *g)
{
    return r->drawn.text[0] ? r->drawn.text
           : g->expected.text[0]
               ? g->expected.text
               : expectation_answer(&group_dataset(r, g)->expected, g->workload);
}

static struct request request_of(const struct runner *r, const struct job *j)
{
    const struct runner_request *q = r->request;
    const struct dataset *d = group_dataset(r, j->group);
    const char *answer = answer_of(r, j->group);
    struct request request = {
        .key = job_result(r, j)->key,
        .seed = r->seed,
        .passes = (uint64_t)j->passes,
        .limit_s = q->limit_s,
        .plant = j->copy % 2 ? q->plan->plant : 0,
        .cpu_cache = q->cpu_cache,
        .numbered = dataset_is_numbered(&d->expected),
        .prepared = group_lasts(j->group),
    };
    snprintf(request.key.method, sizeof request.key.method, "%s", j->method->name);
    snprintf(request.expected, sizeof request.expected, "%s", answer ? answer : "");
    request_set_path(request.path, d->path);
    request_set_path(request.scratch, q->scratch);
    request_set_path(request.programs, q->programs);
    return request;
}

/* All of the group's cases have failed, and the run goes on. */
static int fail_group(struct runner *r, const struct job *jobs, const struct outcome *o)
{
    int result = 0;
    for (size_t i = 0; i < jobs->group->method_count && result == 0; i++)
        if (job_result(r, &jobs[i])->status == CASE_OK)
            result = job_note(r, &jobs[i], o, false);
    return result;
}

/* What the group's cases share: the state, the blocks and what is in them. */
static int prepare_group(struct runner *r, const struct job *jobs, const struct turn *t)
{
    struct outcome o;
    int failed = draw_blocks(r, jobs->group, t->round);
    if (failed < 0) {
        o = outcome_of_words(CASE_FAILED, CAUSE_SYSTEM_ERROR, "the blocks of round %u: %s",
                             t->round, strerror(-failed));
        return fail_group(r, jobs, &o);
    }
    failed = prepare_shared(r, jobs->group, t->round % 2 && !t->begins);
    if (failed == 0)
        return 0;
    o = outcome_of_words(CASE_FAILED, CAUSE_NOT_PREPARED, "%s", state_strerror(failed));
    return fail_group(r, jobs, &o);
}

static int begin_sample(struct runner *r, struct job *j, bool with_turns)
{
    struct request request = request_of(r, j);
    uint64_t begun = clock_now_ns();
    request.takes_turns = with_turns;
    int result = r->request->hooks->start(&j->process, r->request->bench, &request);
    j->took_s = clock_seconds_since(begun);
    return result;
}

static int make_pass(const struct runner *r, struct job *j)
{
    uint64_t begun = clock_now_ns();
    int result = r->request->hooks->turn(&j->process);
    j->took_s += clock_seconds_since(begun);
    return result;
}

/* What a sample costs. First passes are slow, and so their number is refined. */
static void learn(const struct runner *r, struct job *j, const struct sample *s,
                  const struct turn *t)
{
    j->pass_s = spent_ns(s) / 1e9;
    j->process_s = fmax(j->took_s - (double)j->passes * j->pass_s, 0);
    if (!t->tries && t->round < LEARNING_ROUNDS)
        job_set_passes(j, r->sample_s);
}

/* A single pass, made alone, is no sample of those that make theirs in turns. */
static bool counts(const struct runner *r, const struct job *j, const struct turn *t)
{
    return !t->tries || !group_takes_turns(r, j->group);
}

static int end_sample(struct runner *r, struct job *j, const struct turn *t)
{
    char name[CASE_TEXT_MAX];
    struct outcome o;
    uint64_t begun = clock_now_ns();
    int result = r->request->hooks->end(&j->process, &o);
    if (result < 0)
        return result;
    j->took_s += clock_seconds_since(begun);
    if (o.status == CASE_OK)
        learn(r, j, &o.sample, t);
    o.sample.round = t->round;
    o.sample.order = (double)t->place;
    o.sample.look = t->look;
    progress_step(r->request->progress, t->tries ? 1 : job_cost_s(j), job_name(r, j, name));
    return job_note(r, j, &o, counts(r, j, t));
}

static void look_around(struct runner *r)
{
    r->request->hooks->monitor_end(&r->monitor, &r->run->interference);
    r->run->watched = true;
}

/* Two processes that wait for each other on one processor would take turns, and whoever
   polls would keep the other from what it waits for; and so would threads. */
static unsigned processors_of(const struct plan_group *g)
{
    return g->workload->flags & WORKLOAD_SHARES ? 2 : (unsigned)g->key.threads;
}

/* Mirrored rounds of warm cases run on one processor. What waits for the storage would wait
   longer on the one that does not serve its interrupts. */
static void place_round(struct runner *r, const struct plan_group *g, unsigned round_index)
{
    if (g->state->resident == 1)
        processors_pin(&r->processors, round_index / 2, processors_of(g)); /* as its mirror */
    else
        processors_release(&r->processors);
}

/* One after the other, each with all of its passes. */
static int make_samples(struct runner *r, struct job *const *jobs, size_t count, struct turn t)
{
    int result = 0;
    for (; t.place < count && result == 0; t.place++) {
        struct job *j = jobs[t.place];
        if (budget_is_spent(r, &t)) {
            result = job_leave_out(r, j, CAUSE_FIRST_ROUND_TOO_LONG,
                                   clock_seconds_since(r->begun_ns));
            continue;
        }
        result = begin_sample(r, j, false);
        if (result == 0)
            result = end_sample(r, j, &t);
    }
    return result;
}

static int64_t most_passes(struct job *const *jobs, size_t count)
{
    int64_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = jobs[i]->passes > most ? jobs[i]->passes : most;
    return most;
}

/* How many of those passes come before the lap: they are spread over all, one alone is in the
   middle. */
static int64_t passes_before(int64_t passes, int64_t lap, int64_t laps)
{
    return (2 * lap * passes + laps) / (2 * laps);
}

/* Forwards, backwards, and every two laps another begins: nobody else's passes should follow
   each other more often than theirs. */
static struct job *whose_turn(struct job *const *jobs, size_t count, int64_t lap, size_t i)
{
    size_t place = lap % 2 ? count - 1 - i : i;
    return jobs[(place + (size_t)(lap / 2)) % count];
}

static int make_laps(const struct runner *r, struct job *const *jobs, size_t count)
{
    int64_t laps = most_passes(jobs, count);
    int result = 0;
    for (int64_t lap = 0; lap < laps; lap++)
        for (size_t i = 0; i < count && result == 0; i++) {
            struct job *j = whose_turn(jobs, count, lap, i);
            if (passes_before(j->passes, lap + 1, laps) > passes_before(j->passes, lap, laps))
                result = make_pass(r, j);
        }
    return result;
}

/* Side by side, passes in turns. */
static int make_samples_in_turns(struct runner *r, struct job *const *jobs, size_t count,
                                 struct turn t)
{
    size_t begun = 0;
    int result = 0;
    for (; begun < count && result == 0; begun++)
        result = begin_sample(r, jobs[begun], true);
    begun -= result < 0;
    if (result == 0)
        result = make_laps(r, jobs, count);
    for (; t.place < begun; t.place++) {
        int ended = result == 0 ? end_sample(r, jobs[t.place], &t)
                                : r->request->hooks->end(&jobs[t.place]->process, NULL);
        result = result == 0 ? ended : result;
    }
    return result;
}

/* What the first round prepares, once it is too late, would be for nobody. */
static int prepare_round(struct runner *r, struct job *jobs, const struct turn *t)
{
    uint64_t begun = clock_now_ns();
    int result = budget_is_spent(r, t) ? 0 : prepare_group(r, jobs, t);
    double took_s = clock_seconds_since(begun);
    for (size_t i = 0; i < jobs->group->method_count && (t->tries || r->drawn.text[0]); i++)
        jobs[i].prepare_s = fmax(jobs[i].prepare_s, took_s);
    return result;
}

int round_run(struct runner *r, struct job *jobs, struct turn t)
{
    size_t order[PLAN_METHODS_MAX];
    struct job *live[PLAN_METHODS_MAX], *ordered[PLAN_METHODS_MAX];
    place_round(r, jobs->group, t.round);
    int result = prepare_round(r, jobs, &t);
    size_t count = job_gather(r, jobs, live);
    plan_order(r->request->plan->seed + jobs->result, t.round, count, order);
    for (size_t i = 0; i < count; i++)
        ordered[i] = live[order[i]];
    bool side_by_side = !t.tries && group_takes_turns(r, jobs->group);
    if (result == 0)
        result = (side_by_side ? make_samples_in_turns : make_samples)(r, ordered, count, t);
    look_around(r);
    if (result == 0)
        result = r->request->hooks->save(r->run, r->request->save_path);
    return result;
}
