/* SPDX-License-Identifier: MIT */
/* What /proc and /sys below a root tell of the processors: their clocks and their time. */
#ifndef MAPREAD_MEASURE_CPU_H
#define MAPREAD_MEASURE_CPU_H

#include <stddef.h>

#include "base/procfs.h"

/* Visits cpuN/cpufreq/NAME of every processor that has it; returns how many. */
size_t cpu_each(const char *root, const char *name,
                void (*visit)(unsigned cpu, const char *text, void *context), void *context);

/* The lowest and the highest clock of the processors just now, in hertz; NAN where
   the system does not tell. On some machines asking wakes every processor. */
void cpu_frequency(const char *root, double *ret_lowest_hz, double *ret_highest_hz);

/* Ticks since boot from the text of /proc/stat. */
struct cpu_ticks {
    double stolen; /* by the host */
    double wanted; /* the stolen ones and those in which a processor worked */
};
/* Both NAN where the text does not tell. */
struct cpu_ticks cpu_ticks(const char *stat);

#endif
