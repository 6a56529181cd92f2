/* SPDX-License-Identifier: MIT */
#include "case/sample.h"

#include <math.h>
#include <stdlib.h>

#include "stats/stats.h"

#define NUMBER(member) FIELD_OPTIONAL_OF(struct sample, member)

const struct field sample_fields[SAMPLE_FIELDS] = {
    NUMBER(round),
    NUMBER(order),
    NUMBER(look),
    NUMBER(cpu),
    NUMBER(passes),
    NUMBER(wall_ns),
    NUMBER(first_ns),
    NUMBER(flush_ns),
    NUMBER(user_ns),
    NUMBER(system_ns),
    NUMBER(open_ns),
    NUMBER(access_ns),
    NUMBER(close_ns),
    NUMBER(minor_faults),
    NUMBER(major_faults),
    NUMBER(voluntary_switches),
    NUMBER(involuntary_switches),
    NUMBER(storage_read_bytes),
    NUMBER(read_calls),
    NUMBER(read_call_bytes),
    NUMBER(peak_rss_bytes),
    NUMBER(rss_anon_bytes),
    NUMBER(rss_file_bytes),
    NUMBER(baseline_rss_bytes),
    NUMBER(resident_before),
    NUMBER(resident_after),
    NUMBER(cached_after_bytes),
    NUMBER(limit_bytes),
    NUMBER(limit_hits),
    NUMBER(blocks_seed),
    NUMBER(repeated),
    NUMBER(storage_reads),
    NUMBER(refaults),
    NUMBER(folio_bytes),
};

_Static_assert(sizeof(struct sample) == SAMPLE_FIELDS * sizeof(double),
               "every member of struct sample is in the table");

struct sample sample_unknown(void)
{
    struct sample s = { 0 };
    for (size_t i = 0; i < SAMPLE_FIELDS; i++)
        *field_number(&s, &sample_fields[i]) = NAN;
    return s;
}

static int compare_times(const void *a, const void *b)
{
    double x = ((const struct pass_times *)a)->wall_ns,
           y = ((const struct pass_times *)b)->wall_ns;
    return (x > y) - (x < y);
}

void sample_set_times(struct sample *s, struct pass_times *times, size_t n)
{
    qsort(times, n, sizeof *times, compare_times);
    s->wall_ns = s->open_ns = s->access_ns = s->close_ns = 0;
    for (size_t i = 0; i < n; i++) {
        double weight = stats_middle_weight(i, n);
        s->wall_ns += weight * times[i].wall_ns;
        s->open_ns += weight * times[i].open_ns;
        s->access_ns += weight * times[i].access_ns;
        s->close_ns += weight * times[i].close_ns;
    }
}

/* What is not of one pass: *to keeps its own. */
static void keep_whole(struct sample *to, const struct sample *own)
{
    to->first_ns = own->first_ns;
    to->cpu = own->cpu;
    to->blocks_seed = own->blocks_seed;
    to->baseline_rss_bytes = own->baseline_rss_bytes;
    to->repeated = own->repeated;
}

static void keep_memory(struct sample *to, const struct sample *own)
{
    to->peak_rss_bytes = own->peak_rss_bytes;
    to->rss_anon_bytes = own->rss_anon_bytes;
    to->rss_file_bytes = own->rss_file_bytes;
}

void sample_add(struct sample *sum, const struct sample *pass)
{
    struct sample before = *sum;
    bool first = before.passes == 0;
    for (size_t i = 0; i < SAMPLE_FIELDS; i++)
        *field_number(sum, &sample_fields[i]) += *field_number(pass, &sample_fields[i]);
    keep_memory(sum, first || pass->peak_rss_bytes > before.peak_rss_bytes ? pass : &before);
    keep_whole(sum, first ? pass : &before);
}

struct sample sample_mean(const struct sample *sum)
{
    struct sample mean = *sum;
    for (size_t i = 0; i < SAMPLE_FIELDS; i++)
        *field_number(&mean, &sample_fields[i]) /= sum->passes;
    keep_memory(&mean, sum);
    keep_whole(&mean, sum);
    mean.passes = sum->passes;
    return mean;
}
