/* SPDX-License-Identifier: MIT */
/* Where the time goes: each case's terms, their sum and what they leave over. */
#ifndef MAPREAD_REPORT_TERMS_H
#define MAPREAD_REPORT_TERMS_H

#include "analysis/summary.h"
#include "document/document.h"

/* A table per group, and how well the sums explain the run. */
void terms_add(struct document *d, const struct run *r, const struct summary *s);

/* "calls 1.4 ms, copy 3.1 ms, work 0.73 ms: 5.2 of 5.6 ms", the heaviest first; "" where there
   is no model of such a pass. The caller frees; NULL when memory is short. */
char *terms_text(const struct run *r, const struct run_case *c, double file_bytes);

#endif
