/* SPDX-License-Identifier: MIT */
/*
 * Who wins in each run: the decisions of several runs side by side. A decision is made within
 * one run, by rounds in pairs, and so it may stand beside another's even where the times of two
 * machines may not.
 */
#ifndef MAPREAD_REPORT_COMPARE_MATRIX_H
#define MAPREAD_REPORT_COMPARE_MATRIX_H

#include "document/document.h"
#include "report/compare.h"
#include "report/matrix.h"

struct compare_matrix_row {
    struct case_key key;
    char label[MATRIX_TEXT_MAX];
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

/* A table for each state, `columns` being the labels of the runs; nothing where no run has a
   row. */
void compare_matrix_add(struct document *d, const struct compare *c,
                        const struct document_column *columns);

#endif
