/* SPDX-License-Identifier: MIT */
/*
 * The false positive rate of this machine. A run of `mapread aa` measures copies of each
 * method side by side; here the copies are compared two by two (the first with the second,
 * the third with the fourth; every copy once, so that the comparisons stand by themselves)
 * by the rules of every other comparison, and whatever is found is a false positive.
 *
 * What would be found is asked of the same samples: the least slow-down that, put on one
 * side of a comparison, turns its verdict into "slower".
 */
#ifndef MAPREAD_ANALYSIS_AA_H
#define MAPREAD_ANALYSIS_AA_H

#include "analysis/summary.h"

struct aa_pair {
    const struct summary_group *group; /* borrowed */
    const struct summary_cell *first, *second;
    struct stats_comparison against; /* in the family of all pairs, as every comparison is */
    double least_found;              /* share; INFINITY: not even twice the time */
};

struct aa_result {
    struct aa_pair *pairs;
    size_t pair_count;
    double *scratch; /* private: two numbers per pair */
    double planted;  /* of the run */
};

/* 0, -ENODATA (the run has no copies) or -ENOMEM. The summary must outlive it. Release
   with aa_free. */
int aa_collect(struct aa_result *ret, const struct summary *s, const struct run *r);
void aa_free(struct aa_result *a);

struct aa_figures {
    size_t comparisons, undecided, drifting;
    struct stats_estimate
        false_positives;         /* share of "faster" and "slower" among the comparisons */
    struct stats_estimate found; /* share of "slower": what was planted */
    struct stats_estimate same;  /* share of "the same": false where more was planted */
    double width;                /* 19 of 20 ratios are within this of 1 */
    double detectable;           /* least_found of 9 of 10 */
    double rounds_for_5;         /* that would make 5 % detectable, if precision goes with the
                                    square root of their number; NAN: nobody can tell */
};
/* Of the pairs of one group, of all groups in a state, or of all; NULL: any. */
struct aa_figures aa_figures(const struct aa_result *a, const struct summary_group *group,
                             const char *state);

/* Judges the groups of `s` anew, with the width that `aa` found in the same state as
   margin (in all, where it has none of that state), where that is above stats_margin.
   0, -ENODATA (`aa` has no copies) or -ENOMEM. */
int aa_widen(struct summary *s, const struct run *aa);

#endif
