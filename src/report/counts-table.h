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

/* What stands in a row's place of a case: "full-read mmap". The caller frees; NULL: memory is
   short. */
char *counts_case(const struct summary_row *row, const struct summary_column *column);

/* What is listed, when two counts differ, and the tables; what does not differ is left out
   unless compare.all_counts. `columns`: the labels of the runs. */
void counts_table_add(struct document *d, const struct compare *c,
                      const struct document_column *columns);

#endif
