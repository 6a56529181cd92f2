/* SPDX-License-Identifier: MIT */
/*
 * warm: the whole file is in the page cache, put there by one fixed filler. hot: the same, and
 * the processor's caches are as the pass before has left them.
 *
 * The trap is that warm is not one state: the same file, wholly resident, can be
 * mapped three times as fast after a sequential read() as after random ones,
 * because the filler decides the size of the folios. So the file is evicted
 * first, where that can be done, and then always filled in the same way.
 *
 * Nor is memory the processor's cache: see flush.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "config.h"
#include "state/table.h"

enum { FILL_BYTES = 128 * 1024 };

static int fill(const char *path)
{
    unsigned char *buffer = malloc(FILL_BYTES);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = buffer && fd >= 0 ? 1 : -errno;
    while (n > 0)
        n = io_read(fd, buffer, FILL_BYTES);
    if (fd >= 0)
        close(fd);
    free(buffer);
    return (int)n;
}

/* Without the Linux extras a file system that is memory looks like pages that stay. */
int state_fill_cache(const char *path)
{
    int r = state_refuses_eviction(path) ? 0 : state_evict(path);
    if (r == -EBUSY && !HAVE_LINUX_EXTRAS)
        r = 0;
    return r < 0 ? r : fill(path);
}

enum cause state_refuses_nothing(const char *path)
{
    (void)path;
    return CAUSE_NONE;
}

const struct state state_warm = {
    .name = "warm",
    .summary = "the whole file in the page cache, none of it in the processor's caches",
    .fill = "read-128KiB",
    .resident = 1,
    .prepare = state_fill_cache,
    .flushes = true,
    .refuses = state_refuses_nothing,
};

/* The first passes of a process find what the filler left. */
const struct state state_hot = {
    .name = "hot",
    .summary = "warm, and pass follows pass: in the processor's caches what fits",
    .fill = "read-128KiB",
    .resident = 1,
    .discarded_passes = 3,
    .prepare = state_fill_cache,
    .refuses = state_refuses_nothing,
};
