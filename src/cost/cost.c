/* SPDX-License-Identifier: MIT */
#include "cost/cost.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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
    &cost_sum_memory,
    &cost_sum_cache,
    &cost_map,
    &cost_first_touch,
    &cost_fault,
    &cost_fault_around,
    &cost_fault_around_little,
    &cost_map_page,
    &cost_fault_page,
    &cost_scatter_around,
    &cost_scatter_page,
    &cost_touch_page,
    &cost_touch_page_little,
    &cost_touch_block,
    &cost_small_page,
    &cost_unmap_page,
    &cost_fresh_look,
    &cost_first_copy,
    &cost_copy_on_write,
    &cost_copy_small,
    &cost_copy,
    &cost_copy_large,
    &cost_begin_page,
    &cost_fresh_page,
    &cost_fresh_page_huge,
    &cost_block_read,
    &cost_block_read_hot,
    &cost_block_mapped,
    &cost_block_mapped_hot,
    &cost_search_start,
    &cost_start_read,
    &cost_start_stream,
    &cost_start_map,
    &cost_find_memory,
    &cost_find_cache,
    &cost_find_again,
    &cost_count_memory,
    &cost_count_cache,
    &cost_edit,
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
    &cost_rename_synced,
    &cost_clean_page,
    &cost_storage_first,
    &cost_storage_block,
    &cost_storage_read,
    &cost_storage_mapped,
    &cost_read_ahead,
    &cost_storage_fault,
    &cost_storage_begin,
    &cost_major_fault,
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

struct pipes {
    int there[2], back[2];
    const struct cost_site *site;
};

/* Answers until the other end is closed, which is when this process ends. */
static int be_partner(const struct pipes *p)
{
    char flushes;
    while (io_read_some(p->there[0], &flushes, 1) == 1) {
        if (flushes)
            (void)state_flush(p->site->text, cpu_cache_usual());
        if (io_write(p->back[1], &flushes, 1) < 0)
            return 1;
    }
    return 0;
}

static int run_partner(void *context, int channel)
{
    const struct pipes *p = context;
    (void)channel;
    close(p->there[1]);
    return be_partner(p);
}

/* On the processor on which this process runs. 0 or -errno. */
static int partner_begin(struct cost_site *s)
{
    struct pipes p = { .site = s };
    if (pipe2(p.there, O_CLOEXEC) != 0 || pipe2(p.back, O_CLOEXEC) != 0)
        return -errno;
    pid_t pid = child_start(&(struct child_spec){ .run = run_partner, .context = &p }, NULL);
    close(p.there[0]);
    close(p.back[1]);
    s->partner[0] = p.back[0];
    s->partner[1] = p.there[1];
    return pid < 0 ? (int)pid : 0;
}

int cost_switch(const struct cost_site *s, bool flushes)
{
    char byte = flushes;
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
    unsigned every; /* so many rounds it is filled again */
    bool full;      /* only constants need it that a short measurement has not */
} files[] = {
    /* As often as a run's files are, for they never lie in memory alike. */
    { "text", "warm", offsetof(struct cost_site, text), 0, 2, false },
    { "little", "warm", offsetof(struct cost_site, little), COST_LITTLE_BYTES, 2, false },
    { "page", "warm", offsetof(struct cost_site, page), COST_PAGE_BYTES, UINT_MAX, false },
    { "small", "filled-random", offsetof(struct cost_site, small), 8 << 20, UINT_MAX, false },
    /* Read just now: storage that remembers has it then, as it has a file of a run. */
    { "cold", "warm", offsetof(struct cost_site, cold), 0, 1, true },
};
enum { FILES = sizeof files / sizeof files[0] };

static char **path_of(struct cost_site *s, size_t i)
{
    return (char **)((char *)s + files[i].path);
}

static int site_make(struct cost_site *s, const char *scratch, uint64_t bytes, bool full)
{
    int r = 0;
    *s = (struct cost_site){ .folder = scratch, .bytes = bytes };
    for (size_t i = 0; i < FILES && r == 0; i++) {
        char *path = *path_of(s, i) = text_printf("%s/%s", scratch, files[i].name);
        if (!path)
            r = -ENOMEM;
        else if (full || !files[i].full)
            r = make_text(path, files[i].bytes ? files[i].bytes : bytes);
    }
    return r;
}

static int site_fill(struct cost_site *s, unsigned round, bool full)
{
    int r = 0;
    for (size_t i = 0; i < FILES && r == 0; i++)
        if ((full || !files[i].full) && round % files[i].every == 0)
            r = state_find(files[i].state)->prepare(*path_of(s, i));
    return r;
}

/* ---- rounds ---- */

struct cost_series {
    struct cost_site site;
    char *scratch;
    bool full;
    unsigned rounds; /* that were made */
};

int cost_series_begin(struct cost_series **ret, const struct cost_request *q)
{
    struct cost_series *s = calloc(1, sizeof *s);
    int r = s ? scratch_make(&s->scratch, q->folder) : -ENOMEM;
    if (r < 0) {
        free(s);
        return r;
    }
    s->full = q->full;
    r = site_make(&s->site, s->scratch,
                  q->file_bytes < COST_LEAST_BYTES  ? COST_LEAST_BYTES
                  : q->file_bytes > COST_MOST_BYTES ? COST_MOST_BYTES
                                                    : q->file_bytes,
                  q->full);
    if (r == 0)
        *ret = s;
    else
        cost_series_end(s);
    return r;
}

int cost_series_round(struct cost_series *s, struct costs *ret)
{
    const struct round round = { &s->site, s->full, s->rounds / 2 };
    int r = site_fill(&s->site, s->rounds, s->full);
    ret->file_bytes = s->site.bytes;
    if (r == 0)
        r = stop_requested() ? -EINTR : run_round(&round, ret);
    s->rounds++;
    return r;
}

void cost_series_end(struct cost_series *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < FILES; i++)
        free(*path_of(&s->site, i));
    scratch_remove(s->scratch);
    free(s->scratch);
    free(s);
}

int costs_measure(struct costs *ret, const struct cost_request *q)
{
    struct cost_series *s = NULL;
    int r = cost_series_begin(&s, q);
    for (unsigned i = 0; i < q->rounds && r == 0; i++) {
        r = cost_series_round(s, ret);
        if (r == 0 && q->progress && !q->progress(q->context, (i + 1.0) / q->rounds))
            r = -EINTR;
    }
    cost_series_end(s);
    return r;
}
