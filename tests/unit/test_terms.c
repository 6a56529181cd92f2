/* SPDX-License-Identifier: MIT */
/* Times that add up from constants, where two of them meet, and what that advises. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/advise.h"
#include "analysis/break-even.h"
#include "analysis/terms.h"
#include "cost/cost.h"
#include "report/advice.h"
#include "report/compare-costs.h"
#include "report/costs.h"
#include "report/terms.h"
#include "state/state.h"
#include "tests/fixture_run.h"
#include "tests/unit/document_text.h"
#include "workload/resolve.h"

#define MIB (1024.0 * 1024)

/* A machine whose costs are round numbers. */
static const struct price {
    const char *name;
    double value;
} prices[] = {
    { "system-call", 100 },
    { "read-call", 200 },
    { "open", 1000 },
    { "start-read", 500 },
    { "start-stream", 900 },
    { "start-map", 700 },
    { "first-copy", 10 },
    { "map", 2000 },
    { "first-touch", 6000 },
    { "fault", 400 },
    { "fault-around", 1 << 20 },
    { "fault-around-1M", 65536 },
    { "map-page", 35 },
    { "fault-page", 10 },
    { "scatter-around", 4 << 20 },
    { "scatter-page", 3 },
    { "touch-page", 5 },
    { "touch-block", 50 },
    { "touch-page-1M", 45 },
    { "unmap-page", 5 },
    { "fresh-page", 1500 },
    { "fresh-page-huge", 90 },
    { "fresh-look", 20 },
    { "copy", 0.1 },
    { "copy-4K", 0.2 },
    { "copy-1M", 0.125 },
    { "begin-page", 7 },
    { "sum-memory", 0.09 },
    { "sum-cache", 0.01 },
    { "search-start", 300 },
    { "find-memory", 0.25 },
    { "find-cache", 0.25 },
    { "find-again", 0.125 },
    { "count-memory", 0.5 },
    { "count-cache", NAN },
    { "edit", 0.03 },
    { "dirty-page", 1000 },
    { "clean-page", 300 },
    { "copy-on-write", 2000 },
    { "write-new", 0.2 },
    { "rename", 7000 },
    { "rename-data", 0.3 },
    { "rename-synced", 90000 },
    { "sync", 5e5 },
    { "storage-write", 1.5 },
    { "block-read", 800 },
    { "block-mapped", 600 },
    { "block-read-hot", 300 },
    { "block-mapped-hot", 100 },
    { "storage-first", 2e5 },
    { "storage-block", 1e5 },
    { "storage-read", 0.5 },
    { "storage-mapped", 1 },
    { "storage-fault", 3e6 },
    { "storage-begin", 2e6 },
    { "major-fault", 1.2e5 },
    { "read-around", 131072 },
};
enum { ROUNDS = 6 };

static void set_costs(struct costs *c)
{
    for (size_t i = 0; i < sizeof prices / sizeof prices[0]; i++) {
        const struct cost *known = cost_find(prices[i].name);
        assert_non_null(known);
        struct cost_values *v = costs_extend(c, known->name, known->unit, ROUNDS);
        for (size_t k = 0; k < ROUNDS; k++)
            v->values[k] = prices[i].value;
    }
}

static struct costs make_costs(void)
{
    struct costs c = { .file_bytes = 64 << 20 };
    set_costs(&c);
    return c;
}

struct counters {
    double read_calls, read_call_bytes, minor_faults, major_faults;
    double storage_read_bytes, voluntary_switches, rss_file_bytes;
};

