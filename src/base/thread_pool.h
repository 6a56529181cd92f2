/* SPDX-License-Identifier: MIT */
/*
 * Threads that stand by: begun once, and then doing one thing together, each its share of it,
 * as often as they are asked to. What it takes to begin a thread is in no clocked stretch.
 */
#ifndef MAPREAD_BASE_THREAD_POOL_H
#define MAPREAD_BASE_THREAD_POOL_H

struct thread_pool;

/* 0 or -errno; several at once, each with another `worker`. */
typedef int thread_pool_job(void *data, unsigned worker);

/* The calling thread is worker 0; the others wait. `data` is borrowed until thread_pool_end. 0
   or -errno: -EAGAIN where the system allows no more threads. */
int thread_pool_begin(struct thread_pool **ret, unsigned workers, thread_pool_job *job,
                      void *data);

/* Every worker does the job once. Returns when all have: what the lowest that failed returned,
   or 0. Where a load of a worker was SIGBUS (base/guard.h), the calling thread repeats it and
   has its own; -EIO when the page is there by then. */
int thread_pool_run(struct thread_pool *p);

/* Waits until the threads have ended. Accepts NULL. */
void thread_pool_end(struct thread_pool *p);

#endif
