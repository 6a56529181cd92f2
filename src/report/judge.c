/* SPDX-License-Identifier: MIT */
#include "report/judge.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "stats/rank.h"

enum { MIRRORED = 2, CHOICE_PERIOD = 4 * MIRRORED };

bool judge_chooses(double round)
{
    return fmod(floor(round / MIRRORED), CHOICE_PERIOD / MIRRORED) == 1;
}

typedef bool is_wanted_round(double round);

static bool any_round(double round)
{
    (void)round;
    return true;
}

static bool compares(double round)
{
    return !judge_chooses(round);
}

/* The member of a sample that lies at `offset`. */
static double figure_of(const struct sample *s, size_t offset)
{
    return *(const double *)((const char *)s + offset);
}

static double figure_of_round(const struct run_case *c, double round, size_t offset)
{
    for (size_t i = 0; i < c->sample_count; i++)
        if (c->samples[i].round == round)
            return figure_of(&c->samples[i], offset);
    return NAN;
}

/* In the order of the baseline's rounds, which is that in which they were run. */
static int compare_in(struct stats_comparison *ret, const struct run_case *baseline,
                      const struct run_case *subject, is_wanted_round *wanted, size_t offset)
{
    size_t count = 0;
    double *baseline_values = calloc(2 * baseline->sample_count + 1, sizeof *baseline_values);
    if (!baseline_values)
        return -ENOMEM;
    double *measured = baseline_values + baseline->sample_count;
    for (size_t i = 0; i < baseline->sample_count; i++) {
        double round = baseline->samples[i].round;
        if (!wanted(round))
            continue;
        baseline_values[count] = figure_of(&baseline->samples[i], offset);
        measured[count++] = figure_of_round(subject, round, offset);
    }
    *ret = stats_compare(baseline_values, measured, count);
    free(baseline_values);
    return 0;
}

int judge_compare(struct stats_comparison *ret, const struct run_case *baseline,
                  const struct run_case *subject)
{
    return judge_compare_figure(ret, baseline, subject, offsetof(struct sample, wall_ns));
}

int judge_compare_figure(struct stats_comparison *ret, const struct run_case *baseline,
                         const struct run_case *subject, size_t offset)
{
    return compare_in(ret, baseline, subject, any_round, offset);
}

static int compare_row(const struct summary_group *g, struct summary_row *row)
{
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    int r = 0;
    for (size_t i = 0; i < g->column_count && r == 0; i++) {
        struct summary_cell *cell = &row->cells[i];
        if (summary_cell_timed(cell) && summary_cell_timed(baseline) && cell != baseline)
            r = judge_compare(&cell->against, baseline->source, cell->source);
    }
    return r;
}

/* ---- the decision ---- */

static double median_where_chosen(const struct run_case *c, double *scratch)
{
    size_t count = 0;
    for (size_t i = 0; i < c->sample_count; i++)
        if (judge_chooses(c->samples[i].round))
            scratch[count++] = c->samples[i].wall_ns;
    return stats_median(scratch, count);
}

/* A time that is not known is longer than any. */
static bool is_shorter(double a, double b)
{
    return a < b || (isnan(b) && !isnan(a));
}

/* The cell of the family that was fastest in the rounds that choose, or its only one;
 *ret_candidates counts those there were. */
static const struct summary_cell *choose(const struct summary_group *g,
                                         const struct summary_row *row,
                                         enum summary_family family, double *scratch,
                                         size_t *ret_candidates)
{
    const struct summary_cell *best = NULL;
    double lowest = NAN;
    *ret_candidates = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *cell = &row->cells[i];
        if (g->columns[i].family != family || !summary_cell_timed(cell))
            continue;
        double median = median_where_chosen(cell->source, scratch);
        if (!best || is_shorter(median, lowest)) {
            best = cell;
            lowest = median;
        }
        ++*ret_candidates;
    }
    return best;
}

/* Where neither family leaves a choice, every round compares. */
static int make_decision(const struct summary_group *g, struct summary_row *row)
{
    size_t of_mmap, of_read;
    struct summary_decision c = { .against = stats_compare(NULL, NULL, 0) };
    double *scratch = calloc(g->rounds + 1, sizeof *scratch);
    if (!scratch)
        return -ENOMEM;
    c.mmap = choose(g, row, SUMMARY_FAMILY_MMAP, scratch, &of_mmap);
    c.read = choose(g, row, SUMMARY_FAMILY_READ, scratch, &of_read);
    free(scratch);
    int r = 0;
    if (c.mmap && c.read)
        r = compare_in(&c.against, c.read->source, c.mmap->source,
                       of_mmap > 1 || of_read > 1 ? compares : any_round,
                       offsetof(struct sample, wall_ns));
    row->best = c;
    return r;
}

/* ---- the table ---- */

int judge_together(struct stats_comparison **table, size_t count, double margin)
{
    double *p = calloc(count + 1, sizeof *p);
    if (!p)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++)
        p[i] = table[i]->p;
    stats_holm(p, count, p);
    for (size_t i = 0; i < count; i++) {
        table[i]->p_adjusted = p[i];
        table[i]->verdict = stats_judge(table[i], margin);
    }
    free(p);
    return 0;
}

static int judge_methods(struct summary_group *g, double margin)
{
    size_t count = 0;
    struct stats_comparison **table =
        calloc(g->row_count * g->column_count + 1, sizeof(struct stats_comparison *));
    if (!table)
        return -ENOMEM;
    for (size_t i = 0; i < g->row_count; i++)
        for (size_t j = 0; j < g->column_count; j++)
            if (g->rows[i].cells[j].source)
                table[count++] = &g->rows[i].cells[j].against;
    int r = judge_together(table, count, margin);
    free(table);
    return r;
}

static int judge_decisions(struct summary_group *g, double margin)
{
    struct stats_comparison **table =
        calloc(g->row_count + 1, sizeof(struct stats_comparison *));
    if (!table)
        return -ENOMEM;
    for (size_t i = 0; i < g->row_count; i++)
        table[i] = &g->rows[i].best.against;
    int r = judge_together(table, g->row_count, margin);
    free(table);
    return r;
}

int judge_group(struct summary_group *g, double margin)
{
    int r = 0;
    g->margin = margin;
    for (size_t i = 0; i < g->row_count && r == 0; i++) {
        r = compare_row(g, &g->rows[i]);
        if (r == 0)
            r = make_decision(g, &g->rows[i]);
    }
    if (r == 0)
        r = judge_methods(g, margin);
    return r == 0 ? judge_decisions(g, margin) : r;
}

int summary_build(struct summary *ret, const struct run *r)
{
    struct summary s;
    int result = summary_gather(&s, r);
    if (result < 0)
        return result;
    for (size_t i = 0; i < s.group_count && result == 0; i++)
        result = judge_group(&s.groups[i], stats_margin);
    if (result < 0)
        summary_free(&s);
    else
        *ret = s;
    return result;
}
