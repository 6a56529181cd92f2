/* SPDX-License-Identifier: MIT */
/*
 * What the program itself does with each byte: the inner loops of the workloads on memory of
 * their own, without a file. From memory the bytes are new to the processor's caches, as a
 * mapping's are; from the cache they were copied into a buffer just now, as read() does it.
 *
 * The trap: work that is slower than memory hides the way there, so the two are not a cost of
 * bytes and a cost of work that add up, but two costs of the work.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/cpu_cache.h"
#include "cost/table.h"
#include "workload/workload.h"

enum { FROM_MEMORY, FROM_CACHE };
enum { AGAIN_BYTES = 64 * 1024, AGAIN_TIMES = 12 };

/* The spans that the workload is lent: all, or a buffer's content after the other. */
struct file {
    const unsigned char *data;
    size_t left;
    unsigned char *buffer; /* NULL: all */
    uint64_t copy_ns;
};

static int lend_next(struct file *f, struct span *ret)
{
    size_t len = f->buffer && f->left > COST_BUFFER_BYTES ? COST_BUFFER_BYTES : f->left;
    *ret = (struct span){ .data = f->data, .len = len };
    if (f->buffer) {
        uint64_t begun = clock_now_ns();
        ret->data = memcpy(f->buffer, f->data, len);
        f->copy_ns += clock_now_ns() - begun;
    }
    f->data += len;
    f->left -= len;
    return 0;
}

/* What was edited lies in the buffer, and goes nowhere. */
static int put_nowhere(struct file *f, uint64_t offset, const void *data, size_t len)
{
    (void)f, (void)offset, (void)data, (void)len;
    return 0;
}

static const struct method lender = {
    .name = "memory", .flags = METHOD_EDITABLE, .next = lend_next, .put = put_nowhere
};

static int work_through(const struct cost *c, const struct cost_site *s, size_t len, int times,
                        double *ret)
{
    const unsigned char *data = s->memory;
    const struct workload *w = workload_find_by_name(c->workload);
    struct case_key key = case_key_standard();
    /* Which occurs nowhere, so that a search does not end. */
    if (strcmp(c->workload, "find") == 0)
        snprintf(key.pattern, sizeof key.pattern, " thx ");
    const struct workload_input input = { .file_bytes = s->bytes,
                                          .key = &key,
                                          .path = s->text };
    struct work *work;
    int r = workload_set_up(&work, w, &input);
    if (r < 0)
        return r;
    /* The first time touches what the engine needs. */
    for (int time = 0; time < times && r == 0; time++) {
        struct file f = { .data = data,
                          .left = len,
                          .buffer = c->which == FROM_CACHE ? s->buffer : NULL };
        if (!f.buffer)
            (void)cpu_cache_flush(data, len);
        uint64_t begun = clock_now_ns();
        r = w->run(work, &lender, &f);
        *ret = (cost_each(begun, 1) - (double)f.copy_ns) / (double)len;
    }
    workload_tear_down(w, work);
    return r;
}

static int measure_work(const struct cost *c, struct cost_site *s, double *ret)
{
    return work_through(c, s, COST_MEMORY_BYTES, 2, ret);
}

/* Its branches are guessed right by then. */
static int measure_again(const struct cost *c, struct cost_site *s, double *ret)
{
    return work_through(c, s, AGAIN_BYTES, AGAIN_TIMES, ret);
}

static int measure_edit(const struct cost *c, struct cost_site *s, double *ret)
{
    int r = measure_work(c, s, ret);
    *ret -= cost_of(s, &cost_count_cache);
    return r;
}

/*
 * A pass over hardly anything: the engine's own begin and end. A program does that once, after
 * another has run.
 */
static int start_once(const struct cost_site *s, const struct workload *w, struct work *work,
                      double *ret_ns)
{
    struct file f = { .data = s->memory, .left = 64 };
    int r = cost_switch(s, false);
    uint64_t begun = clock_now_ns();
    r = r == 0 ? w->run(work, &lender, &f) : r;
    *ret_ns = cost_each(begun, 1);
    return r;
}

static int measure_start(const struct cost *c, struct cost_site *s, double *ret)
{
    enum { REPEATS = 20 };
    const struct workload *w = workload_find_by_name(c->workload);
    struct case_key key = case_key_standard();
    struct work *work;
    double sum_ns = 0, ns;
    int r = workload_set_up(&work, w, &(struct workload_input){ .key = &key, .path = s->text });
    for (int i = 0; i < REPEATS && r == 0; i++) {
        r = start_once(s, w, work, &ns);
        sum_ns += ns;
    }
    *ret = sum_ns / REPEATS;
    workload_tear_down(w, work);
    return r;
}

const struct cost cost_search_start = {
    .name = "search-start",
    .unit = "ns",
    .part = COST_WORK,
    .summary = "begin a search and end it",
    .how = "20 searches of 64 bytes, each after another process ran on this processor",
    .workload = "find",
    .measure = measure_start,
};

#define WORK_BY(identifier, its_name, its_workload, its_which, its_measure, its_summary,       \
                its_how)                                                                       \
    const struct cost identifier = {                                                           \
        .name = its_name,                                                                      \
        .unit = "ns/byte",                                                                     \
        .part = COST_WORK,                                                                     \
        .summary = its_summary,                                                                \
        .how = its_how,                                                                        \
        .workload = its_workload,                                                              \
        .which = its_which,                                                                    \
        .measure = its_measure,                                                                \
    }
#define WORK(identifier, its_name, its_workload, its_which, its_summary, its_how)              \
    WORK_BY(identifier, its_name, its_workload, its_which, measure_work, its_summary, its_how)

#define MEMORY_HOW "4 MiB of text in the program's memory, flushed from the processor's caches"
#define CACHE_HOW                                                                              \
    "the same copied into a buffer of 64 KiB, piece by piece; without the time that copying "  \
    "takes"

WORK(cost_sum_memory, "sum-memory", "full-read", FROM_MEMORY, "sum a byte in memory",
     MEMORY_HOW);
WORK(cost_sum_cache, "sum-cache", "full-read", FROM_CACHE,
     "sum a byte in the processor's cache", CACHE_HOW);
WORK(cost_find_memory, "find-memory", "find", FROM_MEMORY, "search a byte in memory",
     MEMORY_HOW);
WORK(cost_find_cache, "find-cache", "find", FROM_CACHE,
     "search a byte in the processor's cache", CACHE_HOW);
WORK(cost_count_memory, "count-memory", "count", FROM_MEMORY, "count matches, a byte in memory",
     MEMORY_HOW);
WORK(cost_count_cache, "count-cache", "count", FROM_CACHE,
     "count matches, a byte in the processor's cache", CACHE_HOW);
WORK(cost_regex_memory, "regex-memory", "regex", FROM_MEMORY,
     "match an expression, a byte in memory", MEMORY_HOW);
WORK(cost_regex_cache, "regex-cache", "regex", FROM_CACHE,
     "match an expression, a byte in the processor's cache", CACHE_HOW);
WORK_BY(cost_find_again, "find-again", "find", FROM_MEMORY, measure_again,
        "search a byte of 64 KiB that were searched before",
        "the twelfth search of the same 64 KiB of text, flushed from the processor's caches "
        "before each; the processor has learnt its branches");
WORK_BY(cost_edit, "edit", "replace", FROM_CACHE, measure_edit,
        "what changing the matches adds to counting them, a byte",
        "4 MiB of text, copied into a buffer of 64 KiB piece by piece, less `count-cache`; "
        "without the time that copying takes");
