/* SPDX-License-Identifier: MIT */
#include "analysis/compare-counts.h"

bool compare_emulated(const struct compare *c)
{
    bool any = false;
    for (size_t i = 0; i < c->run_count; i++)
        any |= c->runs[i].run.emulated;
    return any;
}

bool compare_count_differs(const struct compare *c, enum count_kind kind, size_t i, size_t run)
{
    const struct compare_cell *first = compare_cell_of(c, i, 0),
                              *cell = compare_cell_of(c, i, run);
    return compare_cell_timed(first) && compare_cell_timed(cell) &&
           !compare_note_refuses(cell->note) &&
           counts_differ(kind, &first->counts[kind], &cell->counts[kind]);
}

bool compare_count_differs_anywhere(const struct compare *c, enum count_kind kind, size_t i)
{
    bool any = false;
    for (size_t run = 1; run < c->run_count; run++)
        any |= compare_count_differs(c, kind, i, run);
    return any;
}

bool compare_count_known(const struct compare *c, enum count_kind kind, size_t i)
{
    bool any = false;
    for (size_t run = 0; run < c->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        any |= compare_cell_timed(cell) && cell->counts[kind].rounds > 0;
    }
    return any;
}

bool compare_outcome_differs(const struct compare *c, size_t i)
{
    bool timed = false, untimed = false;
    for (size_t run = 0; run < c->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        timed |= compare_cell_timed(cell);
        untimed |= cell && !compare_cell_timed(cell);
    }
    return timed && untimed;
}

bool compare_count_listed(const struct compare *c, enum count_kind kind, size_t i)
{
    return compare_count_differs_anywhere(c, kind, i) ||
           (c->all_counts && compare_count_known(c, kind, i));
}

bool compare_counts_listed(const struct compare *c, size_t i)
{
    bool any = compare_outcome_differs(c, i);
    for (size_t kind = 0; kind < COUNTS && !any; kind++)
        any = compare_count_listed(c, (enum count_kind)kind, i);
    return any;
}

static bool differs(const struct compare *c, size_t i)
{
    bool any = compare_outcome_differs(c, i);
    for (size_t kind = 0; kind < COUNTS && !any; kind++)
        any = compare_count_differs_anywhere(c, (enum count_kind)kind, i);
    return any;
}

static bool is_in_two(const struct compare *c, size_t i)
{
    size_t in = 0;
    for (size_t run = 0; run < c->run_count; run++)
        in += compare_cell_of(c, i, run) != NULL;
    return in > 1;
}

size_t compare_counts_different(const struct compare *c, size_t *ret_all)
{
    size_t different = 0;
    *ret_all = 0;
    for (size_t i = 0; i < c->all.case_count; i++) {
        different += differs(c, i);
        *ret_all += is_in_two(c, i);
    }
    return different;
}
