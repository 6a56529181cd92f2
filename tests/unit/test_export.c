/* SPDX-License-Identifier: MIT */
/*
 * A run in the formats of other tools: the golden texts, what is not known, and what fails.
 * That the tools themselves read it is shown by tests/cli/test_export.sh.
 */
#include <errno.h>

#include "tests/unit/export_text.h"

/* Costs that the model does not have; the cases of `mmap` stay without them. */
static void add_costs(struct run *r)
{
    for (size_t i = 0; i < r->case_count; i++) {
        struct run_case *c = &r->cases[i];
        for (size_t j = 0; j < c->sample_count && strcmp(c->key.method, "mmap") != 0; j++) {
            struct sample *s = &c->samples[j];
            s->user_ns = 1000 + (double)j;
            s->system_ns = 20000.25 + (double)j;
            s->minor_faults = 12.5;
            s->major_faults = 0;
            s->storage_read_bytes = 4096 * (double)j;
            s->read_calls = 3;
        }
    }
}

/* Timed, failed and skipped cases. */
static struct run small_run(void)
{
    static const char *const methods_used[] = { "read", "stdio", "mmap", NULL };
    static const char *const workloads_used[] = { "find", "regex", "replace", NULL };
    struct run r = fixture_run(&(struct fixture_options){ .methods = methods_used,
                                                          .workloads = workloads_used,
                                                          .rounds = 6,
                                                          .warm_only = true,
                                                          .obstacles = true });
    add_costs(&r);
    fixture_text(r.cases[0].answer.text, "offset=17");
    return r;
}

static void the_texts_are_the_golden_ones(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        { "benchfmt", "export.benchfmt" },
        { "google-benchmark", "export.google.json" },
        { "csv", "export.csv" },
        { "json", "export.json" },
    };
    struct run r = small_run();
    for (size_t i = 0; i < COUNT(files); i++) {
        char *text = export(&r, files[i][0]);
        golden_check(files[i][1], text);
        free(text);
    }
    run_free(&r);
}

static struct run run_of_host(const char *host)
{
    struct run r = small_run();
    strcpy(r.machine.host, host);
    return r;
}

static void several_runs_are_told_apart(void **state)
{
    (void)state;
    struct export_run runs[] = { { run_of_host("first"), "a" }, { run_of_host("other"), "b" } };
    char *csv = NULL, *text = NULL;
    size_t size;
    FILE *out = open_memstream(&csv, &size);
    assert_int_equal(export_csv(out, runs, COUNT(runs)), 0);
    fclose(out);
    assert_int_equal(count_lines(csv, "run,started_at,"), 1);
    assert_true(count_lines(csv, "a,2026-01-31T12:00:00Z,first,") > 0);
    assert_int_equal(count_lines(csv, "b,2026-01-31T12:00:00Z,other,"),
                     count_lines(csv, "a,2026-01-31T12:00:00Z,first,"));
    out = open_memstream(&text, &size);
    assert_int_equal(export_json(out, runs, COUNT(runs)), 0);
    fclose(out);
    json_t *list, *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_unpack(json, "{s:o}", "runs", &list), 0);
    assert_int_equal(json_array_size(list), COUNT(runs));
    for (size_t i = 0; i < COUNT(runs); i++) {
        const char *path, *host;
        json_t *run = json_array_get(list, i);
        assert_int_equal(
            json_unpack(run, "{s:s, s:{s:s}}", "run", &path, "machine", "host", &host), 0);
        assert_string_equal(path, runs[i].path);
        assert_string_equal(host, runs[i].run.machine.host);
        run_free(&runs[i].run);
    }
    json_decref(json);
    free(text);
    free(csv);
}

static void of_one_run_alone_means_one(void **state)
{
    (void)state;
    const struct export_run runs[2] = { 0 };
    assert_int_equal(export_benchfmt(stderr, runs, COUNT(runs)), -EINVAL);
    assert_int_equal(export_google(stderr, runs, COUNT(runs)), -EINVAL);
}

/* ---- what is not known ---- */

