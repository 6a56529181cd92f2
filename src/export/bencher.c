/* SPDX-License-Identifier: MIT */
/*
 * Bencher Metric Format, for `bencher run --adapter json`:
 * https://bencher.dev/docs/reference/bencher-metric-format
 *
 * Medians with their intervals; below STATS_INTERVAL_MIN samples no bounds. The format has
 * no place for a case without a time, nor for units: times are nanoseconds, which is the
 * unit of Bencher's own `latency`, memory and storage are bytes, all else is counted.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "export/case.h"
#include "export/table.h"
#include "report/summary.h"
#include "result/json.h"
#include "result/run_json.h"

static const struct measure {
    const char *slug;
    size_t offset; /* in struct sample */
} measures[] = {
    { "latency", offsetof(struct sample, wall_ns) },
    { "user-time", offsetof(struct sample, user_ns) },
    { "system-time", offsetof(struct sample, system_ns) },
    { "minor-faults", offsetof(struct sample, minor_faults) },
    { "major-faults", offsetof(struct sample, major_faults) },
    { "storage-read", offsetof(struct sample, storage_read_bytes) },
    { "read-calls", offsetof(struct sample, read_calls) },
    { "peak-rss", offsetof(struct sample, peak_rss_bytes) },
};

static int add_value(json_t *metric, const char *name, double value)
{
    if (isnan(value))
        return 0;
    return json_object_set_new(metric, name, json_number(value)) == 0 ? 0 : -ENOMEM;
}

/* What is not known is left out: a metric without a value is not one. */
static int add_metric(json_t *benchmark, const struct measure *m, const struct run_case *c)
{
    struct stats_estimate e;
    int r = summary_estimate(&e, c, m->offset);
    if (r < 0 || isnan(e.value))
        return r;
    json_t *metric = json_object();
    r = metric ? add_value(metric, "value", e.value) : -ENOMEM;
    if (r == 0)
        r = add_value(metric, "lower_value", e.low);
    if (r == 0)
        r = add_value(metric, "upper_value", e.high);
    if (json_object_set_new(benchmark, m->slug, metric) != 0 && r == 0)
        r = -ENOMEM;
    return r;
}

static int add_benchmark(json_t *all, const struct run_case *c)
{
    char *name = export_case_name(c);
    json_t *benchmark = json_object();
    int r = name && benchmark ? 0 : -ENOMEM;
    for (size_t i = 0; i < sizeof measures / sizeof measures[0] && r == 0; i++)
        r = add_metric(benchmark, &measures[i], c);
    if (json_object_set_new(all, name, benchmark) != 0 && r == 0)
        r = -ENOMEM;
    free(name);
    return r;
}

static int write(FILE *out, const struct export_source *s, struct run_error *error)
{
    (void)error;
    json_t *all = json_object();
    int r = all ? 0 : -ENOMEM;
    for (size_t i = 0; i < s->run->case_count && r == 0; i++)
        if (run_case_timed(&s->run->cases[i]))
            r = add_benchmark(all, &s->run->cases[i]);
    if (r == 0)
        r = json_print(out, all, RUN_JSON_FLAGS);
    json_decref(all);
    return r;
}

const struct export_format export_bencher = {
    .name = "bencher",
    .summary = "Bencher Metric Format: medians and intervals of timed cases",
    .timed_only = true,
    .write = write,
};