static double sum_of(struct case_key key, double file_bytes, const struct counters *n)
{
    struct sample s = sample_unknown();
    s.passes = 1;
    s.wall_ns = 1e6;
    s.read_calls = n->read_calls;
    s.read_call_bytes = n->read_call_bytes;
    s.minor_faults = n->minor_faults;
    s.major_faults = n->major_faults;
    s.storage_read_bytes = n->storage_read_bytes;
    s.voluntary_switches = n->voluntary_switches;
    s.rss_file_bytes = n->rss_file_bytes;
    s.rss_anon_bytes = s.baseline_rss_bytes = 5 * MIB;
    const struct run_case c = { .key = key, .samples = &s, .sample_count = 1 };
    struct costs costs = make_costs();
    struct terms t;
    terms_of_case(&t, &costs, &c, file_bytes);
    costs_free(&costs);
    return t.ns;
}

static struct case_key key_of(const char *workload, const char *method, const char *state,
                              uint64_t buffer)
{
    struct case_key k = fixture_key(workload, method, state, "text-1MiB");
    k.threads = 1;
    k.buffer_bytes = buffer;
    return k;
}

#define assert_ns(found, wanted)                                                               \
    do {                                                                                       \
        double f = (found), w = (wanted);                                                      \
        if (!(fabs(f - w) < 1e-6 * w))                                                         \
            fail_msg("%.3f ns instead of %.3f", f, w);                                         \
    } while (0)

static void a_pass_through_a_buffer_is_calls_copy_and_work(void **state)
{
    (void)state;
    const struct counters n = { .read_calls = 17, .read_call_bytes = MIB };
    assert_ns(sum_of(key_of("full-read", "chunk", "warm", 65536), MIB, &n),
              1000 + 500 + 16 * 10 + 17 * 200 + MIB * 0.1 + 256 * 7 + MIB * 0.01);
    /* Hot: no other process ran before. */
    assert_ns(sum_of(key_of("full-read", "chunk", "hot", 65536), MIB, &n),
              1000 + 17 * 200 + MIB * 0.1 + 256 * 7 + MIB * 0.01);
    assert_ns(sum_of(key_of("full-read", "chunk", "hot", 4096), MIB, &n),
              1000 + 17 * 200 + MIB * 0.2 + 256 * 7 + MIB * 0.01);
    assert_ns(sum_of(key_of("full-read", "chunk", "hot", 1 << 20), MIB, &n),
              1000 + 17 * 200 + MIB * 0.125 + 256 * 7 + MIB * 0.01);
    /* A stream is allocated, and that is far from the near caches too. */
    assert_ns(sum_of(key_of("full-read", "stdio", "warm", 4096), MIB, &n),
              1000 + 500 + 900 + 10 + 17 * 200 + MIB * 0.2 + 256 * 7 + MIB * 0.01);
}

static void reading_the_whole_file_at_once_pays_for_new_memory(void **state)
{
    (void)state;
    const struct counters n = { .read_calls = 2, .read_call_bytes = MIB, .minor_faults = 256 };
    double rest = 1000 + 2 * 200 + MIB * 0.1 + MIB * 0.09 + 256 * (20 + 7);
    assert_ns(sum_of(key_of("full-read", "read", "hot", 0), MIB, &n), rest + 256 * 1500);
    struct counters huge = n;
    huge.minor_faults = 1;
    assert_ns(sum_of(key_of("full-read", "read", "hot", 0), MIB, &huge),
              rest + 1 * 1500 + 255 * 90);
}

static void a_mapping_is_faults_and_pages(void **state)
{
    (void)state;
    const double rest = 1000 + 700 + 2000 + 6000 + 256 * (10 + 5) + MIB * 0.09;
    /* What a fault maps tells which touches are dear: 64 KiB, 256 KiB, 1 MiB. */
    struct counters n = { .minor_faults = 16, .rss_file_bytes = MIB };
    assert_ns(sum_of(key_of("full-read", "mmap", "warm", 0), MIB, &n),
              rest + 15 * 400 + 256 * 45);
    n.minor_faults = 4;
    assert_ns(sum_of(key_of("full-read", "mmap", "warm", 0), MIB, &n),
              rest + 3 * 400 + 256 * 25);
    n.minor_faults = 1;
    assert_ns(sum_of(key_of("full-read", "mmap", "warm", 0), MIB, &n), rest + 256 * 5);
    /* No fault of its own: the kernel does it all. */
    n.minor_faults = 4;
    assert_ns(sum_of(key_of("full-read", "mmap-populate", "warm", 0), MIB, &n),
              rest + 256 * 25 + 256 * 25);
}

