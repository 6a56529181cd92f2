/* SPDX-License-Identifier: MIT */
/* The tables of counts of several runs, one per data set and state: a row per case, a line per
   count, a column per run. */
#ifndef MAPREAD_REPORT_COUNTS_TABLE_H
#define MAPREAD_REPORT_COUNTS_TABLE_H

#include "analysis/compare-counts.h"
#include "base/text.h"
#include "document/document.h"

enum { COUNTS_TEXT_MAX = 4 * TEXT_MAX };

/* "129", "64.0 KiB"; "-" where it is not known. Returns `text`. */
const char *counts_value(enum count_kind kind, double value, char text[TEXT_MAX]);
/* The median and the range that the rounds had: "129", "131 [129, 140]". Returns `text`. */
const char *counts_text(enum count_kind kind, const struct count_range *r,
                        char text[COUNTS_TEXT_MAX]);

/* Tables of several lines for a case, one table per data set and state: those of counts, and
   those of a letter. */
struct counts_view {
    const struct compare *compare;
    struct document *document;
    struct document_table form;   /* the columns of each */
    struct document_table *table; /* the one that is being filled; NULL at first */
    /* Whether the case compare->all.cases[i] has lines; adds them; a count of a run in one. */
    bool (*wants)(const struct compare *c, size_t i);
    void (*add)(const struct counts_view *v, const char *name, size_t i);
    void (*write)(const struct counts_view *v, struct document_row *line, enum count_kind kind,
                  size_t i, size_t run);
};
void counts_tables_add(struct counts_view *v);
/* A line; *name, the case's, stands in its first one alone. */
struct document_row *counts_line(const struct counts_view *v, const char **name,
                                 const char *what);
/* The lines of its counts that are listed. */
void counts_lines_add(const struct counts_view *v, const char **name, size_t i);

/* What is listed, when two counts differ, and the tables; what does not differ is left out
   unless compare.all_counts. `columns`: the labels of the runs. */
void counts_table_add(struct document *d, const struct compare *c,
                      const struct document_column *columns);

#endif
