/* SPDX-License-Identifier: MIT */
/*
 * The first calls after another process ran: code and tables of the kernel's and of the
 * program's are not in the near caches, nor is the way to its memory. In a loop, where the
 * other constants are measured, they are.
 */
#include <math.h>

#include "base/clock.h"
#include "cost/table.h"
#include "state/state.h"
#include "stats/stats.h"
#include "workload/workload.h"

enum { READS, STREAMS, MAPS };
static const char *const passes[] = { "chunk", "stdio", "mmap" };

struct pass {
    const struct method *method;
    const struct workload *workload;
    struct work *work;
};

/* A search that ends in the first page, from open to close. */
static int pass_once(const struct pass *p, const struct cost_site *s)
{
    const bool buffered = p->method->flags & METHOD_BUFFER;
    struct file *f = NULL;
    int r = method_open(&f, p->method, s->text,
                        &(struct method_options){ .buffer_bytes = COST_PAGE_BYTES,
                                                  .buffer = buffered ? s->buffer : NULL });
    if (r == 0)
        r = p->workload->run(p->work, p->method, f);
    method_close(p->method, f);
    return r;
}

static double known_parts(const struct cost *c, const struct cost_site *s)
{
    double both = cost_of(s, &cost_open) + cost_of(s, &cost_search_start);
    if (c->which == MAPS)
        return both + cost_of(s, &cost_map) + cost_of(s, &cost_first_touch);
    return both + cost_of(s, &cost_read_call) + cost_of(s, &cost_block_read) +
           (c->which == STREAMS ? cost_of(s, &cost_start_read) : 0);
}

static int measure_passes(const struct cost *c, const struct cost_site *s, const struct pass *p,
                          double *ret)
{
    double passes_ns[6], ns = 0;
    const size_t count = sizeof passes_ns / sizeof passes_ns[0];
    int r = pass_once(p, s); /* a rehearsal, which a sample has as well */
    for (size_t i = 0; i < count && r == 0; i++) {
        r = state_flush(s->text, cpu_cache_usual());
        if (r == 0)
            r = cost_switch(s, true);
        uint64_t begun = clock_now_ns();
        r = r == 0 ? pass_once(p, s) : r;
        passes_ns[i] = cost_each(begun, 1);
    }
    if (r < 0)
        return r;
    stats_sort(passes_ns, count);
    for (size_t i = 0; i < count; i++) /* as a sample's time */
        ns += stats_middle_weight(i, count) * passes_ns[i];
    *ret = fmax(ns - known_parts(c, s), 0);
    return r;
}

static int measure_start(const struct cost *c, struct cost_site *s, double *ret)
{
    const struct case_key key = case_key_standard();
    struct pass p = { .method = method_find(passes[c->which]),
                      .workload = workload_find_by_name(c->workload) };
    int r = workload_set_up(
        &p.work, p.workload,
        &(struct workload_input){ .file_bytes = s->bytes, .key = &key, .path = s->text });
    if (r == 0)
        r = measure_passes(c, s, &p, ret);
    workload_tear_down(p.workload, p.work);
    return r;
}

const struct cost cost_start_read = {
    .name = "start-read",
    .unit = "ns",
    .part = COST_CALLS,
    .summary = "what a pass that reads costs more after another process ran",
    .how =
        "a search that ends in the first 4 KiB, from open to close, six times, each after this "
        "process and then another one on its processor flushed the whole file from the "
        "processor's caches, their interquartile mean; less `open`, `read-call`, `block-read` "
        "and `search-start`",
    .which = READS,
    .workload = "find",
    .measure = measure_start,
};

const struct cost cost_start_stream = {
    .name = "start-stream",
    .unit = "ns",
    .part = COST_CALLS,
    .summary = "what a stream of the C library costs more than that",
    .how = "the same search by fread(); less what `start-read` is less, and `start-read`",
    .which = STREAMS,
    .workload = "find",
    .measure = measure_start,
};

const struct cost cost_start_map = {
    .name = "start-map",
    .unit = "ns",
    .part = COST_MAPPING,
    .summary = "what a pass that maps costs more after another process ran",
    .how = "the same search by mmap(), likewise; less `open`, `map`, `first-touch` and "
           "`search-start`",
    .which = MAPS,
    .workload = "find",
    .measure = measure_start,
};
