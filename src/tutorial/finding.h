/* SPDX-License-Identifier: MIT */
/* What a run found of the cases that a published row names. */
#ifndef MAPREAD_TUTORIAL_FINDING_H
#define MAPREAD_TUTORIAL_FINDING_H

#include "runfile/run.h"
#include "stats/claim.h"
#include "tutorial/published.h"

enum { FINDING_NOTE_MAX = 256 };

struct finding {
    struct stats_estimate regular, mmap; /* medians in the row's unit; NAN: none */
    struct stats_estimate better;        /* how many times better mmap is, paired by round */
    enum claim_verdict verdict;          /* CLAIM_NOT_DECIDED also where nothing is claimed */
    char differs[FINDING_NOTE_MAX];      /* from the source; "": nothing that is known */
    bool regular_killed, mmap_killed;    /* for want of memory */
    char note[FINDING_NOTE_MAX];         /* why there is no ratio; "": there is one */
};

/* The row's case by that method, or NULL. */
const struct run_case *finding_case(const struct run *r, const struct published_row *row,
                                    const char *method);

/* The row is not one that misses something. 0 or -ENOMEM. */
int finding_of_row(struct finding *ret, const struct run *r, const struct published_row *row,
                   enum published_language language);

/* How many times the first method's time is the second's, in the row's cases; n is 0
   where one of them has no times. 0 or -ENOMEM. */
int finding_of_step(struct stats_estimate *ret, const struct run *r,
                    const struct published_row *row, const struct published_step *step);

/* Whether the run is one of `mapread tutorial`; and whether of --small. */
bool finding_is_tutorial(const struct run *r);
bool finding_is_small(const struct run *r);

/* The name of the source that alone was measured; NULL: all were. */
const char *finding_source(const struct run *r);

/* The name that the row's data set has in the run. */
void finding_dataset(const struct run *r, const struct published_row *row, char *buffer,
                     size_t size);

/* Whether the source says or shows anything that can hold. */
bool finding_has_claim(const struct published_row *row);

#endif
