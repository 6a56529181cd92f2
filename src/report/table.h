/* SPDX-License-Identifier: MIT */
/*
 * The table of one group: per workload the time, its ratio to the baseline and the
 * peak memory of every method; what a cell cannot show stands in a footnote.
 */
#ifndef MAPREAD_REPORT_TABLE_H
#define MAPREAD_REPORT_TABLE_H

#include <stdio.h>

#include "report/page.h"
#include "report/summary.h"

/* `planned_rounds`: of the run; 0 when not known. 0 or -ENOMEM. */
int table_print(FILE *out, const struct summary_group *g, unsigned planned_rounds,
                const struct report_style *style);

#endif
