/* SPDX-License-Identifier: MIT */
/*
 * malloc: memory from the C library, as a program asks for it, and calloc, which promises
 * zeros.
 *
 * glibc takes a small block from its heap, where one that was freed is used again, and a
 * large one (128 KiB, and it learns up to 32 MiB from what is freed) from a mapping of its
 * own, which is mmap-anonymous under another name. Nothing is tuned here, but a pass
 * begins with a trimmed heap: its first blocks are of fresh pages.
 */
#include <errno.h>
#include <stdlib.h>

#include "method/table.h"

static int malloc_get(unsigned char **ret, size_t len)
{
    unsigned char *memory = malloc(len);
    if (!memory)
        return -ENOMEM;
    *ret = memory;
    return 0;
}

static int calloc_get(unsigned char **ret, size_t len)
{
    unsigned char *memory = calloc(1, len);
    if (!memory)
        return -ENOMEM;
    *ret = memory;
    return 0;
}

static void heap_release(unsigned char *memory, size_t len)
{
    (void)len;
    free(memory);
}

const struct method method_malloc = {
    .name = "malloc",
    .summary = "memory from malloc(): a large block is a mapping of its own",
    .family = METHOD_FAMILY_MEMORY,
    .allocator = &(const struct allocator){ malloc_get, heap_release },
};

const struct method method_calloc = {
    .name = "calloc",
    .summary = "memory from calloc(): cleared, unless it is known to be fresh",
    .family = METHOD_FAMILY_MEMORY,
    .allocator = &(const struct allocator){ calloc_get, heap_release },
};
