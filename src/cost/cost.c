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
#include "measure/processor.h"
#include "measure/usage.h"
#include "state/state.h"

enum { ROUND_LIMIT_S = 60 }; /* of a storage that hangs */

/* The one table of constants; what is taken off another stands before it. Adding one: its
   structure, a line in table.h and here. */
const struct cost *const cost_table[] = {
    &cost_system_call,
    &cost_read_call,
    &cost_open,
    &cost_map,
    &cost_first_touch,
    &cost_fault,
    &cost_fault_around,
    &cost_fault_around_little,
    &cost_map_page,
    &cost_touch_page,
    &cost_touch_page_little,
    &cost_touch_block,
    &cost_small_page,
    &cost_unmap_page,
    &cost_fresh_page,
    &cost_fresh_page_huge,
    &cost_fresh_look,
    &cost_first_copy,
    &cost_copy_on_write,
    &cost_copy_small,
    &cost_copy,
    &cost_copy_large,
    &cost_block_read,
    &cost_block_mapped,
    &cost_start_read,
    &cost_start_map,
    &cost_sum_memory,
    &cost_sum_cache,
    &cost_search_start,
    &cost_find_memory,
    &cost_find_cache,
    &cost_count_memory,
    &cost_count_cache,
    &cost_regex_memory,
    &cost_regex_cache,
    &cost_getline,
    &cost_write,
    &cost_write_new,
    &cost_dirty_page,
    &cost_rename,
    &cost_rename_data,
    &cost_sync,
    &cost_storage_write,
    &cost_storage_first,
    &cost_storage_block,
    &cost_storage_read,
    &cost_storage_mapped,
    &cost_read_ahead,
    &cost_storage_fault,
    &cost_read_around,
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
    unsigned processor; /* whose turn it is */
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

/* Answers until the other end is closed, which is when this process ends. */
static int be_partner(int from, int to)
{
    char byte;
    while (io_read_some(from, &byte, 1) == 1)
        if (io_write(to, &byte, 1) < 0)
            return 1;
    return 0;
}

struct pipes {
    int there[2], back[2];
};

static int run_partner(void *context, int channel)
{
    const struct pipes *p = context;
    (void)channel;
    close(p->there[1]);
    return be_partner(p->there[0], p->back[1]);
}

/* On the processor on which this process runs. 0 or -errno. */
static int partner_begin(struct cost_site *s)
{
    struct pipes p;
    if (pipe2(p.there, O_CLOEXEC) != 0 || pipe2(p.back, O_CLOEXEC) != 0)
        return -errno;
    pid_t pid = child_start(&(struct child_spec){ .run = run_partner, .context = &p }, NULL);
    close(p.there[0]);
    close(p.back[1]);
    s->partner[0] = p.back[0];
    s->partner[1] = p.there[1];
    return pid < 0 ? (int)pid : 0;
}

int cost_switch(const struct cost_site *s)
{
    char byte = 0;
    int r = io_write(s->partner[1], &byte, 1);
    return r < 0 ? r : io_read_some(s->partner[0], &byte, 1) == 1 ? 0 : -EIO;
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
    struct processors processors;
    const void *address;
    processors_find(&processors);
    processors_pin(&processors, r->processor, 1);
    memset(buffer, 1, sizeof buffer);
    site.buffer = buffer;
    site.memory = memory;
    site.values = values;
    if (read_text(site.text, memory, sizeof memory) < 0 || partner_begin(&site) < 0)
        return 1;
    guard_install();
    usage_fix_allocator();
    for (size_t i = 0; cost_table[i]; i++) {
        values[i] = NAN;
        if (r->full || !cost_table[i]->full)
            (void)guard_call(measure_one, &(struct measurement){ cost_table[i], &site },
                             &address);
        if (dprintf(channel, "%.9g ", values[i]) < 0)
            return 1;
    }
    return 0;
}

static int keep(struct costs *ret, const double *values)
{
    int r = 0;
    for (size_t i = 0; cost_table[i] && r == 0; i++) {
        struct cost_values *v = costs_extend(ret, cost_table[i]->name, cost_table[i]->unit, 1);
        if (v)
            v->values[v->count - 1] = values[i];
        else
            r = -ENOMEM;
    }
    return r;
}

static int run_round(const struct round *r, struct costs *ret)
{
    char text[CHILD_TEXT_MAX], *at = text;
    double values[sizeof cost_table / sizeof cost_table[0] - 1];
    int status;
    int result = child_run(&(struct child_spec){ .run = measure_all, .context = (void *)r },
                           ROUND_LIMIT_S, text, sizeof text, &status);
    for (size_t i = 0; cost_table[i] && result == 0; i++) {
        char *end;
        values[i] = strtod(at, &end);
        result = end == at ? -ECHILD : 0;
        at = end;
    }
    return result == 0 ? keep(ret, values) : result;
}

/* ---- what they are measured on ---- */

static int make_text(const char *path, uint64_t bytes)
{
    return gen_file(&(struct gen_request){
        .path = path, .kind = &gen_text, .spec = { .bytes = bytes, .seed = 1 } });
}

/* Its files: how large, and who fills the page cache with it. */
static const struct {
    const char *name, *state;
    size_t path;    /* in struct cost_site */
    uint64_t bytes; /* 0: the site's */
} files[] = {
    { "text", "warm", offsetof(struct cost_site, text), 0 },
    { "page", "warm", offsetof(struct cost_site, page), COST_PAGE_BYTES },
    { "small", "filled-random", offsetof(struct cost_site, small), 8 << 20 },
    { "little", "warm", offsetof(struct cost_site, little), 1 << 20 },
    /* Read once: storage that remembers has it then, as it has a file of a run. */
    { "cold", "warm", offsetof(struct cost_site, cold), 0 },
};
enum { FILES = sizeof files / sizeof files[0] };

static char **path_of(struct cost_site *s, size_t i)
{
    return (char **)((char *)s + files[i].path);
}

static int site_make(struct cost_site *s, const char *scratch, uint64_t bytes)
{
    int r = 0;
    *s = (struct cost_site){ .folder = scratch, .bytes = bytes };
    for (size_t i = 0; i < FILES && r == 0; i++) {
        char *path = *path_of(s, i) = text_printf("%s/%s", scratch, files[i].name);
        r = path ? make_text(path, files[i].bytes ? files[i].bytes : bytes) : -ENOMEM;
        if (r == 0)
            r = state_find(files[i].state)->prepare(path);
    }
    return r;
}

static void site_free(struct cost_site *s)
{
    for (size_t i = 0; i < FILES; i++)
        free(*path_of(s, i));
}

static int measure_rounds(const struct cost_site *s, const struct cost_request *q,
                          struct costs *ret)
{
    int r = 0;
    for (unsigned i = 0; i < q->rounds && r == 0; i++) {
        const struct round round = { s, q->full, i / 2 };
        r = stop_requested() ? -EINTR : run_round(&round, ret);
        if (r == 0 && q->progress && !q->progress(q->context, (i + 1.0) / q->rounds))
            r = -EINTR;
    }
    return r;
}

int costs_measure(struct costs *ret, const struct cost_request *q)
{
    struct cost_site site = { 0 };
    char *scratch;
    int r = scratch_make(&scratch, q->folder);
    if (r < 0)
        return r;
    ret->file_bytes = q->file_bytes < COST_LEAST_BYTES  ? COST_LEAST_BYTES
                      : q->file_bytes > COST_MOST_BYTES ? COST_MOST_BYTES
                                                        : q->file_bytes;
    r = site_make(&site, scratch, ret->file_bytes);
    if (r == 0)
        r = measure_rounds(&site, q, ret);
    site_free(&site);
    scratch_remove(scratch);
    free(scratch);
    return r;
}
