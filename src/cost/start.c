/* SPDX-License-Identifier: MIT */
/*
 * The first calls after another process ran: code and tables of the kernel's and of the
 * program's are not in the near caches, nor is the way to its memory. In a loop, where the
 * other constants are measured, they are.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "cost/table.h"
#include "state/state.h"

enum { READS, MAPS };

/* A short pass of one kind, from open to close. */
static int pass_once(const struct cost *c, const struct cost_site *s)
{
    int fd = open(s->text, O_RDONLY | O_CLOEXEC), r = fd < 0 ? -errno : 0;
    if (r == 0 && c->which == READS) {
        r = io_pread(fd, s->buffer, COST_PAGE_BYTES, 0) == COST_PAGE_BYTES ? 0 : -EIO;
    } else if (r == 0) {
        unsigned char *data = mmap(NULL, (size_t)s->bytes, PROT_READ, MAP_SHARED, fd, 0);
        r = data == MAP_FAILED ? -errno : 0;
        if (r == 0) {
            (void)*(volatile unsigned char *)data;
            munmap(data, (size_t)s->bytes);
        }
    }
    if (fd >= 0)
        close(fd);
    return r;
}

static double known_parts(const struct cost *c, const struct cost_site *s)
{
    return cost_of(s, &cost_open) +
           (c->which == READS ? cost_of(s, &cost_read_call) + cost_of(s, &cost_block_read)
                              : cost_of(s, &cost_map) + cost_of(s, &cost_first_touch));
}

static int measure_start(const struct cost *c, struct cost_site *s, double *ret)
{
    enum { REPEATS = 3 };
    double ns = 0;
    int r = 0;
    for (int i = 0; i < REPEATS && r == 0; i++) {
        r = state_flush(s->text, cpu_cache_usual());
        if (r == 0)
            r = cost_switch(s);
        uint64_t begun = clock_now_ns();
        r = r == 0 ? pass_once(c, s) : r;
        ns += cost_each(begun, REPEATS);
    }
    *ret = fmax(ns - known_parts(c, s), 0);
    return r;
}

const struct cost cost_start_read = {
    .name = "start-read",
    .unit = "ns",
    .part = COST_CALLS,
    .summary = "what the calls of a pass cost more after another process ran",
    .how =
        "open, read 4 KiB and close, 3 times, each after the whole file was flushed from the "
        "processor's caches and another process ran; less `open`, `read-call` and `block-read`",
    .which = READS,
    .measure = measure_start,
};

const struct cost cost_start_map = {
    .name = "start-map",
    .unit = "ns",
    .part = COST_MAPPING,
    .summary = "what map, touch and unmap cost more after another process ran",
    .how = "open, map the file, touch it, unmap and close, likewise; less `open`, `map` and "
           "`first-touch`",
    .which = MAPS,
    .measure = measure_start,
};
