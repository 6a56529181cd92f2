/* SPDX-License-Identifier: MIT */
/*
 * Watches the machine while a run goes on: what came between it and its figures.
 *
 * The trap: asking for the clock wakes processors, and a look at the speed keeps one busy.
 * Call monitor_sample between the samples of a run, never while one is measured.
 */
#ifndef MAPREAD_MEASURE_INTERFERENCE_H
#define MAPREAD_MEASURE_INTERFERENCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/field.h"
#include "measure/cpu_speed.h"
#include "measure/cpu.h"
#include "measure/usage.h"

/* What was seen. NAN: the system does not tell, or it was too short to tell. */
struct interference {
    double watched_ns;
    double steal_share; /* of the processor time that was wanted on this machine */
    /* The mean of what was seen; the run itself is 1 of it. It tells of the minute before
       each look, so in a short run of what was before. */
    double load_average;
    double swap_in_bytes, swap_out_bytes;
    /* Of the fastest processor at each look, for the idle ones always rest: the lowest
       and the highest of the run. */
    double frequency_lowest_hz, frequency_highest_hz;
    double involuntary_switches; /* of this process and its ended children */
    double speed_share; /* of the best speed at the median of the looks: see cpu_speed.h */
    /* Processor time of all but this process and its ended children, in processors: 1 is
       one that was busy all the time. The kernel's own threads count as others. */
    double others_share;
};

/* Stolen time below this share of the wanted time does not show in a result. */
extern const double interference_steal_quiet;

enum { INTERFERENCE_FIELDS = 10, INTERFERENCE_TEXT_MAX = 512 };
extern const struct field interference_fields[INTERFERENCE_FIELDS];

/* Private. */
struct monitor {
    const char *root;
    uint64_t begun_ns;
    struct cpu_ticks ticks;
    struct usage family;
    double swap_in_pages, swap_out_pages;
    double load_sum;
    unsigned load_count;
    double frequency_lowest_hz, frequency_highest_hz;
    struct cpu_speed speed;
};

void monitor_begin(struct monitor *w);
/* The same below a root (see cpu.h), which must outlive the monitor. */
void monitor_begin_below(struct monitor *w, const char *root);
/* Looks at load, clock and speed; takes about 3 ms, and what it costs to read two small
   files and one for each processor. */
void monitor_sample(struct monitor *w);
/* Looks a last time. The monitor goes on: a later end covers more. */
void monitor_end(struct monitor *w, struct interference *ret);

/* "noisy: 3.1 % of the processor time was stolen; …" in `text` (INTERFERENCE_TEXT_MAX is
   enough), which is returned; NULL when it was quiet, and `text` is "". */
const char *interference_verdict(const struct interference *n, char *text, size_t size);

#endif
