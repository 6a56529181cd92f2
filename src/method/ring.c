/* SPDX-License-Identifier: MIT */
#include "method/ring.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    LOOKS = 100, /* before others are let run: about 5 microseconds */
    YIELDS = 50,
    PIECES = 4, /* of the capacity: while one is read the next can be written */
};

static void look_again(unsigned turn)
{
    if (turn >= LOOKS)
        sched_yield();
#if defined __x86_64__ || defined __i386__
    else
        __builtin_ia32_pause();
#elif defined __aarch64__
    else
        __asm__ volatile("yield");
#endif
}

/* A child that has ended is seen before it is waited for. */
static bool has_ended(const struct ring_other *o)
{
    siginfo_t info = { .si_pid = 0 };
    if (o->is_parent)
        return getppid() != o->pid;
    return waitid(P_PID, (id_t)o->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
           info.si_pid == o->pid;
}

/* Until the bell, or RING_LOOK_MS. */
static void sleep_on(sem_t *bell)
{
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_nsec += RING_LOOK_MS * 1000000L;
    end.tv_sec += end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    (void)sem_timedwait(bell, &end); /* whatever woke it, the counter is looked at */
}

/* Until the counter is no longer `seen`. A bell that rang too late rings in a later wait,
   which then looks once more than needed. */
static int wait_for(struct ring_counter *c, uint64_t seen, const struct ring_other *o)
{
    for (unsigned i = 0; i < LOOKS + YIELDS; i++) {
        if (atomic_load_explicit(&c->bytes, memory_order_acquire) != seen)
            return 0;
        look_again(i);
    }
    for (bool ended = false;; ended = has_ended(o)) {
        atomic_store(&c->sleeps, true);
        bool changed = atomic_load(&c->bytes) != seen;
        if (changed || ended) {
            atomic_store(&c->sleeps, false);
            return changed ? 0 : -EPIPE;
        }
        sleep_on(&c->bell);
    }
}

/* Sequentially consistent, as is the sleeper's note: either it sees the bytes, or it is seen.
 */
static void count_on(struct ring_counter *c, uint64_t bytes)
{
    atomic_store(&c->bytes, bytes);
    if (atomic_load(&c->sleeps) && atomic_exchange(&c->sleeps, false))
        sem_post(&c->bell);
}

static unsigned char *data_of(struct ring *r)
{
    return (unsigned char *)r + r->data;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many bytes may be moved at once at this place. */
static size_t piece_at(const struct ring *r, uint64_t place, uint64_t there, size_t wanted)
{
    size_t piece = (r->capacity + PIECES - 1) / PIECES, rest = r->capacity - (size_t)place;
    return least(least(wanted, piece), least((size_t)there, rest));
}

int ring_init(struct ring *r, unsigned char *data, size_t capacity)
{
    if (sem_init(&r->sent.bell, 1, 0) != 0 || sem_init(&r->taken.bell, 1, 0) != 0)
        return errno == ENOSYS ? -EOPNOTSUPP : -errno;
    r->capacity = capacity;
    r->data = (size_t)(data - (unsigned char *)r);
    return 0;
}

int ring_send(struct ring *r, const struct ring_other *to, const void *data, size_t len)
{
    const unsigned char *from = data;
    uint64_t sent = atomic_load_explicit(&r->sent.bytes, memory_order_relaxed);
    while (len > 0) {
        uint64_t taken = atomic_load_explicit(&r->taken.bytes, memory_order_acquire);
        if (sent - taken == r->capacity) {
            int result = wait_for(&r->taken, taken, to);
            if (result < 0)
                return result;
            continue;
        }
        uint64_t place = sent % r->capacity;
        size_t n = piece_at(r, place, r->capacity - (sent - taken), len);
        memcpy(data_of(r) + place, from, n);
        count_on(&r->sent, sent += n);
        from += n;
        len -= n;
    }
    return 0;
}

int ring_receive(struct ring *r, const struct ring_other *from, size_t *lent, size_t most,
                 struct span *ret)
{
    uint64_t taken = atomic_load_explicit(&r->taken.bytes, memory_order_relaxed);
    if (*lent > 0)
        count_on(&r->taken, taken += *lent);
    *lent = 0;
    uint64_t sent = atomic_load_explicit(&r->sent.bytes, memory_order_acquire);
    if (sent == taken) {
        int result = wait_for(&r->sent, taken, from);
        if (result < 0)
            return result;
        sent = atomic_load_explicit(&r->sent.bytes, memory_order_acquire);
    }
    uint64_t place = taken % r->capacity;
    *lent = piece_at(r, place, sent - taken, most);
    *ret = (struct span){ .data = data_of(r) + place, .len = *lent };
    return 0;
}
