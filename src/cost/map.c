/* SPDX-License-Identifier: MIT */
/*
 * Mappings of a file in the page cache: making one, faulting in it, and each page of it.
 *
 * The trap: a fault maps the pages around it as well, as many as lie there in one piece, so a
 * fault and a page have two prices.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "config.h"
#include "cost/table.h"
#include "data-gen/gen.h"
#include "measure/usage.h"
#include "state/state.h"
#include "workload/sum.h"

#if HAVE_MAP_POPULATE
const int cost_populate = MAP_POPULATE;
#else
const int cost_populate = 0;
#endif

int cost_map_file(const char *path, int protection, int flags, struct cost_mapping *ret)
{
    uint64_t bytes;
    int fd = open(path, (protection & PROT_WRITE ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    int r = fd < 0 ? -errno : io_file_size(fd, &bytes);
    void *data =
        r == 0 ? mmap(NULL, (size_t)bytes, protection, MAP_SHARED | flags, fd, 0) : MAP_FAILED;
    if (r == 0 && data == MAP_FAILED)
        r = -errno;
    if (fd >= 0)
        close(fd);
    if (r == 0)
        *ret = (struct cost_mapping){ data, (size_t)bytes };
    return r;
}

/* Of each page another line, so that they do not fight for the same place in the cache. */
unsigned cost_touch_pages(const unsigned char *data, size_t len)
{
    const volatile unsigned char *at = data;
    unsigned sum = 0;
    for (size_t i = 0, page = 0; i < len; i += COST_PAGE_BYTES, page++)
        sum += at[i + page % 64 * 64];
    return sum;
}

/* Maps and unmaps, with one touch in the middle or without; once. */
static int map_once(const struct cost_site *s, int fd, bool touches)
{
    unsigned char *data = mmap(NULL, (size_t)s->bytes, PROT_READ, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED)
        return -errno;
    if (touches)
        (void)((volatile unsigned char *)data)[s->bytes / 2];
    return munmap(data, (size_t)s->bytes) == 0 ? 0 : -errno;
}

static int map_often(const struct cost_site *s, bool touches, double *ret)
{
    enum { REPEATS = 300 };
    int fd = open(s->text, O_RDONLY | O_CLOEXEC), r = fd < 0 ? -errno : 0;
    uint64_t begun = clock_now_ns();
    for (int i = 0; i < REPEATS && r == 0; i++)
        r = map_once(s, fd, touches);
    *ret = cost_each(begun, REPEATS);
    if (fd >= 0)
        close(fd);
    return r;
}

static int measure_map(const struct cost *c, struct cost_site *s, double *ret)
{
    (void)c;
    return map_often(s, false, ret);
}

static int measure_first_touch(const struct cost *c, struct cost_site *s, double *ret)
{
    (void)c;
    int r = map_often(s, true, ret);
    *ret -= cost_of(s, &cost_map);
    return r;
}

enum { FAULTS = 512 };

/* Maps the page so often, each time in an address range of its own. */
static int map_page_often(int fd, unsigned char *ret[FAULTS], int *ret_count)
{
    for (*ret_count = 0; *ret_count < FAULTS; ++*ret_count) {
        void *data = mmap(NULL, COST_PAGE_BYTES, PROT_READ, MAP_SHARED, fd, 0);
        if (data == MAP_FAILED)
            return -errno;
        ret[*ret_count] = data;
    }
    return 0;
}

/* Neighbours would be mapped by the same fault; the mappings of one page have none. */
static int measure_fault(const struct cost *c, struct cost_site *s, double *ret)
{
    unsigned char *pages[FAULTS];
    int count = 0, fd = open(s->page, O_RDONLY | O_CLOEXEC), r = fd < 0 ? -errno : 0;
    (void)c;
    if (r == 0)
        r = map_page_often(fd, pages, &count);
    uint64_t begun = clock_now_ns();
    for (int i = 0; i < count; i++)
        (void)*(volatile unsigned char *)pages[i];
    *ret = cost_each(begun, count);
    for (int i = 0; i < count; i++)
        munmap(pages[i], COST_PAGE_BYTES);
    if (fd >= 0)
        close(fd);
    return r;
}

