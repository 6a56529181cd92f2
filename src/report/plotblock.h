/* SPDX-License-Identifier: MIT */
/* What the two data files of plotdata.h have in common. */
#ifndef MAPREAD_REPORT_PLOTBLOCK_H
#define MAPREAD_REPORT_PLOTBLOCK_H

#include <stdio.h>

#include "analysis/summary.h"

struct plot {
    FILE *out;
    const struct run *run;
    const struct summary *summary;
    double *rows;  /* y of each of the summary's columns */
    double bottom; /* y below the last row */
};

/* Ends the last block and begins the next. `legend` explains its columns. */
void plot_begin_block(const struct plot *p, const char *name, const char *legend);

/* A text as a quoted field, whatever is in it. */
void plot_write_text(const struct plot *p, const char *text);

/* The blocks that stand in both files. `heading` is the title of the picture.
   0 or -ENOMEM. */
int plot_write_titles(const struct plot *p, const char *heading);
void plot_write_methods(const struct plot *p);

/* What stands in the place of a figure: "skipped", or NULL when there is one or the run
   has no such case. `buffer` has room for TEXT_MAX + 1 bytes. */
const char *plot_note(const struct summary_cell *cell, char *buffer);

/* How many lines plot_write_titles writes; 0 or -ENOMEM. */
int plot_count_titles(const struct plot *p, size_t *ret);

/* Write the blocks of one file. 0 or -ENOMEM. */
int plot_write_time(const struct plot *p);
int plot_write_rss(const struct plot *p);

#endif
