/* SPDX-License-Identifier: MIT */
#include "analysis/need.h"

#include <errno.h>
#include <stddef.h>

#include "analysis/aa.h"
#include "analysis/pairings.h"

struct need {
    const struct run *run;
    const struct summary *summary;
    bool *needed;
};

static void need(const struct need *n, const struct summary_cell *cell)
{
    n->needed[cell->source - n->run->cases] = true;
}

static void need_compared(const struct need *n, const struct summary_group *g,
                          const struct summary_row *row)
{
    for (size_t i = 0; i < g->column_count; i++) {
        if (row->cells[i].against.verdict != STATS_UNDECIDED)
            continue;
        need(n, &row->cells[i]);
        need(n, summary_find_cell(g, row, row->baseline));
    }
}

static size_t count_members(const struct summary_group *g, const struct summary_row *row,
                            enum summary_family family)
{
    size_t count = 0;
    for (size_t i = 0; i < g->column_count; i++)
        count += g->columns[i].family == family && summary_cell_timed(&row->cells[i]);
    return count;
}

/* Slower than the choice, p times the members (Bonferroni) and the looks. */
static int is_beaten(const struct need *n, const struct summary_cell *choice,
                     const struct summary_cell *cell, size_t members, bool *ret)
{
    struct stats_comparison c;
    size_t looks = n->summary->looks.count ? n->summary->looks.count : 1;
    int r =
        pairings_compare(&c, choice->source, cell->source, offsetof(struct sample, wall_ns));
    *ret = r == 0 && c.p[STATS_CLAIM_SLOWER] * (double)(members * looks) <= stats_alpha;
    return r;
}

static int need_family(const struct need *n, const struct summary_group *g,
                       const struct summary_row *row, enum summary_family family,
                       const struct summary_cell *choice)
{
    int r = 0;
    size_t members = count_members(g, row, family);
    for (size_t i = 0; i < g->column_count && r == 0; i++) {
        const struct summary_cell *cell = &row->cells[i];
        bool beaten = false;
        if (g->columns[i].family != family || !summary_cell_timed(cell))
            continue;
        if (cell != choice)
            r = is_beaten(n, choice, cell, members, &beaten);
        if (r == 0 && !beaten)
            need(n, cell);
    }
    return r;
}

static int need_row(const struct need *n, const struct summary_group *g,
                    const struct summary_row *row)
{
    const struct summary_decision *d = &row->best;
    need_compared(n, g, row);
    if (d->against.verdict != STATS_UNDECIDED)
        return 0;
    int r = need_family(n, g, row, SUMMARY_FAMILY_READ, d->read);
    return r == 0 ? need_family(n, g, row, SUMMARY_FAMILY_MMAP, d->mmap) : r;
}

static int need_rows(const struct need *n)
{
    int r = 0;
    for (size_t i = 0; i < n->summary->group_count; i++)
        for (size_t j = 0; j < n->summary->groups[i].row_count && r == 0; j++)
            r = need_row(n, &n->summary->groups[i], &n->summary->groups[i].rows[j]);
    return r;
}

static int need_pairs(const struct need *n)
{
    struct aa_result a;
    int r = aa_collect(&a, n->summary, n->run);
    if (r < 0)
        return r == -ENODATA ? 0 : r;
    for (size_t i = 0; i < a.pair_count; i++)
        if (a.pairs[i].against.verdict == STATS_UNDECIDED) {
            need(n, a.pairs[i].first);
            need(n, a.pairs[i].second);
        }
    aa_free(&a);
    return 0;
}

static int fill(const struct run *r, bool *ret_needed, int (*look)(const struct need *n))
{
    struct summary s;
    int result = summary_build(&s, r);
    if (result < 0)
        return result;
    for (size_t i = 0; i < r->case_count; i++)
        ret_needed[i] = false;
    result = look(&(struct need){ .run = r, .summary = &s, .needed = ret_needed });
    summary_free(&s);
    return result;
}

int need_cases(const struct run *r, bool *ret_needed)
{
    return fill(r, ret_needed, need_rows);
}

int need_copies(const struct run *r, bool *ret_needed)
{
    return fill(r, ret_needed, need_pairs);
}