/* What a pass over the whole file does; `touch_ns` is what its sum takes longer than that of
   memory that the program has touched. */
struct mapped {
    double map_ns, touch_ns, unmap_ns, faults, pages;
};

static int map_and_sum(const struct cost_site *s, const char *path, int flags,
                       struct mapped *ret)
{
    struct cost_mapping m;
    double faults = usage_now().minor_faults;
    uint64_t begun = clock_now_ns();
    int r = cost_map_file(path, PROT_READ, flags, &m);
    ret->map_ns = cost_each(begun, 1);
    if (r < 0)
        return r;
    begun = clock_now_ns();
    volatile uint64_t sum = sum_words(m.data, m.len);
    ret->touch_ns = cost_each(begun, 1) - (double)m.len * cost_of(s, &cost_sum_memory);
    ret->faults = usage_now().minor_faults - faults;
    (void)sum;
    begun = clock_now_ns();
    munmap(m.data, m.len);
    ret->unmap_ns = cost_each(begun, 1);
    ret->pages = ceil((double)m.len / COST_PAGE_BYTES);
    return 0;
}

/* The bytes come from memory, as in a pass: who touches a page for the first time waits for
   them as well, for nothing could fetch them before. */
static int map_flushed(const struct cost_site *s, const char *path, int flags,
                       struct mapped *ret)
{
    int r = state_flush(path, cpu_cache_usual());
    if (r == 0)
        r = cost_switch(s, true);
    return r == 0 ? map_and_sum(s, path, flags, ret) : r;
}

/* What of such a pass is told for each page. */
enum { MAP, TOUCH, UNMAP, SMALL, TOUCH_LITTLE };
static const struct {
    size_t ns, path; /* in struct mapped, in struct cost_site */
    bool populated;
} figures[] = {
    [MAP] = { offsetof(struct mapped, map_ns), offsetof(struct cost_site, text), true },
    [TOUCH] = { offsetof(struct mapped, touch_ns), offsetof(struct cost_site, text), true },
    [UNMAP] = { offsetof(struct mapped, unmap_ns), offsetof(struct cost_site, text), false },
    [SMALL] = { offsetof(struct mapped, touch_ns), offsetof(struct cost_site, small), false },
    [TOUCH_LITTLE] = { offsetof(struct mapped, touch_ns), offsetof(struct cost_site, little),
                       true },
};

/* Where the kernel cannot be asked to map all at once, faults do it, and a page's touch is in
   what they leave over. */
static double without_populate(const struct cost *c, const struct cost_site *s,
                               const struct mapped *m)
{
    return c->which == MAP ? fmax(m->touch_ns - m->faults * cost_of(s, &cost_fault), 0) : 0;
}

static int measure_page(const struct cost *c, struct cost_site *s, double *ret)
{
    struct mapped m;
    const bool populated = figures[c->which].populated;
    const char *path = *(char *const *)((const char *)s + figures[c->which].path);
    int r = map_flushed(s, path, populated ? cost_populate : 0, &m);
    if (r < 0)
        return r;
    double ns = populated && !cost_populate
                    ? without_populate(c, s, &m)
                    : *(const double *)((const char *)&m + figures[c->which].ns);
    *ret = ns / m.pages;
    return 0;
}

/* A mapping, a few touches, and its end: what faults map, and what that takes more than the
   faults do. The touches are so few that they hardly count. */
struct touched {
    double faults, bytes, fault_ns, unmap_ns;
};

