/* SPDX-License-Identifier: MIT */
#include "schedule/job.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

int64_t runner_passes(double sample_s, double pass_ns)
{
    double passes = round(sample_s * 1e9 / pass_ns);
    return (int64_t)fmin(fmax(passes, 1), RUNNER_PASSES_MAX);
}

bool group_lasts(const struct plan_group *g)
{
    return g->state->resident == 1 && !(g->workload->flags & WORKLOAD_WRITES);
}

struct dataset *group_dataset(const struct runner *r, const struct plan_group *g)
{
    return &r->request->plan->datasets[g->dataset];
}

struct run_case *job_result(const struct runner *r, const struct job *j)
{
    return &r->run->cases[j->result];
}

static bool has_method(const struct plan_group *g, unsigned flag)
{
    for (size_t i = 0; i < g->method_count; i++)
        if (g->methods[i]->flags & flag)
            return true;
    return false;
}

bool group_takes_turns(const struct runner *r, const struct plan_group *g)
{
    return group_lasts(g) && g->state->flushes && r->request->cpu_cache != CPU_CACHE_AS_FOUND &&
           !has_method(g, METHOD_AS_FOUND) && !(g->workload->flags & WORKLOAD_IN_MEMORY);
}

int job_note(struct runner *r, const struct job *j, const struct outcome *o, bool keep)
{
    struct run_case *c = job_result(r, j);
    /* Of blocks that are drawn anew the first; a wrong one always. */
    if (o->answer.text[0] && (o->status != CASE_OK || !c->answer.text[0]))
        c->answer = o->answer;
    if (o->status != CASE_OK)
        c->reason = o->reason;
    if (o->unproved)
        c->unproved = o->unproved;
    c->status = o->status;
    c->seed = r->seed;
    r->failed |= o->status == CASE_FAILED;
    return keep && o->status == CASE_OK ? case_add_sample(c, &o->sample) : 0;
}

const char *job_name(const struct runner *r, const struct job *j, char name[CASE_TEXT_MAX])
{
    return case_key_text(&job_result(r, j)->key, name);
}

void job_set_passes(struct job *j, double sample_s)
{
    if (group_lasts(j->group))
        j->passes = runner_passes(sample_s, j->pass_s * 1e9);
}

double job_cost_s(const struct job *j)
{
    return j->process_s + (double)j->passes * j->pass_s;
}

bool job_is_live(const struct runner *r, const struct job *j)
{
    return j->needed && job_result(r, j)->status == CASE_OK;
}

size_t job_gather(const struct runner *r, struct job *jobs, struct job **ret)
{
    size_t count = 0;
    for (size_t i = 0; i < jobs->group->method_count; i++)
        if (job_is_live(r, &jobs[i]))
            ret[count++] = &jobs[i];
    return count;
}
