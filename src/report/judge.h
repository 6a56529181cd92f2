/* SPDX-License-Identifier: MIT */
/*
 * Which comparisons a group of a summary makes, and the verdict on each.
 *
 * Two comparisons matter, and each kind is a table of its own for Holm's adjustment:
 * every method with the baseline of its row, and the decision of the two families.
 *
 * The fastest of a row is shown where the one with the lowest median is faster than each of
 * the others, p times the number of others and of the group's rows (Bonferroni): so many
 * could have been picked, and all must be beaten.
 */
#ifndef MAPREAD_REPORT_JUDGE_H
#define MAPREAD_REPORT_JUDGE_H

#include "report/summary.h"

/* Sets the margin, `against`, `fastest` and `decides` of the cells and `best` of the rows;
   may be called again with another margin. 0 or -ENOMEM. */
int judge_group(struct summary_group *g, double margin);

/* The comparison of two cases by the rounds that both have. 0 or -ENOMEM. */
int judge_compare(struct stats_comparison *ret, const struct run_case *baseline,
                  const struct run_case *subject);

/* Holm's adjustment over comparisons that belong together, then the verdict on each.
   0 or -ENOMEM. */
int judge_together(struct stats_comparison **table, size_t count, double margin);

/* The same of the member of struct sample at `offset`, which must not be below 0. */
int judge_compare_figure(struct stats_comparison *ret, const struct run_case *baseline,
                         const struct run_case *subject, size_t offset);

#endif