/* 2 MiB per fault lies half way from 1 MiB to 4 MiB, on logarithmic scales. */
static void few_scattered_touches_map_large_pieces(void **state)
{
    (void)state;
    const struct counters n = { .minor_faults = 4, .rss_file_bytes = 8 * MIB };
    const double rest = 1000 + 700 + 2000 + 6000 + 3 * 400, pages = 8 * 256;
    const double touches = 409.6 * (1 - pow(1 - 1 / 409.6, 9)) * 50; /* ten pages each */
    struct case_key k = key_of("random", "mmap", "warm", 0);
    k.blocks = 9, k.block_bytes = 4096;
    assert_ns(sum_of(k, 16 * MIB, &n),
              rest + pages / 2 * (10 + 5) + pages / 2 * 3 + touches + 9 * 600);
}

static void hot_blocks_are_in_the_cache(void **state)
{
    (void)state;
    const struct counters n = { .read_calls = 9, .read_call_bytes = 9 * 4096 };
    struct case_key k = key_of("random", "pread", "hot", 65536);
    k.blocks = 9, k.block_bytes = 4096;
    assert_ns(sum_of(k, MIB, &n), 1000 + 9 * (200 + 300) + 9 * 4096 * 0.01);
    const struct counters mapped = { .minor_faults = 1, .rss_file_bytes = MIB };
    struct case_key warm = key_of("random", "mmap", "warm", 0), hot = warm;
    warm.blocks = hot.blocks = 9, warm.block_bytes = hot.block_bytes = 4096;
    strcpy(hot.state, "hot");
    assert_ns(sum_of(warm, MIB, &mapped) - sum_of(hot, MIB, &mapped), 700 + 9 * (600 - 100));
}

static void blocks_that_are_near_others_are_not_touched_first(void **state)
{
    (void)state;
    /* touch-block / touch-page: a touch is one of ten pages; there are 25.6 times ten. */
    const struct counters n = { .minor_faults = 1, .rss_file_bytes = MIB };
    const double rest = 1000 + 700 + 2000 + 6000 + 256 * (10 + 5);
    struct case_key k = key_of("random", "mmap", "warm", 0);
    k.blocks = 1, k.block_bytes = 4096;
    assert_ns(sum_of(k, MIB, &n), rest + 50 + 600);
    k.blocks = 2;
    assert_ns(sum_of(k, MIB, &n), rest + (2 - 1 / 25.6) * 50 + 2 * 600);
    k.blocks = 10000;
    assert_ns(sum_of(k, MIB, &n), rest + 25.6 * 50 + 10000 * 600);
}

/* Each store to a page of a mapping is a fault, and no other one. */
static void stores_have_a_price_of_their_own(void **state)
{
    (void)state;
    const struct counters n = { .minor_faults = 16 + 256, .rss_file_bytes = MIB };
    const double mapped =
        1000 + 700 + 2000 + 6000 + 15 * 400 + 256 * (10 + 45 + 5) + 300 + MIB * (0.5 + 0.03);
    const double new_file = MIB * 0.2 + 7000 + MIB * 0.3, stored = 5e5 + MIB * 1.5;
    assert_ns(sum_of(key_of("replace", "mmap", "warm", 0), MIB, &n), mapped + 256 * 1000);
    assert_ns(sum_of(key_of("replace-durable", "mmap", "warm", 0), MIB, &n),
              mapped + 256 * (1000 + 300) + stored);
    assert_ns(sum_of(key_of("replace-new", "mmap-private", "warm", 0), MIB, &n),
              mapped + 256 * 2000 + new_file);
    struct counters reads = n;
    reads.minor_faults = 16;
    assert_ns(sum_of(key_of("replace-new-durable", "mmap", "warm", 0), MIB, &reads),
              mapped + MIB * 0.2 + 7000 + 90000 + stored);
}

