/* SPDX-License-Identifier: MIT */
#include "analysis/terms.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cost/cost.h"
#include "workload/workload.h"

/* What comes in such pieces or smaller is waited for piece by piece; larger ones come as a
   stream does. */
static const double stream_bytes = 64 * 1024;

/* A pass, counted; NAN: not known. */
struct pass {
    const struct workload *workload;
    const struct method *method;
    const struct case_key *key;
    double file_bytes;
    double useful_bytes; /* that the program looks at */
    double read_calls, copied_bytes;
    double faults;       /* minor and major, without those of stores */
    double mapped_pages; /* of the file */
    double largeness;    /* of the pieces in which it lies in the page cache, 0 to 1 */
    double scattered;    /* how much the pages are those that a few scattered touches map */
    double near_pages;   /* that the first touch of one makes as cheap as a second */
    double storage_bytes, waits;
    double passes; /* of the process */
};

static void add(struct terms *t, const char *cost, double count)
{
    if (t->count < TERMS_MAX && !(count <= 0))
        t->items[t->count++] = (struct term){ .cost = cost, .count = count, .ns = NAN };
}

static double pages_of(double bytes)
{
    return ceil(bytes / COST_PAGE_BYTES);
}

static bool draws_blocks(const struct pass *p)
{
    return p->workload->flags & WORKLOAD_BLOCKS;
}

static bool writes(const struct pass *p)
{
    return p->workload->flags & WORKLOAD_WRITES;
}

static bool in_place(const struct pass *p)
{
    return p->workload->flags & WORKLOAD_IN_PLACE;
}

static bool is_hot(const struct pass *p)
{
    return strcmp(p->key->state, "hot") == 0;
}

static bool is_mapped(const struct pass *p)
{
    return p->method->flags & METHOD_ZERO_COPY;
}

/* Every page is stored to, and each first store is a fault. */
static bool stores_to_pages(const struct pass *p)
{
    return writes(p) && is_mapped(p) && (in_place(p) || p->method->flags & METHOD_EDITABLE);
}

/* ---- what the program does with the bytes ---- */

/* The workload's own loop on bytes in the processor's cache, and in memory; a search has a
   begin, which is the same whatever comes. */
static const struct loop {
    const char *workload, *cache, *memory;
    bool searches;
} loops[] = {
    { "full-read", "sum-cache", "sum-memory", false },
    { "find", "find-cache", "find-memory", true },
    { "seek-find", "find-cache", "find-memory", true },
    { "count", "count-cache", "count-memory", true },
    { "regex", "regex-cache", "regex-memory", true },
    { "replace", "count-cache", "count-memory", true },
    { "replace-durable", "count-cache", "count-memory", true },
    { "replace-new", "count-cache", "count-memory", true },
    { "replace-new-durable", "count-cache", "count-memory", true },
};

static const struct loop *loop_of(const struct workload *w)
{
    for (size_t i = 0; i < sizeof loops / sizeof loops[0]; i++)
        if (strcmp(loops[i].workload, w->name) == 0)
            return &loops[i];
    return NULL;
}

/* A short search that a process repeats: the processor guesses its branches right. */
static bool is_learnt(const struct pass *p)
{
    enum { SHORT = 128 * 1024, PASSES = 4 };
    return p->passes >= PASSES && p->useful_bytes <= SHORT &&
           strcmp(loop_of(p->workload)->cache, "find-cache") == 0;
}

/* Of large blocks what follows their first 4 KiB comes as a stream does. */
static double beyond_block(const struct pass *p)
{
    return (double)p->key->blocks * ((double)p->key->block_bytes - COST_PAGE_BYTES);
}

