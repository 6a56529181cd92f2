/* SPDX-License-Identifier: MIT */
/*
 * Memory that was not there before: each page is found, zeroed and mapped at its first touch,
 * and given back at the end. On a machine whose free pages are the host's, that costs the host
 * as well.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "config.h"
#include "cost/table.h"
#include "state/state.h"

enum { FRESH_BYTES = 8 << 20, HUGE_BYTES = 2 << 20, LOOK_BYTES = 1 << 20 };
enum { PROGRAM, KERNEL }; /* who looks */

#ifdef MADV_HUGEPAGE
enum { SMALL = MADV_NOHUGEPAGE, HUGE = MADV_HUGEPAGE };
#else
enum { SMALL = 0, HUGE = 1 };
#endif

static void write_pages(unsigned char *data, size_t len)
{
    for (size_t i = 0; i < len; i += COST_PAGE_BYTES)
        ((volatile unsigned char *)data)[i] = 1;
}

/* The kernel takes the faults, while it copies: so a program meets them that reads a file into
   memory that it has just been given. */
static int read_and_unmap(const struct cost_site *s, unsigned char *data, size_t len,
                          unsigned char *whole, double *ret)
{
    int fd = open(s->text, O_RDONLY | O_CLOEXEC), r = fd < 0 ? -errno : 0;
    uint64_t begun = clock_now_ns();
    ssize_t n = r == 0 ? io_pread(fd, data, len, 0) : r;
    munmap(whole, len + HUGE_BYTES);
    *ret = cost_each(begun, (double)len / COST_PAGE_BYTES) -
           COST_PAGE_BYTES * cost_of(s, &cost_copy);
    if (fd >= 0)
        close(fd);
    return n == (ssize_t)len ? 0 : n < 0 ? (int)n : -EIO;
}

static int measure_fresh(const struct cost *c, struct cost_site *s, double *ret)
{
    const size_t len = c->which == SMALL ? (size_t)s->bytes : FRESH_BYTES;
    unsigned char *whole = mmap(NULL, len + HUGE_BYTES, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (whole == MAP_FAILED)
        return -errno;
    unsigned char *data =
        (unsigned char *)(((uintptr_t)whole + HUGE_BYTES - 1) & ~(uintptr_t)(HUGE_BYTES - 1));
#ifdef MADV_HUGEPAGE
    int r = madvise(data, len, c->which) == 0 ? 0 : -errno;
#else
    int r = c->which == 0 ? 0 : -EOPNOTSUPP;
#endif
    if (r == 0)
        r = state_flush(s->text, cpu_cache_usual());
    if (r == 0)
        return read_and_unmap(s, data, len, whole, ret);
    munmap(whole, len + HUGE_BYTES);
    return r;
}

static int measure_copy_on_write(const struct cost *c, struct cost_site *s, double *ret)
{
    (void)c;
    const size_t len = COST_MEMORY_BYTES;
    int fd = open(s->text, O_RDONLY | O_CLOEXEC);
    unsigned char *data =
        fd < 0 ? MAP_FAILED : mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    int r = data == MAP_FAILED ? -errno : 0;
    if (fd >= 0)
        close(fd);
    if (r < 0)
        return r;
    cost_touch_pages(data, len);
    uint64_t begun = clock_now_ns();
    write_pages(data, len);
    *ret = cost_each(begun, (double)len / COST_PAGE_BYTES);
    munmap(data, len);
    return 0;
}

/* New memory, with the file's begin in it or only touched. */
static int read_fresh(const struct cost_site *s, unsigned char *data, bool touches,
                      double *ret_read_ns)
{
    int fd = open(s->text, O_RDONLY | O_CLOEXEC), r = fd < 0 ? -errno : 0;
    if (touches)
        write_pages(data, LOOK_BYTES);
    for (int time = 0; time < 2 && r == 0; time++) {
        uint64_t begun = clock_now_ns();
        r = io_pread(fd, data, LOOK_BYTES, 0) == LOOK_BYTES ? 0 : -EIO;
        double ns = cost_each(begun, 1);
        *ret_read_ns = time == 0 ? ns : *ret_read_ns - ns;
        if (!touches)
            break;
    }
    if (fd >= 0)
        close(fd);
    return r;
}

/*
 * Who sees a page first, the program or the kernel on its behalf, has it in his page tables;
 * the other one's first look costs as well where the two have tables of their own.
 */
static int measure_look(const struct cost *c, struct cost_site *s, double *ret)
{
    unsigned char *data =
        mmap(NULL, LOOK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED)
        return -errno;
    double ns = NAN;
    int r = read_fresh(s, data, c->which == KERNEL, &ns);
    uint64_t begun = clock_now_ns();
    if (c->which == PROGRAM && r == 0) {
        cost_touch_pages(data, LOOK_BYTES);
        ns = cost_each(begun, 1);
    }
    munmap(data, LOOK_BYTES);
    *ret = ns / (LOOK_BYTES / COST_PAGE_BYTES);
    return r;
}

const struct cost cost_first_copy = {
    .name = "first-copy",
    .unit = "ns",
    .part = COST_MEMORY,
    .summary = "read()'s first copy into a page that the program has touched",
    .how = "1 MiB read into new memory that was touched, less the same once more",
    .which = KERNEL,
    .measure = measure_look,
};

const struct cost cost_fresh_look = {
    .name = "fresh-look",
    .unit = "ns",
    .part = COST_MEMORY,
    .summary = "the program's first look at a new page that read() has filled",
    .how = "1 MiB read at once into new memory, then one touch per page",
    .which = PROGRAM,
    .measure = measure_look,
};

const struct cost cost_fresh_page = {
    .name = "fresh-page",
    .unit = "ns",
    .part = COST_MEMORY,
    .summary =
        "each new page of the program's own memory that read() fills, and giving it back",
    .how = "the whole file read at once into new memory, without huge pages, flushed from the "
           "processor's caches, less `copy`",
    .which = SMALL,
    .measure = measure_fresh,
};

const struct cost cost_fresh_page_huge = {
    .name = "fresh-page-huge",
    .unit = "ns",
    .part = COST_MEMORY,
    .summary = "each new 4 KiB of the program's own memory in a huge page",
    .how = "8 MiB of the file likewise, with madvise(HUGEPAGE); the kernel gives small pages "
           "where it has "
           "no huge ones",
    .which = HUGE,
    .measure = measure_fresh,
};

const struct cost cost_copy_on_write = {
    .name = "copy-on-write",
    .unit = "ns",
    .part = COST_MEMORY,
    .summary = "the first store to a page of a private mapping",
    .how = "4 MiB of a file, every page mapped already",
    .measure = measure_copy_on_write,
};
