/* SPDX-License-Identifier: MIT */
/*
 * "How many times" in words for people. Beside a decision two significant digits, so many as
 * anybody compares; in tables three, as text_format_ratio has them. One more where the ends of
 * the interval would read the same. All return `text`.
 */
#ifndef MAPREAD_REPORT_RATIO_H
#define MAPREAD_REPORT_RATIO_H

#include "base/text.h"
#include "document/document.h"
#include "stats/comparison.h"

enum { RATIO_TEXT_MAX = 2 * TEXT_MAX };

/* From b / a to a / b. */
struct stats_estimate ratio_inverse(struct stats_estimate e);

/* "3.9x" and "23x", but "1.64x". */
const char *ratio_factor(struct stats_estimate e, char text[TEXT_MAX]);
/* "[3.5, 4.3]", with as many digits. */
const char *ratio_interval(struct stats_estimate e, char text[TEXT_MAX]);

/* "0.53x", "0.0016x"; "" for NAN. */
const char *ratio_value(struct stats_estimate e, char text[TEXT_MAX]);
/* "[0.52, 0.55]", with as many digits; "" where it is not known or would not be readable. */
const char *ratio_range(struct stats_estimate e, char text[TEXT_MAX]);
/* "0.53x [0.52, 0.55]", "0.53x" without an interval, "-" for NAN. */
const char *ratio_text(struct stats_estimate e, char text[RATIO_TEXT_MAX]);

/* HTML's shade of a cell that holds it: of what is shown, and a frame where it is undecided. */
void ratio_shade(const struct stats_comparison *c, struct document_cell *cell);

#endif