/* What was copied into a small buffer is in the cache; a block is read from where it lies. */
static void add_work(struct terms *t, const struct pass *p)
{
    const bool cached = p->method->flags & (METHOD_BUFFER | METHOD_FRESH | METHOD_LINES) &&
                        !(p->method->flags & METHOD_HOLDS_FILE);
    const struct loop *loop = loop_of(p->workload);
    if (draws_blocks(p)) {
        if (is_mapped(p)) {
            add(t, is_hot(p) ? "block-mapped-hot" : "block-mapped", (double)p->key->blocks);
            add(t, "sum-memory", beyond_block(p));
        } else {
            add(t, "sum-cache", p->copied_bytes);
        }
        return;
    }
    if (loop->searches)
        add(t, "search-start", 1);
    if (is_learnt(p))
        add(t, "find-again", p->useful_bytes);
    else
        add(t, cached ? loop->cache : loop->memory, p->useful_bytes);
    add(t, "edit", writes(p) * p->useful_bytes);
    if (p->method->flags & METHOD_LINES)
        add(t, "getline", p->useful_bytes);
}

/* ---- how they come ---- */

static const char *copy_into(uint64_t buffer_bytes)
{
    return buffer_bytes == 0                   ? "copy"
           : buffer_bytes < 16 * 1024          ? "copy-4K"
           : buffer_bytes <= COST_BUFFER_BYTES ? "copy"
                                               : "copy-1M";
}

static void add_reading(struct terms *t, const struct pass *p)
{
    add(t, "read-call", p->read_calls);
    if (draws_blocks(p)) {
        add(t, is_hot(p) ? "block-read-hot" : "block-read", (double)p->key->blocks);
        add(t, "copy", beyond_block(p));
        if (p->method->flags & METHOD_SEEKS)
            add(t, "system-call", (double)p->key->blocks);
    } else {
        add(t, copy_into(p->key->buffer_bytes), p->copied_bytes);
        add(t, "begin-page", pages_of(fmin(p->copied_bytes, COST_LITTLE_BYTES)));
    }
    /* Whoever maps nothing faults on new memory of its own. */
    double fresh = p->method->flags & METHOD_HOLDS_FILE ? pages_of(p->copied_bytes) : p->faults;
    add(t, "fresh-page", fmin(p->faults, fresh));
    if (p->method->flags & METHOD_HOLDS_FILE)
        add(t, "fresh-look", pages_of(p->useful_bytes));
    add(t, "fresh-page-huge", fresh - p->faults);
}

/* Of so many equal pieces those that are hit by so many draws. */
static double hit(double pieces, double draws)
{
    return pieces > 1 ? -pieces * expm1(draws * log1p(-1 / pieces)) : 1;
}

/* Blocks of a page or less; in a larger one the next page is the one behind it. */
static bool is_scattered(const struct pass *p)
{
    return draws_blocks(p) && p->key->block_bytes <= COST_PAGE_BYTES;
}

static double pages_touched(const struct pass *p)
{
    const double pages = pages_of((double)p->key->block_bytes);
    return draws_blocks(p)
               ? pages * hit(pages_of(p->file_bytes) / pages, (double)p->key->blocks)
               : pages_of(p->useful_bytes);
}

/* How much a piece is like those of a large file, and not like those of one of 1 MiB: by the
   logarithm of its size. */
static double between(double bytes, double little, double large)
{
    return large > little ? fmin(fmax(log(bytes / little) / log(large / little), 0), 1) : 1;
}

/* Who draws many blocks draws some near others. What storage adds to a byte holds the rest of
   its first touch. */
static void add_touches(struct terms *t, const struct pass *p)
{
    const double large = p->storage_bytes > 0 ? 1 : p->largeness;
    if (is_scattered(p)) {
        add(t, "touch-block",
            hit(pages_of(p->file_bytes) / p->near_pages, (double)p->key->blocks));
        return;
    }
    add(t, "touch-page", large * pages_touched(p));
    add(t, "touch-page-1M", (1 - large) * pages_touched(p));
}

