/* SPDX-License-Identifier: MIT */
/*
 * What a pass caused, which says why two kernels take other times, and which is true under an
 * emulator as well, where times are not.
 *
 * A count has no distribution to speak of: most are the same in every round. So two runs differ
 * in one when their ranges over the rounds do not meet, and lie further apart than the count is
 * exact: by more than `off` and more than `share` of the larger. Of few rounds two ranges may
 * lie apart by luck (of 3 and 3 in one of 10 comparisons): with fewer than COUNTS_ROUNDS in
 * either run they also must lie further apart than the wider is wide.
 */
#ifndef MAPREAD_ANALYSIS_COUNTS_H
#define MAPREAD_ANALYSIS_COUNTS_H

#include <stdbool.h>
#include <stddef.h>

#include "runfile/run.h"

enum { COUNTS_ROUNDS = 6 };

enum count_kind {
    COUNT_MINOR_FAULTS,
    COUNT_MAJOR_FAULTS,
    COUNT_FOLIO_BYTES,
    COUNT_STORAGE_BYTES,
    COUNT_STORAGE_READS,
    COUNT_BYTES_PER_READ, /* storage bytes / storage reads */
    COUNT_REFAULTS,
    COUNT_OWN_BYTES, /* anonymous memory: what a limit kills for */
    COUNTS
};

struct count {
    const char *name; /* for people: "minor faults" */
    size_t offset;    /* in struct sample */
    size_t divisor;   /* likewise, of what it is divided by; 0: by nothing */
    bool is_bytes;
    double off;   /* what the kernel's figure may be off by */
    double share; /* by what it differs between two boots of one kernel */
};
extern const struct count count_kinds[COUNTS];

/* Over the samples of a case, per pass; NAN where none tells. */
struct count_range {
    double low, median, high;
    size_t rounds; /* that tell */
};

/* Of a case with samples. 0 or -ENOMEM. */
int counts_take(struct count_range ret[COUNTS], const struct run_case *c);

/* Whether two runs differ; not where one does not tell. */
bool counts_differ(enum count_kind kind, const struct count_range *a,
                   const struct count_range *b);

#endif
