/* SPDX-License-Identifier: MIT */
/*
 * The processor's own caches, emptied of given bytes, so that whoever reads them next gets
 * them from memory.
 */
#ifndef MAPREAD_BASE_CPU_CACHE_H
#define MAPREAD_BASE_CPU_CACHE_H

#include <stddef.h>

/*
 * By an instruction where the processor has one (x86: clflushopt or clflush, arm64: dc civac),
 * line by line, on all processors. Elsewhere other bytes are read until the caches must be full
 * of them: twice the last-level cache, at most 1 GiB; that it works is assumed. The bytes are
 * not changed. 0 or -ENOMEM. SIGBUS where the bytes are mapped and cannot be had.
 */
int cpu_cache_flush(const void *data, size_t len);

/* "flush", or "stream" where there is no instruction. */
const char *cpu_cache_way(void);

#endif
