/* SPDX-License-Identifier: MIT */
/*
 * mapread-scale: made-up runs of any size, for bench/scale.sh.
 *
 *     mapread-scale FOLDER RUNS CASES SAMPLES
 *
 * FOLDER/1.json, FOLDER/2.json ...: the same cases with other figures, which have as many
 * digits as those of a real run. The same on every machine.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "method/method.h"
#include "runfile/run.h"
#include "state/state.h"
#include "workload/resolve.h"

#define MIB 1048576.0

struct size {
    uint64_t runs, cases, samples;
};

/* Between 0 and 1; Knuth's multiplier. */
static double draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

/* A whole number around `middle`, mostly within 2 %. */
static double around(double middle, uint64_t *state)
{
    double spread = 0.98 + 0.02 * (draw(state) + draw(state));
    return floor(middle * (draw(state) < 0.08 ? spread * (1 + draw(state)) : spread));
}

/* Times per pass are those of four passes: they have a fraction. */
static struct sample make_sample(size_t place, size_t round, uint64_t *state)
{
    double ns = 1e6 * (double)(1 + place % 40), file_bytes = 64 * MIB;
    struct sample s = { .round = (double)round,
                        .order = (double)place,
                        .cpu = (double)(place % 2),
                        .passes = 4,
                        .wall_ns = around(4 * ns, state) / 4,
                        .first_ns = around(1.2 * ns, state),
                        .user_ns = around(ns, state) / 4,
                        .system_ns = around(3 * ns, state) / 4,
                        .open_ns = around(12000, state) / 4,
                        .access_ns = around(3.9 * ns, state) / 4,
                        .close_ns = around(40000, state) / 4,
                        .minor_faults = (double)(96 + place % 1000),
                        .read_calls = place % 3 ? 1 : 0,
                        .read_call_bytes = place % 3 ? file_bytes : 0,
                        .peak_rss_bytes = 4096 * around(21000, state),
                        .rss_anon_bytes = 4096 * around(17000, state),
                        .rss_file_bytes = 4096 * around(1100, state),
                        .baseline_rss_bytes = 4096 * around(1300, state),
                        .resident_before = 1,
                        .resident_after = 1,
                        .flush_ns = NAN,
                        .cached_after_bytes = file_bytes,
                        .limit_bytes = NAN,
                        .limit_hits = NAN,
                        .blocks_seed = NAN };
    return s;
}

static size_t count_of(const void *const *table)
{
    size_t count = 0;
    while (table[count])
        count++;
    return count;
}

/* All workloads by all methods, and again with other states and more threads. */
static struct case_key make_key(size_t place)
{
    size_t w = count_of((const void *const *)workloads), rest = place / w;
    size_t m = count_of((const void *const *)methods), again = rest / m;
    size_t s = count_of((const void *const *)states);
    struct case_key k = { .dataset = "text-64MiB", .threads = 1 + again / s };
    snprintf(k.state, sizeof k.state, "%s", states[again % s]->name);
    return workload_resolve(k, workloads[place % w], methods[rest % m]);
}

static int add_case(struct run *r, size_t place, size_t samples, uint64_t *state)
{
    struct run_case *c = run_add_case(r);
    int result = c ? 0 : -ENOMEM;
    if (c)
        *c = (struct run_case){ .key = make_key(place),
                                .fill = "read-128KiB",
                                .answer = { "count=1199013" } };
    for (size_t round = 0; round < samples && result == 0; round++) {
        struct sample made = make_sample(place, round, state);
        result = case_add_sample(c, &made);
    }
    return result;
}

static int add_dataset(struct run *r)
{
    struct run_dataset *d = run_add_dataset(r);
    if (!d)
        return -ENOMEM;
    *d = (struct run_dataset){ .name = "text-64MiB", .kind = "text", .bytes = 64 << 20 };
    memset(d->sha256, 'a', RUN_SHA256_TEXT - 1);
    return 0;
}

static int make_run(struct run *r, const struct size *size, size_t number)
{
    uint64_t state = number;
    *r = (struct run){ .started_at = "2026-01-31T12:00:00Z",
                       .complete = true,
                       .cpu_cache = "flush",
                       .rounds = size->samples };
    snprintf(r->machine.host, sizeof r->machine.host, "host-%zu", number);
    int result = add_dataset(r);
    for (size_t i = 0; i < size->cases && result == 0; i++)
        result = add_case(r, i, size->samples, &state);
    return result;
}

static int write_run(const char *folder, const struct size *size, size_t number)
{
    struct run r = { 0 };
    char *path = text_printf("%s/%zu.json", folder, number);
    int result = path ? make_run(&r, size, number) : -ENOMEM;
    if (result == 0)
        result = run_write(&r, path);
    run_free(&r);
    free(path);
    return result;
}

int main(int argc, char **argv)
{
    struct size size;
    if (argc != 5 || text_parse_count(argv[2], &size.runs) < 0 ||
        text_parse_count(argv[3], &size.cases) < 0 ||
        text_parse_count(argv[4], &size.samples) < 0) {
        fputs("mapread-scale: usage: mapread-scale FOLDER RUNS CASES SAMPLES\n", stderr);
        return 2;
    }
    int r = 0;
    for (size_t i = 1; i <= size.runs && r == 0; i++)
        r = write_run(argv[1], &size, i);
    if (r < 0)
        fprintf(stderr, "mapread-scale: %s: %s\n", argv[1], strerror(-r));
    return r < 0;
}
