/* SPDX-License-Identifier: MIT */
/* The decision of a row: which cells stand for their families, and the comparison of them. */
#ifndef MAPREAD_ANALYSIS_DECISION_H
#define MAPREAD_ANALYSIS_DECISION_H

#include "analysis/pairings.h"
#include "analysis/summary.h"

/* Sets `best` of the row and `decides` of its cells, and adds its comparison to the family,
   which sets `best.against`. 0 or -ENOMEM. */
int decision_make(struct pairings *f, const struct summary_group *g, struct summary_row *row);
/* After the family was judged: `best` and `decides` of the pairs that had a say in the verdict.
   Cases go on in rounds behind it, for the sake of others. 0 or -ENOMEM. */
int decision_settle(const struct summary_group *g, struct summary_row *row);

#endif
