/* SPDX-License-Identifier: MIT */
#include "analysis/pairings.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* The member of a sample that lies at `offset`. */
static double figure_of(const struct sample *s, size_t offset)
{
    return *(const double *)((const char *)s + offset);
}

static double figure_of_round(const struct run_case *c, double round, size_t offset)
{
    for (size_t i = 0; i < c->sample_count; i++)
        if (c->samples[i].round == round)
            return figure_of(&c->samples[i], offset);
    return NAN;
}

/* In the order of the baseline's rounds, which is that in which they were run. The memory of
   all three arrays is `a`, the caller's. 0 or -ENOMEM. */
static int pair_up(struct stats_pairs *ret, const struct run_case *baseline,
                   const struct run_case *subject, size_t offset)
{
    size_t n = baseline->sample_count;
    double *a = calloc(3 * n + 1, sizeof *a), *b = a + n, *rounds = b + n;
    if (!a)
        return -ENOMEM;
    for (size_t i = 0; i < n; i++) {
        rounds[i] = baseline->samples[i].round;
        a[i] = figure_of(&baseline->samples[i], offset);
        b[i] = figure_of_round(subject, rounds[i], offset);
    }
    *ret = (struct stats_pairs){ .a = a, .b = b, .rounds = rounds, .n = n };
    return 0;
}

int pairings_compare(struct stats_comparison *ret, const struct run_case *baseline,
                     const struct run_case *subject, size_t offset)
{
    static const struct stats_looks once = { .count = 0 };
    struct stats_pairs p;
    int r = pair_up(&p, baseline, subject, offset);
    if (r < 0)
        return r;
    p.margin = stats_margin;
    p.result = ret;
    r = stats_judge(&p, 1, &once);
    free((double *)p.a);
    return r;
}

/* ---- a family ---- */

int pairings_add_times(struct pairings *f, const struct stats_pairs *pairs)
{
    size_t count = f->count + 1;
    struct stats_pairs *grown = realloc(f->pairs, count * sizeof *grown);
    if (grown)
        f->pairs = grown;
    double **times = realloc(f->times, count * sizeof *times);
    if (times)
        f->times = times;
    if (!grown || !times) {
        free((double *)pairs->a);
        return -ENOMEM;
    }
    f->pairs[f->count] = *pairs;
    f->times[f->count++] = (double *)pairs->a;
    return 0;
}

int pairings_add(struct pairings *f, const struct run_case *baseline,
                 const struct run_case *subject, double margin, struct stats_comparison *result)
{
    struct stats_pairs p;
    int r = pair_up(&p, baseline, subject, offsetof(struct sample, wall_ns));
    p.margin = margin;
    p.result = result;
    return r == 0 ? pairings_add_times(f, &p) : r;
}

int pairings_judge(struct pairings *f, const struct stats_looks *looks, int so_far)
{
    int r = so_far < 0 ? so_far : stats_judge(f->pairs, f->count, looks);
    for (size_t i = 0; i < f->count; i++)
        free(f->times[i]);
    free(f->times);
    free(f->pairs);
    *f = (struct pairings){ 0 };
    return r;
}
