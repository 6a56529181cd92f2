/* SPDX-License-Identifier: MIT */
#include "cost/cost.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/guard.h"
#include "base/io.h"
#include "base/scratch.h"
#include "base/stop.h"
#include "base/text.h"
#include "cost/table.h"
#include "data-gen/gen.h"
#include "measure/usage.h"
#include "state/state.h"

enum {
    FULL_BYTES = 64 << 20,
    SHORT_BYTES = 16 << 20,
    FULL_ROUNDS = 12,
    SHORT_ROUNDS = 8,
    ROUND_LIMIT_S = 60, /* of a storage that hangs */
};

/* The one table of constants; what is taken off another stands before it. Adding one: its
   structure, a line in table.h and here. */
const struct cost *const cost_table[] = {
    &cost_system_call,   &cost_read_call,      &cost_open,          &cost_map,
    &cost_first_touch,   &cost_fault,          &cost_fault_around,  &cost_map_page,
    &cost_unmap_page,    &cost_populate_page,  &cost_fresh_page,    &cost_fresh_page_huge,
    &cost_copy_on_write, &cost_copy_small,     &cost_copy,          &cost_copy_large,
    &cost_sum_memory,    &cost_sum_cache,      &cost_search_start,  &cost_find_memory,
    &cost_find_cache,    &cost_count_memory,   &cost_count_cache,   &cost_regex_memory,
    &cost_regex_cache,   &cost_getline,        &cost_block_read,    &cost_block_mapped,
    &cost_write,         &cost_write_new,      &cost_dirty_page,    &cost_rename,
    &cost_sync,          &cost_storage_write,  &cost_storage_block, &cost_storage_read,
    &cost_storage_mapped, &cost_read_ahead,    &cost_read_around,
    NULL,
};

const char *const cost_part_names[COST_PARTS] = {
    "calls", "mapping", "new memory", "copy", "work", "writing", "storage",
};

size_t cost_count(void)
{
    return sizeof cost_table / sizeof cost_table[0] - 1;
}

static size_t place_of(const struct cost *c)
{
    size_t i = 0;
    while (cost_table[i] && cost_table[i] != c)
        i++;
    return i;
}

const struct cost *cost_find(const char *name)
{
    for (size_t i = 0; cost_table[i]; i++)
        if (strcmp(cost_table[i]->name, name) == 0)
            return cost_table[i];
    return NULL;
}

double cost_of(const struct cost_site *s, const struct cost *c)
{
    return s->values[place_of(c)];
}

double cost_each(uint64_t begun_ns, double count)
{
    return (double)(clock_now_ns() - begun_ns) / count;
}

/* ---- a round, in a process of its own ---- */

struct round {
    const struct cost_site *site;
    bool full;
};

struct measurement {
    const struct cost *cost;
    struct cost_site *site;
};

static int measure_one(void *context)
{
    const struct measurement *m = context;
    double value = NAN;
    int r = m->cost->measure(m->cost, m->site, &value);
    if (r == 0 && isfinite(value))
        m->site->values[place_of(m->cost)] = fmax(value, 0);
    return r;
}

static int read_text(const char *path, unsigned char *data, size_t len)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -errno : io_pread(fd, data, len, 0);
    if (fd >= 0)
        close(fd);
    return n == (ssize_t)len ? 0 : n < 0 ? (int)n : -EIO;
}

/* What this system or file system does not have stays NAN. */
static int measure_all(void *context, int channel)
{
    const struct round *r = context;
    static unsigned char buffer[COST_BUFFER_BYTES] __attribute__((aligned(COST_PAGE_BYTES)));
    static unsigned char memory[COST_MEMORY_BYTES] __attribute__((aligned(COST_PAGE_BYTES)));
    double values[sizeof cost_table / sizeof cost_table[0] - 1];
    struct cost_site site = *r->site;
    const void *address;
    memset(buffer, 1, sizeof buffer);
    site.buffer = buffer;
    site.memory = memory;
    site.values = values;
    if (read_text(site.text, memory, sizeof memory) < 0)
        return 1;
    guard_install();
    usage_fix_allocator();
    for (size_t i = 0; cost_table[i]; i++) {
        values[i] = NAN;
        if (r->full || !cost_table[i]->full)
            (void)guard_call(measure_one, &(struct measurement){ cost_table[i], &site }, &address);
        if (dprintf(channel, "%.9g ", values[i]) < 0)
            return 1;
    }
    return 0;
}

static int run_round(const struct round *r, struct costs *ret, size_t round)
{
    char text[CHILD_TEXT_MAX], *at = text;
    int status;
    int result =
        child_run(&(struct child_spec){ .run = measure_all, .context = (void *)r },
                  ROUND_LIMIT_S, text, sizeof text, &status);
    for (size_t i = 0; i < ret->count && result == 0; i++) {
        char *end;
        ret->items[i].values[round] = strtod(at, &end);
        result = end == at ? -ECHILD : 0;
        at = end;
    }
    return result;
}

/* ---- what they are measured on ---- */

static int make_text(const char *path, uint64_t bytes)
{
    return gen_file(&(struct gen_request){
        .path = path, .kind = &gen_text, .spec = { .bytes = bytes, .seed = 1 } });
}

static int site_make(struct cost_site *s, const char *scratch, uint64_t bytes)
{
    const struct state *warm = state_find("warm");
    *s = (struct cost_site){ .folder = scratch,
                             .text = text_printf("%s/text", scratch),
                             .page = text_printf("%s/page", scratch),
                             .cold = text_printf("%s/cold", scratch),
                             .bytes = bytes };
    int r = s->text && s->page && s->cold ? make_text(s->text, bytes) : -ENOMEM;
    if (r == 0)
        r = make_text(s->page, COST_PAGE_BYTES);
    if (r == 0)
        r = scratch_copy(s->text, s->cold);
    if (r == 0)
        r = warm->prepare(s->page);
    return r == 0 ? warm->prepare(s->text) : r;
}

static void site_free(struct cost_site *s)
{
    free(s->text);
    free(s->page);
    free(s->cold);
}

static int measure_rounds(const struct cost_site *s, const struct cost_request *q,
                          struct costs *ret)
{
    const size_t rounds = q->full ? FULL_ROUNDS : SHORT_ROUNDS;
    const struct round round = { s, q->full };
    int r = 0;
    for (size_t i = 0; cost_table[i] && r == 0; i++)
        r = costs_add(ret, cost_table[i]->name, cost_table[i]->unit, rounds) ? 0 : -ENOMEM;
    for (size_t i = 0; i < rounds && r == 0; i++) {
        r = stop_requested() ? -EINTR : run_round(&round, ret, i);
        if (r == 0 && q->progress && !q->progress(q->context, (double)(i + 1) / (double)rounds))
            r = -EINTR;
    }
    return r;
}

int costs_measure(struct costs *ret, const struct cost_request *q)
{
    struct costs measured = { .file_bytes = q->full ? FULL_BYTES : SHORT_BYTES };
    struct cost_site site = { 0 };
    char *scratch;
    int r = scratch_make(&scratch, q->folder);
    if (r < 0)
        return r;
    r = site_make(&site, scratch, measured.file_bytes);
    if (r == 0)
        r = measure_rounds(&site, q, &measured);
    site_free(&site);
    scratch_remove(scratch);
    free(scratch);
    if (r < 0)
        costs_free(&measured);
    else
        *ret = measured;
    return r;
}
