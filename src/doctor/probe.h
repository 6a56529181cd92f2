/* SPDX-License-Identifier: MIT */
/* What the checks ask of /proc and /sys below a root, beside what base/probe.h reads. */
#ifndef MAPREAD_DOCTOR_PROBE_H
#define MAPREAD_DOCTOR_PROBE_H

#include <stddef.h>

#include "base/procfs.h"

/* Visits cpuN/cpufreq/NAME of every processor that has it; returns how many. */
size_t probe_each_cpu(const char *root, const char *name,
                      void (*visit)(unsigned cpu, const char *text, void *context),
                      void *context);

/* The lowest and the highest clock of the processors just now, in hertz; NAN where
   the system does not tell. On some machines asking wakes every processor. */
void probe_frequency(const char *root, double *ret_lowest_hz, double *ret_highest_hz);

/* Ticks since boot from the text of /proc/stat. */
struct probe_ticks {
    double stolen; /* by the host */
    double wanted; /* the stolen ones and those in which a processor worked */
};
/* Both NAN where the text does not tell. */
struct probe_ticks probe_ticks(const char *stat);

/* `text` as one word of a shell command, in quotes where it needs them. "" when it
   does not fit. */
void probe_quote(char *ret, size_t size, const char *text);

#endif