static const json_t *first_run(const json_t *export)
{
    return json_array_get(json_object_get(export, "runs"), 0);
}

static void unknown_figures_are_left_out_and_never_0(void **state)
{
    (void)state;
    struct run r = odd_run();
    char *benchfmt = export(&r, "benchfmt");
    assert_null(strstr(strstr(benchfmt, "\nBenchmark"), "minor-faults"));
    free(benchfmt);
    json_t *google = export_as_json(&r, "google-benchmark");
    const json_t *entry = json_array_get(json_object_get(google, "benchmarks"), 0);
    assert_null(json_object_get(entry, "minor_faults"));
    assert_null(json_object_get(json_object_get(google, "context"), "kernel"));
    json_decref(google);
    json_t *summary = export_as_json(&r, "json");
    const json_t *c = json_array_get(json_object_get(first_run(summary), "cases"), 0);
    assert_true(json_is_null(json_object_get(c, "minor_faults")));
    assert_true(json_is_null(json_object_get(c, "ratio")));
    json_decref(summary);
    run_free(&r);
}

static void few_samples_have_no_bounds(void **state)
{
    (void)state;
    struct run r = odd_run();
    r.cases[0].sample_count = 5;
    json_t *summary = export_as_json(&r, "json");
    const json_t *c = json_array_get(json_object_get(first_run(summary), "cases"), 0);
    const json_t *wall = json_object_get(c, "wall_ns");
    assert_true(json_number_value(json_object_get(wall, "median")) == 4);
    assert_true(json_is_null(json_object_get(wall, "low")));
    assert_true(json_is_null(json_object_get(wall, "high")));
    json_decref(summary);
    run_free(&r);
}

static void a_run_without_cases_is_a_whole_export(void **state)
{
    (void)state;
    struct run r = { 0 };
    json_t *google = export_as_json(&r, "google-benchmark");
    assert_true(json_is_array(json_object_get(google, "benchmarks")));
    json_t *summary = export_as_json(&r, "json");
    assert_int_equal(json_array_size(json_object_get(first_run(summary), "cases")), 0);
    char *csv = export(&r, "csv");
    assert_int_equal(strlen(csv), strcspn(csv, "\n") + 1);
    free(csv);
    json_decref(summary);
    json_decref(google);
}

/* ---- memory that is short ---- */

static size_t allocations;
static size_t failing; /* the first that fails; all behind it do as well */

static void *allocate(size_t size)
{
    return allocations++ >= failing ? NULL : malloc(size);
}

/* The result, and what was written, which the caller frees. */
static int export_short(size_t n, const struct run *r, const char *format, char **ret)
{
    size_t size;
    FILE *out = open_memstream(ret, &size);
    assert_non_null(out);
    allocations = 0;
    failing = n;
    json_set_alloc_funcs(allocate, free);
    int result = write_as(out, r, format);
    json_set_alloc_funcs(malloc, free);
    assert_int_equal(fclose(out), 0);
    return result;
}

static void short_memory_is_told_and_nothing_is_written(void **state)
{
    (void)state;
    static const char *const formats[] = { "google-benchmark", "json" };
    struct run r = untimed_run();
    for (size_t i = 0; i < COUNT(formats); i++) {
        char *text, *whole;
        assert_int_equal(export_short(SIZE_MAX, &r, formats[i], &whole), 0);
        for (size_t n = 0, all = allocations; n < all; n++) {
            assert_int_equal(export_short(n, &r, formats[i], &text), -ENOMEM);
            assert_string_equal(text, "");
            free(text);
        }
        assert_true(allocations > 10);
        free(whole);
    }
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_texts_are_the_golden_ones),
        cmocka_unit_test(several_runs_are_told_apart),
        cmocka_unit_test(of_one_run_alone_means_one),
        cmocka_unit_test(unknown_figures_are_left_out_and_never_0),
        cmocka_unit_test(few_samples_have_no_bounds),
        cmocka_unit_test(a_run_without_cases_is_a_whole_export),
        cmocka_unit_test(short_memory_is_told_and_nothing_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
