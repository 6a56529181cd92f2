/* SPDX-License-Identifier: MIT */
/* The entries of the table in doctor.c, and what the checks share. */
#ifndef MAPREAD_DOCTOR_TABLE_H
#define MAPREAD_DOCTOR_TABLE_H

#include "doctor/doctor.h"

extern const struct check check_governor, check_turbo, check_frequency, check_clock_source;
extern const struct check check_virtualization, check_steal, check_load, check_cpu_limit;
extern const struct check check_memory, check_memory_limit, check_swap, check_huge_pages;
extern const struct check check_file_system, check_mount_options, check_read_ahead;
extern const struct check check_reclaim, check_page_reporting, check_evict, check_limit;
extern const struct check check_steadiness;

/* Sets the verdict and what was found. */
void finding_say(struct finding *f, enum verdict verdict, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Sets the command. One that does not fit is left out: half a command is none. */
void finding_mend(struct finding *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* `text` as one word of a shell command, in quotes where it needs them. "" when it
   does not fit. */
void finding_quote(char *ret, size_t size, const char *text);

#endif
