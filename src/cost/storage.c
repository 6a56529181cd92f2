/* SPDX-License-Identifier: MIT */
/*
 * What comes from storage: how long a program waits for it, and how much it is given for one
 * page that it asked for.
 *
 * The trap: "cold" is cold for this kernel; a disk or a host may have the file in its memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "config.h"
#include "cost/table.h"
#include "measure/usage.h"
#include "state/state.h"

enum { BLOCKS = 32, COUNTS = 0, WAITS = 1 };

/* Evicted, and proved; 0 or -errno. */
static int open_cold(const struct cost_site *s, int *ret_fd)
{
    double resident;
    const struct state *cold = state_find("cold");
    int r = cold->refuses && cold->refuses(s->cold) ? -EOPNOTSUPP
                                                    : state_establish(cold, s->cold, &resident);
    int fd = r == 0 ? open(s->cold, O_RDONLY | O_CLOEXEC) : -1;
    if (r == 0 && fd < 0)
        r = -errno;
    if (r == 0)
        *ret_fd = fd;
    return r;
}

static int measure_block(const struct cost *c, struct cost_site *s, double *ret)
{
    int fd = -1, r = open_cold(s, &fd);
    (void)c;
    if (r < 0)
        return r;
#if HAVE_POSIX_FADVISE
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM);
#endif
    uint64_t begun = clock_now_ns(), apart = s->bytes / BLOCKS / COST_PAGE_BYTES;
    for (uint64_t i = 0; i < BLOCKS && r == 0; i++) {
        /* Not in order: a disk that sees a stream may run ahead. */
        uint64_t place = i * 13 % BLOCKS * apart * COST_PAGE_BYTES;
        r = io_pread(fd, s->buffer, COST_PAGE_BYTES, place) == COST_PAGE_BYTES ? 0 : -EIO;
    }
    *ret = cost_each(begun, BLOCKS);
    close(fd);
    return r;
}

static int measure_read(const struct cost *c, struct cost_site *s, double *ret)
{
    int fd = -1, r = open_cold(s, &fd);
    (void)c;
    if (r < 0)
        return r;
    double calls = 0;
    uint64_t begun = clock_now_ns();
    for (uint64_t done = 0; done < s->bytes && r == 0; calls++) {
        ssize_t n = io_read(fd, s->buffer, COST_BUFFER_BYTES);
        done += n > 0 ? (uint64_t)n : 0;
        r = n > 0 ? 0 : n < 0 ? (int)n : -EIO;
    }
    double bytes = (double)s->bytes;
    *ret = fmax(cost_each(begun, 1) - calls * cost_of(s, &cost_read_call) -
                    bytes * cost_of(s, &cost_copy),
                0) /
           bytes;
    close(fd);
    return r;
}

/* Mapped and touched page by page, less what a file in the page cache costs. */
static int measure_mapped(const struct cost *c, struct cost_site *s, double *ret)
{
    int fd = -1, r = open_cold(s, &fd);
    (void)c;
    if (r < 0)
        return r;
    void *data = mmap(NULL, (size_t)s->bytes, PROT_READ, MAP_SHARED, fd, 0);
    r = data == MAP_FAILED ? -errno : 0;
    close(fd);
    if (r < 0)
        return r;
    uint64_t begun = clock_now_ns();
    cost_touch_pages(data, (size_t)s->bytes);
    double bytes = (double)s->bytes, pages = bytes / COST_PAGE_BYTES;
    *ret = fmax(cost_each(begun, 1) -
                    pages * (cost_of(s, &cost_map_page) + cost_of(s, &cost_touch_page)),
                0) /
           bytes;
    munmap(data, (size_t)s->bytes);
    return 0;
}

/* In the middle of the file, where nothing tells the kernel of a scan from its begin. */
static uint64_t middle(const struct cost_site *s)
{
    return s->bytes / 2 / COST_PAGE_BYTES * COST_PAGE_BYTES;
}

static int measure_read_ahead(const struct cost *c, struct cost_site *s, double *ret)
{
    double resident;
    int fd = -1, r = open_cold(s, &fd);
    if (r < 0)
        return r;
    uint64_t begun = clock_now_ns();
    ssize_t n = io_pread(fd, s->buffer, COST_PAGE_BYTES, middle(s));
    *ret = cost_each(begun, 1);
    close(fd);
    if (c->which == WAITS)
        return n < 0 ? (int)n : 0;
    r = n < 0 ? (int)n : state_residency(s->cold, &resident);
    if (r == 0)
        *ret = round(resident * (double)s->bytes);
    return r;
}

static int measure_read_around(const struct cost *c, struct cost_site *s, double *ret)
{
    double resident;
    int fd = -1, r = open_cold(s, &fd);
    if (r < 0)
        return r;
    unsigned char *data = mmap(NULL, (size_t)s->bytes, PROT_READ, MAP_SHARED, fd, 0);
    r = data == MAP_FAILED ? -errno : 0;
    close(fd);
    if (r < 0)
        return r;
    uint64_t begun = clock_now_ns();
    (void)((volatile unsigned char *)data)[middle(s)];
    *ret = cost_each(begun, 1);
    munmap(data, (size_t)s->bytes);
    if (c->which == WAITS)
        return 0;
    r = state_residency(s->cold, &resident);
    if (r == 0)
        *ret = round(resident * (double)s->bytes);
    return r;
}

const struct cost cost_storage_block = {
    .name = "storage-block",
    .unit = "ns",
    .part = COST_STORAGE,
    .summary = "wait for 4 KiB from storage",
    .how = "32 pread() all over the evicted file with fadvise(RANDOM), one after the other",
    .full = true,
    .measure = measure_block,
};

const struct cost cost_storage_read = {
    .name = "storage-read",
    .unit = "ns/byte",
    .part = COST_STORAGE,
    .summary = "what storage adds to each byte of a scan by read()",
    .how = "the evicted file in reads of 64 KiB, less `copy` and `read-call`",
    .full = true,
    .measure = measure_read,
};

const struct cost cost_storage_mapped = {
    .name = "storage-mapped",
    .unit = "ns/byte",
    .part = COST_STORAGE,
    .summary = "what storage adds to each byte of a scan of a mapping",
    .how = "one touch per page of the evicted file, less `map-page` and `touch-page`",
    .full = true,
    .measure = measure_mapped,
};

const struct cost cost_storage_first = {
    .name = "storage-first",
    .unit = "ns",
    .part = COST_STORAGE,
    .summary = "the first wait for 4 KiB from storage after a pause",
    .how = "one pread() in the middle of the evicted file",
    .full = true,
    .which = WAITS,
    .measure = measure_read_ahead,
};

const struct cost cost_storage_fault = {
    .name = "storage-fault",
    .unit = "ns",
    .part = COST_STORAGE,
    .summary = "wait for one fault from storage, with all that it fetches",
    .how = "one touch in the middle of the evicted file, mapped",
    .full = true,
    .which = WAITS,
    .measure = measure_read_around,
};

const struct cost cost_read_ahead = {
    .name = "read-ahead",
    .unit = "bytes",
    .part = COST_STORAGE,
    .summary = "bytes fetched for one read() of 4 KiB",
    .how = "in the middle of the evicted file; counted in the page cache",
    .full = true,
    .measure = measure_read_ahead,
};

const struct cost cost_read_around = {
    .name = "read-around",
    .unit = "bytes",
    .part = COST_STORAGE,
    .summary = "bytes fetched for one fault",
    .how = "one touch in the middle of the evicted file, mapped; counted in the page cache",
    .full = true,
    .measure = measure_read_around,
};
