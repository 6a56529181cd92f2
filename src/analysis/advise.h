/* SPDX-License-Identifier: MIT */
/* What would be fastest for a pass that nobody has measured, by the constants of a run. */
#ifndef MAPREAD_ANALYSIS_ADVISE_H
#define MAPREAD_ANALYSIS_ADVISE_H

#include "analysis/summary.h"
#include "analysis/terms.h"

enum { ADVISE_MAX = 8 };

struct advise_question {
    double file_bytes;
    double touched; /* the share of the file that is looked at; 1: all of it, front to back */
    double block_bytes; /* of the pieces, where that is not all */
    const char *state;  /* "warm" or "cold" */
};

struct advise_answer {
    struct case_key key;
    bool is_mmap;
    /* The median over the rounds of the constants, and its interval: how sure these are, not
       how well the sum of them tells the time. */
    double ns, low_ns, high_ns;
};

/* What was measured that comes nearest: a decision of the run. */
struct advise_near {
    const struct summary_group *group;
    const struct summary_row *row;    /* NULL: nothing of the kind in that state */
    double size_factor, share_factor; /* how many times larger or smaller; from 1 */
    double missed; /* by how many times the costs miss mmap's time as a multiple of read's
                      there; from 1; NAN: not known */
};

struct advise {
    struct advise_answer answers[ADVISE_MAX]; /* the fastest first; without those that have no
                                                 time */
    size_t count;
    struct advise_near near;
};

/* 0, or -ENODATA: the run has too few constants for such a pass. */
int advise_make(struct advise *ret, const struct run *r, const struct summary *s,
                const struct advise_question *q);

#endif
