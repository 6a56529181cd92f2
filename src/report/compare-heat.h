/* SPDX-License-Identifier: MIT */
/*
 * mmap against read, run by run: where on this machine or file system is mmap worth it? A
 * table for each state, workloads down and runs across. Each figure and its verdict are those
 * of one run by itself, paired by round, as `mapread show` gives them; what was never
 * compared across runs can be told all the same.
 */
#ifndef MAPREAD_REPORT_COMPARE_HEAT_H
#define MAPREAD_REPORT_COMPARE_HEAT_H

#include <stdio.h>

#include "report/compare.h"
#include "report/page.h"

#define COMPARE_HEAT_TITLE "mmap against read, run by run"

/* Some run has a case of mmap (or of what the workload is about: summary_challenger) in this
   row of c->layout. */
bool compare_heat_wants(const struct summary_group *g, const struct summary_row *row);

/* The group is the first of its state that has such a row. */
bool compare_heat_begins(const struct compare *c, size_t group);

/* The heat map in signs; nothing where no run has mmap. `columns`: the labels of the runs. 0
   or -ENOMEM. */
int compare_heat_print(FILE *out, const struct compare *c, const struct summary_column *columns,
                       const struct report_style *style);

#endif
