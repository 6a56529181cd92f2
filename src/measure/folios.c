/* SPDX-License-Identifier: MIT */
#include "measure/folios.h"

#include <math.h>

#include "config.h"

#if HAVE_LINUX_EXTRAS && HAVE_MINCORE
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#endif

enum {
    PAGE_LEAST_BYTES = 4096,
    WINDOW_PAGES = FOLIOS_WINDOW_BYTES / PAGE_LEAST_BYTES,
    TAIL_BIT = 16, /* linux/kernel-page-flags.h: KPF_COMPOUND_TAIL */
};

#define ENTRY_PRESENT (UINT64_C(1) << 63)
#define ENTRY_PLACE ((UINT64_C(1) << 55) - 1)

struct look {
    int file, pagemap, flags;
    uint64_t bytes;
    size_t page_bytes;
    double pages, folios; /* seen so far; a folio counts where it begins */
};

/* The end of the stretch of pages that begins at `from` and are all cached, or all not. */
static size_t stretch_end(const unsigned char *cached, size_t from, size_t count)
{
    size_t end = from + 1;
    while (end < count && (cached[end] & 1) == (cached[from] & 1))
        end++;
    return end;
}

/* MADV_RANDOM keeps the kernel from reading ahead of what is mapped. */
static bool map_cached(unsigned char *map, size_t len, size_t page_bytes)
{
    unsigned char cached[WINDOW_PAGES];
    size_t count = (len + page_bytes - 1) / page_bytes;
    if (madvise(map, len, MADV_RANDOM) != 0 || mincore(map, len, cached) != 0)
        return false;
    for (size_t i = 0, end; i < count; i = end) {
        end = stretch_end(cached, i, count);
        if (cached[i] & 1 &&
            madvise(map + i * page_bytes, (end - i) * page_bytes, MADV_POPULATE_READ) != 0)
            return false;
    }
    return true;
}

/* Pages that lie side by side are asked for at once. */
static bool count_folios(struct look *l, const uint64_t *places, size_t count)
{
    uint64_t flags[WINDOW_PAGES];
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && places[end] == places[end - 1] + 1;)
            end++;
        size_t len = (end - i) * sizeof flags[0];
        if (io_pread(l->flags, flags, len, places[i] * sizeof flags[0]) != (ssize_t)len)
            return false;
        for (size_t k = 0; k < end - i; k++)
            l->folios += !(flags[k] >> TAIL_BIT & 1);
        l->pages += (double)(end - i);
    }
    return true;
}

/* Whose place is hidden from us has 0. */
static bool look_at_map(struct look *l, const unsigned char *map, size_t len)
{
    uint64_t entries[WINDOW_PAGES], places[WINDOW_PAGES];
    size_t count = (len + l->page_bytes - 1) / l->page_bytes, present = 0;
    uint64_t from = (uintptr_t)map / l->page_bytes * sizeof entries[0];
    if (io_pread(l->pagemap, entries, count * sizeof entries[0], from) !=
        (ssize_t)(count * sizeof entries[0]))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!(entries[i] & ENTRY_PRESENT))
            continue;
        if (!(entries[i] & ENTRY_PLACE))
            return false;
        places[present++] = entries[i] & ENTRY_PLACE;
    }
    return count_folios(l, places, present);
}

static bool look_at_window(struct look *l, uint64_t offset)
{
    uint64_t rest = l->bytes - offset;
    size_t len = rest < FOLIOS_WINDOW_BYTES ? (size_t)rest : FOLIOS_WINDOW_BYTES;
    unsigned char *map = mmap(NULL, len, PROT_READ, MAP_SHARED, l->file, (off_t)offset);
    if (map == MAP_FAILED)
        return false;
    bool good = map_cached(map, len, l->page_bytes) && look_at_map(l, map, len);
    munmap(map, len);
    return good;
}

static bool look_at_file(struct look *l)
{
    uint64_t all = (l->bytes + FOLIOS_WINDOW_BYTES - 1) / FOLIOS_WINDOW_BYTES;
    uint64_t count = all < FOLIOS_WINDOWS ? all : FOLIOS_WINDOWS;
    bool good = true;
    for (uint64_t i = 0; i < count && good; i++) {
        uint64_t window = count > 1 ? i * (all - 1) / (count - 1) : 0;
        good = look_at_window(l, window * FOLIOS_WINDOW_BYTES);
    }
    return good;
}

static void close_known(int fd)
{
    if (fd >= 0)
        close(fd);
}

double folios_mean_bytes(const char *path)
{
    struct look l = { .file = -1, .pagemap = -1, .page_bytes = (size_t)sysconf(_SC_PAGESIZE) };
    l.flags = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
    if (l.flags >= 0)
        l.pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    if (l.pagemap >= 0)
        l.file = open(path, O_RDONLY | O_CLOEXEC);
    bool good = l.file >= 0 && io_file_size(l.file, &l.bytes) == 0 && look_at_file(&l);
    close_known(l.file);
    close_known(l.pagemap);
    close_known(l.flags);
    return good && l.folios > 0 ? l.pages / l.folios * (double)l.page_bytes : NAN;
}
#else
double folios_mean_bytes(const char *path)
{
    (void)path;
    return NAN;
}
#endif
