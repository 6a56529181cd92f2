/* SPDX-License-Identifier: MIT */
/*
 * Two samples that have nothing to do with each other: by how much do the values of one
 * lie above those of the other, and could that be chance? As in rank.h: pure functions
 * on arrays, exact, no random numbers, no normal distribution of the values assumed.
 *
 * Values that are not finite are left out, and the arrays are not changed. Results are
 * NAN where there is nothing to tell and when memory is short.
 */
#ifndef MAPREAD_STATS_RANKSUM_H
#define MAPREAD_STATS_RANKSUM_H

#include <stddef.h>

#include "stats/stats.h"

/* As long as neither sample is larger, p is exact: the null distribution of 100 and 100
   values takes 5e7 steps once, and 40 kB. */
enum { STATS_RANKSUM_EXACT = 100 };

/*
 * The null distributions that were needed so far, one for each pair of sizes; a table of
 * many comparisons needs few. Starts as { 0 }; release with stats_ranksum_free. Not for
 * two threads at once.
 */
struct stats_ranksum_null;
struct stats_ranksum_cache {
    struct stats_ranksum_null *nulls;
    size_t count;
};
void stats_ranksum_free(struct stats_ranksum_cache *cache);

struct stats_ranksum {
    /* By how much y lies above x. n is the size of the smaller sample. */
    struct stats_estimate shift;
    double p;       /* two-sided, above 0, at most 1 */
    double least_p; /* that samples of these sizes can reach: 2 / C(m + n, m) */
};

/*
 * The rank-sum test of Wilcoxon (1945) and of Mann and Whitney, "On a Test of Whether one
 * of Two Random Variables is Stochastically Larger than the Other", Annals of Mathematical
 * Statistics 18 (1947), with the estimate and the interval that belong to it: Hollander and
 * Wolfe, "Nonparametric Statistical Methods", 2nd edition, sections 4.1 to 4.3.
 *
 * shift.value: the median of all m n differences y[j] - x[i], after Hodges and Lehmann.
 * shift.low, shift.high: the k-th smallest and the k-th largest of them, k the largest
 * number with P(U < k) <= 2.5 %; at least 95 % also where values are tied. NAN where no k
 * does, as for 3 and 3 values; 4 and 4 are enough.
 *
 * p = min(1, 2 P(U <= u)), u the number of pairs that speak against the difference. Ties are
 * counted against it, which is conservative: they come from a clock that did not tell two
 * times apart, and p is the largest that any finer clock could have found. The null
 * distribution is then the same for all samples of these sizes, and is kept. p is the same
 * with x and y changed over and with all values shifted or turned round. m or n 0: p is 1.
 *
 * Error: relative (m + n) 2^-52 at most while neither sample is larger than
 * STATS_RANKSUM_EXACT. Above that the normal distribution with a correction for continuity
 * takes the place of the exact one (section 4.1, large samples); at 101 and 101 its p is
 * less than 1 % off where p is 0.05, and too large, so conservative, where p is small.
 * Time: sorting, then about 4 (m + n) log (m n) steps. Memory: 8 (m + n) bytes and 32 m.
 */
struct stats_ranksum stats_ranksum(struct stats_ranksum_cache *cache, const double *x, size_t m,
                                   const double *y, size_t n);

#endif
