/* SPDX-License-Identifier: MIT */
/*
 * Every comparison of a run, one line each: the ratio with its interval, the number of
 * pairs, the verdict and what the counters say.
 */
#ifndef MAPREAD_REPORT_COMPARISONS_H
#define MAPREAD_REPORT_COMPARISONS_H

#include "analysis/summary.h"
#include "document/document.h"

/* What they mean, and a heading and the lines for each workload of each group. */
void comparisons_add(struct document *d, const struct summary *s);

#endif