static void add_mapping(struct terms *t, const struct pass *p)
{
    add(t, "map", 1);
    add(t, "first-touch", p->faults >= 0.5);
    if (p->method->flags & METHOD_POPULATES)
        add(t, "map-page", p->mapped_pages);
    else
        add(t, "fault-page", (1 - p->scattered) * p->mapped_pages);
    add(t, "scatter-page", p->scattered * p->mapped_pages);
    add_touches(t, p);
    if (!(p->method->flags & METHOD_POPULATES))
        add(t, "fault", p->faults - 1);
    add(t, "unmap-page", (1 - p->scattered) * p->mapped_pages);
}

/* What is fetched piece by piece is waited for piece by piece. A window that is larger than
   what is looked at is waited for as far as the program looks; one of many, all of it. */
static void add_storage(struct terms *t, const struct pass *p)
{
    const bool pieces = p->waits >= 0.5 && p->storage_bytes / p->waits <= stream_bytes;
    if (!(p->storage_bytes > 0))
        return;
    if (pieces && is_mapped(p)) {
        add(t, "major-fault", p->waits);
    } else if (pieces) {
        add(t, "storage-first", 1);
        add(t, "storage-block", p->waits - 1);
    } else if (is_mapped(p) && is_scattered(p) && !(p->method->flags & METHOD_POPULATES)) {
        add(t, "storage-fault", p->waits);
    } else if (is_mapped(p) && p->waits == 1 && p->storage_bytes < p->file_bytes) {
        add(t, "storage-begin", 1);
    } else {
        add(t, "storage-first", fmax(p->waits, 1));
        add(t, is_mapped(p) ? "storage-mapped" : "storage-read", p->storage_bytes);
    }
}

/* ---- and where changes go ---- */

static void add_writing(struct terms *t, const struct pass *p)
{
    const bool durable = p->workload->flags & WORKLOAD_DURABLE;
    const double pages = pages_of(p->file_bytes);
    if (!writes(p))
        return;
    if (in_place(p) && is_mapped(p)) {
        add(t, "dirty-page", pages);
        add(t, "clean-page", durable * pages);
    } else {
        add(t, in_place(p) ? "write" : "write-new", p->file_bytes);
        add(t, "copy-on-write", stores_to_pages(p) * pages);
    }
    if (!in_place(p)) {
        add(t, "rename", 1);
        add(t, "rename-data", !durable * p->file_bytes);
        add(t, "rename-synced", durable);
    }
    if (durable) {
        add(t, "sync", 1);
        add(t, "storage-write", p->file_bytes);
    }
}

/* The two families on a file, one thread; the page cache is what they meet. */
static bool has_model(const struct pass *p)
{
    const unsigned beyond = METHOD_MAKES_FILE | METHOD_DIRECT | METHOD_ONLY_CHANGES;
    return p->workload && p->method && p->method->family <= METHOD_FAMILY_MMAP &&
           !(p->method->flags & beyond) && !p->method->program && p->key->threads <= 1 &&
           strcmp(p->key->state, "limited") != 0 &&
           (draws_blocks(p) || loop_of(p->workload) != NULL);
}

static double buffer_used(const struct pass *p)
{
    const uint64_t most = draws_blocks(p) ? p->key->block_bytes : p->key->buffer_bytes;
    return fmin((double)most, p->copied_bytes);
}

/* Other processes ran before the pass, and what it touches again is far away. */
static void add_start(struct terms *t, const struct pass *p)
{
    if (p->method->family == METHOD_FAMILY_READ) {
        add(t, "start-read", 1);
        add(t, "start-stream", (p->method->flags & METHOD_STREAM) != 0);
        /* Of the first pass of a process, whose buffer was touched before. */
        if (p->method->flags & METHOD_BUFFER)
            add(t, "first-copy", pages_of(buffer_used(p)) / p->passes);
    } else {
        add(t, "start-map", 1);
    }
}

static void count(struct terms *t, const struct pass *p)
{
    *t = (struct terms){ .ns = NAN };
    if (!has_model(p))
        return;
    add(t, "open", 1);
    if (!is_hot(p))
        add_start(t, p);
    if (p->method->family == METHOD_FAMILY_READ)
        add_reading(t, p);
    else
        add_mapping(t, p);
    add_work(t, p);
    add_storage(t, p);
    add_writing(t, p);
}

