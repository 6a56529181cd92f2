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
#include "workload/sum.h"

enum { BLOCKS = 32 };
enum { WAITS, COUNTS, WAITS_BEGIN }; /* what is told, and of which place */

/* Evicted, and proved; 0 or -errno. */
static int evict(const struct cost_site *s)
{
    double resident;
    const struct state *cold = state_find("cold");
    return cold->refuses && cold->refuses(s->cold) ? -EOPNOTSUPP
                                                   : state_establish(cold, s->cold, &resident);
}

static int open_cold(const struct cost_site *s, int *ret_fd)
{
    int r = evict(s);
    int fd = r == 0 ? open(s->cold, O_RDONLY | O_CLOEXEC) : -1;
    if (r == 0 && fd < 0)
        r = -errno;
    if (r == 0)
        *ret_fd = fd;
    return r;
}

static int map_cold(const struct cost_site *s, struct cost_mapping *ret)
{
    int r = evict(s);
    return r == 0 ? cost_map_file(s->cold, PROT_READ, 0, ret) : r;
}

/* Not in order: a disk that sees a stream may run ahead. */
static uint64_t place_of(const struct cost_site *s, uint64_t i)
{
    return i * 13 % BLOCKS * (s->bytes / BLOCKS / COST_PAGE_BYTES) * COST_PAGE_BYTES;
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
    uint64_t begun = clock_now_ns();
    for (uint64_t i = 0; i < BLOCKS && r == 0; i++) {
        ssize_t n = io_pread(fd, s->buffer, COST_PAGE_BYTES, place_of(s, i));
        r = n == COST_PAGE_BYTES ? 0 : -EIO;
    }
    *ret = cost_each(begun, BLOCKS);
    close(fd);
    return r;
}

static int measure_major_fault(const struct cost *c, struct cost_site *s, double *ret)
{
    struct cost_mapping m;
    int r = map_cold(s, &m);
    (void)c;
    if (r < 0)
        return r;
    (void)madvise(m.data, m.len, MADV_RANDOM);
    uint64_t begun = clock_now_ns();
    for (uint64_t i = 0; i < BLOCKS; i++)
        (void)((volatile unsigned char *)m.data)[place_of(s, i)];
    *ret = cost_each(begun, BLOCKS) - cost_of(s, &cost_fault);
    munmap(m.data, m.len);
    return 0;
}

/* Of the waits for storage since then, each as long as the first. */
static double waits_ns(const struct cost_site *s, const struct usage *from)
{
    const struct usage to = usage_now();
    return fmax(to.voluntary_switches - from->voluntary_switches,
                to.major_faults - from->major_faults) *
           cost_of(s, &cost_storage_first);
}

static int measure_read(const struct cost *c, struct cost_site *s, double *ret)
{
    int fd = -1, r = open_cold(s, &fd);
    (void)c;
    if (r < 0)
        return r;
    double calls = 0, bytes = (double)s->bytes;
    struct usage from = usage_now();
    uint64_t begun = clock_now_ns();
    for (uint64_t done = 0; done < s->bytes && r == 0; calls++) {
        ssize_t n = io_read(fd, s->buffer, COST_BUFFER_BYTES);
        done += n > 0 ? (uint64_t)n : 0;
        r = n > 0 ? 0 : n < 0 ? (int)n : -EIO;
    }
    double ns = cost_each(begun, 1) - waits_ns(s, &from);
    *ret = fmax(ns - calls * cost_of(s, &cost_read_call) - bytes * cost_of(s, &cost_copy), 0) /
           bytes;
    close(fd);
    return r;
}

/* Mapped and summed, less what a file in the page cache costs. */
static int measure_mapped(const struct cost *c, struct cost_site *s, double *ret)
{
    struct cost_mapping m;
    int r = map_cold(s, &m);
    (void)c;
    if (r < 0)
        return r;
    double bytes = (double)m.len, pages = bytes / COST_PAGE_BYTES;
    struct usage from = usage_now();
    uint64_t begun = clock_now_ns();
    volatile uint64_t sum = sum_words(m.data, m.len);
    double ns = cost_each(begun, 1) - waits_ns(s, &from);
    double faults = usage_now().minor_faults - from.minor_faults;
    (void)sum;
    *ret = fmax(ns - faults * cost_of(s, &cost_fault) - bytes * cost_of(s, &cost_sum_memory) -
                    pages * (cost_of(s, &cost_fault_page) + cost_of(s, &cost_touch_page)),
                0) /
           bytes;
    munmap(m.data, m.len);
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

/* Of a scan the window begins with the page that is asked for; elsewhere it lies around it. */
static int measure_read_around(const struct cost *c, struct cost_site *s, double *ret)
{
    double resident;
    struct cost_mapping m;
    int r = map_cold(s, &m);
    if (r < 0)
        return r;
    uint64_t begun = clock_now_ns();
    (void)((volatile unsigned char *)m.data)[c->which == WAITS_BEGIN ? 0 : middle(s)];
    *ret = cost_each(begun, 1);
    munmap(m.data, m.len);
    if (c->which != COUNTS)
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
    .how = "the evicted file in reads of 64 KiB, less `copy`, `read-call` and, for each wait, "
           "`storage-first`",
    .full = true,
    .measure = measure_read,
};

const struct cost cost_storage_mapped = {
    .name = "storage-mapped",
    .unit = "ns/byte",
    .part = COST_STORAGE,
    .summary = "what storage adds to each byte of a scan of a mapping",
    .how =
        "the sum of the evicted file, less `fault`, `fault-page`, `touch-page`, `sum-memory` "
        "and, for each wait, `storage-first`",
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

const struct cost cost_storage_begin = {
    .name = "storage-begin",
    .unit = "ns",
    .part = COST_STORAGE,
    .summary = "wait for the first fault of a scan from storage",
    .how = "one touch at the begin of the evicted file, mapped: more is fetched than is waited "
           "for",
    .full = true,
    .which = WAITS_BEGIN,
    .measure = measure_read_around,
};

const struct cost cost_major_fault = {
    .name = "major-fault",
    .unit = "ns",
    .part = COST_STORAGE,
    .summary = "what a fault adds that waits for 4 KiB from storage",
    .how = "32 touches all over the evicted file, mapped with madvise(RANDOM), one after the "
           "other, less `fault`; their page tables included",
    .full = true,
    .measure = measure_major_fault,
};

const struct cost cost_read_ahead = {
    .name = "read-ahead",
    .unit = "bytes",
    .part = COST_STORAGE,
    .summary = "bytes fetched for one read() of 4 KiB",
    .how = "in the middle of the evicted file; counted in the page cache",
    .full = true,
    .which = COUNTS,
    .measure = measure_read_ahead,
};

const struct cost cost_read_around = {
    .name = "read-around",
    .unit = "bytes",
    .part = COST_STORAGE,
    .summary = "bytes fetched for one fault",
    .how = "one touch in the middle of the evicted file, mapped; counted in the page cache",
    .full = true,
    .which = COUNTS,
    .measure = measure_read_around,
};
