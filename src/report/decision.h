/* SPDX-License-Identifier: MIT */
/* The decision of a row: which cells stand for their families, and the comparison of them. */
#ifndef MAPREAD_REPORT_DECISION_H
#define MAPREAD_REPORT_DECISION_H

#include "report/summary.h"

/* Sets `best` of the row and `decides` of its cells; the verdict is STATS_UNKNOWN.
   0 or -ENOMEM. */
int decision_make(const struct summary_group *g, struct summary_row *row);

#endif