static void a_search_counts_what_it_looks_at(void **state)
{
    (void)state;
    const struct counters n = { .read_calls = 16, .read_call_bytes = MIB };
    struct sample s = sample_unknown();
    s.passes = 1, s.wall_ns = 1e6, s.minor_faults = s.major_faults = 0;
    s.read_calls = n.read_calls, s.read_call_bytes = n.read_call_bytes;
    struct run_case c = { .key = key_of("find", "chunk", "hot", 65536),
                          .samples = &s,
                          .sample_count = 1 };
    strcpy(c.answer.text, "offset=524283"); /* five bytes long: half of the file */
    struct costs costs = make_costs();
    struct terms t;
    terms_of_case(&t, &costs, &c, MIB);
    assert_ns(t.ns, 1000 + 16 * 200 + MIB * 0.1 + 256 * 7 + 300 + 524288 * 0.25);
    /* Repeated, it is quicker where it is short. */
    s.passes = 4;
    terms_of_case(&t, &costs, &c, MIB);
    assert_ns(t.ns, 1000 + 16 * 200 + MIB * 0.1 + 256 * 7 + 300 + 524288 * 0.25);
    strcpy(c.answer.text, "offset=65531");
    terms_of_case(&t, &costs, &c, MIB);
    assert_ns(t.ns, 1000 + 16 * 200 + MIB * 0.1 + 256 * 7 + 300 + 65536 * 0.125);
    costs_free(&costs);
}

static void storage_is_waits_or_a_stream(void **state)
{
    (void)state;
    const struct counters stream = { .read_calls = 17,
                                     .read_call_bytes = MIB,
                                     .storage_read_bytes = MIB,
                                     .voluntary_switches = 2 };
    double warm = 1000 + 500 + 16 * 10 + 17 * 200 + MIB * 0.11 + 256 * 7;
    assert_ns(sum_of(key_of("full-read", "chunk", "cold", 65536), MIB, &stream),
              warm + 2 * 2e5 + MIB * 0.5);
    struct case_key k = key_of("random", "pread", "cold", 65536);
    k.blocks = 64, k.block_bytes = 4096;
    const struct counters pieces = { .read_calls = 64,
                                     .read_call_bytes = 64 * 4096,
                                     .storage_read_bytes = 64 * 4096,
                                     .voluntary_switches = 64 };
    assert_ns(sum_of(k, MIB, &pieces),
              1000 + 500 + 1 * 10 + 64 * 200 + 64 * 800 + 64 * 4096 * 0.01 + 2e5 + 63 * 1e5);
}

static void a_fault_waits_for_what_it_looks_at(void **state)
{
    (void)state;
    struct counters n = { .major_faults = 1,
                          .rss_file_bytes = 4096,
                          .storage_read_bytes = 131072,
                          .voluntary_switches = 1 };
    const double mapped = 1000 + 700 + 2000 + 6000;
    struct case_key k = key_of("full-read", "mmap", "cold", 0);
    assert_ns(sum_of(k, MIB, &n), mapped + 10 + 256 * 5 + 5 + MIB * 0.09 + 2e6);
    /* All of the file: a stream, with its waits. */
    n.storage_read_bytes = MIB, n.major_faults = n.voluntary_switches = 3;
    assert_ns(sum_of(k, MIB, &n),
              mapped + 2 * 400 + 10 + 256 * 5 + 5 + MIB * 0.09 + 3 * 2e5 + MIB * 1);
    /* Two blocks: a window around each, or each alone. */
    k = key_of("random", "mmap", "cold", 0);
    k.blocks = 2, k.block_bytes = 4096;
    n.storage_read_bytes = 2 * 131072, n.major_faults = n.voluntary_switches = 2;
    const double blocks = mapped + 400 + 10 + 5 + (2 - 1 / 25.6) * 50 + 2 * 600;
    assert_ns(sum_of(k, MIB, &n), blocks + 2 * 3e6);
    n.storage_read_bytes = 2 * 4096;
    assert_ns(sum_of(k, MIB, &n), blocks + 2 * 1.2e5);
}

