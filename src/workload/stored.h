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

#endif
