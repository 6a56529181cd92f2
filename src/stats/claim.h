/* SPDX-License-Identifier: MIT */
/*
 * Does a published claim hold here? A claim is how many times better (faster, with less
 * memory) the mmap side was: one number, a range, or only that it was better. What was
 * found here is the same ratio with its interval. The interval decides the side, the point
 * decides the size:
 *
 *     not decided     there is no interval (fewer than STATS_INTERVAL_MIN rounds), or it has
 *                     both sides of 1, or comes within stats_margin of 1
 *     opposite        the interval lies on the other side of 1
 *     holds           on the claim's side, and the point is within a factor CLAIM_FACTOR of
 *                     the claim (of the range's ends); or the claim names no size
 *     holds, larger   on the claim's side, and the point is farther from 1 than that
 *     holds, smaller  on the claim's side, and the point is nearer to 1 than that
 *     not comparable  what was measured here is something else: the caller knows
 *
 * A published ratio within stats_margin of 1 claims that there is no difference: it holds
 * where the interval lies within a factor CLAIM_SAME of 1. A range that has 1 inside has its
 * middle's side. One that ends at 1 from below claims that the mmap side is not better: it
 * holds where the interval ends below CLAIM_SAME. Both are contradicted by a side that is
 * shown.
 */
#ifndef MAPREAD_STATS_CLAIM_H
#define MAPREAD_STATS_CLAIM_H

#include <stdbool.h>

#include "stats/stats.h"

#define CLAIM_FACTOR 2.0
#define CLAIM_SAME 1.03

enum claim_verdict {
    CLAIM_NOT_DECIDED,
    CLAIM_NOT_COMPARABLE,
    CLAIM_OPPOSITE,
    CLAIM_SMALLER,
    CLAIM_LARGER,
    CLAIM_HOLDS,
};
enum { CLAIM_VERDICTS = CLAIM_HOLDS + 1 };
extern const char *const claim_verdict_names[CLAIM_VERDICTS];

/* On which side of 1 the interval lies beyond stats_margin: 1 above, -1 below, 0 neither. */
int claim_side(struct stats_estimate measured);

/* The same of a claim; of one that names no size, 1. */
int claim_side_claimed(double low, double high);

/* Whether the claim is that the mmap side is not better. */
bool claim_is_of_no_gain(double low, double high);

/* low and high: the claim; NAN: that the mmap side was better. Never CLAIM_NOT_COMPARABLE. */
enum claim_verdict claim_judge(struct stats_estimate measured, double low, double high);

#endif
