/* SPDX-License-Identifier: MIT */
/*
 * The processor's own caches, emptied of given bytes, so that whoever reads them next gets
 * them from memory.
 */
#ifndef MAPREAD_BASE_CPU_CACHE_H
#define MAPREAD_BASE_CPU_CACHE_H

#include <stddef.h>

enum cpu_cache {
    CPU_CACHE_FLUSH,    /* by an instruction, line by line */
    CPU_CACHE_STREAM,   /* other bytes are written until the caches must be full of them */
    CPU_CACHE_AS_FOUND, /* nothing is done */
};
extern const char *const cpu_cache_names[]; /* NULL at the end */

/* The first where the processor has the instruction (x86: clflushopt or clflush, arm64: dc
   civac), else the second. */
enum cpu_cache cpu_cache_usual(void);

/* Line by line, on all processors. The bytes are not changed. 0, or -EOPNOTSUPP without the
   instruction. SIGBUS where the bytes are mapped and cannot be had. */
int cpu_cache_flush(const void *data, size_t len);

/* Twice the last-level cache, at most 1 GiB; that it works is assumed. 0 or -ENOMEM. */
int cpu_cache_stream(void);

#endif
