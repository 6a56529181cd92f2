/* SPDX-License-Identifier: MIT */
/* The entries of the table in doctor.c, and what the probes share. */
#ifndef MAPREAD_DOCTOR_TABLE_H
#define MAPREAD_DOCTOR_TABLE_H

#include "doctor/doctor.h"

extern const struct doctor_probe probe_governor, probe_turbo, probe_frequency,
    probe_clock_source;
extern const struct doctor_probe probe_virtualization, probe_steal, probe_load, probe_cpu_limit;
extern const struct doctor_probe probe_memory, probe_memory_limit, probe_swap, probe_huge_pages;
extern const struct doctor_probe probe_file_system, probe_mount_options, probe_read_ahead,
    probe_disk_interrupts;
extern const struct doctor_probe probe_reclaim, probe_page_reporting, probe_evict, probe_limit;
extern const struct doctor_probe probe_steadiness;

/* Sets the verdict and what was found. */
void doctor_set(struct doctor_finding *f, enum verdict verdict, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Sets the command. One that does not fit is left out: half a command is none. */
void doctor_fix(struct doctor_finding *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
