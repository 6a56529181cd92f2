/* SPDX-License-Identifier: MIT */
#include "measure/sample.h"

#include <math.h>

#define NUMBER(member) FIELD_NUMBER_OF(struct sample, member)

const struct field sample_fields[SAMPLE_FIELDS] = {
    NUMBER(round),
    NUMBER(order),
    NUMBER(iterations),
    NUMBER(wall_ns),
    FIELD_LATER_NUMBER_OF(struct sample, first_ns),
    FIELD_LATER_NUMBER_OF(struct sample, flush_ns),
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
    FIELD_LATER_NUMBER_OF(struct sample, read_call_bytes),
    NUMBER(peak_rss_bytes),
    NUMBER(rss_anon_bytes),
    NUMBER(rss_file_bytes),
    NUMBER(baseline_rss_bytes),
    NUMBER(resident_before),
    NUMBER(resident_after),
    FIELD_LATER_NUMBER_OF(struct sample, limit_bytes),
    FIELD_LATER_NUMBER_OF(struct sample, limit_hits),
    FIELD_LATER_NUMBER_OF(struct sample, repeated),
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

static void take_memory(struct sample *to, const struct sample *from)
{
    to->peak_rss_bytes = from->peak_rss_bytes;
    to->rss_anon_bytes = from->rss_anon_bytes;
    to->rss_file_bytes = from->rss_file_bytes;
}

void sample_add(struct sample *sum, const struct sample *pass)
{
    struct sample before = *sum;
    bool first = before.iterations == 0;
    for (size_t i = 0; i < SAMPLE_FIELDS; i++)
        *field_number(sum, &sample_fields[i]) += *field_number(pass, &sample_fields[i]);
    take_memory(sum, first || pass->peak_rss_bytes > before.peak_rss_bytes ? pass : &before);
    sum->baseline_rss_bytes = first ? pass->baseline_rss_bytes : before.baseline_rss_bytes;
}

struct sample sample_mean(const struct sample *sum)
{
    struct sample mean = *sum;
    for (size_t i = 0; i < SAMPLE_FIELDS; i++)
        *field_number(&mean, &sample_fields[i]) /= sum->iterations;
    take_memory(&mean, sum);
    mean.baseline_rss_bytes = sum->baseline_rss_bytes;
    mean.iterations = sum->iterations;
    return mean;
}
