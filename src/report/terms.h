/* SPDX-License-Identifier: MIT */
/* Where the time goes: each case's terms, their sum and what they leave over. */
#ifndef MAPREAD_REPORT_TERMS_H
#define MAPREAD_REPORT_TERMS_H

#include "analysis/summary.h"
#include "document/document.h"

/* A table per group, and how well the sums explain the run. */
void terms_add(struct document *d, const struct summary *s);

/* "copy 3.1 ms + calls 1.4 ms = 5.2 ms of 5.6 ms", the heaviest first, and what matters; ""
   where there is no model of such a pass. The caller frees; NULL when memory is short. */
char *terms_text(const struct summary_group *g, const struct run_case *c, double measured_ns);

#endif
