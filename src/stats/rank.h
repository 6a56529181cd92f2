/* SPDX-License-Identifier: MIT */
/*
 * Tests by ranks, and what is done with many of their results: pure functions
 * on arrays, exact, no random numbers, no normal distribution assumed.
 *
 * As in stats.h: values that are NAN are left out, the arrays are not changed,
 * and results are NAN where there is nothing to tell and when memory is short.
 * All may run in several threads at once. Trap: ties are values that are equal
 * to the last bit; two differences that differ by rounding alone are no tie.
 */
#ifndef MAPREAD_STATS_RANK_H
#define MAPREAD_STATS_RANK_H

#include <stddef.h>

/* Up to here 2^-n is an ordinary double, and the time (half of n^3 steps) bearable. */
enum { STATS_WILCOXON_MAX = 1000 };

struct stats_wilcoxon {
    double p; /* two-sided, above 0, at most 1; NAN: n is above STATS_WILCOXON_MAX */
    /* One-sided, that the differences lie below 0, P(W <= w), and above it, P(W >= w). */
    double p_below, p_above;
    double w;        /* sum of the ranks of the differences above 0, a multiple of 1/2 */
    size_t n, zeros; /* differences left in; those of them that are 0 */
};

/*
 * The signed-rank test of Wilcoxon, "Individual Comparisons by Ranking Methods",
 * Biometrics Bulletin 1 (1945): are the differences symmetric about 0? Give it
 * d = ln(b / a) of the rounds.
 *
 * p = min(1, 2 min(P(W <= w), P(W >= w))), exact: over all choices of signs, each
 * as likely as the others, for the ranks at hand. Hollander and Wolfe,
 * "Nonparametric Statistical Methods", 2nd edition, section 3.1, where ties get the
 * mean of their ranks and the distribution is the one given these ties. p is the
 * same when all signs are turned round. n = 0, or nothing but zeros: 1. The least p
 * that n differences can reach is 2^(1 - n): 0.031 at 6, 0.002 at 10.
 *
 * Zeros, by Pratt, "Remarks on Zeros and Ties in the Wilcoxon Signed Rank
 * Procedures", Journal of the American Statistical Association 54 (1959): ranked
 * with the others, as the smallest, then left out of the sum. Wilcoxon left them
 * out before ranking. A zero among log ratios is a round in which the clock did
 * not tell the two times apart, that is, a difference too small to see: with a
 * finer clock it would have had one of the smallest ranks and the others would have
 * had the ranks that Pratt gives them. Leaving zeros out first can also make a
 * result less significant when every difference grows.
 *
 * Error: none for n up to 53, where p is a whole multiple of 2^-n; relative n 2^-53
 * at most above that (2.3e-14 at 200). Memory: about 28 n + 4 n^2 bytes at most (166 kB
 * at 200) while it runs; short of it p is NAN.
 */
struct stats_wilcoxon stats_wilcoxon(const double *d, size_t n);

/* The largest k with P(W < k) <= q, q below 1/2, for the W of n differences without zeros and
   ties; 0: there is none, or n is above STATS_WILCOXON_MAX, or memory is short. */
size_t stats_signed_rank_quantile(size_t n, double q);

/*
 * The p-values of m tests, adjusted so that those at most alpha are a set of which a share of
 * alpha at most is expected to be false: Benjamini and Hochberg, "Controlling the False
 * Discovery Rate", Journal of the Royal Statistical Society B 57 (1995). Ascending, the k-th
 * of m becomes m p / k, no larger than the one after it, at most 1.
 *
 * That holds for independent tests, and for those that lean one way together. Comparisons
 * with one baseline lean both ways: there it is shown by simulation (test_verdict_luck.c), and
 * Benjamini and Yekutieli, Annals of Statistics 29 (2001), bound it by 1 + 1/2 + ... + 1/m
 * times alpha.
 *
 * NANs stay NAN and do not count in m. p and ret_adjusted have m elements and may
 * be the same array. Error: one rounding. Memory: 24 m bytes while it runs; short
 * of it all are NAN.
 */
void stats_benjamini_hochberg(const double *p, size_t m, double *ret_adjusted);

/*
 * Rank correlation, -1 to 1: Spearman, "The Proof and Measurement of Association
 * between Two Things", American Journal of Psychology 15 (1904); the correlation
 * of the ranks, ties with the mean of their ranks: Hollander and Wolfe, section
 * 8.5. Pairs with a NAN are left out. NAN below 3 pairs and when a side is constant.
 *
 * Error: a relative 2^-51 at most for n up to 300,000, and none where the result
 * is -1, 0 or 1. Memory: 40 n bytes while it runs.
 */
double stats_spearman(const double *x, const double *y, size_t n);

/*
 * Serial correlation by ranks: 1 less half of Bartels' ratio, the sum of squared differences
 * of neighbours' ranks over the sum of squares about their mean; "The Rank Version of von
 * Neumann's Ratio Test for Randomness", Journal of the American Statistical Association 77
 * (1982). Near -1: values alternate; near 1: neighbours are alike. Of values in no order the
 * mean is 0, and *ret_deviation the standard deviation, both exact without ties. NANs are left
 * out. NAN below 3 values and when they are constant. Memory: 40 n bytes while it runs.
 */
double stats_serial(const double *values, size_t n, double *ret_deviation);

/*
 * The n-th root of the product, for ratios; it cannot overflow on the way. NAN when
 * no value is left, and when one is not above 0. Relative error about 2^-53 times
 * the sum of |ln value|. No memory.
 */
double stats_geometric_mean(const double *values, size_t n);

#endif
