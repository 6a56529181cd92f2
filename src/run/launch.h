/* SPDX-License-Identifier: MIT */
/*
 * One fresh process of mapread-bench for one sample, and what became of it.
 */
#ifndef MAPREAD_RUN_LAUNCH_H
#define MAPREAD_RUN_LAUNCH_H

#include <stdbool.h>
#include <stdint.h>

#include "result/outcome.h"

struct launch {
    const char *program; /* mapread-bench */
    const char *workload, *method, *state;
    const char *file, *scratch, *expected;
    uint64_t seed;
    uint64_t buffer_bytes; /* 0: the method's default */
    uint64_t draws;        /* of `random`; 0: WORKLOAD_DRAWS */
    unsigned threads;      /* that share a pass */
    int64_t passes;
    double limit_s; /* of one pass */
    double plant;   /* see session.h */
    bool prepared;
};

/*
 * Runs it to its end. 0 with *ret filled, whatever became of the process (a crash, a
 * missing result and a breach of the limit are outcomes); -errno when it could not
 * be started, -EINTR when a stop was requested.
 */
int launch_sample(const struct launch *l, struct outcome *ret);

#endif