static void what_has_no_model_has_no_terms(void **state)
{
    (void)state;
    const struct counters n = { .read_calls = 1, .read_call_bytes = MIB };
    assert_true(isnan(sum_of(key_of("slice", "pread", "warm", 4096), MIB, &n)));
    assert_true(isnan(sum_of(key_of("full-read", "chunk", "limited", 4096), MIB, &n)));
    assert_true(isnan(sum_of(key_of("full-read", "no-such", "warm", 4096), MIB, &n)));
    struct case_key k = key_of("random", "pread", "warm", 4096);
    k.blocks = 1, k.block_bytes = 4096, k.threads = 2;
    assert_true(isnan(sum_of(k, MIB, &n)));
    k.threads = 1;
    strcpy(k.method, "of a later version");
    assert_true(isnan(sum_of(k, MIB, &n)));
    /* A constant that was not measured: count-cache. */
    assert_true(isnan(sum_of(key_of("count", "chunk", "warm", 65536), MIB, &n)));
    /* One that an earlier version did not know. */
    const double known = 1000 + 500 + 16 * 10 + 200 + MIB * 0.11 + 300 + 256 * 7;
    assert_ns(sum_of(key_of("regex", "chunk", "warm", 65536), MIB, &n), known - MIB * 0.01);
}

/* Whatever a run may have: who prints a term looks its constant up. */
static void every_term_is_a_constant_that_is_known(void **state)
{
    (void)state;
    struct costs costs = make_costs();
    size_t seen = 0;
    for (size_t w = 0; workloads[w]; w++)
        for (size_t m = 0; methods[m]; m++)
            for (size_t s = 0; states[s]; s++) {
                struct case_key k =
                    workload_resolve((struct case_key){ 0 }, workloads[w], methods[m]);
                struct terms t;
                strcpy(k.state, states[s]->name);
                terms_of_key(&t, &costs, &(struct terms_pass){ .key = &k, .file_bytes = MIB });
                for (size_t i = 0; i < t.count; i++, seen++)
                    if (!cost_find(t.items[i].cost))
                        fail_msg("%s", t.items[i].cost);
                assert_true(t.count < TERMS_MAX); /* none was left out */
            }
    assert_true(seen > 1000);
    costs_free(&costs);
}

/* ---- before anything was measured ---- */

static void a_key_alone_counts_the_same(void **state)
{
    (void)state;
    struct costs costs = make_costs();
    struct case_key k = key_of("full-read", "chunk", "warm", 65536);
    struct terms t;
    terms_of_key(&t, &costs, &(struct terms_pass){ .key = &k, .file_bytes = MIB });
    assert_ns(t.ns, 1000 + 500 + 16 * 10 + 17 * 200 + MIB * 0.11 + 256 * 7);
    k = key_of("full-read", "mmap", "warm", 0);
    terms_of_key(&t, &costs, &(struct terms_pass){ .key = &k, .file_bytes = MIB });
    assert_ns(t.ns, 1000 + 700 + 2000 + 6000 + 15 * 400 + 256 * 60 + MIB * 0.09);
    /* Cold and a part: every block by itself. */
    k = key_of("random", "mmap-random", "cold", 0);
    k.blocks = 1, k.block_bytes = 4096;
    terms_of_key(&t, &costs, &(struct terms_pass){ .key = &k, .file_bytes = MIB });
    assert_ns(t.ns, 1000 + 700 + 2000 + 6000 + 10 + 50 + 5 + 600 + 1.2e5);
    /* A search that ends in the first window. */
    k = key_of("find", "mmap", "cold", 0);
    terms_of_key(&t, &costs,
                 &(struct terms_pass){ .key = &k, .file_bytes = MIB, .answer = "offset=0" });
    assert_ns(t.ns, 1000 + 700 + 2000 + 6000 + 16 * 10 + 5 + 16 * 5 + 300 + 5 * 0.25 + 2e6);
    costs_free(&costs);
}

