/* SPDX-License-Identifier: MIT */
/* Where and how a run was made, and what to know before believing it. */
#ifndef MAPREAD_REPORT_MACHINE_H
#define MAPREAD_REPORT_MACHINE_H

#include "analysis/summary.h"
#include "document/document.h"

/* All that is recorded of the machine, what disturbed it, what the doctor found, the data sets.
 */
void machine_add(struct document *d, const struct run *r);

/* Of an emulated run a caution, which stands before every figure. */
void machine_add_emulated(struct document *d, const struct run *r);

/* Items: what was not finished, failed, was stopped and is undecided. Returns how many. */
size_t machine_add_warnings(struct document *d, const struct run *r, const struct summary *s);
/* More of them where machine_add is not: what disturbed the run, what the doctor warned of. */
size_t machine_add_disturbed(struct document *d, const struct run *r);

#endif
