/* SPDX-License-Identifier: MIT */
/*
 * A run in the formats of other tools: the golden texts, what becomes of cases without a
 * time, and names that mean something to a format. That the tools themselves read it is
 * shown by tests/cli/test_export.sh.
 */
#include <errno.h>
#include <jansson.h>
#include <math.h>

#include "export/export.h"
#include "report/report.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct export_format *format_of(const char *name)
{
    for (size_t i = 0; export_formats[i]; i++)
        if (strcmp(export_formats[i]->name, name) == 0)
            return export_formats[i];
    fail_msg("no format %s", name);
    return NULL;
}

/* The whole export; the caller frees. */
static char *export(const struct run *r, const char *format)
{
    char *text = NULL;
    size_t size;
    struct run_error error;
    const struct export_source source = { .run = r };
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    if (export_write(out, format_of(format), &source, &error) != 0)
        fail_msg("%s: %s", format, error.message);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(strlen(text), size);
    return text;
}

static json_t *export_as_json(const struct run *r, const char *format)
{
    char *text = export(r, format);
    json_error_t at;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &at);
    if (!json)
        fail_msg("%s, line %d: %s", format, at.line, at.text);
    free(text);
    return json;
}

/* Costs that the model does not have; the cases of `mmap` stay without them. */
static void add_costs(struct run *r)
{
    for (size_t i = 0; i < r->case_count; i++) {
        struct run_case *c = &r->cases[i];
        for (size_t j = 0; j < c->sample_count && strcmp(c->method, "mmap") != 0; j++) {
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
    r.cases[0].check = strdup("offset=17");
    return r;
}

static void the_texts_are_the_golden_ones(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        { "benchfmt", "export.benchfmt" },
        { "google-benchmark", "export.google.json" },
        { "bencher", "export.bencher.json" },
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

static void markdown_is_the_page_of_show(void **state)
{
    (void)state;
    struct run r = small_run();
    const struct report_style style = { .format = REPORT_MARKDOWN };
    char *page = NULL, *exported = export(&r, "markdown");
    size_t size;
    struct run_error error;
    FILE *out = open_memstream(&page, &size);
    assert_int_equal(report_print(out, &r, NULL, &style, &error), 0);
    fclose(out);
    assert_string_equal(exported, page);
    free(exported);
    free(page);
    run_free(&r);
}

static void every_format_has_a_name_of_its_own_and_a_summary(void **state)
{
    (void)state;
    for (size_t i = 0; export_formats[i]; i++) {
        const char *name = export_formats[i]->name;
        assert_ptr_equal(format_of(name), export_formats[i]);
        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
        assert_true(strlen(export_formats[i]->summary) > 0);
    }
}

/* ---- cases without a time ---- */

/* The entries of one case; borrowed from the export. */
static size_t find_entries(const json_t *json, const char *run_name, const json_t **ret_first)
{
    size_t i, count = 0;
    const json_t *entry;
    json_array_foreach(json_object_get(json, "benchmarks"), i, entry)
    {
        const char *name = json_string_value(json_object_get(entry, "run_name"));
        if (strcmp(name, run_name) == 0 && count++ == 0)
            *ret_first = entry;
    }
    return count;
}

static void set_status(struct run_case *c, enum case_status status, const char *reason)
{
    c->status = status;
    free(c->reason);
    c->reason = reason ? strdup(reason) : NULL;
}

/* Four cases: timed, timed once but failed then, over the limit, never begun. */
static struct run untimed_run(void)
{
    struct run r = fixture_run(&(struct fixture_options){
        .methods = (const char *const[]){ "read", "chunk", "pread", "mmap", NULL },
        .workloads = (const char *const[]){ "count", NULL },
        .rounds = 6,
        .warm_only = true });
    assert_int_equal(r.case_count, 4);
    set_status(&r.cases[1], CASE_FAILED, NULL);
    set_status(&r.cases[2], CASE_OVER_LIMIT, "one pass took longer than 20 s");
    r.cases[2].sample_count = 0;
    r.cases[3].sample_count = 0;
    return r;
}

static void no_case_without_a_time_looks_fast(void **state)
{
    (void)state;
    static const struct {
        size_t index;
        const char *status, *message;
    } untimed[] = {
        { 1, "failed", "no reason is known" },
        { 2, "over-limit", "one pass took longer than 20 s" },
        { 3, "unmeasured", "the run ended before it was measured" },
    };
    struct run r = untimed_run();
    json_t *json = export_as_json(&r, "google-benchmark");
    for (size_t i = 0; i < COUNT(untimed); i++) {
        const json_t *entry = NULL;
        char *name, *full;
        assert_true(
            asprintf(&name, "count/%s/warm/text-64MiB", r.cases[untimed[i].index].method) > 0);
        assert_true(asprintf(&full, "%s/%s", name, untimed[i].status) > 0);
        assert_int_equal(find_entries(json, name, &entry), 1);
        assert_string_equal(json_string_value(json_object_get(entry, "name")), full);
        assert_true(json_is_true(json_object_get(entry, "error_occurred")));
        assert_string_equal(json_string_value(json_object_get(entry, "error_message")),
                            untimed[i].message);
        assert_true(json_number_value(json_object_get(entry, "real_time")) == 0);
        assert_int_equal(json_integer_value(json_object_get(entry, "iterations")), 0);
        free(full);
        free(name);
    }
    const json_t *timed = NULL;
    assert_int_equal(find_entries(json, "count/mmap/warm/text-64MiB", &timed), 6);
    assert_null(json_object_get(timed, "error_occurred"));
    json_decref(json);
    run_free(&r);
}

static void bencher_leaves_them_out_and_they_are_counted(void **state)
{
    (void)state;
    struct run r = untimed_run();
    json_t *json = export_as_json(&r, "bencher");
    assert_int_equal(json_object_size(json), 1);
    assert_non_null(json_object_get(json, "count/mmap/warm/text-64MiB"));
    assert_int_equal(export_left_out(format_of("bencher"), &r), 3);
    assert_int_equal(export_left_out(format_of("csv"), &r), 0);
    json_decref(json);
    run_free(&r);
}

static size_t count_lines(const char *text, const char *start)
{
    size_t count = 0;
    for (const char *at = text; *at; at += strcspn(at, "\n"), at += *at == '\n')
        count += strncmp(at, start, strlen(start)) == 0;
    return count;
}

static void benchfmt_tells_of_them_in_comments(void **state)
{
    (void)state;
    struct run r = untimed_run();
    char *text = export(&r, "benchfmt");
    assert_int_equal(count_lines(text, "Benchmark"), 6);
    assert_int_equal(count_lines(text, "# failed count/pread/warm/text-64MiB: no reason"), 1);
    assert_int_equal(count_lines(text, "# over-limit count/chunk/warm/text-64MiB: one"), 1);
    assert_int_equal(count_lines(text, "# unmeasured count/read/warm/text-64MiB: the run"), 1);
    free(text);
    run_free(&r);
}

static void csv_has_a_row_for_each(void **state)
{
    (void)state;
    struct run r = untimed_run();
    char *text = export(&r, "csv");
    /* The samples that a failed case had before are kept, as in the run. */
    assert_int_equal(count_lines(text, "2026-01-31T12:00:00Z,testbox,"), 6 + 6 + 1 + 1);
    assert_non_null(strstr(text, ",over-limit,one pass took longer than 20 s,,,,"));
    free(text);
    run_free(&r);
}

/* ---- names that mean something ---- */

#define ODD_NAME "a, \"b\"\r\n/x=1-16 %41\xc2\xa0\xe6\xbc\xa2"

static struct run odd_run(void)
{
    static const double times[] = { 1e15 + 2, 0.1, 3, 4, 5, 1.0 / 3 };
    struct run r = { 0 };
    fixture_add_dataset(&r, ODD_NAME, 123456789012345);
    fixture_add_case(&r, &(struct fixture_case){ .workload = "9-odd-one",
                                                 .method = "m m",
                                                 .state = "warm",
                                                 .dataset = ODD_NAME,
                                                 .wall_ns = times,
                                                 .count = COUNT(times) });
    r.cases[0].threads = 4;
    return r;
}

static void names_in_benchfmt_have_no_spaces(void **state)
{
    (void)state;
    struct run r = odd_run();
    char *text = export(&r, "benchfmt");
    const char *line = strstr(text, "\nBenchmark");
    assert_non_null(line);
    static const char expected[] =
        "\nBenchmark9OddOne/method=m%20m/state=warm/"
        "dataset=a%2C%20%22b%22%0D%0A%2Fx%3D1-16%20%2541%C2%A0%E6%BC%A2/"
        "workload=9-odd-one/threads=4 1 1000000000000002 ns/op 4194304 peak-RSS-bytes ";
    if (strncmp(line, expected, strlen(expected)) != 0)
        fail_msg("%.300s", line);
    assert_int_equal(count_lines(text, "Benchmark"), 6);
    free(text);
    run_free(&r);
}

static void a_configuration_stays_in_its_line(void **state)
{
    (void)state;
    struct run r = { 0 };
    strcpy(r.machine.host, "a\nBenchmarkX 1 1 ns/op\nb");
    r.suite = strdup("x\r\nUnit ns/op better=higher");
    char *text = export(&r, "benchfmt");
    assert_int_equal(count_lines(text, "Benchmark"), 0);
    assert_int_equal(count_lines(text, "Unit ns/op"), 1);
    assert_int_equal(count_lines(text, "host: a"), 1);
    free(text);
    run_free(&r);
}

static void csv_quotes_what_must_be(void **state)
{
    (void)state;
    struct run r = odd_run();
    char *text = export(&r, "csv");
    assert_non_null(strstr(text, ",9-odd-one,m m,warm,,\"a, \"\"b\"\"\r\n/x=1-16 %41\xc2\xa0"
                                 "\xe6\xbc\xa2\",123456789012345,4,ok,,,"));
    assert_non_null(strstr(text, ",0,,,1000000000000002,,"));
    assert_non_null(strstr(text, ",5,,,0.333333333333,,"));
    free(text);
    run_free(&r);
}

static void json_keeps_the_names(void **state)
{
    (void)state;
    static const char name[] = "9-odd-one/m m/warm/" ODD_NAME "/threads:4";
    struct run r = odd_run();
    json_t *google = export_as_json(&r, "google-benchmark");
    const json_t *first = NULL;
    assert_int_equal(find_entries(google, name, &first), 6);
    assert_int_equal(json_integer_value(json_object_get(first, "threads")), 4);
    json_t *bencher = export_as_json(&r, "bencher");
    assert_non_null(json_object_get(bencher, name));
    json_decref(bencher);
    json_decref(google);
    run_free(&r);
}

/* ---- what is not known ---- */

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
    json_t *bencher = export_as_json(&r, "bencher");
    const json_t *metrics = json_object_iter_value(json_object_iter(bencher));
    assert_null(json_object_get(metrics, "minor-faults"));
    assert_non_null(json_object_get(metrics, "peak-rss"));
    json_decref(bencher);
    json_t *summary = export_as_json(&r, "json");
    const json_t *c = json_array_get(json_object_get(summary, "cases"), 0);
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
    json_t *bencher = export_as_json(&r, "bencher");
    const json_t *metrics = json_object_iter_value(json_object_iter(bencher));
    const json_t *latency = json_object_get(metrics, "latency");
    assert_true(json_number_value(json_object_get(latency, "value")) == 4);
    assert_null(json_object_get(latency, "lower_value"));
    assert_null(json_object_get(latency, "upper_value"));
    json_decref(bencher);
    run_free(&r);
}

static void a_run_without_cases_is_a_whole_export(void **state)
{
    (void)state;
    struct run r = { 0 };
    json_t *google = export_as_json(&r, "google-benchmark");
    assert_true(json_is_array(json_object_get(google, "benchmarks")));
    json_t *bencher = export_as_json(&r, "bencher"), *summary = export_as_json(&r, "json");
    assert_int_equal(json_object_size(bencher), 0);
    assert_int_equal(json_array_size(json_object_get(summary, "cases")), 0);
    char *csv = export(&r, "csv");
    assert_int_equal(strlen(csv), strcspn(csv, "\n") + 1);
    free(csv);
    json_decref(summary);
    json_decref(bencher);
    json_decref(google);
}

static void an_output_that_fails_is_told(void **state)
{
    (void)state;
    struct run r = small_run();
    for (size_t i = 0; export_formats[i]; i++) {
        struct run_error error;
        FILE *full = fopen("/dev/full", "w");
        if (!full) {
            run_free(&r);
            test_skip("this system has no /dev/full");
        }
        const struct export_source source = { .run = &r };
        assert_int_equal(export_write(full, export_formats[i], &source, &error), -EIO);
        assert_true(error.message[0] != '\0');
        fclose(full);
    }
    run_free(&r);
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
    struct run_error error;
    const struct export_source source = { .run = r };
    FILE *out = open_memstream(ret, &size);
    assert_non_null(out);
    allocations = 0;
    failing = n;
    json_set_alloc_funcs(allocate, free);
    int result = export_write(out, format_of(format), &source, &error);
    json_set_alloc_funcs(malloc, free);
    assert_int_equal(fclose(out), 0);
    return result;
}

static void short_memory_is_told_and_nothing_is_written(void **state)
{
    (void)state;
    static const char *const formats[] = { "google-benchmark", "bencher", "json" };
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
        cmocka_unit_test(markdown_is_the_page_of_show),
        cmocka_unit_test(every_format_has_a_name_of_its_own_and_a_summary),
        cmocka_unit_test(no_case_without_a_time_looks_fast),
        cmocka_unit_test(bencher_leaves_them_out_and_they_are_counted),
        cmocka_unit_test(benchfmt_tells_of_them_in_comments),
        cmocka_unit_test(csv_has_a_row_for_each),
        cmocka_unit_test(names_in_benchfmt_have_no_spaces),
        cmocka_unit_test(a_configuration_stays_in_its_line),
        cmocka_unit_test(csv_quotes_what_must_be),
        cmocka_unit_test(json_keeps_the_names),
        cmocka_unit_test(unknown_figures_are_left_out_and_never_0),
        cmocka_unit_test(few_samples_have_no_bounds),
        cmocka_unit_test(a_run_without_cases_is_a_whole_export),
        cmocka_unit_test(an_output_that_fails_is_told),
        cmocka_unit_test(short_memory_is_told_and_nothing_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
