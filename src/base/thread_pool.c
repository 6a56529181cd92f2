/* SPDX-License-Identifier: MIT */
#include "base/thread_pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/guard.h"

struct worker {
    struct thread_pool *pool;
    unsigned number;
    pthread_t thread;
    int result;
    const void *bad_address; /* where it met SIGBUS; NULL: it did not */
};

struct thread_pool {
    pthread_mutex_t lock; /* of what changes here */
    pthread_cond_t go, done;
    unsigned turn;    /* how often it was asked for */
    unsigned working; /* workers beside the calling thread that are not done with that turn */
    bool ends;
    thread_pool_job *job;
    void *data;
    unsigned count;
    struct worker workers[];
};

static int do_job(void *context)
{
    struct worker *w = context;
    return w->pool->job(w->pool->data, w->number);
}

static void do_share(struct worker *w)
{
    w->bad_address = NULL;
    w->result = guard_call(do_job, w, &w->bad_address);
}

/* False: there are no more. */
static bool wait_for_turn(struct thread_pool *p, unsigned turn)
{
    pthread_mutex_lock(&p->lock);
    while (p->turn == turn && !p->ends)
        pthread_cond_wait(&p->go, &p->lock);
    bool ends = p->ends;
    pthread_mutex_unlock(&p->lock);
    return !ends;
}

static void tell_done(struct thread_pool *p)
{
    pthread_mutex_lock(&p->lock);
    if (--p->working == 0)
        pthread_cond_signal(&p->done);
    pthread_mutex_unlock(&p->lock);
}

static void *stand_by(void *data)
{
    struct worker *w = data;
    for (unsigned turn = 0; wait_for_turn(w->pool, turn); turn++) {
        do_share(w);
        tell_done(w->pool);
    }
    return NULL;
}

int thread_pool_begin(struct thread_pool **ret, unsigned workers, thread_pool_job *job,
                      void *data)
{
    struct thread_pool *p = calloc(1, sizeof *p + workers * sizeof p->workers[0]);
    int r = 0;
    if (!p)
        return -ENOMEM;
    p->job = job;
    p->data = data;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->go, NULL);
    pthread_cond_init(&p->done, NULL);
    for (; p->count < workers && r == 0; p->count += r == 0) {
        struct worker *w = &p->workers[p->count];
        *w = (struct worker){ .pool = p, .number = p->count };
        r = p->count == 0 ? 0 : -pthread_create(&w->thread, NULL, stand_by, w);
    }
    if (r < 0)
        thread_pool_end(p);
    else
        *ret = p;
    return r;
}

/* What its SIGBUS was for another thread it is for this one. */
static int meet_again(const void *bad_address)
{
    (void)*(const volatile unsigned char *)bad_address;
    return -EIO;
}

static int result_of(const struct thread_pool *p)
{
    unsigned i = 0;
    while (i + 1 < p->count && p->workers[i].result >= 0)
        i++;
    const struct worker *w = &p->workers[i];
    return w->bad_address ? meet_again(w->bad_address) : w->result;
}

int thread_pool_run(struct thread_pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->turn++;
    p->working = p->count - 1;
    pthread_cond_broadcast(&p->go);
    pthread_mutex_unlock(&p->lock);
    do_share(&p->workers[0]);
    pthread_mutex_lock(&p->lock);
    while (p->working > 0)
        pthread_cond_wait(&p->done, &p->lock);
    pthread_mutex_unlock(&p->lock);
    return result_of(p);
}

void thread_pool_end(struct thread_pool *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->ends = true;
    pthread_cond_broadcast(&p->go);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 1; i < p->count; i++)
        pthread_join(p->workers[i].thread, NULL);
    pthread_cond_destroy(&p->go);
    pthread_cond_destroy(&p->done);
    pthread_mutex_destroy(&p->lock);
    free(p);
}
