/* SPDX-License-Identifier: MIT */
/* What is kept of a run's samples: medians, and the logarithms that the tests work on. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare-parts.h"
#include "case/sample.h"
#include "stats/walsh.h"

static const struct stats_estimate unknown = { .value = NAN, .low = NAN, .high = NAN };

/* NULL: the run has none with a time, or the case is the baseline. */
static const struct run_case *find_baseline(const struct run *r, const struct run_case *c)
{
    const char *method = summary_baseline(c->key.workload, c->key.state, c->key.threads);
    if (strcmp(c->key.method, method) == 0)
        return NULL;
    for (size_t i = 0; i < r->case_count; i++) {
        const struct run_case *b = &r->cases[i];
        if (strcmp(b->key.method, method) == 0 && case_key_same_row(&b->key, &c->key) &&
            strcmp(b->fill, c->fill) == 0 && run_case_timed(b))
            return b;
    }
    return NULL;
}

static double wall_ns_of_round(const struct run_case *c, double round)
{
    for (size_t i = 0; i < c->sample_count; i++)
        if (c->samples[i].round == round)
            return c->samples[i].wall_ns;
    return NAN;
}

static void collect_passes(const struct run_case *c, double *values)
{
    for (size_t i = 0; i < c->sample_count; i++)
        values[i] = c->samples[i].passes;
}

static void collect_times(const struct run_case *c, double *values)
{
    for (size_t i = 0; i < c->sample_count; i++)
        values[i] = c->samples[i].wall_ns;
}

static void take_logarithms(double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] = log(values[i]);
}

static void collect_log_ratios(const struct run_case *c, const struct run_case *baseline,
                               double *values)
{
    for (size_t i = 0; i < c->sample_count; i++)
        values[i] =
            log(c->samples[i].wall_ns / wall_ns_of_round(baseline, c->samples[i].round));
}

static struct stats_estimate exp_of(struct stats_estimate e)
{
    return (struct stats_estimate){
        .value = exp(e.value), .low = exp(e.low), .high = exp(e.high), .n = e.n
    };
}

/* c has samples. */
static int measure(struct compare_cell *cell, const struct run *r, const struct run_case *c)
{
    const struct run_case *baseline = find_baseline(r, c);
    size_t n = c->sample_count;
    double *times = malloc(n * sizeof *times), *ratios = malloc(n * sizeof *ratios);
    cell->samples[COMPARE_TIME].logs = times;
    cell->samples[COMPARE_BASELINE].logs = ratios;
    if (!times || !ratios)
        return -ENOMEM;
    collect_passes(c, times);
    cell->passes = stats_median(times, n);
    collect_times(c, times);
    cell->median_ns = stats_median_interval(times, n);
    take_logarithms(times, n);
    cell->samples[COMPARE_TIME].count = n;
    if (!baseline)
        return 0;
    collect_log_ratios(c, baseline, ratios);
    cell->baseline_ratio = exp_of(stats_hodges_lehmann(ratios, n, stats_alpha));
    cell->samples[COMPARE_BASELINE].count = n;
    return 0;
}

int compare_take_figures(struct compare_run *r)
{
    const struct compare_answer none = { .ratio = unknown, .p = NAN, .least_p = NAN };
    int result = 0;
    for (size_t i = 0; i < r->run.case_count && result == 0; i++) {
        const struct run_case *c = &r->run.cases[i];
        r->cells[i] = (struct compare_cell){
            .source = c,
            .passes = NAN,
            .median_ns = unknown,
            .baseline_ratio = unknown,
            .answers = { none, none },
        };
        if (run_case_timed(c))
            result = measure(&r->cells[i], &r->run, c);
        if (result == 0)
            result = counts_take(r->cells[i].counts, c);
    }
    return result;
}
