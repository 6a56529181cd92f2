/* SPDX-License-Identifier: MIT */
#include "analysis/external-pair.h"

#include <math.h>
#include <string.h>

/* By name: a parameter that does not apply to the measured one is standard in the named one. */
static bool is_same_case(const struct case_key *measured, const struct case_key *named)
{
    char a[CASE_TEXT_MAX], b[CASE_TEXT_MAX];
    return strcmp(measured->workload, named->workload) == 0 &&
           strcmp(measured->method, named->method) == 0 &&
           strcmp(case_key_name(measured, a), case_key_name(named, b)) == 0 &&
           (!named->dataset[0] || strcmp(measured->dataset, named->dataset) == 0);
}

/* The one that has a time, and its row, or NULL. */
static const struct summary_cell *find_cell(const struct summary *s, const struct case_key *key,
                                            const struct summary_row **ret_row)
{
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        for (size_t j = 0; j < g->row_count * g->column_count; j++) {
            const struct summary_row *row = &g->rows[j / g->column_count];
            const struct summary_cell *c = &row->cells[j % g->column_count];
            if (!summary_cell_timed(c) || !is_same_case(&c->source->key, key))
                continue;
            *ret_row = row;
            return c;
        }
    }
    return NULL;
}

/* It is timed before and after the cases: the mean of both, and what they differ by is as much
   in doubt as their notches. All NAN: there is none. */
static struct external_time startup_of(const struct external *w, const struct case_key *k)
{
    struct external_time all = { .notch_ns = 0 };
    double least = INFINITY, most = -INFINITY, count = 0;
    for (size_t i = 0; i < w->startup_count; i++) {
        const struct external_time *s = &w->startups[i];
        if (strcmp(s->key.workload, k->workload) != 0 || strcmp(s->key.state, k->state) != 0 ||
            strcmp(s->key.dataset, k->dataset) != 0)
            continue;
        count++;
        all.median_ns += s->median_ns;
        all.cpu_ns += s->cpu_ns;
        all.notch_ns += s->notch_ns;
        least = fmin(least, s->median_ns);
        most = fmax(most, s->median_ns);
    }
    return (struct external_time){ .median_ns = all.median_ns / count,
                                   .cpu_ns = all.cpu_ns / count,
                                   .notch_ns = all.notch_ns / count + (most - least) };
}

/* Agreement wants a resolution that would have shown the contrary. */
static enum external_verdict judge(const struct external_pair *p)
{
    double apart = fabs(p->external_ns - p->inside_ns);
    double tolerated = EXTERNAL_TOLERANCE * p->inside_ns;
    if (isnan(apart) || isnan(p->resolution_ns))
        return EXTERNAL_NOT_COMPARED;
    if (p->external_ns <= 0 || (apart <= p->resolution_ns && tolerated < p->resolution_ns))
        return EXTERNAL_CANNOT_TELL;
    return apart <= tolerated ? EXTERNAL_AGREE : EXTERNAL_DISAGREE;
}

/* Of a pass, the mean: only the sum over many says more than the ticks. */
static double cpu_ns_of(const struct run_case *c)
{
    double sum = 0;
    for (size_t i = 0; i < c->sample_count; i++)
        sum += c->samples[i].user_ns + c->samples[i].system_ns;
    return sum / (double)c->sample_count;
}

static void set_inside(struct external_pair *p, const struct summary_cell *cell)
{
    const struct sample *m = &cell->median;
    p->method = cell->method;
    p->of_all_passes = isnan(m->first_ns);
    p->inside_ns = p->of_all_passes ? cell->wall_ns.value : m->first_ns;
    p->inside_cpu_ns = cpu_ns_of(cell->source);
}

struct external_pair external_pair_of(const struct external *w, const struct summary *s,
                                      const struct external_time *c)
{
    const struct external_time startup = startup_of(w, &c->key);
    const struct summary_row *row = NULL;
    const struct summary_cell *cell = find_cell(s, &c->key, &row);
    struct external_pair p = {
        .source = c,
        .workload = row ? row->label : c->key.workload,
        .method = c->key.method,
        .unproved = cell && cell->source->unproved,
        .inside_ns = NAN,
        .inside_cpu_ns = NAN,
        .external_ns = c->median_ns - startup.median_ns,
        .external_cpu_ns = c->cpu_ns - startup.cpu_ns,
        .resolution_ns = c->notch_ns + startup.notch_ns,
    };
    if (cell)
        set_inside(&p, cell);
    p.verdict = judge(&p);
    return p;
}