/* chunk: 3292 + 10 p + 200 (n + 1) + 0.11 b; mmap: 9700 + 20 to 60 p + 400 (w - 1) + 0.09 b. */
static void two_methods_meet_where_their_sums_do(void **state)
{
    (void)state;
    struct costs costs = make_costs();
    struct stats_estimate e = break_even_bytes(&costs);
    struct case_key chunk = key_of("full-read", "chunk", "warm", 65536),
                    mmap = key_of("full-read", "mmap", "warm", 0);
    struct terms a, b;
    assert_int_equal(e.n, ROUNDS);
    assert_true(e.low == e.value && e.high == e.value);
    assert_true(e.value > BREAK_EVEN_LEAST && e.value < BREAK_EVEN_MOST);
    terms_of_key(&a, &costs,
                 &(struct terms_pass){ .key = &chunk, .file_bytes = e.value * 1.1 });
    terms_of_key(&b, &costs, &(struct terms_pass){ .key = &mmap, .file_bytes = e.value * 1.1 });
    assert_true(b.ns < a.ns);
    terms_of_key(&a, &costs,
                 &(struct terms_pass){ .key = &chunk, .file_bytes = e.value / 1.2 });
    terms_of_key(&b, &costs, &(struct terms_pass){ .key = &mmap, .file_bytes = e.value / 1.2 });
    assert_true(b.ns > a.ns);
    costs_free(&costs);
}

static void set_price(struct costs *c, const char *name, double value)
{
    const struct cost_values *v = costs_find(c, name);
    for (size_t i = 0; i < v->count; i++)
        v->values[i] = value;
}

static void they_may_never_meet(void **state)
{
    (void)state;
    struct costs costs = make_costs();
    set_price(&costs, "fault", 50000);
    assert_true(break_even_bytes(&costs).value == BREAK_EVEN_NEVER);
    set_price(&costs, "fault", 0);
    set_price(&costs, "first-touch", 0);
    set_price(&costs, "map", 0);
    set_price(&costs, "start-map", 0);
    set_price(&costs, "open", 0);
    assert_true(break_even_bytes(&costs).value == BREAK_EVEN_LEAST);
    costs_free(&costs);
    assert_true(isnan(break_even_bytes(&costs).value));
}

/* ---- advice ---- */

static void advise_on(const struct advise_question *q, struct advise *ret, char **ret_text)
{
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 12 });
    struct summary s;
    struct document d = { 0 };
    set_costs(&r.costs);
    assert_int_equal(summary_build(&s, &r), 0);
    assert_int_equal(advise_make(ret, &r, &s, q), 0);
    advice_build(&d, ret, q, &r, "RUN");
    ret->near = (struct advise_near){ 0 };
    summary_free(&s);
    run_free(&r);
    *ret_text = document_squeezed(&d);
}

static void advice_names_the_fastest_and_how_far_it_was_measured(void **state)
{
    (void)state;
    struct advise a;
    char *text;
    advise_on(&(struct advise_question){ 200e6, 0.05, 4096, "cold" }, &a, &text);
    assert_int_equal(a.count, 4);
    for (size_t i = 1; i < a.count; i++)
        assert_true(a.answers[i - 1].ns <= a.answers[i].ns);
    assert_int_equal(a.answers[0].key.blocks, 2441);
    assert_non_null(strstr(text, "5 % of a file of 191 MiB in pieces of 4 KiB, cold"));
    assert_non_null(strstr(text, "By the costs "));
    assert_non_null(strstr(text, "(far outside: measure it)"));
    assert_non_null(strstr(text, "mapread run -w random -m "));
    assert_non_null(strstr(text, "-s cold --size 200000000"));
    assert_non_null(strstr(text, "by a factor of"));
    free(text);
    advise_on(&(struct advise_question){ 1e15, 1, 4096, "warm" }, &a, &text);
    assert_non_null(strstr(text, "larger than this machine's memory"));
    free(text);
}

