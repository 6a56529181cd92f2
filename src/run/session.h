/* SPDX-License-Identifier: MIT */
/*
 * A session: one case in this process. Prepares and proves the state, makes
 * passes, keeps what they cost and checks every answer. Where others disturb the state (the
 * kernel takes pages ahead of need, somebody empties the page cache) it is prepared again,
 * STATE_REPEATS_MAX times at most, and the passes made in it are forgotten and made anew:
 * this is the one place that does so, and the sample tells how often.
 *
 * The clock covers a pass from open to close. Outside it: preparing the state,
 * private copies, the workload's setup (compiling a pattern, drawing block
 * numbers), its begin and end (a second process), reading /proc, checking the answer. What
 * a second process used is counted all the same, but for its memory.
 */
#ifndef MAPREAD_RUN_SESSION_H
#define MAPREAD_RUN_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "method/method.h"
#include "result/outcome.h"
#include "state/state.h"
#include "workload/workload.h"

/* Everything borrowed; must outlive the session. */
struct session_spec {
    const struct workload *workload;
    const struct method *method;
    const struct state *state;
    const char *path;     /* the data set; never changed, unless overwrite */
    const char *scratch;  /* folder where private copies may lie; NULL: the data set's */
    const char *programs; /* folder of the scripts of methods that are programs; NULL: such
                             methods are skipped */
    const char *expected; /* the right answer; NULL: not known */
    uint64_t seed;        /* of the block draw */
    size_t draws;         /* blocks per pass of `random` */
    unsigned threads;     /* that share a pass; 0 is 1 */
    size_t buffer_bytes;  /* 0: the method's default */
    /* Where the process that makes the pass belongs: set for itself by a session whose state
       has a memory_share. NULL for everybody else. */
    const struct memcg *memcg;
    int64_t passes; /* how many will be made: memory is read in the last */
    double limit_s; /* one pass may take this long, then SIGALRM ends the
                       process; 0: any time */
    double plant;   /* every pass is made longer by this share of itself: to see
                       whether it is noticed */
    bool numbered;  /* blocks carry their number */
    bool prepared;  /* the state was prepared by the caller: only prove it */
    bool flushed;   /* what comes before a pass is the caller's business as well */
    bool strict;    /* a state that others disturbed is a failure at once */
    bool overwrite; /* a writing workload changes `path` itself */
    bool unchecked; /* the answer is not asked for */
};

struct session;

/* 0: passes may be made. 1: skipped or failed, *outcome says why, and there is no
   session. */
int session_begin(struct session **ret, const struct session_spec *spec,
                  struct outcome *outcome);

/* One pass; *ret_wall_ns is what the clock covered. 0, or 1: the session has failed
   and makes no more passes. */
int session_pass(struct session *s, uint64_t *ret_wall_ns);

/* Ends it and tells the outcome (unless NULL). Removes private copies. Accepts NULL. */
void session_end(struct session *s, struct outcome *ret_outcome);

#endif
