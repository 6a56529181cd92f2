/* SPDX-License-Identifier: MIT */
/*
 * Comparisons of methods whose samples were taken in the same rounds, and the verdicts on a
 * family of them. Pure functions; METHODOLOGY.md tells why each rule is there.
 *
 * The paired differences d = ln(b / a) are the unit of analysis of Kalibera and Jones,
 * "Rigorous Benchmarking in Reasonable Time", ISMM 2013; logarithms make a / b and b / a tell
 * the same story. A run looks at its comparisons several times, and a comparison that has its
 * verdict stops there. After each look, for each that goes on, of its pairs so far:
 *
 *     p of faster   d lies below -ln(1 + margin)          one-sided signed ranks
 *     p of slower   d lies above  ln(1 + margin)
 *     p of same     d lies within STATS_SAME_WITHIN of 1  the larger of the two one-sided p
 *
 * times the number of looks, and never more than at an earlier look: valid whenever the
 * comparison stops (Bonferroni over the looks). Benjamini and Hochberg's adjustment then keeps
 * the expected share of false ones among all verdicts of the family at stats_alpha; a verdict
 * is given where the adjusted p is no larger. "The same" goes before the others: a difference
 * may be shown that makes no difference.
 *
 * As in stats.h: results are NAN where there is nothing to tell and when memory is short.
 */
#ifndef MAPREAD_STATS_COMPARISON_H
#define MAPREAD_STATS_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/stats.h"

enum stats_verdict {
    STATS_UNKNOWN, /* there are no pairs */
    STATS_UNDECIDED,
    STATS_SAME, /* within STATS_SAME_WITHIN, shown */
    STATS_FASTER,
    STATS_SLOWER,
};
enum { STATS_VERDICTS = STATS_SLOWER + 1 };
/* "faster", "the same within 3 %", ... */
extern const char *const stats_verdict_names[STATS_VERDICTS];

/* A ratio within this of 1 makes no difference to anybody. */
extern const double stats_margin;
/* The share of false verdicts that a family may have. */
extern const double stats_alpha;
#define STATS_SAME_WITHIN 0.03

/* After how many rounds a run looks at its comparisons. None: once, at all there are. */
enum { STATS_LOOKS_MAX = 8 };
struct stats_looks {
    size_t rounds[STATS_LOOKS_MAX]; /* ascending */
    size_t count;
};
extern const struct stats_looks stats_looks_usual; /* after 10, 16, 24 and 40 */

/* What can be shown, and the order of the arrays below. */
enum stats_claim { STATS_CLAIM_SAME, STATS_CLAIM_FASTER, STATS_CLAIM_SLOWER, STATS_CLAIMS };

/* A price is sought up to so many rounds. */
enum { STATS_PRICE_MAX = 400 };

struct stats_comparison {
    /* How many times b is as large as a, by Hodges and Lehmann, and the exact interval of that
       at 1 - stats_alpha / looks: at least 95 %, whenever the comparison stopped (the repeated
       confidence interval of Jennison and Turnbull, "Interim Analyses: The Repeated Confidence
       Interval Approach", Journal of the Royal Statistical Society B 51 (1989)). */
    struct stats_estimate ratio;
    double least, most;              /* the smallest and the largest ratio of a pair */
    double p[STATS_CLAIMS];          /* of all looks so far, by itself; 1: no look yet */
    double p_adjusted[STATS_CLAIMS]; /* in its family */
    enum stats_verdict verdict;      /* of b: faster, when it took less time than a */
    /* Of an undecided one: after about so many pairs an interval as sure as the family asks of
       its next verdict would decide, if it narrows as the root of their number; NAN: of no
       number up to STATS_PRICE_MAX, or there are too few pairs to be so sure. */
    double price;
    /* Flags beside the verdict: the ratio rose or fell with the rounds; it has two modes; and
       what disturbed one round disturbed the next, too, of which tests of pairs know nothing:
       with a correlation of 1/2, a tenth of equal methods are called different
       (tests/unit/test_dependence.c). */
    double trend;  /* stats_spearman of the pairs' order and their ratios */
    double serial; /* stats_serial of the ratios in that order */
    bool drifting, two_modes, dependent;
};

/*
 * a[i] and b[i] are times of the round rounds[i], in the order of the rounds; pairs in which
 * one is not above 0 (or NAN) are left out. The arrays are borrowed.
 */
struct stats_pairs {
    const double *a, *b, *rounds;
    size_t n;
    double margin; /* of "makes no difference", as stats_margin */
    struct stats_comparison *result;
};

/*
 * Judges a family of comparisons as a run that looks after `looks` rounds would have: what is
 * behind the look at which a comparison stopped has no say in it. The flags:
 *
 * drifting   |trend| is above 1/2, and beyond what 19 of 20 steady series of n pairs reach,
 *            |trend| sqrt(n - 1) > 1.96 (Hollander and Wolfe, section 8.5, large samples); not
 *            where every single pair lies beyond the margin on one side
 * two modes  see stats_two_modes
 * dependent  serial is above 1.75 times its standard deviation, which 1 in 25 series of
 *            independent pairs reaches; not where it drifts, nor where every pair lies beyond
 *            the margin on one side
 *
 * 0 or -ENOMEM, and then no result is set. Takes n^2 log n steps for each comparison of n.
 */
int stats_judge(const struct stats_pairs *family, size_t count,
                const struct stats_looks *looks);

/* A comparison alone, looked at once: a family of itself. */
struct stats_comparison stats_compare(const double *a, const double *b, size_t n);

#endif
