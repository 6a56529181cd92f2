/* SPDX-License-Identifier: MIT */
#include "report/external-pair.h"

#include <math.h>
#include <stdlib.h>
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

const char *const external_verdict_names[EXTERNAL_VERDICTS] = {
    [EXTERNAL_NOT_COMPARED] = "not compared",
    [EXTERNAL_CANNOT_TELL] = "cannot tell",
    [EXTERNAL_AGREE] = "they agree",
    [EXTERNAL_DISAGREE] = "they disagree",
};

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
    p->is_mean = isnan(m->first_ns);
    p->inside_ns = p->is_mean ? cell->wall_ns.value : m->first_ns;
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

/* ---- figures ---- */

const char *external_pair_inside(const struct external_pair *p, char text[TEXT_MAX])
{
    return text_format_ns(p->inside_ns, text);
}

/* What cannot be told has a bound. */
const char *external_pair_outside(const struct external_pair *p, char text[TEXT_MAX])
{
    char time[TEXT_MAX];
    bool told = p->verdict != EXTERNAL_CANNOT_TELL;
    double ns = told ? p->external_ns : fmax(p->external_ns, 0) + p->resolution_ns;
    if (isnan(p->source->median_ns))
        snprintf(text, TEXT_MAX, "FAILED");
    else
        snprintf(text, TEXT_MAX, "%s%.29s", told ? "" : "< ", text_format_ns(ns, time));
    return text;
}

const char *external_pair_difference(const struct external_pair *p, char text[TEXT_MAX])
{
    const char *mark = p->verdict == EXTERNAL_DISAGREE ? " !" : "";
    double percent = (p->external_ns / p->inside_ns - 1) * 100;
    if (p->verdict == EXTERNAL_NOT_COMPARED)
        snprintf(text, TEXT_MAX, "-");
    else if (p->verdict == EXTERNAL_CANNOT_TELL)
        snprintf(text, TEXT_MAX, "cannot tell");
    else if (fabs(percent) < 0.5)
        snprintf(text, TEXT_MAX, "0 %%");
    else if (percent > 999)
        snprintf(text, TEXT_MAX, ">999 %%%s", mark);
    else
        snprintf(text, TEXT_MAX, "%+.0f %%%s", percent, mark);
    return text;
}

/* ---- texts ---- */

/* A pass is processor time and waiting. */
char *external_pair_reason(const struct external_pair *p)
{
    char inside[TEXT_MAX], whole[TEXT_MAX];
    double more_ns = p->external_ns - p->inside_ns;
    double more_cpu_ns = p->external_cpu_ns - p->inside_cpu_ns;
    if (isnan(more_cpu_ns))
        return strdup("no counter explains it");
    bool is_cpu = more_cpu_ns / more_ns >= 0.5;
    double inside_ns = is_cpu ? p->inside_cpu_ns : p->inside_ns - p->inside_cpu_ns;
    double whole_ns = is_cpu ? p->external_cpu_ns : p->external_ns - p->external_cpu_ns;
    return text_printf("%s %s in process, %s whole", is_cpu ? "processor time" : "waiting",
                       text_format_ns(fmax(inside_ns, 0), inside),
                       text_format_ns(fmax(whole_ns, 0), whole));
}

char *external_agreement(const struct external *w, const struct summary *s)
{
    size_t counts[EXTERNAL_VERDICTS] = { 0 };
    char hidden[2 * TEXT_MAX] = "", missing[2 * TEXT_MAX] = "";
    for (size_t i = 0; i < w->case_count; i++)
        counts[external_pair_of(w, s, &w->cases[i]).verdict]++;
    if (counts[EXTERNAL_CANNOT_TELL] > 0)
        snprintf(hidden, sizeof hidden, "; %zu cannot be told", counts[EXTERNAL_CANNOT_TELL]);
    if (counts[EXTERNAL_NOT_COMPARED] > 0)
        snprintf(missing, sizeof missing, "; %zu not compared", counts[EXTERNAL_NOT_COMPARED]);
    if (counts[EXTERNAL_NOT_COMPARED] == w->case_count)
        return strdup("hyperfine: no case could be compared");
    return text_printf("hyperfine agrees in %zu of %zu within %.0f %%%s%s",
                       counts[EXTERNAL_AGREE],
                       counts[EXTERNAL_AGREE] + counts[EXTERNAL_DISAGREE],
                       100 * EXTERNAL_TOLERANCE, hidden, missing);
}

char *external_explanation(const struct external *w, const struct summary *s)
{
    bool means = false;
    for (size_t i = 0; i < w->case_count; i++)
        means |= external_pair_of(w, s, &w->cases[i]).is_mean;
    return text_printf(
        "In process: the median of the %s. Whole process: its median less that of its start-up "
        "(the same program, set up the same on the same file in the same state, that reads "
        "nothing), timed before and after. ! marks a difference of more than %.0f %%. Cannot "
        "tell: start-up and "
        "process "
        "vary by more than that.",
        means ? "samples' mean passes, for the run kept no first ones" : "first passes",
        100 * EXTERNAL_TOLERANCE);
}
