/* SPDX-License-Identifier: MIT */
/*
 * Reads /proc and /sys below a root: "" on this machine, a folder in a test, NULL
 * where nothing is to be found.
 */
#ifndef MAPREAD_DOCTOR_PROBE_H
#define MAPREAD_DOCTOR_PROBE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* The whole file, unlike procfs_read, which stops where the kernel pauses. 0 or
   -errno, then `text` is "". Cut at size - 1, without the newline at the end. */
int probe_read(const char *root, const char *path, char *text, size_t size);
/* The number that the file begins with, or NAN. */
double probe_number(const char *root, const char *path);
/* Of a line "NAME 12" (/proc/vmstat), or NAN. */
double probe_counter(const char *text, const char *name);
/* Is `word` among the words of the text, between blanks? */
bool probe_has_word(const char *text, const char *word);
bool probe_is_directory(const char *root, const char *path);

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
