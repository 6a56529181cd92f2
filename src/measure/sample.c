/* SPDX-License-Identifier: MIT */
#include "measure/sample.h"

#include <math.h>

#define NUMBER(member) FIELD_NUMBER_OF(struct sample, member)

const struct field sample_fields[SAMPLE_FIELDS] = {
    NUMBER(round),
    NUMBER(order),
    NUMBER(iterations),
    NUMBER(wall_ns),
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
