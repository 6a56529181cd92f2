/* SPDX-License-Identifier: MIT */
/*
 * What both instruments say of one case, and whether they agree.
 *
 * The whole process runs its pass first and alone, and so the first passes of the run's samples
 * are what it is compared with.
 */
#ifndef MAPREAD_ANALYSIS_EXTERNAL_PAIR_H
#define MAPREAD_ANALYSIS_EXTERNAL_PAIR_H

#include "analysis/external.h"

enum external_verdict {
    EXTERNAL_NOT_COMPARED, /* the run has no such case, or no start-up was measured */
    /* The notches of start-up and case hide a difference of EXTERNAL_TOLERANCE, and theirs is
       within them; or the process took no longer than its start-up. */
    EXTERNAL_CANNOT_TELL,
    EXTERNAL_AGREE, /* within EXTERNAL_TOLERANCE */
    EXTERNAL_DISAGREE,
};
enum { EXTERNAL_VERDICTS = EXTERNAL_DISAGREE + 1 };

/* One case as both saw it; NAN: not known. */
struct external_pair {
    const struct external_time *source;
    const char *workload, *method; /* as the run's rows and columns name them */
    bool of_all_passes;            /* inside_ns is of them: no first one was kept */
    bool unproved;                 /* the state of its samples: that of the process as well */
    double inside_ns, external_ns; /* the latter without the start-up */
    double inside_cpu_ns, external_cpu_ns; /* in the same way */
    double resolution_ns;                  /* of external_ns */
    enum external_verdict verdict;
};

struct external_pair external_pair_of(const struct external *w, const struct summary *s,
                                      const struct external_time *c);

#endif
