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

/* Of the budget; of what is left of it. */
static const double FIRST_LOOK_SHARE = 0.6, NEXT_LOOK_SHARE = 0.8;
static const double SAMPLE_MIN_S = 0.0125;
/* Who has no verdict after a look makes longer samples. */
static const double LONGER[] = { 1, 2, 4 };
enum {
    SURE_LOOKS = 2, /* before the second no decision is possible: the first rounds choose */
    LEARNING_ROUNDS = 4,
};

/* What the runner keeps about a case beside its result. */
struct job {
    const struct plan_group *group;
    const struct method *method;
    size_t copy;             /* how many of its group's jobs before it have the same method */
    size_t result;           /* its place in run.cases */
    int64_t passes;          /* per sample */
    double pass_s;           /* of one of them, and what comes before it */
    double process_s;        /* of a sample's process, without them */
    double took_s;           /* the process that is being measured, until now */
    double prepare_s;        /* of the group, once a round */
    bool needed;             /* by the look that is being made */
    struct launched process; /* of this round */
};

/* When a sample is taken. */
struct turn {
    unsigned look, round;
    size_t place; /* in the round */
    bool tries;   /* the first round of all: what does a pass take? */
    bool begins;  /* another group may have come before it */
};

struct runner {
    const struct runner_request *request;
    struct run *run;
    struct job *jobs;
    size_t job_count;
    struct monitor monitor;
    struct processors processors;
    uint64_t begun_ns; /* the rounds */
    double sample_s;   /* how long the passes of a warm sample shall take */
    bool failed;
};