void terms_price(struct terms *t, const struct costs *costs, int round)
{
    t->ns = t->count && costs->count ? 0 : NAN;
    for (size_t i = 0; i < t->count; i++) {
        struct term *one = &t->items[i];
        double price = round < 0 ? costs_estimate(costs, one->cost).value
                                 : costs_in_round(costs, one->cost, (size_t)round);
        one->ns = one->count * (costs_know(costs, one->cost) ? price : 0);
        t->ns += one->ns;
    }
}

static double bytes_per_fault(const struct pass *p)
{
    return p->mapped_pages * COST_PAGE_BYTES / fmax(p->faults, 1);
}

/* Few touches of scattered places meet large pieces, whose pages cost less. */
static double share_scattered(const struct pass *p, const struct costs *costs)
{
    const double around = costs_estimate(costs, "fault-around").value,
                 scattered = costs_estimate(costs, "scatter-around").value;
    if (!is_scattered(p) || p->method->flags & METHOD_POPULATES || !(scattered > around))
        return 0;
    return between(bytes_per_fault(p), around, scattered);
}

/* ---- counted by the counters ---- */

static double useful_bytes(const struct pass *p, const char *answer)
{
    return p->workload && p->workload->useful
               ? p->workload->useful(p->file_bytes, p->key, answer)
               : p->file_bytes;
}

static double near_pages(const struct costs *costs)
{
    return fmax(costs_estimate(costs, "touch-block").value /
                    costs_estimate(costs, "touch-page").value,
                1);
}

/* What a fault maps tells of the pieces. */
static void count_faults(struct pass *p, const struct costs *costs, double all)
{
    p->faults = stores_to_pages(p) ? fmax(all - pages_of(p->file_bytes), 0) : all;
    p->largeness = between(bytes_per_fault(p), costs_estimate(costs, "fault-around-1M").value,
                           costs_estimate(costs, "fault-around").value);
    p->scattered = share_scattered(p, costs);
}

void terms_of_case(struct terms *ret, const struct costs *costs, const struct run_case *c,
                   double file_bytes)
{
    struct sample m;
    *ret = (struct terms){ .ns = NAN };
    if (costs->count == 0 || !run_case_timed(c) || summary_median(&m, c) < 0)
        return;
    struct pass p = { .workload = workload_find_by_name(c->key.workload),
                      .method = method_find(c->key.method),
                      .key = &c->key,
                      .file_bytes = file_bytes,
                      .read_calls = m.read_calls,
                      .copied_bytes = m.read_call_bytes,
                      .passes = fmax(m.passes, 1),
                      .near_pages = near_pages(costs),
                      .storage_bytes = m.storage_read_bytes,
                      .waits = fmax(m.voluntary_switches, m.major_faults) };
    p.useful_bytes = useful_bytes(&p, c->answer.text);
    p.mapped_pages =
        pages_of(fmax(m.rss_file_bytes + m.rss_anon_bytes - m.baseline_rss_bytes, 0));
    if (has_model(&p))
        count_faults(&p, costs, m.minor_faults + m.major_faults);
    count(ret, &p);
    terms_price(ret, costs, TERMS_ALL_ROUNDS);
}

/* ---- counted beforehand ---- */

static double round_up(double bytes, double to)
{
    return ceil(bytes / to) * to;
}

/* What a fault maps, by the number of draws: of few as of the constant's 64, of very many all
   pieces alike. */
static double scattered_piece(const struct pass *p, const struct costs *costs, double around)
{
    enum { FEW = 64, MANY = 40 /* for each piece */ };
    const double scattered = costs_estimate(costs, "scatter-around").value;
    if (!is_scattered(p) || p->method->flags & METHOD_POPULATES || !(scattered > around))
        return around;
    const double all = between((double)p->key->blocks, FEW, MANY * p->file_bytes / around);
    return scattered * pow(around / scattered, all);
}

/* How much a pass is known to touch: all, or the blocks that are drawn. A file begins with
   small pieces, for reading ahead begins with little. */
