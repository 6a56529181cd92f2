/* SPDX-License-Identifier: MIT */
#include "analysis/break-even.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/terms.h"

enum { BUFFER_BYTES = 64 * 1024 };

static struct case_key key_of(const char *method, uint64_t buffer_bytes)
{
    struct case_key k = case_key_standard();
    snprintf(k.workload, sizeof k.workload, "full-read");
    snprintf(k.method, sizeof k.method, "%s", method);
    snprintf(k.state, sizeof k.state, "warm");
    k.buffer_bytes = buffer_bytes;
    return k;
}

/* Above 0 where mmap is faster. */
static double gain(const struct costs *c, int round, double bytes)
{
    const struct case_key mmap = key_of("mmap", 0), chunk = key_of("chunk", BUFFER_BYTES);
    struct terms by_mmap, by_chunk;
    terms_of_key(&by_mmap, c, &(struct terms_pass){ .key = &mmap, .file_bytes = bytes });
    terms_of_key(&by_chunk, c, &(struct terms_pass){ .key = &chunk, .file_bytes = bytes });
    terms_price(&by_mmap, c, round);
    terms_price(&by_chunk, c, round);
    return log(by_chunk.ns / by_mmap.ns);
}

/* Where mmap is faster at all sizes that follow. Calls and faults come whole, so the
   difference is not smooth, and half a step is as near as it gets. */
static double meet(const struct costs *c, int round)
{
    const double step = exp2(1.0 / 8);
    double bytes = BREAK_EVEN_MOST;
    if (isnan(gain(c, round, bytes)))
        return NAN;
    if (!(gain(c, round, bytes) > 0))
        return BREAK_EVEN_NEVER;
    while (bytes > BREAK_EVEN_LEAST && gain(c, round, bytes / step) > 0)
        bytes /= step;
    return fmax(bytes, BREAK_EVEN_LEAST);
}

struct stats_estimate break_even_bytes(const struct costs *c)
{
    struct stats_estimate e = { NAN, NAN, NAN, 0 };
    size_t rounds = costs_rounds(c);
    double *sizes = calloc(rounds ? rounds : 1, sizeof *sizes);
    for (size_t i = 0; sizes && i < rounds; i++)
        sizes[i] = meet(c, (int)i);
    if (sizes)
        e = stats_median_interval(sizes, rounds);
    free(sizes);
    return e;
}
