/* SPDX-License-Identifier: MIT */
/*
 * Several threads that share a pass: one open file, each thread's own view of it, and a pool
 * that is begun once. A workload with WORKLOAD_THREADS has one in its struct work, where zeros
 * are a good start.
 */
#ifndef MAPREAD_WORKLOAD_PASS_THREADS_H
#define MAPREAD_WORKLOAD_PASS_THREADS_H

#include "base/thread_pool.h"
#include "method/method.h"

struct pass_threads {
    unsigned count;
    struct thread_pool *pool; /* NULL until several are to begin */
    struct file **files;      /* of each: the pass's own, or the thread's view of it */
    const struct method *method;
};

/* 0, -ENOMEM or -EINVAL (no thread); pass_threads_free accepts what is left. */
int pass_threads_init(struct pass_threads *t, unsigned count);
/* Outside the clock, after open: the threads are there, each with its view. The job is called
   by pass_threads_run once for each worker, 0 to count - 1. 0 or -errno. */
int pass_threads_begin(struct pass_threads *t, const struct method *m, struct file *f,
                       thread_pool_job *job, void *data);
/* 0, or -errno of the lowest worker that failed. */
int pass_threads_run(struct pass_threads *t, thread_pool_job *job, void *data);
/* May come after the file is closed: a view owns nothing of it. */
void pass_threads_end(struct pass_threads *t);
void pass_threads_free(struct pass_threads *t);

#endif