static void count_touched(struct pass *p, const struct costs *costs)
{
    const bool blocks = draws_blocks(p);
    const double bytes = blocks ? p->file_bytes : p->useful_bytes;
    const double little = costs_estimate(costs, "fault-around-1M").value;
    const double large = costs_estimate(costs, "fault-around").value;
    p->largeness = between(bytes, COST_LITTLE_BYTES, COST_MOST_BYTES);
    const double around = little * pow(large / little, p->largeness);
    const double piece = scattered_piece(p, costs, around), windows = fmax(bytes / piece, 1);
    p->faults = blocks ? hit(windows, (double)p->key->blocks) : ceil(windows);
    p->mapped_pages = fmin(p->faults * piece, p->file_bytes) / COST_PAGE_BYTES;
}

static void count_cold(struct pass *p, const struct costs *costs)
{
    const bool mapped = is_mapped(p);
    const double around = costs_estimate(costs, "read-around").value;
    const double bytes = draws_blocks(p) ? (double)p->key->block_bytes : COST_PAGE_BYTES;
    const double blocks = fmax(floor(p->file_bytes / bytes), 1);
    if (!draws_blocks(p) && mapped && p->useful_bytes <= around) {
        p->waits = 1;
        p->storage_bytes = fmin(around, p->file_bytes);
    } else if (!draws_blocks(p)) {
        p->storage_bytes = p->useful_bytes;
    } else if (mapped && !(p->method->flags & METHOD_RANDOM)) {
        p->waits = hit(fmax(p->file_bytes / around, 1), (double)p->key->blocks);
        p->storage_bytes = fmin(p->waits * around, p->file_bytes);
    } else {
        p->waits = hit(blocks, (double)p->key->blocks);
        p->storage_bytes = p->waits * bytes;
        p->faults = mapped ? p->storage_bytes / COST_PAGE_BYTES : p->faults;
        p->mapped_pages = mapped ? p->faults : p->mapped_pages;
    }
}

void terms_of_key(struct terms *ret, const struct costs *costs, const struct terms_pass *of)
{
    const struct case_key *k = of->key;
    const double file_bytes = of->file_bytes;
    struct pass p = { .workload = workload_find_by_name(k->workload),
                      .method = method_find(k->method),
                      .key = k,
                      .file_bytes = file_bytes,
                      .passes = fmax(of->passes, 1),
                      .near_pages = near_pages(costs) };
    *ret = (struct terms){ .ns = NAN };
    if (!has_model(&p))
        return;
    const bool blocks = draws_blocks(&p);
    p.useful_bytes = of->answer ? useful_bytes(&p, of->answer) : file_bytes;
    p.copied_bytes = blocks ? (double)(k->blocks * k->block_bytes)
                     : k->buffer_bytes > 0
                         ? fmin(round_up(p.useful_bytes, (double)k->buffer_bytes), file_bytes)
                         : file_bytes;
    p.read_calls = blocks                ? (double)k->blocks
                   : k->buffer_bytes > 0 ? ceil(p.useful_bytes / (double)k->buffer_bytes) + 1
                                         : 1;
    if (p.method->family == METHOD_FAMILY_MMAP)
        count_touched(&p, costs);
    else
        p.faults = p.method->flags & METHOD_HOLDS_FILE ? pages_of(file_bytes) : 0;
    if (strcmp(k->state, "cold") == 0)
        count_cold(&p, costs);
    p.scattered = share_scattered(&p, costs);
    count(ret, &p);
    terms_price(ret, costs, TERMS_ALL_ROUNDS);
}

double terms_predict_ns(const struct costs *costs, const struct summary_cell *cell,
                        double file_bytes)
{
    struct terms t;
    terms_of_key(&t, costs,
                 &(struct terms_pass){ .key = &cell->source->key,
                                       .file_bytes = file_bytes,
                                       .passes = cell->median.passes,
                                       .answer = cell->source->answer.text });
    return t.ns;
}
