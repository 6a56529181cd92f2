/* SPDX-License-Identifier: MIT */
#include "analysis/counts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "stats/stats.h"

#define KIB 1024.0
#define AT(member) offsetof(struct sample, member)

/* A process's memory is counted by batches of up to 64 pages, the system's pages by batches of
   up to 125 on each processor. */
const struct count count_kinds[COUNTS] = {
    [COUNT_MINOR_FAULTS] = { "minor faults", AT(minor_faults), .off = 4, .share = 0.02 },
    [COUNT_MAJOR_FAULTS] = { "major faults", AT(major_faults), .off = 2, .share = 0.05 },
    [COUNT_FOLIO_BYTES] = { "folio size", AT(folio_bytes), .is_bytes = true, .share = 0.1 },
    [COUNT_STORAGE_BYTES] = { "storage bytes", AT(storage_read_bytes), .is_bytes = true,
                              .off = 64 * KIB, .share = 0.02 },
    [COUNT_STORAGE_READS] = { "storage reads", AT(storage_reads), .off = 4, .share = 0.05 },
    [COUNT_BYTES_PER_READ] = { "bytes per storage read", AT(storage_read_bytes),
                               .divisor = AT(storage_reads), .is_bytes = true, .share = 0.1 },
    [COUNT_REFAULTS] = { "refaults", AT(refaults), .off = 250, .share = 0.1 },
    [COUNT_OWN_BYTES] = { "own memory", AT(rss_anon_bytes), .is_bytes = true, .off = 256 * KIB,
                          .share = 0.02 },
};

static double member(const struct sample *s, size_t offset)
{
    return *(const double *)((const char *)s + offset);
}

static double count_of(const struct count *count, const struct sample *s)
{
    double value = member(s, count->offset);
    if (!count->divisor)
        return value;
    double divisor = member(s, count->divisor);
    return value > 0 && divisor > 0 ? value / divisor : NAN;
}

/* `values` has room for all samples. */
static struct count_range range_of(enum count_kind kind, const struct run_case *c,
                                   double *values)
{
    struct count_range r = { .low = NAN, .median = NAN, .high = NAN };
    for (size_t i = 0; i < c->sample_count; i++) {
        double value = count_of(&count_kinds[kind], &c->samples[i]);
        if (isnan(value))
            continue;
        values[r.rounds++] = value;
        r.low = fmin(r.low, value);
        r.high = fmax(r.high, value);
    }
    if (r.rounds > 0)
        r.median = stats_median(values, r.rounds);
    return r;
}

int counts_take(struct count_range ret[COUNTS], const struct run_case *c)
{
    double *values = malloc((c->sample_count + 1) * sizeof *values);
    if (!values)
        return -ENOMEM;
    for (size_t i = 0; i < COUNTS; i++)
        ret[i] = range_of((enum count_kind)i, c, values);
    free(values);
    return 0;
}

bool counts_differ(enum count_kind kind, const struct count_range *a,
                   const struct count_range *b)
{
    if (a->rounds == 0 || b->rounds == 0)
        return false;
    double apart = fmax(a->low - b->high, b->low - a->high),
           wider = fmax(a->high - a->low, b->high - b->low),
           exact =
               fmax(count_kinds[kind].off, count_kinds[kind].share * fmax(a->high, b->high));
    bool few = a->rounds < COUNTS_ROUNDS || b->rounds < COUNTS_ROUNDS;
    return apart > exact && (!few || apart > wider);
}
