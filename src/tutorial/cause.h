/* SPDX-License-Identifier: MIT */
/*
 * Why a published claim does not hold here, or not in its size: one clause, worked out of
 * what this run measured of the claim's two sides and of the steps between them. Nothing is
 * said of a claim that its counters do not prove.
 */
#ifndef MAPREAD_TUTORIAL_CAUSE_H
#define MAPREAD_TUTORIAL_CAUSE_H

#include "tutorial/finding.h"

/* All borrowed; the row is one of the table's, and the finding is its own. */
struct cause_question {
    const struct run *run;
    const struct published_table *table;
    const struct published_row *row;
    enum published_language language;
    const struct finding *finding;
};

/*
 * "both sides wait for the same 1.0 GiB from the storage, ...", after the conditions that
 * differ from the source's where the row names some; "no cause is seen in this run's
 * counters" where no rule applies. "" where the claim holds, was not judged or is none. The
 * caller frees; NULL when memory is short.
 */
char *cause_of(const struct cause_question *q);

#endif
