/* SPDX-License-Identifier: MIT */
/*
 * The answer of a run on one screen: for each piece of work, in the page cache and from
 * storage, which method wins, by how much, and how sure that is.
 *
 * A row is a workload, with the number of blocks it draws, the depth of its hit, the size of
 * its file and its threads; all methods of the two families compete in it, each with its
 * buffers.
 */
#ifndef MAPREAD_REPORT_MATRIX_H
#define MAPREAD_REPORT_MATRIX_H

#include "document/document.h"
#include "report/summary.h"

enum { MATRIX_STATES = 2, MATRIX_TEXT_MAX = 160 };
extern const char *const matrix_states[MATRIX_STATES]; /* "warm", "cold" */
/* What they are called above the columns. */
extern const char *const matrix_titles[MATRIX_STATES];

struct matrix_row {
    struct case_key key; /* of its first cell */
    char label[MATRIX_TEXT_MAX];
    const struct summary_row *cells[MATRIX_STATES]; /* of the summary; NULL: not in the run */
};

struct matrix {
    struct matrix_row *rows;
    size_t count;
};

/* 0 or -ENOMEM. The summary must outlive it. Release with matrix_free. */
int matrix_build(struct matrix *ret, const struct summary *s);
void matrix_free(struct matrix *m);

/* "mmap 1.29x [1.26, 1.31]", "the same within 3 %", "undecided, about 60 rounds", "mmap
   methods skipped", "not measured" (NULL). Returns `text`. */
const char *matrix_cell(const struct summary_row *row, char text[MATRIX_TEXT_MAX]);

/* The same without the interval, in a word where nobody wins: "mmap 1.29x", "the same",
   "undecided", "-" (NULL). Returns `text`. */
const char *matrix_winner(const struct summary_row *row, char text[MATRIX_TEXT_MAX]);

/* What the row is called: "find @ 1 MiB, 64 MiB". Returns `text`. */
const char *matrix_label(const struct summary_group *g, const struct summary_row *row,
                         char text[MATRIX_TEXT_MAX]);

/* A cell of a table: matrix_cell, and in HTML its shade, and in words who wins. */
void matrix_fill(struct document *d, struct document_row *to, size_t column,
                 const struct summary_row *row);

/* As a table of the states that the run has; nothing where there are no rows. */
void matrix_add(struct document *d, const struct matrix *m);

#endif