const struct runner_hooks runner_real_hooks = {
    .start = launch_start,
    .turn = launch_turn,
    .end = launch_end,
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

static double seconds_since(uint64_t ns)
{
    return (double)(clock_now_ns() - ns) / 1e9;
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

static bool has_method(const struct plan_group *g, unsigned flag)
{
    for (size_t i = 0; i < g->method_count; i++)
        if (g->methods[i]->flags & flag)
            return true;
    return false;
}

/* A pass of them leaves nothing to the next one: the state lasts, and is flushed. */
static bool takes_turns(const struct runner *r, const struct plan_group *g)
{
    return is_shared_state(g) && g->state->flushes &&
           r->request->cpu_cache != CPU_CACHE_AS_FOUND && !has_method(g, METHOD_AS_FOUND) &&
           !(g->workload->flags & WORKLOAD_IN_MEMORY);
}

static struct request request_of(const struct runner *r, const struct job *j)
{
    const struct runner_request *q = r->request;
    const struct dataset *d = dataset_of(r, j->group);
    const char *answer = answer_of(r, j->group);
    struct request request = {
        .key = result_of(r, j)->key,
        .seed = q->plan->seed,
        .passes = (uint64_t)j->passes,
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
    return request;
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

static void set_passes(struct job *j, double sample_s)
{
    if (is_shared_state(j->group))
        j->passes = runner_passes(sample_s, j->pass_s * 1e9);
}

static double sample_cost_s(const struct job *j)
{
    return j->process_s + (double)j->passes * j->pass_s;
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
    return is_live(r, j) ? sample_cost_s(j) + j->prepare_s / (double)sharing : 0;
}

static double round_cost_s(const struct runner *r)
{
    double cost = 0;
    for (size_t i = 0; i < r->job_count; i++)
        cost += cost_of(r, &r->jobs[i]);
    return cost;
}

/* How long the rounds up to a look may take, so that there is time left for the next one. */
static double allowed_s(const struct runner *r, size_t look)
{
    double budget_s = r->request->budget_s;
    double share = r->run->looks.count == 1 ? 1
                   : look == 0              ? FIRST_LOOK_SHARE
                                            : NEXT_LOOK_SHARE;
    double spent_s = look == 0 ? 0 : seconds_since(r->begun_ns);
    return budget_s > 0 ? share * (budget_s - spent_s) : INFINITY;
}

/* The longest samples, up to that length, with which so many rounds keep the time; where none
   do, the shortest. */
static void choose_passes(struct runner *r, double longest_s, size_t rounds, double time_s)
{
    for (r->sample_s = longest_s;; r->sample_s /= 2) {
        for (size_t i = 0; i < r->job_count; i++)
            set_passes(&r->jobs[i], r->sample_s);
        if (round_cost_s(r) * (double)rounds <= time_s || r->sample_s / 2 < SAMPLE_MIN_S)
            return;
    }
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
    result_of(r, j)->sample_count = 0;
    return note(r, j, &o, false);
}

/* The dearest cases are left out until the looks that are made in any case fit into twice the
   budget. */
static int leave_out_dearest(struct runner *r)
{
    int result = 0;
    double left_s = fmax(2 * r->request->budget_s - seconds_since(r->begun_ns), 0);
    double most = left_s / (double)r->run->looks.rounds[SURE_LOOKS - 1];
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

/* The first looks are made in any case. */
static bool fits(const struct runner *r, const struct turn *t, unsigned end)
{
    double spent_s = seconds_since(r->begun_ns);
    double budget = r->request->budget_s;
    return t->look < SURE_LOOKS || budget <= 0 ||
           spent_s + round_cost_s(r) * (end - t->round) <= budget;
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

static int begin_sample(struct runner *r, struct job *j, bool with_turns)
{
    struct request request = request_of(r, j);
    uint64_t begun = clock_now_ns();
    request.takes_turns = with_turns;
    int result = r->request->hooks->start(&j->process, r->request->bench, &request);
    j->took_s = seconds_since(begun);
    return result;
}

static int make_pass(const struct runner *r, struct job *j)
{
    uint64_t begun = clock_now_ns();
    int result = r->request->hooks->turn(&j->process);
    j->took_s += seconds_since(begun);
    return result;
}

/* What a sample costs. First passes are slow, and so their number is refined. */
static void learn(const struct runner *r, struct job *j, const struct sample *s,
                  const struct turn *t)
{
    j->pass_s = spent_ns(s) / 1e9;
    j->process_s = fmax(j->took_s - (double)j->passes * j->pass_s, 0);
    if (!t->tries && t->round < LEARNING_ROUNDS)
        set_passes(j, r->sample_s);
}

/* A single pass, made alone, is no sample of those that make theirs in turns. */
static bool counts(const struct runner *r, const struct job *j, const struct turn *t)
{
    return !t->tries || !takes_turns(r, j->group);
}

static int end_sample(struct runner *r, struct job *j, const struct turn *t)
{
    char name[CASE_TEXT_MAX];
    struct outcome o;
    uint64_t begun = clock_now_ns();
    int result = r->request->hooks->end(&j->process, &o);
    if (result < 0)
        return result;
    j->took_s += seconds_since(begun);
    if (o.status == CASE_OK)
        learn(r, j, &o.sample, t);
    o.sample.round = t->round;
    o.sample.order = (double)t->place;
    o.sample.look = t->look;
    progress_step(r->request->progress, t->tries ? 1 : sample_cost_s(j), name_of(r, j, name));
    return note(r, j, &o, counts(r, j, t));
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

static bool is_too_late(const struct runner *r, const struct turn *t)
{
    return t->tries && has_bound(r) && seconds_since(r->begun_ns) > 2 * r->request->budget_s;
}

/* One after the other, each with all of its passes. */
static int make_samples(struct runner *r, struct job *const *jobs, size_t count, struct turn t)
{
    int result = 0;
    for (; t.place < count && result == 0; t.place++) {
        struct job *j = jobs[t.place];
        if (is_too_late(r, &t)) {
            result = leave_out(r, j, CAUSE_FIRST_ROUND_TOO_LONG, seconds_since(r->begun_ns));
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
    int result = is_too_late(r, t) ? 0 : prepare_group(r, jobs, t->round % 2 && !t->begins);
    for (size_t i = 0; i < jobs->group->method_count && t->tries; i++)
        jobs[i].prepare_s = seconds_since(begun);
    return result;
}

static int run_round(struct runner *r, struct job *jobs, struct turn t)
{
    size_t order[PLAN_METHODS_MAX];
    struct job *live[PLAN_METHODS_MAX], *ordered[PLAN_METHODS_MAX];
    place_round(r, jobs->group, t.round);
    int result = prepare_round(r, jobs, &t);
    size_t count = gather_live(r, jobs, live);
    plan_order(r->request->plan->seed + jobs->result, t.round, count, order);
    for (size_t i = 0; i < count; i++)
        ordered[i] = live[order[i]];
    bool side_by_side = !t.tries && takes_turns(r, jobs->group);
    if (result == 0)
        result = (side_by_side ? make_samples_in_turns : make_samples)(r, ordered, count, t);
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
    t.begins = true;
    t.round -= t.look == 0 && takes_turns(r, jobs->group); /* their first did not count */
    for (; t.round < end && result == 0 && gather_live(r, jobs, live) > 0; t.round++) {
        result = run_round(r, jobs, t);
        t.begins = false;
    }
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

/* Each sample is one pass: whether the case works at all, and what it costs. */
static int make_first_round(struct runner *r)
{
    int result = 0;
    const struct turn first = { .tries = true, .begins = true };
    progress_expect(r->request->progress, r->job_count, (double)r->job_count);
    for (size_t i = 0; i < r->job_count && result == 0; i += r->jobs[i].group->method_count)
        result = run_round(r, &r->jobs[i], first);
    if (result == 0) {
        choose_passes(r, r->request->plan->sample_s, r->run->looks.rounds[0], allowed_s(r, 0));
        result = leave_out_dearest(r);
    }
    return result;
}

static int make_looks(struct runner *r)
{
    const struct stats_looks *l = &r->run->looks;
    struct turn t = { .round = 1 };
    int result = make_first_round(r);
    if (result == 0)
        keep_budget(r);
    r->run->rounds = l->rounds[0];
    for (; t.look < l->count && result == 0; t.look++) {
        unsigned end = (unsigned)l->rounds[t.look];
        if (t.look > 0)
            choose_passes(r, r->request->plan->sample_s * LONGER[t.look < 2 ? t.look : 2],
                          end - t.round, allowed_s(r, t.look));
        if (live_jobs(r) == 0 || !fits(r, &t, end))
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
    if (result == 0) {
        r.begun_ns = clock_now_ns();
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
