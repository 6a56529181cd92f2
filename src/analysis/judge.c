/* SPDX-License-Identifier: MIT */
#include "analysis/judge.h"

#include <stdlib.h>

#include "analysis/decision.h"

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
static int mark_fastest(const struct summary *s, const struct summary_group *g,
                        const struct summary_row *row)
{
    int r = 0;
    struct summary_cell *lowest = lowest_of(g, row);
    size_t others = count_timed(g, row) - (lowest != NULL);
    double tries = (double)(others * g->row_count * (s->looks.count ? s->looks.count : 1));
    bool shown = others > 0;
    for (size_t i = 0; i < g->column_count && shown && r == 0; i++) {
        struct stats_comparison c;
        if (!summary_cell_timed(&row->cells[i]) || &row->cells[i] == lowest)
            continue;
        r = pairings_compare(&c, row->cells[i].source, lowest->source,
                             offsetof(struct sample, wall_ns));
        shown = r == 0 && c.p[STATS_CLAIM_FASTER] * tries <= stats_alpha;
    }
    for (size_t i = 0; i < g->column_count; i++)
        row->cells[i].fastest = shown && r == 0 && &row->cells[i] == lowest;
    return r;
}

/* ---- all of a run ---- */

typedef int row_work(struct pairings *f, const struct summary *s, struct summary_group *g,
                     struct summary_row *row);

static int add_methods(struct pairings *f, const struct summary *s, struct summary_group *g,
                       struct summary_row *row)
{
    (void)s;
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    int r = 0;
    for (size_t i = 0; i < g->column_count && r == 0; i++) {
        struct summary_cell *cell = &row->cells[i];
        cell->against = stats_compare(NULL, NULL, 0);
        if (summary_cell_timed(cell) && summary_cell_timed(baseline) && cell != baseline)
            r = pairings_add(f, baseline->source, cell->source, g->margin, &cell->against);
    }
    return r;
}

static int add_decision(struct pairings *f, const struct summary *s, struct summary_group *g,
                        struct summary_row *row)
{
    int r = mark_fastest(s, g, row);
    return r == 0 ? decision_make(f, g, row) : r;
}

static int judge_rows(struct summary *s, row_work *add)
{
    struct pairings f = { 0 };
    int r = 0;
    for (size_t i = 0; i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count && r == 0; j++)
            r = add(&f, s, &s->groups[i], &s->groups[i].rows[j]);
    return pairings_judge(&f, &s->looks, r);
}

/* Undecided is a decision of two families as well of which every round so far only chose. */
static int settle_decisions(struct summary_group *g)
{
    int r = 0;
    for (size_t i = 0; i < g->row_count && r == 0; i++) {
        struct summary_decision *d = &g->rows[i].best;
        r = decision_settle(g, &g->rows[i]);
        if (d->against.verdict == STATS_UNKNOWN && d->mmap && d->read)
            d->against.verdict = STATS_UNDECIDED;
    }
    return r;
}

int judge_summary(struct summary *s)
{
    int r = judge_rows(s, add_methods);
    if (r == 0)
        r = judge_rows(s, add_decision);
    for (size_t i = 0; i < s->group_count && r == 0; i++)
        r = settle_decisions(&s->groups[i]);
    return r;
}

int summary_build(struct summary *ret, const struct run *r)
{
    struct summary s;
    int result = summary_gather(&s, r);
    if (result < 0)
        return result;
    for (size_t i = 0; i < s.group_count; i++)
        s.groups[i].margin = stats_margin;
    result = judge_summary(&s);
    if (result < 0)
        summary_free(&s);
    else
        *ret = s;
    return result;
}
