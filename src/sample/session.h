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
 *
 * In the sample process: mapread-bench, mapread case, or the child of a limited pass.
 */
#ifndef MAPREAD_SAMPLE_SESSION_H
#define MAPREAD_SAMPLE_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "case/request.h"
#include "method/method.h"
#include "state/state.h"
#include "workload/workload.h"

/* A request whose names were looked up. The pointers are borrowed; all must outlive the
   session. */
struct session_spec {
    const struct workload *workload;
    const struct method *method;
    const struct state *state;
    struct request request;
    /* Where the process that makes the pass belongs: set for itself by a session whose state
       has a memory_share. NULL for everybody else. */
    const struct memcg *memcg;
};

/* 0, or -EINVAL with the name that this version does not know in *ret_unknown. */
int session_spec_of(struct session_spec *ret, const struct request *r,
                    const char **ret_unknown);

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
