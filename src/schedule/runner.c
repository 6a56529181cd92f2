/* SPDX-License-Identifier: MIT */
#include "schedule/runner.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/stop.h"
#include "measure/processor.h"

/* What the runner keeps about a case beside its result. */
struct job {
    const struct plan_group *group;
    const struct method *method;
    size_t copy;      /* how many of its group's jobs before it have the same method */
    size_t result;    /* its place in run.cases */
    int64_t passes;   /* per sample */
    double cost_s;    /* of one sample's process */
    double prepare_s; /* of the group, once a round */
    bool needed;      /* by the look that is being made */
};

struct runner {
    const struct runner_request *request;
    struct run *run;
    struct job *jobs;
    size_t job_count;
    struct monitor monitor;
    struct processors processors;
    uint64_t begun_ns; /* the rounds */
    bool failed;
};

const struct runner_hooks runner_real_hooks = {
    .launch = launch_sample,
    .prepare = NULL,
    .save = run_write,
    .monitor_begin = monitor_begin,
    .monitor_end = monitor_end,
};

int64_t runner_passes(double sample_s, double pass_ns)
{
    double passes = round(sample_s * 1e9 / pass_ns);
    return (int64_t)fmin(fmax(passes, 1), RUNNER_PASSES_MAX);
}

/* Of a pass and what comes before it. */
static double spent_ns(const struct sample *s)
{
    return s->wall_ns + fmax(s->flush_ns, 0);
}

/* The state outlives a pass and can be prepared once for all methods of a round. */
static bool is_shared_state(const struct plan_group *g)
{
    return g->state->resident == 1 && !(g->workload->flags & WORKLOAD_WRITES);
}

static struct dataset *dataset_of(const struct runner *r, const struct plan_group *g)
{
    return &r->request->plan->datasets[g->dataset];
}

/* What was prepared for a round is still there for its mirror, unless others disturbed it. */
static int prepare_shared(const struct runner *r, const struct plan_group *g, bool again)
{
    const struct runner_hooks *hooks = r->request->hooks;
    const char *path = dataset_of(r, g)->path;
    double resident;
    if (!is_shared_state(g))
        return 0;
    if (again && !hooks->prepare && state_prove(g->state, path, &resident) == 0)
        return 0;
    return hooks->prepare ? hooks->prepare(g->state, path) : g->state->prepare(path);
}

static struct run_case *result_of(const struct runner *r, const struct job *j)
{
    return &r->run->cases[j->result];
}

static int add_job(struct runner *r, const struct plan_group *g, size_t i)
{
    struct run_case *c = run_add_case(r->run);
    const char *fill = state_fill(g->state, dataset_of(r, g)->path);
    if (!c)
        return -ENOMEM;
    c->key = plan_case_key(r->request->plan, g, i);
    snprintf(c->fill, sizeof c->fill, "%s", fill ? fill : "");
    r->jobs[r->job_count++] = (struct job){ .group = g,
                                            .method = g->methods[i],
                                            .copy = plan_copy(g, i),
                                            .result = r->run->case_count - 1,
                                            .passes = 1,
                                            .needed = true };
    return 0;
}

static int add_jobs(struct runner *r)
{
    const struct plan *plan = r->request->plan;
    size_t count = 0;
    for (size_t i = 0; i < plan->group_count; i++)
        count += plan->groups[i].method_count;
    r->jobs = calloc(count, sizeof *r->jobs);
    int result = r->jobs ? 0 : -ENOMEM;
    for (size_t i = 0; i < plan->group_count; i++)
        for (size_t m = 0; m < plan->groups[i].method_count && result == 0; m++)
            result = add_job(r, &plan->groups[i], m);
    return result;
}

static const char *answer_of(const struct runner *r, const struct plan_group *g)
{
    return g->expected.text[0] ? g->expected.text
                               : expectation_answer(&dataset_of(r, g)->expected, g->workload);
}

