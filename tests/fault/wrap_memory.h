/* SPDX-License-Identifier: MIT */
/* Memory that is refused at the n-th request, and how much of it was not given back. Whoever
   includes this wraps malloc, calloc, realloc, posix_memalign and free, and has a `now` with
   the members allocation_to_fail (counts down; NEVER) and allocations. */
#ifndef MAPREAD_TESTS_FAULT_WRAP_MEMORY_H
#define MAPREAD_TESTS_FAULT_WRAP_MEMORY_H

#include "tests/fault/wrap.h"

DECLARE_WRAP(void *, malloc, size_t len);
DECLARE_WRAP(void *, calloc, size_t count, size_t len);
DECLARE_WRAP(void *, realloc, void *old, size_t len);
DECLARE_WRAP(int, posix_memalign, void **ret, size_t alignment, size_t len);
DECLARE_WRAP(void, free, void *old);

static inline void *allocated(void *memory)
{
    now.allocations += memory != NULL;
    return memory;
}

static inline bool refuses_memory(void)
{
    bool refused = now.allocation_to_fail == 0;
    now.allocation_to_fail -= now.allocation_to_fail > 0;
    if (refused) {
        now.allocation_to_fail = NEVER;
        errno = ENOMEM;
    }
    return refused;
}

void *WRAPPED(malloc)(size_t len)
{
    return refuses_memory() ? NULL : allocated(REAL(malloc)(len));
}

void *WRAPPED(calloc)(size_t count, size_t len)
{
    return refuses_memory() ? NULL : allocated(REAL(calloc)(count, len));
}

void *WRAPPED(realloc)(void *old, size_t len)
{
    if (refuses_memory())
        return NULL;
    now.allocations -= old != NULL;
    return allocated(REAL(realloc)(old, len));
}

/* Returns its error, and leaves errno alone. */
int WRAPPED(posix_memalign)(void **ret, size_t alignment, size_t len)
{
    int r = refuses_memory() ? ENOMEM : REAL(posix_memalign)(ret, alignment, len);
    now.allocations += r == 0;
    return r;
}

void WRAPPED(free)(void *old)
{
    now.allocations -= old != NULL;
    REAL(free)(old);
}

#endif
