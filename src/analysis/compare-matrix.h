/* SPDX-License-Identifier: MIT */
/*
 * Who wins in each run: the decisions of several runs side by side. A decision is made within
 * one run, by rounds in pairs, and so it may stand beside another's even where the times of two
 * machines may not.
 */
#ifndef MAPREAD_ANALYSIS_COMPARE_MATRIX_H
#define MAPREAD_ANALYSIS_COMPARE_MATRIX_H

#include "analysis/compare.h"
#include "analysis/matrix.h"

struct compare_matrix_row {
    const struct summary_group *group; /* of the first cell of the first run that has it */
    const struct summary_row *first;
    const struct summary_row **cells; /* [state * runs + run]; NULL: not in that run */
};

struct compare_matrix {
    struct compare_matrix_row *rows; /* in the order of the runs */
    size_t count, run_count;
};

/* 0 or -ENOMEM. The runs must outlive it. Release with compare_matrix_free. */
int compare_matrix_build(struct compare_matrix *ret, const struct compare *c);
void compare_matrix_free(struct compare_matrix *m);

const struct summary_row *compare_matrix_cell(const struct compare_matrix *m, size_t row,
                                              size_t state, size_t run);
/* Some run has the row in that state. */
bool compare_matrix_has(const struct compare_matrix *m, size_t row, size_t state);

#endif
