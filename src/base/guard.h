/* SPDX-License-Identifier: MIT */
/*
 * A guard around a pass. A page of a mapping that cannot be had (the file was
 * truncated, its storage failed) is SIGBUS in the middle of a load or a store: there
 * is no call that could return an error. The guard makes a result of it.
 *
 * What the interrupted code held (memory, descriptors, an engine in the middle of a
 * scan) stays held: a process whose pass ended so makes no more of the same work.
 */
#ifndef MAPREAD_BASE_GUARD_H
#define MAPREAD_BASE_GUARD_H

#include <stddef.h>

/* Once per process is enough; more do no harm. A SIGBUS outside guard_call, or one that
   another process sent, still ends this one. */
void guard_install(void);

/* What body(context) returns, or -EFAULT when SIGBUS ended it, at *ret_address. A guard is the
   calling thread's, and the innermost one is asked. */
int guard_call(int (*body)(void *context), void *context, const void **ret_address);

/* Why, as far as the system tells: "the file was truncated under the mapping (SIGBUS at
   offset 4096)", or its storage failed. `path` is the file that was mapped at the address,
   and must still be mapped there. */
void guard_explain(const void *address, const char *path, char *text, size_t size);

#endif
