/* SPDX-License-Identifier: MIT */
/*
 * The table of one group: per workload the time, its ratio to the baseline and the
 * peak memory of every method; what a cell cannot show stands in a footnote.
 */
#ifndef MAPREAD_REPORT_TABLE_H
#define MAPREAD_REPORT_TABLE_H

#include "analysis/summary.h"
#include "document/document.h"

/* The tables of all groups, and once what their lines mean. `planned_rounds`: of the run; 0
   when not known. */
void table_add_all(struct document *d, const struct summary *s, unsigned planned_rounds);
/* That of one group alone. */
void table_add(struct document *d, const struct summary_group *g, unsigned planned_rounds);

/* Columns for document_table, which are the document's; NULL after its error. */
const struct document_column *table_columns(struct document *d,
                                            const struct summary_column *columns, size_t count);

#endif
