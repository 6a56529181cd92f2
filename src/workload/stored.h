/* SPDX-License-Identifier: MIT */
/*
 * The answers of the workloads that write: what lies in the file afterwards, read
 * back outside the clock.
 */
#ifndef MAPREAD_WORKLOAD_STORED_H
#define MAPREAD_WORKLOAD_STORED_H

#include <stdint.h>

/* The checksum of the file's bytes. 0 or -errno. */
int stored_checksum(const char *path, uint64_t *ret);

/* A workload that changes bytes of the file where they lie, by its file's own setup,
   answer and expected. */
#define STORED_WORKLOAD(identifier, its_name, its_baseline, its_summary, its_run)              \
    const struct workload identifier = {                                                       \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .baseline = its_baseline,                                                              \
        .flags = WORKLOAD_WRITES | WORKLOAD_STORED | WORKLOAD_IN_PLACE,                        \
        .work_bytes = sizeof(struct work),                                                     \
        .setup = setup,                                                                        \
        .run = its_run,                                                                        \
        .answer = answer,                                                                      \
        .refuses = workload_takes_in_place,                                                    \
        .expected = expected,                                                                  \
    }

#endif
