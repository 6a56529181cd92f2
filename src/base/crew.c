/* SPDX-License-Identifier: MIT */
#include "base/crew.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

enum { CREW_MAX = 7 }; /* beside the calling thread */

struct crew {
    pthread_mutex_t lock; /* of what follows */
    size_t next, count;   /* count: also no more are begun from here on */
    size_t failed;        /* the lowest that did */
    int result;
    int (*job)(void *data, size_t i);
    void *data;
};

/* Those before one that failed are begun already, and are waited for. */
static void note(struct crew *c, size_t i, int result)
{
    pthread_mutex_lock(&c->lock);
    if (c->result == 0 || i < c->failed) {
        c->failed = i;
        c->result = result;
    }
    c->count = c->next;
    pthread_mutex_unlock(&c->lock);
}

static bool take(struct crew *c, size_t *ret)
{
    pthread_mutex_lock(&c->lock);
    bool more = c->next < c->count;
    if (more)
        *ret = c->next++;
    pthread_mutex_unlock(&c->lock);
    return more;
}

static void *work(void *data)
{
    struct crew *c = data;
    size_t i;
    while (take(c, &i)) {
        int result = c->job(c->data, i);
        if (result < 0)
            note(c, i, result);
    }
    return NULL;
}

int crew_work(size_t count, int (*job)(void *data, size_t i), void *data)
{
    struct crew c = {
        .lock = PTHREAD_MUTEX_INITIALIZER, .count = count, .job = job, .data = data
    };
    pthread_t others[CREW_MAX];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t started = 0;
    while (started < CREW_MAX && started + 1 < count && (long)started + 1 < processors &&
           pthread_create(&others[started], NULL, work, &c) == 0)
        started++;
    work(&c);
    while (started > 0)
        pthread_join(others[--started], NULL);
    pthread_mutex_destroy(&c.lock);
    return c.result;
}
