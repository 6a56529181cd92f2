/* SPDX-License-Identifier: MIT */
#include "schedule/runner.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "schedule/job.h"

/* Who has no verdict after a look makes longer samples. */
static const double LONGER[] = { 1, 2, 4, 8 };
enum { LONGEST = sizeof LONGER / sizeof LONGER[0] - 1 };

const struct runner_hooks runner_real_hooks = {
    .start = launch_start,
    .turn = launch_turn,
    .end = launch_end,
    .prepare = NULL,
    .save = run_write,
    .monitor_begin = monitor_begin,
    .monitor_end = monitor_end,
};

static int add_job(struct runner *r, const struct plan_group *g, size_t i)
{
    struct run_case *c = run_add_case(r->run);
    const char *fill = state_fill(g->state, group_dataset(r, g)->path);
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

static size_t live_jobs(const struct runner *r)
{
    size_t live = 0;
    for (size_t i = 0; i < r->job_count; i++)
        live += job_is_live(r, &r->jobs[i]);
    return live;
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

static void tell_group(const struct runner *r, const struct job *jobs, size_t done,
                       size_t count)
{
    char line[CASE_TEXT_MAX + 128], name[CASE_TEXT_MAX];
    if (r->request->progress->terminal)
        return;
    snprintf(line, sizeof line, "mapread: %zu/%zu cases: %s done", done, count,
             job_name(r, jobs, name));
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
    t.round -= t.look == 0 && group_takes_turns(r, jobs->group); /* their first did not count */
    for (; t.round < end && result == 0 && job_gather(r, jobs, live) > 0; t.round++) {
        result = round_run(r, jobs, t);
        t.begins = false;
    }
    return result;
}

static int go_between(const struct runner *r, double looks)
{
    const struct runner_request *q = r->request;
    return q->between ? q->between(q->context, looks) : 0;
}

static int make_look(struct runner *r, struct turn t, unsigned end)
{
    int result = 0;
    size_t count;
    progress_expect(r->request->progress, live_jobs(r) * (end - t.round),
                    budget_round_s(r) * (end - t.round));
    for (size_t i = 0; i < r->job_count && result == 0; i += count) {
        count = r->jobs[i].group->method_count;
        result = go_between(r, (double)t.look +
                                   ((double)i + (double)count / 2) / (double)r->job_count);
        if (result == 0)
            result = run_group(r, &r->jobs[i], t, end);
        if (result == 0 && t.look == 0)
            tell_group(r, &r->jobs[i], i + count, r->job_count);
    }
    if (result == 0)
        result = go_between(r, t.look + 1.0);
    return result == 0 ? choose_needed(r) : result;
}

/* Each sample is one pass: whether the case works at all, and what it costs. */
static int make_first_round(struct runner *r)
{
    int result = 0;
    const struct turn first = { .tries = true, .begins = true };
    progress_expect(r->request->progress, r->job_count, (double)r->job_count);
    for (size_t i = 0; i < r->job_count && result == 0; i += r->jobs[i].group->method_count)
        result = round_run(r, &r->jobs[i], first);
    if (result == 0) {
        budget_choose_passes(r, r->request->plan->sample_s, r->run->looks.rounds[0],
                             budget_allowed_s(r, 0));
        result = budget_leave_out_dearest(r);
    }
    return result;
}

static int make_looks(struct runner *r)
{
    const struct stats_looks *l = &r->run->looks;
    struct turn t = { .round = 1 };
    int result = make_first_round(r);
    if (result == 0)
        budget_keep_rounds(r);
    r->run->rounds = l->rounds[0];
    for (; t.look < l->count && result == 0; t.look++) {
        unsigned end = (unsigned)l->rounds[t.look];
        if (t.look > 0)
            budget_choose_passes(
                r, r->request->plan->sample_s * LONGER[t.look < LONGEST ? t.look : LONGEST],
                end - t.round, budget_allowed_s(r, t.look));
        if (live_jobs(r) == 0 || !budget_fits(r, &t, end))
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
