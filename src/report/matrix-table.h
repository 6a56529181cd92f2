/* SPDX-License-Identifier: MIT */
/* The answer of a run on one screen: which method wins, by how much, and how sure that is. */
#ifndef MAPREAD_REPORT_MATRIX_TABLE_H
#define MAPREAD_REPORT_MATRIX_TABLE_H

#include "analysis/matrix.h"
#include "report/proof.h"
#include "document/document.h"

enum { MATRIX_TEXT_MAX = 160 };
/* What the states are called above the columns, where they are verified. */
extern const char *const matrix_titles[MATRIX_STATES];

/* "mmap 1.29x [1.26, 1.31]", "the same within 3 %", "undecided, about 60 rounds", "mmap
   methods skipped", "not measured" (NULL). Returns `text`. */
const char *matrix_cell(const struct summary_row *row, char text[MATRIX_TEXT_MAX]);

/* The same without the interval, in a word where nobody wins: "mmap 1.29x", "the same",
   "undecided", "-" (NULL). Returns `text`. */
const char *matrix_winner(const struct summary_row *row, char text[MATRIX_TEXT_MAX]);

/* What the row is called: "find @ 1 MiB, 64 MiB". Returns `text`. */
const char *matrix_label(const struct summary_group *g, const struct summary_row *row,
                         char text[MATRIX_TEXT_MAX]);

/* A cell of a table: matrix_cell, in HTML its shade and in words who wins, and "unproved" where
   others of `all`, the cells below the title, are not. */
void matrix_fill(struct document *d, struct document_row *to, size_t column,
                 const struct summary_row *row, struct proof all);

/* As a table of the states that the run has; nothing where there are no rows. */
void matrix_add(struct document *d, const struct matrix *m);

#endif