static int launch(const struct runner *r, const struct job *j, int64_t passes,
                  struct outcome *ret)
{
    const struct runner_request *q = r->request;
    const struct dataset *d = dataset_of(r, j->group);
    const char *answer = answer_of(r, j->group);
    struct request request = {
        .key = result_of(r, j)->key,
        .seed = q->plan->seed,
        .passes = (uint64_t)passes,
        .limit_s = q->limit_s,
        .plant = j->copy % 2 ? q->plan->plant : 0,
        .cpu_cache = q->cpu_cache,
        .numbered = dataset_is_numbered(&d->expected),
        .prepared = is_shared_state(j->group),
    };
    snprintf(request.key.method, sizeof request.key.method, "%s", j->method->name);
    snprintf(request.expected, sizeof request.expected, "%s", answer ? answer : "");
    request_set_path(request.path, d->path);
    request_set_path(request.scratch, q->scratch);
    request_set_path(request.programs, q->programs);
    return q->hooks->launch(q->bench, &request, ret);
}

/* Notes what became of a process; keeps the sample of a good one. */
static int note(struct runner *r, const struct job *j, const struct outcome *o, bool keep)
{
    struct run_case *c = result_of(r, j);
    if (o->answer.text[0])
        c->answer = o->answer;
    if (o->status != CASE_OK)
        c->reason = o->reason;
    c->status = o->status;
    r->failed |= o->status == CASE_FAILED;
    return keep && o->status == CASE_OK ? case_add_sample(c, &o->sample) : 0;
}

static const char *name_of(const struct runner *r, const struct job *j,
                           char name[CASE_TEXT_MAX])
{
    return case_key_text(&result_of(r, j)->key, name);
}

/* One throw-away process: whether the case works at all, and what a sample costs. */
static int try_out(struct runner *r, struct job *j, struct outcome *ret)
{
    uint64_t begun = clock_now_ns();
    int result = launch(r, j, j->passes, ret);
    if (result == 0)
        result = note(r, j, ret, false);
    if (result < 0 || ret->status != CASE_OK)
        return result;
    int64_t tried = j->passes;
    double process_s = (double)(clock_now_ns() - begun) / 1e9;
    if (is_shared_state(j->group))
        j->passes = runner_passes(r->request->plan->sample_s, spent_ns(&ret->sample));
    j->cost_s = process_s + (double)(j->passes - tried) * spent_ns(&ret->sample) / 1e9;
    return 0;
}

/* A process's first passes are slow, so the number of passes is refined while what
   was tried out is far shorter than a sample shall be. */
static int pilot(struct runner *r, struct job *j)
{
    char name[CASE_TEXT_MAX];
    struct outcome o = { .status = CASE_OK };
    int result = 0;
    progress_step(r->request->progress, 1, name_of(r, j, name));
    for (int64_t tried = 0; result == 0 && o.status == CASE_OK && j->passes > 2 * tried;) {
        tried = j->passes;
        result = try_out(r, j, &o);
    }
    return result;
}

/* Prepares what the group's cases share; where that fails, they have failed, and the run
   goes on. */
static int prepare_group(struct runner *r, const struct job *jobs, bool again)
{
    int failed = prepare_shared(r, jobs->group, again), result = 0;
    if (failed == 0)
        return 0;
    struct outcome o =
        outcome_of_words(CASE_FAILED, CAUSE_NOT_PREPARED, "%s", state_strerror(failed));
    for (size_t i = 0; i < jobs->group->method_count && result == 0; i++)
        if (result_of(r, &jobs[i])->status == CASE_OK)
            result = note(r, &jobs[i], &o, false);
    return result;
}

static bool is_live(const struct runner *r, const struct job *j)
{
    return j->needed && result_of(r, j)->status == CASE_OK;
}

static size_t live_jobs(const struct runner *r)
{
    size_t live = 0;
    for (size_t i = 0; i < r->job_count; i++)
        live += is_live(r, &r->jobs[i]);
    return live;
}

/* In a round, with its share of what is prepared for those of its group that are left. */
static double cost_of(const struct runner *r, const struct job *j)
{
    size_t sharing = 0;
    for (size_t i = 0; i < r->job_count; i++)
        sharing += r->jobs[i].group == j->group && is_live(r, &r->jobs[i]);
    return is_live(r, j) ? j->cost_s + j->prepare_s / (double)sharing : 0;
}

static double round_cost_s(const struct runner *r)
{
    double cost = 0;
    for (size_t i = 0; i < r->job_count; i++)
        cost += cost_of(r, &r->jobs[i]);
    return cost;
}

/* Where one look is all there is, rounds are fewer instead: see keep_budget. */
static bool has_bound(const struct runner *r)
{
    return r->request->budget_s > 0 && r->run->looks.count > 1;
}

