/* SPDX-License-Identifier: MIT */
/*
 * A ring: a stream of bytes from one process to another through memory that both have
 * mapped, without locks. One process alone sends and one alone receives.
 *
 * Two counters that only grow say how many bytes were sent and how many were taken; each
 * is written by one side. The bytes are stored before `sent` is (release), and read after
 * it was read (acquire).
 *
 * Who has to wait looks at the counter for some microseconds, then lets others run
 * (sched_yield) a few times, and then sleeps on a semaphore, which the other posts only
 * when it sees a sleeper. A sleeper wakes every RING_LOOK_MS to see whether the other
 * process is still there.
 */
#ifndef MAPREAD_METHOD_RING_H
#define MAPREAD_METHOD_RING_H

#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "method/method.h"

enum { RING_LOOK_MS = 50, RING_LINE_BYTES = 64 };

/* A counter, who waits for it to change, and its semaphore: on lines of their own, so that
   the sides do not take each other's. */
struct ring_counter {
    _Alignas(RING_LINE_BYTES) _Atomic uint64_t bytes;
    _Alignas(RING_LINE_BYTES) atomic_bool sleeps;
    sem_t bell;
};

/* In the shared memory. */
struct ring {
    struct ring_counter sent, taken;
    size_t capacity; /* bytes */
    size_t data;     /* offset of the bytes from the ring */
};

/* The process at the other side. */
struct ring_other {
    pid_t pid;
    bool is_parent; /* of this one; else its child */
};

/* Into zeroed memory; `data` begins there. 0 or -errno; -EOPNOTSUPP: this system has no
   semaphores between processes. The memory is unmapped without further ado. */
int ring_init(struct ring *r, unsigned char *data, size_t capacity);

/* 0, or -EPIPE: the other process has ended. */
int ring_send(struct ring *r, const struct ring_other *to, const void *data, size_t len);
/* Gives back the `*lent` bytes that were lent before, then waits for others and lends from 1
   to `most` of them; *lent is what it lent. 0 or -EPIPE. */
int ring_receive(struct ring *r, const struct ring_other *from, size_t *lent, size_t most,
                 struct span *ret);

#endif
