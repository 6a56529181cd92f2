/* SPDX-License-Identifier: MIT */
/* Reading hyperfine's file; external-pair.c compares it with the run. */
#include "analysis/external.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/beside.h"
#include "stats/stats.h"

static bool has_failed(const json_t *result, size_t i)
{
    const json_t *code = json_array_get(json_object_get(result, "exit_codes"), i);
    return code && !(json_is_integer(code) && json_integer_value(code) == 0);
}

/* A run fails when others disturb its state; when half of them do, something is wrong. */
static bool mostly_succeeded(const json_t *result)
{
    size_t count = json_array_size(json_object_get(result, "exit_codes")), failed = 0;
    for (size_t i = 0; i < count; i++)
        failed += has_failed(result, i);
    return count == 0 || 2 * failed < count;
}

/* Nanoseconds of every run (NAN: it failed), in an array that the caller frees; NULL: no
 * memory. */
static double *times_ns(const json_t *result, size_t *ret_count)
{
    const json_t *times = json_object_get(result, "times");
    size_t count = json_array_size(times);
    double *ns = calloc(count + 1, sizeof *ns);
    for (size_t i = 0; ns && i < count; i++) {
        const json_t *time = json_array_get(times, i);
        ns[i] = json_is_number(time) && !has_failed(result, i) ? json_number_value(time) * 1e9
                                                               : NAN;
    }
    *ret_count = count;
    return ns;
}

/* The stored median serves when the single times were left out. */
static double median_ns(const json_t *result, const double *ns, size_t count)
{
    const json_t *median = json_object_get(result, "median");
    if (count == 0 && json_is_number(median))
        return json_number_value(median) * 1e9;
    return stats_median(ns, count);
}

/* McGill, Tukey and Larsen, "Variations of Box Plots", The American Statistician 32 (1978). */
static double notch_ns(const double *ns, size_t count)
{
    enum { LEAST = 4 }; /* fewer have no quartiles */
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        known += !isnan(ns[i]);
    double spread = stats_quantile(ns, count, 0.75) - stats_quantile(ns, count, 0.25);
    return known < LEAST ? NAN : 1.57 * spread / sqrt((double)known);
}

/* hyperfine gives the means of user and of system time alone. */
static double cpu_ns(const json_t *result)
{
    const json_t *user = json_object_get(result, "user");
    const json_t *system = json_object_get(result, "system");
    return json_is_number(user) && json_is_number(system)
               ? (json_number_value(user) + json_number_value(system)) * 1e9
               : NAN;
}

/* Names of another shape are somebody else's and left alone. */
static int add_result(struct external *w, const json_t *result)
{
    struct external_time t;
    const char *command = json_string_value(json_object_get(result, "command"));
    size_t count;
    if (!command)
        return -EBADMSG;
    if (case_key_parse(&t.key, command) < 0)
        return 0;
    double *ns = times_ns(result, &count);
    if (!ns)
        return -ENOMEM;
    t.median_ns = mostly_succeeded(result) ? median_ns(result, ns, count) : NAN;
    t.notch_ns = notch_ns(ns, count);
    t.cpu_ns = cpu_ns(result);
    free(ns);
    if (strcmp(t.key.method, EXTERNAL_STARTUP) == 0)
        w->startups[w->startup_count++] = t;
    else
        w->cases[w->case_count++] = t;
    return 0;
}

static int add_results(struct external *w, const json_t *results)
{
    size_t count = json_array_size(results);
    if (!json_is_array(results))
        return -EBADMSG;
    w->cases = calloc(count + 1, sizeof *w->cases);
    w->startups = calloc(count + 1, sizeof *w->startups);
    int r = w->cases && w->startups ? 0 : -ENOMEM;
    for (size_t i = 0; i < count && r == 0; i++)
        r = add_result(w, json_array_get(results, i));
    return r;
}

int external_read(struct external *ret, const char *path, struct run_error *error)
{
    struct external w = { 0 };
    json_t *json = NULL;
    int r = beside_load(&json, path, error);
    if (r < 0)
        return r;
    r = add_results(&w, json_object_get(json, "results"));
    json_decref(json);
    if (r == 0) {
        *ret = w;
        return 0;
    }
    external_free(&w);
    return beside_explain(error, path, r, "not a file that hyperfine --export-json wrote");
}

int external_read_beside(struct external *ret, const char *path, struct run_error *error)
{
    static const char name[] = "whole-process.json";
    char *file = beside_path(path, name);
    int r = file ? external_read(ret, file, error) : beside_explain(error, name, -ENOMEM, "");
    free(file);
    return r;
}

void external_free(struct external *w)
{
    free(w->cases);
    free(w->startups);
    *w = (struct external){ 0 };
}
