/* SPDX-License-Identifier: MIT */
#include "report/judge.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "report/decision.h"
#include "stats/rank.h"

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

int judge_compare(struct stats_comparison *ret, const struct run_case *baseline,
                  const struct run_case *subject)
{
    return judge_compare_figure(ret, baseline, subject, offsetof(struct sample, wall_ns));
}

/* In the order of the baseline's rounds, which is that in which they were run. */
int judge_compare_figure(struct stats_comparison *ret, const struct run_case *baseline,
                         const struct run_case *subject, size_t offset)
{
    double *baseline_values = calloc(2 * baseline->sample_count + 1, sizeof *baseline_values);
    if (!baseline_values)
        return -ENOMEM;
    double *measured = baseline_values + baseline->sample_count;
    for (size_t i = 0; i < baseline->sample_count; i++) {
        double round = baseline->samples[i].round;
        baseline_values[i] = figure_of(&baseline->samples[i], offset);
        measured[i] = figure_of_round(subject, round, offset);
    }
    *ret = stats_compare(baseline_values, measured, baseline->sample_count);
    free(baseline_values);
    return 0;
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

/* ---- the fastest ---- */

static struct summary_cell *lowest_of(const struct summary_group *g,
                                      const struct summary_row *row)
{
    struct summary_cell *lowest = NULL;
    for (size_t i = 0; i < g->column_count; i++) {
        struct summary_cell *cell = &row->cells[i];
        if (summary_cell_timed(cell) &&
            (!lowest || cell->wall_ns.value < lowest->wall_ns.value))
            lowest = cell;
    }
    return lowest;
}

static size_t count_timed(const struct summary_group *g, const struct summary_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < g->column_count; i++)
        count += summary_cell_timed(&row->cells[i]);
    return count;
}

/* Alone nobody is the fastest. */
static int mark_fastest(const struct summary_group *g, const struct summary_row *row)
{
    int r = 0;
    struct summary_cell *lowest = lowest_of(g, row);
    size_t others = count_timed(g, row) - (lowest != NULL);
    bool shown = others > 0;
    for (size_t i = 0; i < g->column_count && shown && r == 0; i++) {
        struct stats_comparison c;
        if (!summary_cell_timed(&row->cells[i]) || &row->cells[i] == lowest)
            continue;
        r = judge_compare(&c, row->cells[i].source, lowest->source);
        if (r == 0) {
            c.p_adjusted = c.p * (double)(others * g->row_count);
            shown = stats_judge(&c, g->margin) == STATS_FASTER;
        }
    }
    for (size_t i = 0; i < g->column_count; i++)
        row->cells[i].fastest = shown && r == 0 && &row->cells[i] == lowest;
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
    for (size_t i = 0; i < g->row_count; i++)
        if (table[i]->ratio.n == 0 && g->rows[i].best.mmap && g->rows[i].best.read)
            table[i]->verdict = STATS_TOO_FEW;
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
            r = decision_make(g, &g->rows[i]);
        if (r == 0)
            r = mark_fastest(g, &g->rows[i]);
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
