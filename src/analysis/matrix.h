/* SPDX-License-Identifier: MIT */
/*
 * The answer of a run: for each piece of work, in the page cache and from storage, the decision
 * between the two families.
 *
 * A row is a workload, with the number of blocks it draws, the depth of its hit, the size of
 * its file and its threads; all methods of the two families compete in it, each with its
 * buffers.
 */
#ifndef MAPREAD_ANALYSIS_MATRIX_H
#define MAPREAD_ANALYSIS_MATRIX_H

#include "analysis/summary.h"

enum { MATRIX_STATES = 2 };
extern const char *const matrix_states[MATRIX_STATES]; /* "warm", "cold" */

/* Of the summary: */
struct matrix_row {
    const struct summary_group *group; /* of the first cell */
    const struct summary_row *first;
    const struct summary_row *cells[MATRIX_STATES]; /* NULL: not in the run */
};

struct matrix {
    struct matrix_row *rows;
    size_t count;
};

/* 0 or -ENOMEM. The summary must outlive it. Release with matrix_free. */
int matrix_build(struct matrix *ret, const struct summary *s);
void matrix_free(struct matrix *m);

/* Some row has a cell in that state. */
bool matrix_has(const struct matrix *m, size_t state);

#endif
