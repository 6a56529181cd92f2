/* SPDX-License-Identifier: MIT */
/*
 * A table of short texts: one column per method, several lines per row.
 *
 * On a terminal it is cut into blocks of as many columns as fit on the page, the
 * families in blocks of their own, and long names are broken at their '-'. In
 * Markdown each family is one table, padded so that it can be read raw. Where there
 * is no bold, a star stands before the text.
 */
#ifndef MAPREAD_REPORT_GRID_H
#define MAPREAD_REPORT_GRID_H

#include "report/page.h"
#include "report/summary.h"

enum { GRID_TEXT_MAX = 64 };

struct grid_cell {
    char text[GRID_TEXT_MAX];
    bool bold;
};

struct grid_line {
    const char *row;    /* the row's name on its first line, else "" */
    const char *figure; /* what the line holds: "ratio" */
    struct grid_cell *cells;
};

struct grid {
    const char *corner;                   /* heading of the rows' names */
    const struct summary_column *columns; /* borrowed, like every name in here */
    size_t column_count;
    struct grid_line *lines;
    size_t line_count;
};

/* An empty grid with `line_count` lines. 0 or -ENOMEM. Release with grid_free. */
int grid_new(struct grid *ret, const struct summary_column *columns, size_t column_count,
             size_t line_count);
void grid_free(struct grid *g);

/* 0 or -ENOMEM. */
int grid_print(FILE *out, const struct grid *g, const struct report_style *style);

#endif