static int leave_out(struct runner *r, struct job *j, enum cause cause, double seconds)
{
    struct outcome o = outcome_of(CASE_SKIPPED, cause);
    o.reason.numbers[0] = round(10 * seconds) / 10;
    o.reason.numbers[1] = r->request->budget_s;
    return note(r, j, &o, false);
}

/* The dearest cases are left out until the first look fits into twice the budget. */
static int leave_out_dearest(struct runner *r)
{
    int result = 0;
    double most = 2 * r->request->budget_s / (double)r->run->looks.rounds[0];
    while (has_bound(r) && result == 0 && round_cost_s(r) > most) {
        struct job *dearest = NULL;
        for (size_t i = 0; i < r->job_count; i++)
            if (is_live(r, &r->jobs[i]) &&
                !(dearest && cost_of(r, &r->jobs[i]) <= cost_of(r, dearest)))
                dearest = &r->jobs[i];
        result = leave_out(r, dearest, CAUSE_TOO_DEAR, cost_of(r, dearest));
    }
    return result;
}

static int pilot_or_leave_out(struct runner *r, struct job *j, double spent_s)
{
    if (result_of(r, j)->status != CASE_OK)
        return 0;
    return has_bound(r) && spent_s > 2 * r->request->budget_s
               ? leave_out(r, j, CAUSE_PILOTS_TOO_LONG, spent_s)
               : pilot(r, j);
}

static double seconds_since(uint64_t ns)
{
    return (double)(clock_now_ns() - ns) / 1e9;
}

static int pilot_all(struct runner *r)
{
    int result = 0;
    double prepare_s = 0;
    uint64_t first = clock_now_ns();
    progress_expect(r->request->progress, r->job_count, (double)r->job_count);
    for (size_t i = 0; i < r->job_count && result == 0; i++) {
        uint64_t begun = clock_now_ns();
        bool prepares = i == 0 || r->jobs[i].group != r->jobs[i - 1].group;
        if (prepares)
            result = prepare_group(r, &r->jobs[i], false);
        prepare_s = prepares ? seconds_since(begun) : prepare_s;
        if (result == 0)
            result = pilot_or_leave_out(r, &r->jobs[i], seconds_since(first));
        r->jobs[i].prepare_s = prepare_s;
    }
    return result == 0 ? leave_out_dearest(r) : result;
}

/* ---- looks ---- */

/* Of a run with one look: as many rounds as the budget allows, and never fewer than an interval
   needs. */
static void keep_budget(struct runner *r)
{
    double budget = r->request->budget_s, cost = round_cost_s(r);
    size_t *rounds = &r->run->looks.rounds[0], wanted = *rounds;
    if (r->run->looks.count == 1 && budget > 0 && cost * (double)wanted > budget)
        *rounds = (size_t)fmin((double)wanted, fmax(RUNNER_ROUNDS_MIN, floor(budget / cost)));
    if (*rounds < wanted) {
        char line[128];
        snprintf(line, sizeof line,
                 "mapread: %zu rounds instead of %zu, to keep the budget of %g s", *rounds,
                 wanted, budget);
        progress_line(r->request->progress, line);
    }
}

/* The first look is made in any case. */
static bool fits(const struct runner *r, unsigned from, unsigned to)
{
    double spent_s = seconds_since(r->begun_ns);
    double budget = r->request->budget_s;
    return from == 0 || budget <= 0 || spent_s + round_cost_s(r) * (to - from) <= budget;
}

/* After a look: the cases that the next one needs. */
static int choose_needed(struct runner *r)
{
    bool *needed = calloc(r->run->case_count + 1, sizeof *needed);
    int result = needed ? 0 : -ENOMEM;
    if (result == 0 && r->request->need)
        result = r->request->need(r->run, needed);
    for (size_t i = 0; i < r->job_count && result == 0; i++)
        r->jobs[i].needed = !r->request->need || needed[r->jobs[i].result];
    free(needed);
    return result;
}

/* When a sample is taken. */
struct turn {
    unsigned look, round;
    size_t place; /* in the round */
};

