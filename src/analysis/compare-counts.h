/* SPDX-License-Identifier: MIT */
/* The counts of several runs, case by case against the first run. */
#ifndef MAPREAD_ANALYSIS_COMPARE_COUNTS_H
#define MAPREAD_ANALYSIS_COMPARE_COUNTS_H

#include "analysis/compare.h"

/* One of the runs was emulated: times are not to be compared. */
bool compare_emulated(const struct compare *c);

/* Both are known, of the case c->all.cases[i], and differ between that run and the first. */
bool compare_count_differs(const struct compare *c, enum count_kind kind, size_t i, size_t run);
/* Of some run; and some run tells it. */
bool compare_count_differs_anywhere(const struct compare *c, enum count_kind kind, size_t i);
bool compare_count_known(const struct compare *c, enum count_kind kind, size_t i);
/* The case has a time in a run and none in another that has it. */
bool compare_outcome_differs(const struct compare *c, size_t i);

/* The line of a count is listed: it differs in some run, or all that are known are asked for.
 */
bool compare_count_listed(const struct compare *c, enum count_kind kind, size_t i);
/* Some line of the case is. */
bool compare_counts_listed(const struct compare *c, size_t i);
/* How many cases have a count that differs, or an outcome; and *ret_all that two runs have. */
size_t compare_counts_different(const struct compare *c, size_t *ret_all);

#endif
