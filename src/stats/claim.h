/* SPDX-License-Identifier: MIT */
/*
 * Does a published claim hold here? A claim is how many times better (faster, with less
 * memory) the mmap side was: one number, a range, or only that it was better. What was
 * found here is the same ratio with its interval. The rule:
 *
 *     not known       there is no interval: fewer than STATS_INTERVAL_MIN rounds
 *     does not hold   the interval lies on the other side of 1, or no difference is shown:
 *                     it comes within stats_margin of 1
 *     holds           the interval lies on the claim's side of 1, and both its ends lie
 *                     within a factor CLAIM_FACTOR of the claim (of the range's ends); or
 *                     the claim is only that it was better
 *     holds partly    on the claim's side, but not of its size
 *
 * A published ratio within stats_margin of 1 claims that there is no difference: it holds
 * where none is shown, and else does not. A range that has 1 inside has its middle's side.
 * One that ends at 1 from below claims that the mmap side is not better: it holds unless
 * that is shown.
 */
#ifndef MAPREAD_STATS_CLAIM_H
#define MAPREAD_STATS_CLAIM_H

#include <stdbool.h>

#include "stats/stats.h"

#define CLAIM_FACTOR 2.0

enum claim_verdict { CLAIM_NOT_KNOWN, CLAIM_FAILS, CLAIM_PARTLY, CLAIM_HOLDS };
enum { CLAIM_VERDICTS = CLAIM_HOLDS + 1 };
extern const char *const claim_verdict_names[CLAIM_VERDICTS];

/* On which side of 1 the interval lies beyond stats_margin: 1 above, -1 below, 0 neither. */
int claim_side(struct stats_estimate measured);

/* The same of a claim; of one that names no size, 1. */
int claim_side_claimed(double low, double high);

/* Whether the claim is that the mmap side is not better. */
bool claim_is_of_no_gain(double low, double high);

/* low and high: the claim; NAN: that the mmap side was better. */
enum claim_verdict claim_judge(struct stats_estimate measured, double low, double high);

#endif
