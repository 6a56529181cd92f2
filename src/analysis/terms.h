/* SPDX-License-Identifier: MIT */
/*
 * Reasons that add up: what a pass does, counted, times what each of it costs on this machine
 * (cost/cost.h), and the sum beside the time that was measured.
 *
 * A model of a few lines and no fit to the time that it explains: the constants were measured
 * on other files, in other processes. What it does not know is left over, and is shown.
 */
#ifndef MAPREAD_ANALYSIS_TERMS_H
#define MAPREAD_ANALYSIS_TERMS_H

#include <stdbool.h>

#include "analysis/summary.h"

enum { TERMS_MAX = 24, TERMS_ALL_ROUNDS = -1 };

struct term {
    const char *cost; /* name of the constant; a literal */
    double count;     /* how often: calls, faults, pages, bytes; above 0 */
    double ns;        /* count times the constant; NAN: that was not measured */
};

struct terms {
    struct term items[TERMS_MAX];
    size_t count;
    double ns; /* their sum; NAN: one of them is not known */
};

/* What the counters of the samples say that a pass did, at those prices. `file_bytes` may be
   NAN. No terms: there is no model of such a pass, or its counters are not known. */
void terms_of_case(struct terms *ret, const struct costs *costs, const struct run_case *c,
                   double file_bytes);

/* The same of a pass that nobody has made: counted by its key, the size of its file and what
   the machine's constants say of faults and read-ahead. */
struct terms_pass {
    const struct case_key *key;
    double file_bytes;
    double passes;      /* of the process; 0: one */
    const char *answer; /* of a search, which says how far it goes; NULL: all of the file */
};
void terms_of_key(struct terms *ret, const struct costs *costs, const struct terms_pass *of);

/* The time of a measured case by the costs, counted beforehand. NAN: not known. */
double terms_predict_ns(const struct costs *costs, const struct summary_cell *cell,
                        double file_bytes);

/* Puts in the prices: medians, or those of one round of the costs. What the version that
   measured them did not know costs nothing, and is left over. */
void terms_price(struct terms *t, const struct costs *costs, int round);

#endif
