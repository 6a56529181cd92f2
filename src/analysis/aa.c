/* SPDX-License-Identifier: MIT */
#include "analysis/aa.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/judge.h"
#include "analysis/pairings.h"
#include "base/text.h"

/* ---- the pairs ---- */

static const struct summary_cell *find_copy(const struct summary_group *g,
                                            const struct summary_row *row, const char *method,
                                            size_t number)
{
    char name[SUMMARY_NAME_MAX + TEXT_MAX];
    snprintf(name, sizeof name, "%s-%zu", method, number);
    const struct summary_cell *cell = summary_find_cell(g, row, number == 1 ? method : name);
    return summary_cell_timed(cell) ? cell : NULL;
}

/* `slower` has room for as many. */
static bool is_found(const struct stats_pairs *p, double slowdown, double *slower)
{
    for (size_t i = 0; i < p->n; i++)
        slower[i] = p->b[i] * (1 + slowdown);
    return stats_compare(p->a, slower, p->n).verdict == STATS_SLOWER;
}

/* The verdict is monotonous: what is found is found when it is slower still. */
static double least_found(const struct stats_pairs *p, double *scratch)
{
    double low = 0, high = 1;
    if (!is_found(p, high, scratch))
        return INFINITY;
    for (int i = 0; i < 20; i++) {
        double middle = (low + high) / 2;
        if (is_found(p, middle, scratch))
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* a->pairs has room. */
static int add_pair(struct aa_result *a, struct pairings *f, const struct summary_group *g,
                    const struct summary_cell *first, const struct summary_cell *second)
{
    struct aa_pair *pair = &a->pairs[a->pair_count];
    double *scratch = calloc(first->source->sample_count + 1, sizeof *scratch);
    if (!scratch)
        return -ENOMEM;
    *pair = (struct aa_pair){ .group = g, .first = first, .second = second };
    int r = pairings_add(f, first->source, second->source, stats_margin, &pair->against);
    if (r == 0) {
        pair->least_found = least_found(&f->pairs[f->count - 1], scratch);
        a->pair_count++;
    }
    free(scratch);
    return r;
}

static int collect_row(struct aa_result *a, struct pairings *f, const struct summary_group *g,
                       const struct summary_row *row)
{
    int r = 0;
    for (size_t i = 0; i < g->column_count && r == 0; i++) {
        const char *method = g->columns[i].method;
        const struct summary_cell *first, *second;
        for (size_t k = 1; r == 0 && (first = find_copy(g, row, method, k)) &&
                           (second = find_copy(g, row, method, k + 1));
             k += 2)
            r = add_pair(a, f, g, first, second);
    }
    return r;
}

static int collect(struct aa_result *a, const struct summary *s)
{
    struct pairings f = { 0 };
    int r = 0;
    for (size_t i = 0; i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count && r == 0; j++)
            r = collect_row(a, &f, &s->groups[i], &s->groups[i].rows[j]);
    return pairings_judge(&f, &s->looks, r);
}

int aa_collect(struct aa_result *ret, const struct summary *s, const struct run *r)
{
    struct aa_result a = { .planted = r->planted };
    a.pairs = calloc(r->case_count + 1, sizeof *a.pairs);
    a.scratch = calloc(2 * r->case_count + 1, sizeof *a.scratch);
    int result = a.pairs && a.scratch ? collect(&a, s) : -ENOMEM;
    if (result == 0 && a.pair_count == 0)
        result = -ENODATA;
    if (result < 0)
        aa_free(&a);
    else
        *ret = a;
    return result;
}

void aa_free(struct aa_result *a)
{
    free(a->pairs);
    free(a->scratch);
    *a = (struct aa_result){ 0 };
}

/* ---- the figures ---- */

/* The smallest value that this share of all does not exceed. */
static double reached_by(double *values, size_t n, double share)
{
    if (n == 0)
        return NAN;
    stats_sort(values, n);
    return values[(size_t)ceil(share * (double)n) - 1];
}

struct aa_figures aa_figures(const struct aa_result *a, const struct summary_group *group,
                             const char *state)
{
    struct aa_figures f = { .width = NAN, .detectable = NAN };
    size_t of[STATS_VERDICTS] = { 0 }, n = 0;
    double rounds = 0;
    double *gaps = a->scratch, *least = a->scratch + a->pair_count;
    for (size_t i = 0; i < a->pair_count; i++) {
        const struct aa_pair *p = &a->pairs[i];
        if ((group && p->group != group) || (state && strcmp(p->group->key.state, state) != 0))
            continue;
        of[p->against.verdict]++;
        f.drifting += p->against.drifting;
        rounds = fmax(rounds, (double)p->against.ratio.n);
        gaps[n] = expm1(fabs(log(p->against.ratio.value)));
        least[n++] = p->least_found;
    }
    f.comparisons = n;
    f.undecided = of[STATS_UNDECIDED] + of[STATS_UNKNOWN];
    f.false_positives = stats_proportion(of[STATS_FASTER] + of[STATS_SLOWER], n);
    f.found = stats_proportion(of[STATS_SLOWER], n);
    f.same = stats_proportion(of[STATS_SAME], n);
    f.width = reached_by(gaps, n, 0.95);
    f.detectable = reached_by(least, n, 0.9);
    double beyond = (f.detectable - stats_margin) / (0.05 - stats_margin);
    f.rounds_for_5 = isfinite(beyond) && beyond > 0 ? ceil(rounds * beyond * beyond) : NAN;
    return f;
}

/* ---- as margin ---- */

static int judge_anew(struct summary *s, const struct aa_result *a)
{
    for (size_t i = 0; i < s->group_count; i++) {
        double width = aa_figures(a, NULL, s->groups[i].key.state).width;
        if (isnan(width))
            width = aa_figures(a, NULL, NULL).width;
        s->groups[i].margin = width > stats_margin ? width : stats_margin;
    }
    return judge_summary(s);
}

int aa_widen(struct summary *s, const struct run *aa)
{
    struct summary of_aa;
    struct aa_result a;
    int r = summary_build(&of_aa, aa);
    if (r < 0)
        return r;
    r = aa_collect(&a, &of_aa, aa);
    if (r == 0) {
        r = judge_anew(s, &a);
        aa_free(&a);
    }
    summary_free(&of_aa);
    return r;
}