static int measure(struct runner *r, struct job *j, const struct turn *t)
{
    char name[CASE_TEXT_MAX];
    struct outcome o;
    if (result_of(r, j)->status != CASE_OK)
        return 0;
    progress_step(r->request->progress, j->cost_s, name_of(r, j, name));
    int result = launch(r, j, j->passes, &o);
    if (result < 0)
        return result;
    o.sample.round = t->round;
    o.sample.order = (double)t->place;
    o.sample.look = t->look;
    return note(r, j, &o, true);
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

/* The group's jobs that the look needs; room for all. */
static size_t gather_live(const struct runner *r, struct job *jobs, struct job **ret)
{
    size_t count = 0;
    for (size_t i = 0; i < jobs->group->method_count; i++)
        if (is_live(r, &jobs[i]))
            ret[count++] = &jobs[i];
    return count;
}

static int run_round(struct runner *r, struct job *jobs, struct turn t)
{
    size_t order[PLAN_METHODS_MAX];
    struct job *live[PLAN_METHODS_MAX];
    place_round(r, jobs->group, t.round);
    int result = prepare_group(r, jobs, t.round % 2);
    size_t count = gather_live(r, jobs, live);
    plan_order(r->request->plan->seed + jobs->result, t.round, count, order);
    for (; t.place < count && result == 0; t.place++)
        result = measure(r, live[order[t.place]], &t);
    look_around(r);
    if (result == 0)
        result = r->request->hooks->save(r->run, r->request->save_path);
    return result;
}

static void tell_group(const struct runner *r, const struct job *jobs, size_t done,
                       size_t count)
{
    char line[CASE_TEXT_MAX + 128], name[CASE_TEXT_MAX];
    if (r->request->progress->terminal)
        return;
    snprintf(line, sizeof line, "mapread: %zu/%zu cases: %s done", done, count,
             name_of(r, jobs, name));
    progress_line(r->request->progress, line);
}

/* Before a look that is not the first. */
static void tell_look(const struct runner *r, const struct turn *t, unsigned end)
{
    char line[128];
    if (r->request->progress->terminal || t->look == 0)
        return;
    snprintf(line, sizeof line, "mapread: %u rounds made, %zu of %zu cases go on to %u",
             t->round, live_jobs(r), r->job_count, end);
    progress_line(r->request->progress, line);
}

static int run_group(struct runner *r, struct job *jobs, struct turn t, unsigned end)
{
    struct job *live[PLAN_METHODS_MAX];
    int result = 0;
    for (; t.round < end && result == 0 && gather_live(r, jobs, live) > 0; t.round++)
        result = run_round(r, jobs, t);
    return result;
}

static int make_look(struct runner *r, struct turn t, unsigned end)
{
    int result = 0;
    size_t count;
    progress_expect(r->request->progress, live_jobs(r) * (end - t.round),
                    round_cost_s(r) * (end - t.round));
    for (size_t i = 0; i < r->job_count && result == 0; i += count) {
        count = r->jobs[i].group->method_count;
        result = run_group(r, &r->jobs[i], t, end);
        if (result == 0 && t.look == 0)
            tell_group(r, &r->jobs[i], i + count, r->job_count);
    }
    return result == 0 ? choose_needed(r) : result;
}

static int make_looks(struct runner *r)
{
    const struct stats_looks *l = &r->run->looks;
    struct turn t = { 0 };
    int result = 0;
    r->begun_ns = clock_now_ns();
    r->run->rounds = l->rounds[0];
    for (; t.look < l->count && result == 0; t.look++) {
        unsigned end = (unsigned)l->rounds[t.look];
        if (live_jobs(r) == 0 || !fits(r, t.round, end))
            break;
        r->run->rounds = end;
        tell_look(r, &t, end);
        result = make_look(r, t, end);
        t.round = end;
    }
    return result;
}

int runner_run(const struct runner_request *request, struct run *run)
{
    struct runner r = { .request = request, .run = run };
    run->looks = request->plan->looks;
    int result = add_jobs(&r);
    if (result == 0)
        result = pilot_all(&r);
    if (result == 0) {
        keep_budget(&r);
        request->hooks->monitor_begin(&r.monitor);
        if (!request->unpinned)
            processors_find(&r.processors);
        result = make_looks(&r);
        processors_release(&r.processors);
    }
    run->complete = result == 0;
    int saved = request->hooks->save(run, request->save_path);
    free(r.jobs);
    if (result == 0)
        result = saved < 0 ? saved : r.failed;
    return result;
}
