/* SPDX-License-Identifier: MIT */
#include "base/team.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/guard.h"

struct member {
    struct team *team;
    unsigned number;
    pthread_t thread;
    int result;
    const void *bad_address; /* where it met SIGBUS; NULL: it did not */
};

struct team {
    pthread_mutex_t lock; /* of what changes here */
    pthread_cond_t go, done;
    unsigned turn;    /* how often it was asked for */
    unsigned working; /* members beside the calling thread that are not done with that turn */
    bool ends;
    team_job *job;
    void *data;
    unsigned count;
    struct member members[];
};

static int do_job(void *context)
{
    struct member *m = context;
    return m->team->job(m->team->data, m->number);
}

static void do_share(struct member *m)
{
    m->bad_address = NULL;
    m->result = guard_call(do_job, m, &m->bad_address);
}

/* False: there are no more. */
static bool wait_for_turn(struct team *t, unsigned turn)
{
    pthread_mutex_lock(&t->lock);
    while (t->turn == turn && !t->ends)
        pthread_cond_wait(&t->go, &t->lock);
    bool ends = t->ends;
    pthread_mutex_unlock(&t->lock);
    return !ends;
}

static void tell_done(struct team *t)
{
    pthread_mutex_lock(&t->lock);
    if (--t->working == 0)
        pthread_cond_signal(&t->done);
    pthread_mutex_unlock(&t->lock);
}

static void *stand_by(void *data)
{
    struct member *m = data;
    for (unsigned turn = 0; wait_for_turn(m->team, turn); turn++) {
        do_share(m);
        tell_done(m->team);
    }
    return NULL;
}

int team_begin(struct team **ret, unsigned members, team_job *job, void *data)
{
    struct team *t = calloc(1, sizeof *t + members * sizeof t->members[0]);
    int r = 0;
    if (!t)
        return -ENOMEM;
    t->job = job;
    t->data = data;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->go, NULL);
    pthread_cond_init(&t->done, NULL);
    for (; t->count < members && r == 0; t->count += r == 0) {
        struct member *m = &t->members[t->count];
        *m = (struct member){ .team = t, .number = t->count };
        r = t->count == 0 ? 0 : -pthread_create(&m->thread, NULL, stand_by, m);
    }
    if (r < 0)
        team_end(t);
    else
        *ret = t;
    return r;
}

/* What its SIGBUS was for another thread it is for this one. */
static int meet_again(const void *bad_address)
{
    (void)*(const volatile unsigned char *)bad_address;
    return -EIO;
}

static int result_of(const struct team *t)
{
    unsigned i = 0;
    while (i + 1 < t->count && t->members[i].result >= 0)
        i++;
    const struct member *m = &t->members[i];
    return m->bad_address ? meet_again(m->bad_address) : m->result;
}

int team_run(struct team *t)
{
    pthread_mutex_lock(&t->lock);
    t->turn++;
    t->working = t->count - 1;
    pthread_cond_broadcast(&t->go);
    pthread_mutex_unlock(&t->lock);
    do_share(&t->members[0]);
    pthread_mutex_lock(&t->lock);
    while (t->working > 0)
        pthread_cond_wait(&t->done, &t->lock);
    pthread_mutex_unlock(&t->lock);
    return result_of(t);
}

void team_end(struct team *t)
{
    if (!t)
        return;
    pthread_mutex_lock(&t->lock);
    t->ends = true;
    pthread_cond_broadcast(&t->go);
    pthread_mutex_unlock(&t->lock);
    for (unsigned i = 1; i < t->count; i++)
        pthread_join(t->members[i].thread, NULL);
    pthread_cond_destroy(&t->go);
    pthread_cond_destroy(&t->done);
    pthread_mutex_destroy(&t->lock);
    free(t);
}
