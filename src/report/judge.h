/* SPDX-License-Identifier: MIT */
/*
 * Which comparisons a run makes, and the verdicts on them: stats/comparison.h says how.
 *
 * Two families matter, each judged by itself over the whole run: every method with the
 * baseline of its row, and the decisions between the best methods of the two families.
 *
 * The fastest of a row is shown where the one with the lowest median is faster than each of
 * the others, p times the number of others, of the group's rows and of the looks
 * (Bonferroni): so many could have been picked, and all must be beaten.
 */
#ifndef MAPREAD_REPORT_JUDGE_H
#define MAPREAD_REPORT_JUDGE_H

#include "report/summary.h"

/* Comparisons that are judged together. Starts as { 0 }. */
struct judge_family {
    struct stats_pairs *pairs;
    double **times; /* the memory of each of the pairs */
    size_t count;
};

/* Two cases, paired by round; *result is set by judge_family, and must stay where it is. 0 or
   -ENOMEM. */
int judge_add(struct judge_family *f, const struct run_case *baseline,
              const struct run_case *subject, double margin, struct stats_comparison *result);
/* The same of times that are paired already, whose `a` is the memory of all three arrays and
   belongs to the family from now on, also when memory is short. */
int judge_add_pairs(struct judge_family *f, const struct stats_pairs *pairs);
/* Judges them, unless `so_far` is below 0, and frees the family. 0, -ENOMEM or `so_far`. */
int judge_together(struct judge_family *f, const struct stats_looks *looks, int so_far);

/* Sets `against`, `fastest` and `decides` of the cells and `best` of the rows, by the margins
   of the groups; may be called again with others. 0 or -ENOMEM. */
int judge_summary(struct summary *s);

/* The comparison of two cases by a member of struct sample, at `offset`, which must not be
   below 0: by itself, of the rounds that both have. 0 or -ENOMEM. */
int judge_compare_figure(struct stats_comparison *ret, const struct run_case *baseline,
                         const struct run_case *subject, size_t offset);

#endif
