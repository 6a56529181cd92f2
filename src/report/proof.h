/* SPDX-License-Identifier: MIT */
/*
 * Where the state of samples was prepared and not verified (case/reason.h), whatever names
 * that state says so: "cold (unproved)". Of rows that differ in it: "partly unproved", for a
 * workload that changes a private copy is told what a file of somebody else does not tell.
 */
#ifndef MAPREAD_REPORT_PROOF_H
#define MAPREAD_REPORT_PROOF_H

#include "analysis/summary.h"

/* How many rows. Starts as zeros. */
struct proof {
    size_t proved, unproved;
};

/* A row without a time, or NULL, counts for nothing. */
void proof_add(struct proof *p, const struct summary_row *row);
struct proof proof_of_group(const struct summary_group *g);
struct proof proof_of_state(const struct summary *s, const char *state);

/* " (unproved)" or "". */
const char *proof_mark(const struct summary_row *row);

/* The name of a state, and what is to be said of it: "cold (unproved)", "in the page cache",
   "from storage (cold, partly unproved)". Returns `text`. */
enum { PROOF_TEXT_MAX = 160 };
const char *proof_name(const char *state, struct proof p, char text[PROOF_TEXT_MAX]);

/* "unproved: warm, cold: prepared but not verified, for this system has no way to tell which
   pages are cached"; "" of a run that has no such case. The caller frees; NULL when memory is
   short. */
char *proof_sentence(const struct run *r);

#endif