static void without_constants_there_is_no_advice(void **state)
{
    (void)state;
    struct advise a;
    struct summary s;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6 });
    assert_int_equal(summary_build(&s, &r), 0);
    assert_int_equal(advise_make(&a, &r, &s, &(struct advise_question){ 1e6, 1, 4096, "warm" }),
                     -ENODATA);
    summary_free(&s);
    run_free(&r);
}

/* ---- for people ---- */

/* The sentence in one line; the caller frees. */
static char *sentence_of(const struct costs *c)
{
    struct document d = { 0 };
    costs_add_sentence(&d, c);
    char *text = document_squeezed(&d);
    for (char *at = text; (at = strchr(at, '\n'));)
        *at = ' ';
    return text;
}

static void the_sentence_says_from_where_mmap_pays(void **state)
{
    (void)state;
    struct costs costs = make_costs();
    struct document d = { 0 };
    char *text = sentence_of(&costs);
    assert_non_null(strstr(text, "costs here, on a file of 64 MiB: a read call 200 ns, copying "
                                 "10.0 GB/s; a mapping 8.00 us, then a fault 400 ns and a page "
                                 "20.0 ns: "));
    assert_non_null(strstr(text, "read faster by mmap from "));
    free(text);
    set_price(&costs, "fault", 50000);
    text = sentence_of(&costs);
    assert_non_null(strstr(text, "read faster by mmap at no size up to 64 MiB"));
    free(text);
    d = (struct document){ 0 };
    costs_add_section(&d, &costs);
    text = document_squeezed(&d);
    assert_non_null(strstr(text, "Medians of 6 rounds"));
    assert_non_null(strstr(text, "| copy | 10.0 GB/s |"));
    assert_non_null(strstr(text, "| read-around | 128 KiB |"));
    free(text);
    costs_free(&costs);
    d = (struct document){ 0 };
    costs_add_section(&d, &costs);
    text = document_squeezed(&d);
    assert_non_null(strstr(text, "did not measure the machine's constants"));
    free(text);
}

static void a_case_is_its_parts_their_sum_and_what_is_left(void **state)
{
    (void)state;
    static const double times[] = { 2e5, 2e5, 2e5, 2e5, 2e5, 2e5 };
    struct run r =
        fixture_run(&(struct fixture_options){ .methods = (const char *const[]){ NULL } });
    fixture_add_dataset(&r, "text-1MiB", 1 << 20);
    fixture_add_case(&r, &(struct fixture_case){ .workload = "full-read",
                                                 .method = "chunk",
                                                 .state = "hot",
                                                 .dataset = "text-1MiB",
                                                 .wall_ns = times,
                                                 .count = 6 });
    struct run_case *c = &r.cases[r.case_count - 1];
    c->key.threads = 1, c->key.buffer_bytes = 65536;
    for (size_t i = 0; i < 6; i++) {
        c->samples[i].read_calls = 17, c->samples[i].read_call_bytes = MIB;
        c->samples[i].minor_faults = c->samples[i].major_faults = 0;
        c->samples[i].storage_read_bytes = 0, c->samples[i].passes = 1;
    }
    set_costs(&r.costs);
    struct summary s;
    struct document d = { 0 };
    assert_int_equal(summary_build(&s, &r), 0);
    terms_add(&d, &s);
    char *text = document_squeezed(&d);
    /* 1000 + 3400 calls, 106649.6 copy, 10485.8 work: 121535 of 200000 */
    assert_non_null(strstr(text, "4.40 us"));
    assert_non_null(strstr(text, "| 107 us | 10.5 us |"));
    assert_non_null(strstr(text, "| 122 us | 200 us | **+39 %** |"));
    assert_non_null(strstr(text, "Within 15 %: 0 of 1 cases in memory"));
    free(text);
    text = terms_text(&s.groups[0], c, 2e5);
    assert_string_equal(text, "copy 107 us + work 10.5 us = 122 us of 200 us");
    free(text);
    summary_free(&s);
    run_free(&r);
}

