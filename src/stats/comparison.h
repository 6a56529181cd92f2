/* SPDX-License-Identifier: MIT */
/*
 * The comparison of two methods whose samples were taken in the same rounds, and the
 * verdict on it. Pure functions; METHODOLOGY.md tells why each rule is there.
 *
 * As in stats.h: results are NAN where there is nothing to tell and when memory is short.
 */
#ifndef MAPREAD_STATS_COMPARISON_H
#define MAPREAD_STATS_COMPARISON_H

#include <stddef.h>

#include "stats/stats.h"

enum stats_verdict {
    STATS_UNKNOWN, /* there are no pairs */
    STATS_TOO_FEW, /* rounds: no interval, or no p so small could come out */
    STATS_DRIFTING,
    STATS_SAME, /* no difference shown: not the same as "there is none" */
    STATS_FASTER,
    STATS_SLOWER,
};
enum { STATS_VERDICTS = STATS_SLOWER + 1 };
/* "faster", "no difference shown", ... */
extern const char *const stats_verdict_names[STATS_VERDICTS];

/* A ratio within this of 1 makes no difference to anybody. */
extern const double stats_margin;
/* The chance of a false alarm that a verdict may have. */
extern const double stats_alpha;

struct stats_comparison {
    struct stats_estimate ratio; /* stats_paired_ratio: how many times b is as large as a */
    double least, most;          /* the smallest and the largest ratio of a pair */
    double p;                    /* stats_wilcoxon of ln(b / a), by itself */
    double trend;                /* stats_spearman of the pairs' order and their ratios */
    double p_adjusted;           /* stats_holm over the table; p until somebody sets it */
    enum stats_verdict verdict;  /* of b: faster, when it took less time than a */
};

/*
 * a[i] and b[i] are times of one round, in the order of the rounds; pairs in which one
 * is not above 0 (or NAN) are left out. The verdict is STATS_UNKNOWN until stats_judge.
 */
struct stats_comparison stats_compare(const double *a, const double *b, size_t n);

/*
 * The verdict, of `ratio`, `least`, `most`, `p_adjusted` and `trend`:
 *
 * too few     below STATS_INTERVAL_MIN pairs, or when all pairs point one way and still
 *             no p that n pairs can have passes the adjustment
 * drifting    the ratio rose or fell with the rounds: |trend| is above 1/2, and beyond
 *             what 19 of 20 steady series of n pairs reach, |trend| sqrt(n - 1) > 1.96
 *             (Hollander and Wolfe, section 8.5, the large-sample form); but not where
 *             every single pair lies beyond the margin on one side, for then the drift
 *             cannot change who is faster
 * faster,     the interval lies beyond 1 / (1 + margin) or 1 + margin, and p_adjusted is
 * slower      at most stats_alpha
 */
enum stats_verdict stats_judge(const struct stats_comparison *c, double margin);

#endif