static int touch_some(const struct cost_site *s, const uint64_t *places, size_t count,
                      struct touched *ret)
{
    struct cost_mapping m;
    int r = cost_map_file(s->text, PROT_READ, 0, &m);
    if (r < 0)
        return r;
    ret->bytes = usage_memory_now().rss_file_bytes;
    ret->faults = usage_now().minor_faults;
    uint64_t begun = clock_now_ns();
    for (size_t i = 0; i < count; i++)
        (void)((volatile unsigned char *)m.data)[places[i]];
    ret->fault_ns = cost_each(begun, 1);
    ret->faults = usage_now().minor_faults - ret->faults;
    ret->bytes = usage_memory_now().rss_file_bytes - ret->bytes;
    begun = clock_now_ns();
    munmap(m.data, m.len);
    ret->unmap_ns = cost_each(begun, 1);
    ret->fault_ns -=
        cost_of(s, &cost_first_touch) + (ret->faults - 1) * cost_of(s, &cost_fault);
    return 0;
}

/* Every page is mapped by some touch. */
static int touch_everywhere(const struct cost_site *s, struct touched *ret)
{
    enum { APART = 64 * 1024 };
    uint64_t places[COST_MOST_BYTES / APART];
    size_t count = 0;
    for (; count < s->bytes / APART; count++)
        places[count] = count * APART;
    return touch_some(s, places, count, ret);
}

/* Twice: the second time the bytes are in the processor's cache. */
static int touch_here_and_there(const struct cost_site *s, struct touched *ret)
{
    uint64_t state = 1, places[64];
    const size_t count = sizeof places / sizeof places[0];
    for (size_t i = 0; i < count; i++)
        places[i] = gen_splitmix64(&state) % (s->bytes / COST_PAGE_BYTES) * COST_PAGE_BYTES;
    int r = touch_some(s, places, count, ret);
    return r == 0 ? touch_some(s, places, count, ret) : r;
}

static int measure_fault_page(const struct cost *c, struct cost_site *s, double *ret)
{
    struct touched t;
    (void)c;
    int r = touch_everywhere(s, &t);
    if (r == 0)
        *ret = t.fault_ns * COST_PAGE_BYTES / (t.bytes > 0 ? t.bytes : (double)s->bytes);
    return r;
}

enum { AROUND, PAGE };

static int measure_scatter(const struct cost *c, struct cost_site *s, double *ret)
{
    struct touched t;
    int r = touch_here_and_there(s, &t);
    if (r == 0 && !(t.bytes > 0)) /* this system does not tell what is mapped */
        r = -EOPNOTSUPP;
    if (r == 0)
        *ret = c->which == AROUND ? t.bytes / fmax(t.faults, 1)
                                  : (t.fault_ns + t.unmap_ns) * COST_PAGE_BYTES / t.bytes;
    return r;
}

enum { TOUCHES = 1024 };

/* In no order, so that neither the processor nor the host sees the next one coming. */
static int touch_at_random(const struct cost_site *s, double *ret)
{
    struct cost_mapping m;
    int r = cost_map_file(s->text, PROT_READ, cost_populate, &m);
    if (r < 0)
        return r;
    uint64_t state = 1, pages = s->bytes / COST_PAGE_BYTES, begun = clock_now_ns();
    for (int i = 0; i < TOUCHES; i++)
        (void)((volatile unsigned char *)
                   m.data)[gen_splitmix64(&state) % pages * COST_PAGE_BYTES];
    *ret = cost_each(begun, TOUCHES);
    munmap(m.data, m.len);
    return 0;
}

/* Twice: the second time the bytes are in the processor's cache. */
static int measure_touch_block(const struct cost *c, struct cost_site *s, double *ret)
{
    (void)c;
    int r = touch_at_random(s, ret);
    return r == 0 ? touch_at_random(s, ret) : r;
}

static int measure_fault_around(const struct cost *c, struct cost_site *s, double *ret)
{
    struct mapped m;
    int r = map_flushed(s, c->which == TOUCH_LITTLE ? s->little : s->text, 0, &m);
    if (r == 0)
        *ret = m.pages * COST_PAGE_BYTES / fmax(m.faults, 1);
    return r;
}

