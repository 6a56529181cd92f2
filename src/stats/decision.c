/* SPDX-License-Identifier: MIT */
#include "stats/decision.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { MIRRORED = 2 };

/* What the rounds so far say of a family. */
struct record {
    struct stats_family *family;
    double *sums;   /* of ln time, of each member */
    double *counts; /* of the rounds in each sum */
};

bool stats_decision_chooses(const struct stats_family *a, const struct stats_family *b)
{
    return a->count > 1 || b->count > 1;
}

/* Of the rounds from `first` to `end`. */
static bool has_time(const struct stats_family *f, size_t member, size_t first, size_t end,
                     size_t n)
{
    for (size_t i = first; i < end; i++)
        if (f->times[member * n + i] > 0)
            return true;
    return first == end;
}

/* A member without a round so far is not known; who is alone needs none. */
static size_t choose(const struct record *r, size_t first, size_t end, size_t n)
{
    size_t best = r->family->count;
    double lowest = NAN;
    if (r->family->count == 1)
        return 0;
    for (size_t i = 0; i < r->family->count; i++) {
        double mean = r->sums[i] / r->counts[i];
        if (r->counts[i] > 0 && !(mean >= lowest) && has_time(r->family, i, first, end, n)) {
            best = i;
            lowest = mean;
        }
    }
    return best;
}

static void learn(struct record *r, size_t round, size_t n)
{
    for (size_t i = 0; i < r->family->count; i++) {
        double time = r->family->times[i * n + round];
        if (!(time > 0))
            continue;
        r->sums[i] += log(time);
        r->counts[i]++;
    }
}

static void use(struct stats_family *f, size_t member)
{
    f->last = member;
    f->used[member]++;
}

/* Nothing where one of the two was not chosen yet, or has no time in this round. */
static void compare(struct stats_decision *d, struct stats_family *a, size_t of_a,
                    struct stats_family *b, size_t of_b, const double *rounds, size_t round,
                    size_t n)
{
    if (of_a == a->count || of_b == b->count || (d->most > 0 && d->n == d->most))
        return;
    double a_time = a->times[of_a * n + round], b_time = b->times[of_b * n + round];
    if (!(a_time > 0 && b_time > 0))
        return;
    d->a[d->n] = a_time;
    d->b[d->n] = b_time;
    d->rounds[d->n++] = rounds[round];
    use(a, of_a);
    use(b, of_b);
}

/* The round after the mirrored pair that begins at `first`. */
static size_t pair_end(const double *rounds, size_t n, size_t first)
{
    size_t end = first + 1;
    while (end < n && floor(rounds[end] / MIRRORED) == floor(rounds[first] / MIRRORED))
        end++;
    return end;
}

static void decide(struct stats_decision *d, struct record *a, struct record *b,
                   const double *rounds, size_t n)
{
    size_t left = stats_decision_chooses(a->family, b->family) ? STATS_DECISION_LEARNS : 0;
    for (size_t i = 0, end; i<n; i = end, left -= left> 0) {
        end = pair_end(rounds, n, i);
        size_t of_a = choose(a, i, end, n), of_b = choose(b, i, end, n);
        for (size_t k = i; k < end; k++) {
            if (left == 0)
                compare(d, a->family, of_a, b->family, of_b, rounds, k, n);
            learn(a, k, n);
            learn(b, k, n);
        }
    }
}

static struct record record_of(struct stats_family *f, double *memory)
{
    f->last = f->count;
    for (size_t i = 0; i < f->count; i++)
        f->used[i] = 0;
    return (struct record){ .family = f, .sums = memory, .counts = memory + f->count };
}

int stats_decide(struct stats_decision *ret, struct stats_family *a, struct stats_family *b,
                 const double *rounds, size_t n)
{
    double *memory = calloc(2 * (a->count + b->count) + 1, sizeof *memory);
    if (!memory)
        return -ENOMEM;
    struct record of_a = record_of(a, memory), of_b = record_of(b, memory + 2 * a->count);
    ret->n = 0;
    decide(ret, &of_a, &of_b, rounds, n);
    if (ret->n == 0) { /* nobody was compared: whom the next round would compare */
        a->last = choose(&of_a, n, n, n);
        b->last = choose(&of_b, n, n, n);
    }
    free(memory);
    return 0;
}
