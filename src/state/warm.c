/* SPDX-License-Identifier: MIT */
/*
 * warm: the whole file is in the page cache, put there by one fixed filler; filled-small and
 * others: by another. hot: as warm, and the processor's caches are as the pass before has left
 * them.
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
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "config.h"
#include "state/table.h"

enum { FILL_BYTES = 128 * 1024, SMALL_BYTES = 4096 };

static int fill_by(int fd, size_t bytes)
{
    unsigned char *buffer = malloc(bytes);
    ssize_t n = buffer ? 1 : -ENOMEM;
    while (n > 0)
        n = io_read(fd, buffer, bytes);
    free(buffer);
    return (int)n;
}

static int fill_usual(int fd)
{
    return fill_by(fd, FILL_BYTES);
}

static int fill_in_pages(int fd)
{
    return fill_by(fd, SMALL_BYTES);
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

/* Each block once, far from the one before; the kernel is told, so that it reads no more. */
static int fill_at_random(int fd)
{
    unsigned char buffer[SMALL_BYTES];
    uint64_t bytes;
    int r = io_file_size(fd, &bytes);
    uint64_t blocks = r < 0 ? 0 : (bytes + SMALL_BYTES - 1) / SMALL_BYTES;
    uint64_t step = blocks * 5 / 8 + 1;
    while (blocks > 0 && common_divisor(step, blocks) > 1)
        step++;
#if HAVE_POSIX_FADVISE
    if (r == 0)
        r = -posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM);
#endif
    for (uint64_t i = 0, at = 0; i < blocks && r == 0; i++, at = (at + step) % blocks) {
        ssize_t n = io_pread(fd, buffer, SMALL_BYTES, at * SMALL_BYTES);
        r = n < 0 ? (int)n : 0;
    }
    return r;
}

static int fill_by_mapping(int fd)
{
    uint64_t bytes;
    int r = io_file_size(fd, &bytes);
    if (r < 0 || bytes == 0)
        return r;
    const volatile unsigned char *data =
        mmap(NULL, (size_t)bytes, PROT_READ, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED)
        return -errno;
    for (uint64_t at = 0; at < bytes; at += SMALL_BYTES)
        (void)data[at];
    return munmap((void *)data, (size_t)bytes) == 0 ? 0 : -errno;
}

/* Without the Linux extras a file system that is memory looks like pages that stay, and so does
   a system that evicts nothing. */
static int fill_anew(const char *path, int (*fill)(int fd))
{
    int r = state_refuses_eviction(path) ? 0 : state_evict(path);
    if (r == -EBUSY && !HAVE_LINUX_EXTRAS)
        r = 0;
    if (r < 0)
        return r;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    r = fill(fd);
    close(fd);
    return r;
}

int state_fill_cache(const char *path)
{
    return fill_anew(path, fill_usual);
}

static int prepare_in_pages(const char *path)
{
    return fill_anew(path, fill_in_pages);
}

static int prepare_at_random(const char *path)
{
    return fill_anew(path, fill_at_random);
}

static int prepare_by_mapping(const char *path)
{
    return fill_anew(path, fill_by_mapping);
}

enum cause state_refuses_nothing(const char *path)
{
    (void)path;
    return CAUSE_NONE;
}

#define WARM_BY(identifier, its_name, its_summary, its_fill, its_prepare)                      \
    const struct state identifier = {                                                          \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .fill = its_fill,                                                                      \
        .resident = 1,                                                                         \
        .prepare = its_prepare,                                                                \
        .flushes = true,                                                                       \
        .refuses = state_refuses_nothing,                                                      \
    }

WARM_BY(state_warm, "warm",
        "the whole file in the page cache, none of it in the processor's caches", "read-128KiB",
        state_fill_cache);
WARM_BY(state_warm_pages, "filled-small", "warm, filled by read() of 4 KiB after the other",
        "read-4KiB", prepare_in_pages);
WARM_BY(state_warm_random, "filled-random", "warm, filled by pread() of 4 KiB in random order",
        "pread-random-4KiB", prepare_at_random);
WARM_BY(state_warm_mapped, "filled-mapped", "warm, filled by who touched it in a mapping",
        "mmap", prepare_by_mapping);

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
