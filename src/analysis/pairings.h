/* SPDX-License-Identifier: MIT */
/* Cases compared by the rounds that both have, alone or with others that are judged together.
 */
#ifndef MAPREAD_ANALYSIS_PAIRINGS_H
#define MAPREAD_ANALYSIS_PAIRINGS_H

#include "runfile/run.h"
#include "stats/comparison.h"

/* Comparisons that are judged together. Starts as { 0 }. */
struct pairings {
    struct stats_pairs *pairs;
    double **times; /* the memory of each of the pairs */
    size_t count;
};

/* Two cases, paired by round; *result is set by pairings, and must stay where it is. 0 or
   -ENOMEM. */
int pairings_add(struct pairings *f, const struct run_case *baseline,
                 const struct run_case *subject, double margin,
                 struct stats_comparison *result);
/* The same of times that are paired already, whose `a` is the memory of all three arrays and
   belongs to the family from now on, also when memory is short. */
int pairings_add_times(struct pairings *f, const struct stats_pairs *pairs);
/* Judges them, unless `so_far` is below 0, and frees the family. 0, -ENOMEM or `so_far`. */
int pairings_judge(struct pairings *f, const struct stats_looks *looks, int so_far);

/* The comparison of two cases by a member of struct sample, at `offset`, which must not be
   below 0: by itself, of the rounds that both have. 0 or -ENOMEM. */
int pairings_compare(struct stats_comparison *ret, const struct run_case *baseline,
                     const struct run_case *subject, size_t offset);

#endif
