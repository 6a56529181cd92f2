/* SPDX-License-Identifier: MIT */
/*
 * Which cases the next look of a run needs, when some of its comparisons have their verdicts:
 * those of a comparison that is undecided, and all of both families where a decision is, but
 * for members that are shown slower than their family's choice.
 */
#ifndef MAPREAD_ANALYSIS_NEED_H
#define MAPREAD_ANALYSIS_NEED_H

#include "runfile/run.h"

/* ret_needed[i] of r->cases[i]. They fit struct runner_request. 0 or -ENOMEM. */
int need_cases(const struct run *r, bool *ret_needed);
/* The same of a run of mapread aa, whose comparisons are those of the copies. */
int need_copies(const struct run *r, bool *ret_needed);

#endif
