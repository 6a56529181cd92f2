/* SPDX-License-Identifier: MIT */
/*
 * Where the middle of a few differences lies, by all their averages of two, and whether they
 * have one middle. Pure functions; as in stats.h.
 */
#ifndef MAPREAD_STATS_WALSH_H
#define MAPREAD_STATS_WALSH_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/stats.h"

/*
 * The estimate and the interval that belong to the signed-rank test: Hollander and Wolfe,
 * "Nonparametric Statistical Methods", 2nd edition, sections 3.2 and 3.3. Of n values there
 * are n (n + 1) / 2 Walsh averages (v[i] + v[j]) / 2, i <= j.
 *
 * value: their median, after Hodges and Lehmann, "Estimates of Location Based on Rank Tests",
 * Annals of Mathematical Statistics 34 (1963). low and high: the k-th smallest and the k-th
 * largest of them, k the largest number with P(W < k) <= alpha / 2 for the W of n values
 * without ties, so that values from any symmetric distribution are covered by 1 - alpha at
 * least. NAN where no k does: for alpha 0.05 below 6 values, for 0.0125 below 8.
 *
 * Time: n^2 log n, and n^3 for k. Memory: 12 n^2 bytes while it runs.
 */
struct stats_estimate stats_hodges_lehmann(const double *values, size_t n, double alpha);

/*
 * Whether the values fall into two heaps: of all ways to cut the sorted values in two, each
 * with at least 3 and a fifth of them, the one that leaves the least sum of squares (Fisher,
 * "On Grouping for Maximum Homogeneity", Journal of the American Statistical Association 53
 * (1958)) has Ashman's D above STATS_TWO_MODES: sqrt(2) times the distance of the means over
 * the root of the sum of the variances (Ashman, Bird and Zepf, Astronomical Journal 108
 * (1994)). Halves of one normal distribution have 2.7, of a uniform one 3.5; 8 leaves chance
 * below 1 in 100 from 10 values on (tests/unit/test_walsh.c).
 */
#define STATS_TWO_MODES 8
bool stats_two_modes(const double *values, size_t n);

#endif