#define MAPPING_COST(identifier, its_name, its_unit, its_measure, its_which, its_summary,      \
                     its_how)                                                                  \
    const struct cost identifier = {                                                           \
        .name = its_name,                                                                      \
        .unit = its_unit,                                                                      \
        .part = COST_MAPPING,                                                                  \
        .summary = its_summary,                                                                \
        .how = its_how,                                                                        \
        .which = its_which,                                                                    \
        .measure = its_measure,                                                                \
    }

MAPPING_COST(cost_map, "map", "ns", measure_map, 0, "map a file and unmap it, untouched",
             "300 times");
MAPPING_COST(cost_first_touch, "first-touch", "ns", measure_first_touch, 0,
             "the first touch of a mapping: its fault, its page tables and their end",
             "300 mappings with one touch in the middle, less `map`");
MAPPING_COST(cost_fault, "fault", "ns", measure_fault, 0,
             "a minor fault that maps one page of the page cache",
             "512 mappings of a file of one page, each touched once; without unmapping them");
MAPPING_COST(
    cost_fault_around, "fault-around", "bytes", measure_fault_around, 0,
    "bytes that a fault maps",
    "the sum of the whole file, counting faults; the pages lie in memory as reads of 128 KiB "
    "left them");
MAPPING_COST(cost_fault_around_little, "fault-around-1M", "bytes", measure_fault_around,
             TOUCH_LITTLE, "bytes that a fault maps of a file of 1 MiB",
             "as `fault-around`: the kernel reads ahead less in a small file, so it lies in "
             "memory in smaller pieces");
MAPPING_COST(cost_map_page, "map-page", "ns", measure_page, MAP,
             "each page that the kernel maps at once",
             "one mmap(MAP_POPULATE) of the whole file, untouched; where there is none, what "
             "faults leave over");
MAPPING_COST(cost_fault_page, "fault-page", "ns", measure_fault_page, 0,
             "each page that a fault maps",
             "a touch every 64 KiB of the whole file, less `first-touch` and `fault`, by the "
             "pages that are mapped then");
MAPPING_COST(cost_scatter_around, "scatter-around", "bytes", measure_scatter, AROUND,
             "bytes that a fault at a random place maps",
             "64 touches at random places; the larger the piece in which pages lie in memory, "
             "the more of them hit it");
MAPPING_COST(cost_scatter_page, "scatter-page", "ns", measure_scatter, PAGE,
             "each page that such a fault maps, and munmap() unmaps",
             "those touches, and munmap(), less `first-touch` and `fault`");
MAPPING_COST(cost_touch_page, "touch-page", "ns", measure_page, TOUCH,
             "the program's first touch of a page that is mapped already",
             "the sum of the whole file, mapped with MAP_POPULATE and flushed from the "
             "processor's caches, less `sum-memory`; a "
             "host that keeps page tables of its own for its guest makes it dear");
MAPPING_COST(cost_touch_page_little, "touch-page-1M", "ns", measure_page, TOUCH_LITTLE,
             "`touch-page` of a file of 1 MiB", "as `touch-page`");
MAPPING_COST(cost_touch_block, "touch-block", "ns", measure_touch_block, 0,
             "the first touch of a mapped page at a random place",
             "1,024 touches of a mapping with MAP_POPULATE, of bytes in the processor's cache; "
             "divided by "
             "`touch-page`, how many pages one touch is good for");
MAPPING_COST(
    cost_small_page, "small-page", "ns", measure_page, SMALL,
    "each page that faults map where the page cache lies in pieces of 4 KiB",
    "the sum of 8 MiB that were read page by page in no order, less `sum-memory`, their "
    "faults included");
MAPPING_COST(cost_unmap_page, "unmap-page", "ns", measure_page, UNMAP,
             "each mapped page at munmap()",
             "munmap() of the whole file after all of it was read");
