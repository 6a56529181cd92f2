/* SPDX-License-Identifier: MIT */
/* The machine's constants of several runs, side by side. */
#ifndef MAPREAD_REPORT_COMPARE_COSTS_H
#define MAPREAD_REPORT_COMPARE_COSTS_H

#include "analysis/compare.h"
#include "document/document.h"

/* Those that differ: the interval of some run does not meet the first's, and the two are
   COMPARE_COSTS_APART from each other. The furthest is named. Nothing unless two runs have
   measured theirs. */
#define COMPARE_COSTS_APART 0.1
void compare_costs_add(struct document *d, const struct compare *c);

#endif
