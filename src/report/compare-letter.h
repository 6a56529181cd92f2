/* SPDX-License-Identifier: MIT */
/* A comparison to be pasted into a letter, such as the cover of a kernel patch: short, and made
   for DOCUMENT_TEXT72. */
#ifndef MAPREAD_REPORT_COMPARE_LETTER_H
#define MAPREAD_REPORT_COMPARE_LETTER_H

#include "analysis/compare.h"
#include "document/document.h"

/* What was compared, each run as a letter; then a table per data set and state: of each case
   the time of every run and by how much it changed, unless a run is emulated, and the counts
   that differ. `c` is finished. */
void compare_letter(struct document *d, const struct compare *c);

#endif
