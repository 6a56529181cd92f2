/* SPDX-License-Identifier: MIT */
/*
 * Which comparisons a run makes, and the verdicts on them: stats/comparison.h says how.
 *
 * Two families matter, each judged by itself over the whole run: every method with the
 * baseline of its row, and the decisions between the best methods of the two families.
 *
 * The fastest of a row is shown where the one with the lowest median is faster than each of
 * the others, p times the number of others, of the group's rows and of the looks
 * (Bonferroni): so many could have been picked, and all must be beaten.
 */
#ifndef MAPREAD_ANALYSIS_JUDGE_H
#define MAPREAD_ANALYSIS_JUDGE_H

#include "analysis/summary.h"

/* Sets `against`, `fastest` and `decides` of the cells and `best` of the rows, by the margins
   of the groups; may be called again with others. 0 or -ENOMEM. */
int judge_summary(struct summary *s);

#endif
