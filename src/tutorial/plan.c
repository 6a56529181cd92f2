/* SPDX-License-Identifier: MIT */
#include "tutorial/plan.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum {
    ROUNDS = 10,
    SAMPLE_MS = 10,
    SAMPLE_SMALL_MS = 5,
    BUDGET_S = 120,
    BUDGET_SMALL_S = 30,
    BUDGET_SOURCE_S = 15
};

struct builder {
    struct plan *plan;
    const struct tutorial_request *request;
    struct plan_error *error;
};

static void add_method(struct plan_group *g, const char *name)
{
    const struct method *m = name ? method_find(name) : NULL;
    if (m)
        plan_add_method(g, m, 0);
}

static void add_methods(struct plan_group *g, const struct published_table *t,
                        const struct published_row *row)
{
    for (size_t i = 0; i < PUBLISHED_LANGUAGES; i++) {
        add_method(g, row->methods[i].regular);
        add_method(g, row->methods[i].mmap);
    }
    for (size_t i = 0; row == &t->rows[0] && i < t->step_count; i++) {
        add_method(g, t->steps[i].from);
        add_method(g, t->steps[i].to);
    }
}

static int add_row(struct builder *b, const struct published_table *t,
                   const struct published_row *row)
{
    struct dataset d;
    struct plan_group g = { 0 };
    if (row->missing || !(g.workload = workload_find_by_name(row->workload)) ||
        !(g.state = state_find(row->state)))
        return 0;
    const struct published_data *data = published_data_of(row, b->request->small);
    if (!data->dataset)
        return 0;
    add_methods(&g, t, row);
    if (g.method_count == 0)
        return 0;
    if (dataset_parse(&d, data->dataset, b->request->seed) < 0)
        return -EINVAL;
    g.dataset = plan_add_dataset(b->plan, &d);
    g.method_count = 0;
    if (g.dataset == SIZE_MAX)
        return -ENOMEM;
    plan_set_key(b->plan, &g,
                 &(struct case_key){ .threads = row->threads, .blocks = data->draws });
    struct plan_group *group = plan_get_group(b->plan, &g);
    if (!group)
        return -ENOMEM;
    add_methods(group, t, row);
    return 0;
}

static int add_table(struct builder *b, const struct published_table *t)
{
    int r = 0;
    for (size_t i = 0; i < t->row_count && r == 0; i++)
        r = add_row(b, t, &t->rows[i]);
    return r;
}

static int add_sources(struct builder *b, const struct published *p)
{
    int r = 0;
    for (size_t i = 0; i < p->source_count; i++)
        for (size_t k = 0; k < p->sources[i].table_count && r == 0; k++)
            r = add_table(b, &p->sources[i].tables[k]);
    return r;
}

static double budget_of(const struct tutorial_request *request)
{
    if (request->rounds)
        return 0;
    return request->source ? BUDGET_SOURCE_S : request->small ? BUDGET_SMALL_S : BUDGET_S;
}

int tutorial_plan(struct plan *ret, const struct published *p,
                  const struct tutorial_request *request, struct plan_error *error)
{
    struct plan plan = { .sample_s = (request->small ? SAMPLE_SMALL_MS : SAMPLE_MS) / 1e3,
                         .seed = request->seed };
    struct builder b = { .plan = &plan, .request = request, .error = error };
    snprintf(error->message, sizeof error->message, "out of memory");
    plan_fix_rounds(&plan, request->rounds ? request->rounds : ROUNDS);
    plan.budget_s = budget_of(request);
    plan.suite =
        text_printf("%s%s%s", request->small ? TUTORIAL_SUITE_SMALL : TUTORIAL_SUITE,
                    request->source ? "-" : "", request->source ? request->source : "");
    int r = plan.suite ? add_sources(&b, p) : -ENOMEM;
    if (r == 0 && plan.group_count == 0) {
        snprintf(error->message, sizeof error->message,
                 "no published table has a case that this version can measure");
        r = -ENODATA;
    }
    if (r < 0)
        plan_free(&plan);
    else
        *ret = plan;
    return r;
}

static double memory_of(const struct plan *p, const struct plan_group *g)
{
    double bytes = (double)p->datasets[g->dataset].spec.bytes, most = bytes;
    if (g->state->resident < 1)
        return 0;
    for (size_t i = 0; i < g->method_count; i++)
        if (g->methods[i]->flags & METHOD_HOLDS_FILE)
            most = 2 * bytes;
    return most;
}

struct tutorial_needs tutorial_needs(const struct plan *p)
{
    struct tutorial_needs needs = { 0 };
    double copy = 0;
    for (size_t i = 0; i < p->dataset_count; i++)
        needs.disk_bytes += (double)p->datasets[i].spec.bytes;
    for (size_t i = 0; i < p->group_count; i++) {
        const struct plan_group *g = &p->groups[i];
        needs.memory_bytes = fmax(needs.memory_bytes, memory_of(p, g));
        if (g->state->resident == 1)
            needs.warm_bytes =
                fmax(needs.warm_bytes, (double)p->datasets[g->dataset].spec.bytes);
        if (g->workload->flags & WORKLOAD_WRITES)
            copy = fmax(copy, 2 * (double)p->datasets[g->dataset].spec.bytes);
    }
    needs.disk_bytes += copy;
    return needs;
}
