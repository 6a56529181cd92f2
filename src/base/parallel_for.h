/* SPDX-License-Identifier: MIT */
/* One kind of work on many things, by as many threads as there are processors. */
#ifndef MAPREAD_BASE_PARALLEL_FOR_H
#define MAPREAD_BASE_PARALLEL_FOR_H

#include <stddef.h>

/*
 * Calls job(data, i) once for each i below count, several at once, the lower ones first. A
 * job returns 0, or less when it failed: then no more are begun. Returns what the lowest
 * that failed returned, so the same as if they had come one after the other, or 0.
 *
 * The calling thread works too, and alone where no other can be started.
 */
int parallel_for(size_t count, int (*job)(void *data, size_t i), void *data);

#endif