static void what_costs_differ_is_named(void **state)
{
    (void)state;
    struct compare c = { 0 };
    for (int i = 0; i < 2; i++) {
        struct run r =
            fixture_run(&(struct fixture_options){ .rounds = 12, .warm_only = true });
        set_costs(&r.costs);
        if (i == 1) {
            set_price(&r.costs, "fault", 10000);
            set_price(&r.costs, "map", 2100); /* by 5 %: no difference */
            /* What costs nothing differs, by no factor that could be told. */
            set_price(&r.costs, "begin-page", 0);
            set_price(&r.costs, "write-new", 0);
            /* By more, but not for sure. */
            static const double wide[ROUNDS] = { 900, 1000, 1300, 1300, 2000, 3000 };
            memcpy(costs_find(&r.costs, "open")->values, wide, sizeof wide);
        }
        assert_int_equal(compare_add(&c, &r, i ? "new" : "old"), 0);
    }
    assert_int_equal(compare_finish(&c), 0);
    struct document d = { 0 };
    compare_costs_add(&d, &c);
    char *text = document_squeezed(&d);
    assert_non_null(strstr(text, "What costs differ?"));
    assert_non_null(strstr(text, "| fault | 400 ns | 10.0 us |"));
    assert_null(strstr(text, "| map |"));
    assert_null(strstr(text, "| open |"));
    assert_non_null(strstr(text, "| begin-page | 7.00 ns | 0.00 ns |"));
    assert_non_null(strstr(text, "| write-new | 5.00 GB/s | no cost |"));
    assert_non_null(strstr(text, "Furthest apart: fault"));
    assert_non_null(strstr(text, ": 25x."));
    free(text);
    /* Of one run alone there is nothing to say. */
    costs_free(&c.runs[1].run.costs);
    d = (struct document){ 0 };
    compare_costs_add(&d, &c);
    text = document_squeezed(&d);
    assert_string_equal(text, "");
    free(text);
    compare_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pass_through_a_buffer_is_calls_copy_and_work),
        cmocka_unit_test(reading_the_whole_file_at_once_pays_for_new_memory),
        cmocka_unit_test(a_mapping_is_faults_and_pages),
        cmocka_unit_test(few_scattered_touches_map_large_pieces),
        cmocka_unit_test(hot_blocks_are_in_the_cache),
        cmocka_unit_test(blocks_that_are_near_others_are_not_touched_first),
        cmocka_unit_test(stores_have_a_price_of_their_own),
        cmocka_unit_test(a_search_counts_what_it_looks_at),
        cmocka_unit_test(storage_is_waits_or_a_stream),
        cmocka_unit_test(a_fault_waits_for_what_it_looks_at),
        cmocka_unit_test(what_has_no_model_has_no_terms),
        cmocka_unit_test(every_term_is_a_constant_that_is_known),
        cmocka_unit_test(a_key_alone_counts_the_same),
        cmocka_unit_test(two_methods_meet_where_their_sums_do),
        cmocka_unit_test(they_may_never_meet),
        cmocka_unit_test(advice_names_the_fastest_and_how_far_it_was_measured),
        cmocka_unit_test(without_constants_there_is_no_advice),
        cmocka_unit_test(the_sentence_says_from_where_mmap_pays),
        cmocka_unit_test(a_case_is_its_parts_their_sum_and_what_is_left),
        cmocka_unit_test(what_costs_differ_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
