/* SPDX-License-Identifier: MIT */
/*
 * Statistics of samples: pure functions on arrays, no random numbers, no normal
 * distribution assumed anywhere.
 *
 * Values that are NAN are left out, and `n` says how many were left in. The
 * arrays are not changed, but by stats_sort. Results are NAN where there is nothing to tell,
 * and also when memory is short (a sorted copy is made).
 */
#ifndef MAPREAD_STATS_H
#define MAPREAD_STATS_H

#include <stdbool.h>
#include <stddef.h>

/* Below this many values no interval of the median reaches 95 %: 2 * 2^-5 = 6.3 %. */
enum { STATS_INTERVAL_MIN = 6 };

struct stats_estimate {
    double value;     /* NAN: n is 0 */
    double low, high; /* at least 95 %; NAN: n is below STATS_INTERVAL_MIN */
    size_t n;
};

/* Ascending, in place; no value is NAN. */
void stats_sort(double *values, size_t n);

/* The middle value, or the mean of the two middle ones. */
double stats_median(const double *values, size_t n);

/*
 * What the value at place `rank` (from 0) of n ascending ones weighs in their interquartile
 * mean: the middle half counts, a value across its edge in part; the n weights sum to 1.
 * Of one or two values it is their mean. Wilcox, "Introduction to Robust Estimation and
 * Hypothesis Testing", 4th edition, section 3.3, trims whole values by a quarter.
 */
double stats_middle_weight(size_t rank, size_t n);

/*
 * The p-quantile, 0 <= p <= 1, interpolated between neighbours at (n - 1) p:
 * definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages",
 * The American Statistician 50 (1996), the default of R and NumPy.
 */
double stats_quantile(const double *values, size_t n, double p);

/*
 * The interval of the median that comes from the sign test: from the k-th
 * smallest to the k-th largest value, k the largest number with
 * P(Binomial(n, 1/2) < k) <= 2.5 %. Exact for every continuous distribution.
 * David and Nagaraja, "Order Statistics", 3rd edition, section 7.1; tabulated in
 * Le Boudec, "Performance Evaluation of Computer and Communication Systems",
 * appendix A. Ranks count from 1: n = 10: 2 and 9, 20: 6 and 15, 30: 10 and 21.
 * False, and the ranks left alone, when n is below STATS_INTERVAL_MIN.
 */
bool stats_median_ranks(size_t n, size_t *ret_low, size_t *ret_high);

/* The median with that interval. */
struct stats_estimate stats_median_interval(const double *values, size_t n);

/*
 * The share of `count` among `n` tries, and the interval of Clopper and Pearson, "The Use
 * of Confidence or Fiducial Limits Illustrated in the Case of the Binomial", Biometrika
 * 26 (1934): at least 95 %, whatever the share. value NAN: n is 0.
 */
struct stats_estimate stats_proportion(size_t count, size_t n);

#endif
