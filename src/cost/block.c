/* SPDX-License-Identifier: MIT */
/*
 * A block of 4 KiB at a random place of a file in the page cache: the processor does not see it
 * coming, so its bytes cost more than those of a stream.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cpu_cache.h"
#include "base/io.h"
#include "cost/table.h"
#include "data-gen/gen.h"
#include "state/state.h"
#include "workload/sum.h"

enum { BLOCKS = 1024 };
enum { FLUSHED, HOT }; /* the first time, the second */

static uint64_t next_block(uint64_t *state, uint64_t bytes)
{
    return gen_splitmix64(state) % (bytes / COST_PAGE_BYTES) * COST_PAGE_BYTES;
}

static int read_blocks(const struct cost_site *s, int fd, double *ret)
{
    uint64_t state = 1, begun = clock_now_ns();
    int r = 0;
    for (int i = 0; i < BLOCKS && r == 0; i++) {
        ssize_t n = io_pread(fd, s->buffer, COST_PAGE_BYTES, next_block(&state, s->bytes));
        r = n == COST_PAGE_BYTES ? 0 : n < 0 ? (int)n : -EIO;
    }
    *ret = cost_each(begun, BLOCKS) - cost_of(s, &cost_read_call);
    return r;
}

static int measure_read(const struct cost *c, struct cost_site *s, double *ret)
{
    int r = state_flush(s->text, cpu_cache_usual());
    int fd = r == 0 ? open(s->text, O_RDONLY | O_CLOEXEC) : -1;
    if (r == 0 && fd < 0)
        r = -errno;
    for (int time = FLUSHED; time <= c->which && r == 0; time++)
        r = read_blocks(s, fd, ret);
    if (fd >= 0)
        close(fd);
    return r;
}

static double sum_blocks(const struct cost_site *s, const struct cost_mapping *m)
{
    uint64_t state = 1, begun = clock_now_ns();
    volatile uint64_t sum;
    for (int i = 0; i < BLOCKS; i++)
        sum = sum_words(m->data + next_block(&state, s->bytes), COST_PAGE_BYTES);
    (void)sum;
    return cost_each(begun, BLOCKS);
}

static int measure_mapped(const struct cost *c, struct cost_site *s, double *ret)
{
    struct cost_mapping m;
    int r = cost_map_file(s->text, PROT_READ, 0, &m);
    if (r < 0)
        return r;
    cost_touch_pages(m.data, m.len);
    (void)cpu_cache_flush(m.data, m.len);
    for (int time = FLUSHED; time <= c->which; time++)
        *ret = sum_blocks(s, &m);
    munmap(m.data, m.len);
    return 0;
}

const struct cost cost_block_read = {
    .name = "block-read",
    .unit = "ns",
    .part = COST_COPY,
    .summary = "copy 4 KiB from a random place of the page cache",
    .how = "1,024 pread() from the whole file, flushed from the processor's caches, less "
           "`read-call` for each",
    .which = FLUSHED,
    .measure = measure_read,
};

const struct cost cost_block_read_hot = {
    .name = "block-read-hot",
    .unit = "ns",
    .part = COST_COPY,
    .summary = "the same where the processor's caches hold it",
    .how = "the same blocks once more",
    .which = HOT,
    .measure = measure_read,
};

const struct cost cost_block_mapped = {
    .name = "block-mapped",
    .unit = "ns",
    .part = COST_WORK,
    .summary = "sum 4 KiB at a random place of a mapping, without a fault",
    .how = "1,024 blocks of the whole file, mapped before, and flushed from the processor's "
           "caches",
    .which = FLUSHED,
    .measure = measure_mapped,
};

const struct cost cost_block_mapped_hot = {
    .name = "block-mapped-hot",
    .unit = "ns",
    .part = COST_WORK,
    .summary = "the same where the processor's caches hold it",
    .how = "the same blocks once more",
    .which = HOT,
    .measure = measure_mapped,
};
