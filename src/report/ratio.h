/* SPDX-License-Identifier: MIT */
/* "How many times" in words for people: two significant digits, so many as anybody compares. */
#ifndef MAPREAD_REPORT_RATIO_H
#define MAPREAD_REPORT_RATIO_H

#include "document/document.h"
#include "stats/comparison.h"

enum { RATIO_TEXT_MAX = 64 };

/* From b / a to a / b. */
struct stats_estimate ratio_inverse(struct stats_estimate e);

/* "3.9x" and "23x", but "1.64x"; one digit more where the interval's ends would read the same.
   Return `text`. */
const char *ratio_factor(struct stats_estimate e, char text[RATIO_TEXT_MAX]);
/* "[3.5, 4.3]", with as many digits. */
const char *ratio_interval(struct stats_estimate e, char text[RATIO_TEXT_MAX]);

/* HTML's shade of a cell that holds it: of what is shown, and a frame where it is undecided. */
void ratio_shade(const struct stats_comparison *c, struct document_cell *cell);

#endif
