/* SPDX-License-Identifier: MIT */
/* The tables of a comparison, one per data set and state: a line per case, a column per
   run; what a cell cannot show stands in a note. */
#ifndef MAPREAD_REPORT_COMPARE_TABLE_H
#define MAPREAD_REPORT_COMPARE_TABLE_H

#include "analysis/compare.h"
#include "document/document.h"

/* `columns`: the labels of the runs. */
void compare_table_add(struct document *d, const struct compare *c,
                       enum compare_question question, const struct summary_group *g,
                       const struct document_column *columns);

/* There is a line to print. */
bool compare_table_wanted(const struct compare *c, enum compare_question question,
                          const struct summary_group *g);

/* A run has something to say about the case c->all.cases[i], and what compare.only_different
   asks for. */
bool compare_table_has_line(const struct compare *c, enum compare_question question, size_t i);

#endif
