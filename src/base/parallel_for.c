/* SPDX-License-Identifier: MIT */
#include "base/parallel_for.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

enum { OTHERS_MAX = 7 }; /* beside the calling thread */

struct loop {
    pthread_mutex_t lock; /* of what follows */
    size_t next, count;   /* count: also no more are begun from here on */
    size_t failed;        /* the lowest that did */
    int result;
    int (*job)(void *data, size_t i);
    void *data;
};

/* Those before one that failed are begun already, and are waited for. */
static void note(struct loop *l, size_t i, int result)
{
    pthread_mutex_lock(&l->lock);
    if (l->result == 0 || i < l->failed) {
        l->failed = i;
        l->result = result;
    }
    l->count = l->next;
    pthread_mutex_unlock(&l->lock);
}

static bool take(struct loop *l, size_t *ret)
{
    pthread_mutex_lock(&l->lock);
    bool more = l->next < l->count;
    if (more)
        *ret = l->next++;
    pthread_mutex_unlock(&l->lock);
    return more;
}

static void *work(void *data)
{
    struct loop *l = data;
    size_t i;
    while (take(l, &i)) {
        int result = l->job(l->data, i);
        if (result < 0)
            note(l, i, result);
    }
    return NULL;
}

int parallel_for(size_t count, int (*job)(void *data, size_t i), void *data)
{
    struct loop l = {
        .lock = PTHREAD_MUTEX_INITIALIZER, .count = count, .job = job, .data = data
    };
    pthread_t others[OTHERS_MAX];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t started = 0;
    while (started < OTHERS_MAX && started + 1 < count && (long)started + 1 < processors &&
           pthread_create(&others[started], NULL, work, &l) == 0)
        started++;
    work(&l);
    while (started > 0)
        pthread_join(others[--started], NULL);
    pthread_mutex_destroy(&l.lock);
    return l.result;
}
