/* SPDX-License-Identifier: MIT */
/*
 * Every comparison of a run, one line each: the ratio with its interval, the number of
 * pairs, the verdict and what the counters say.
 */
#ifndef MAPREAD_REPORT_COMPARISONS_H
#define MAPREAD_REPORT_COMPARISONS_H

#include "document/document.h"
#include "report/ratio.h"
#include "report/summary.h"

/* What they mean, and a heading and the lines for each workload of each group. */
void comparisons_add(struct document *d, const struct summary *s);

/* ", of them 4 with mmap-populate": whom else the decision compared, and in how many pairs of
   rounds; "" for nobody. The caller frees; NULL when memory is short. */
char *comparisons_others(const struct summary_group *g, const struct summary_row *row);

enum { COMPARISONS_RATIO_MAX = RATIO_TEXT_MAX, COMPARISONS_VERDICT_MAX = 128 };
/* "faster", "undecided, about 60 rounds would settle it", and the flags: "faster, drifting".
   Returns `text`. */
const char *comparisons_verdict(const struct stats_comparison *c,
                                char text[COMPARISONS_VERDICT_MAX]);
/* For src/html. */
static inline const char *comparisons_ratio(struct stats_estimate e, char text[RATIO_TEXT_MAX])
{
    return ratio_text(e, text);
}

#endif
