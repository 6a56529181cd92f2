/* SPDX-License-Identifier: MIT */
/* The tables of a comparison, one per data set and state: a line per case, a column per
   run; what a cell cannot show stands in a footnote. */
#ifndef MAPREAD_REPORT_COMPARE_TABLE_H
#define MAPREAD_REPORT_COMPARE_TABLE_H

#include <stdio.h>

#include "base/text.h"
#include "report/compare.h"
#include "report/page.h"

/* With more runs than this the intervals are left out, else a run fills half a line. */
enum { COMPARE_DETAILED_RUNS = 3 };

/* `columns`: the labels of the runs. 0 or -ENOMEM. */
int compare_table_print(FILE *out, const struct compare *c, enum compare_question question,
                        const struct summary_group *g, const struct summary_column *columns,
                        const struct report_style *style);

/* There is a line to print. */
bool compare_table_wanted(const struct compare *c, enum compare_question question,
                          const struct summary_group *g);

/* A run has something to say about the case c->all.cases[i]. */
bool compare_table_has_line(const struct compare *c, enum compare_question question, size_t i);

/* "1.14x", "0.0016x": two significant digits at least. "" for NAN. Returns the buffer. */
const char *compare_format_ratio(double ratio, char buffer[TEXT_MAX]);

/* "[1.10, 1.18]", as precise as the value; "" for what would not be readable. Returns the
   buffer. */
const char *compare_format_interval(const struct stats_estimate *e, char buffer[TEXT_MAX]);

#endif
