/* SPDX-License-Identifier: MIT */
/* hyperfine's file beside the run: what is read from it, and what is said. */
#include <errno.h>
#include <math.h>

#include "analysis/external.h"
#include "report/report.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/source.h"
#include "tests/unit/document_text.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A folder with that whole-process.json; removed by remove_folder. */
static char *folder_with(const char *json)
{
    char *folder = test_folder(), *path = NULL;
    assert_true(asprintf(&path, "%s/whole-process.json", folder) > 0);
    test_write(path, json, strlen(json));
    free(path);
    return folder;
}

static void remove_folder(char *folder)
{
    char *path = NULL;
    assert_true(asprintf(&path, "%s/whole-process.json", folder) > 0);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
    free(path);
    free(folder);
}

static struct run run_of_first_passes(double first)
{
    static const char *const methods_used[] = { "read", "mmap", "mmap-populate", NULL };
    static const char *const workloads_used[] = { "find", "regex", "random", NULL };
    struct run r = fixture_run(
        &(struct fixture_options){ .methods = methods_used, .workloads = workloads_used });
    for (size_t i = 0; i < r.case_count; i++)
        for (size_t j = 0; j < r.cases[i].sample_count; j++) {
            struct sample *s = &r.cases[i].samples[j];
            s->first_ns = first * s->wall_ns;
            s->user_ns = s->wall_ns / 2;
            s->system_ns = s->wall_ns / 4;
        }
    return r;
}

/* The section on whole processes alone, from its heading on; NULL: there is none. The caller
   frees. */
static char *section_of_run(const struct run *r, const char *path, int expected)
{
    struct run_error error;
    struct document d = { 0 };
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    assert_int_equal(report_build(&d, &(struct report_source){ r, &s, path }, &error),
                     expected);
    summary_free(&s);
    char *text = document_text(&d, DOCUMENT_MARKDOWN, false);
    const char *start = strstr(text, "Whole processes");
    char *result = start ? strdup(start) : NULL;
    free(text);
    return result;
}

/* Of a run whose first passes took so many times the mean. */
static char *section_with(const char *path, double first, int expected)
{
    struct run r = run_of_first_passes(first);
    char *text = section_of_run(&r, path, expected);
    run_free(&r);
    return text;
}

static char *section(const char *path, int expected)
{
    return section_with(path, 1, expected);
}

static char *section_of(const char *json, int expected)
{
    char *folder = folder_with(json);
    char *text = section(folder, expected);
    remove_folder(folder);
    return text;
}

#define RESULT(name, times) "{\"command\": \"" name "\", \"median\": 9, \"times\": [" times "]}"
#define FILE_OF(results) "{\"results\": [" results "]}"
#define STARTUP(of) RESULT(of, "0.001, 0.001, 0.001, 0.001")

static void both_instruments_are_the_golden_ones(void **state)
{
    (void)state;
    char *folder = test_source("tests/golden");
    char *text = section(folder, 0);
    golden_check("whole.md", text);
    free(text);
    free(folder);
}

static void a_state_that_is_unproved_is_so_here_too(void **state)
{
    (void)state;
    char *folder = test_source("tests/golden");
    struct run r = run_of_first_passes(1);
    for (size_t i = 0; i < r.case_count; i++)
        if (strcmp(r.cases[i].key.workload, "find") == 0)
            r.cases[i].unproved = UNPROVED_WITHHELD;
    char *text = section_of_run(&r, folder, 0);
    assert_non_null(strstr(text, "find, warm (unproved), "));
    assert_non_null(strstr(text, "regex, warm, "));
    free(text);
    free(folder);
    run_free(&r);
}

static void the_start_up_is_taken_off(void **state)
{
    (void)state;
    char *folder = folder_with(FILE_OF(
        RESULT("find/startup/warm/data:text-64MiB", "0.001, 0.002, 0.003, 0.002") "," RESULT(
            "find/mmap/warm/data:text-64MiB", "0.5, 0.1, 0.3, 0.3")));
    char *path = NULL;
    struct external w;
    struct run_error error;
    assert_true(asprintf(&path, "%s/whole-process.json", folder) > 0);
    assert_int_equal(external_read(&w, path, &error), 0);
    assert_int_equal(w.case_count, 1);
    assert_string_equal(w.cases[0].key.workload, "find");
    assert_string_equal(w.cases[0].key.method, "mmap");
    assert_string_equal(w.cases[0].key.state, "warm");
    assert_string_equal(w.cases[0].key.dataset, "text-64MiB");
    assert_true(fabs(w.cases[0].median_ns - 300e6) < 1);
    assert_true(isnan(w.cases[0].cpu_ns));
    assert_int_equal(w.startup_count, 1);
    assert_true(fabs(w.startups[0].median_ns - 2e6) < 1);
    assert_true(fabs(w.startups[0].notch_ns - 1.57 * 0.5e6 / 2) < 1);
    external_free(&w);
    char *text = section(folder, 0);
    assert_non_null(strstr(text, "298 ms"));
    assert_non_null(strstr(text, "- find/mmap/warm/data:text-64MiB disagrees: no counter"));
    free(text);
    free(path);
    remove_folder(folder);
}

/* find by read takes 20.2 ms in process. */
static void start_ups_that_differ_are_averaged_and_leave_a_doubt(void **state)
{
    (void)state;
    char *text =
        section_of(FILE_OF(STARTUP("find/startup/warm") "," RESULT(
                       "find/read/warm",
                       "0.0222, 0.0222, 0.0222, 0.0222") "," RESULT("find/startup/warm",
                                                                    "0.003, 0.003, 0.003, "
                                                                    "0.003")),
                   0);
    assert_non_null(strstr(text, "20.2 ms"));
    assert_non_null(strstr(text, "hyperfine agrees in 1 of 1"));
    free(text);
    text = section_of(FILE_OF(STARTUP("find/startup/warm") "," RESULT(
                          "find/read/warm",
                          "0.0222, 0.0222, 0.0222, 0.0222") "," RESULT("find/startup/warm",
                                                                       "0.011, 0.011, 0.011, "
                                                                       "0.011")),
                      0);
    assert_non_null(strstr(text, "cannot tell"));
    free(text);
}

static void the_first_pass_is_what_is_compared(void **state)
{
    (void)state;
    char *folder = folder_with(FILE_OF(STARTUP("find/startup/warm") "," RESULT(
        "find/read/warm", "0.0414, 0.0414, 0.0414, 0.0414")));
    char *twice = section_with(folder, 2, 0);
    assert_non_null(strstr(twice, "40.4 ms"));
    assert_non_null(strstr(twice, "agrees in 1 of 1"));
    assert_non_null(strstr(twice, "the median of the first passes."));
    free(twice);
    char *unknown = section_with(folder, NAN, 0);
    assert_non_null(strstr(unknown, "20.2 ms"));
    assert_non_null(strstr(unknown, "agrees in 0 of 1"));
    assert_non_null(strstr(unknown, "samples' passes, for the run kept no first"));
    free(unknown);
    remove_folder(folder);
}

static void a_difference_lies_in_processor_time_or_in_waiting(void **state)
{
    (void)state;
    static const struct {
        const char *system, *says;
    } rows[] = { { "0.030", "processor time 15.3 ms in process, 30.0 ms whole" },
                 { "0.018", "waiting 4.86 ms in process, 22.0 ms whole" } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *json = NULL;
        assert_true(
            asprintf(&json,
                     FILE_OF("{\"command\": \"find/startup/warm\", \"user\": 0.0005,"
                             " \"system\": 0.0005,"
                             " \"times\": [0.001, 0.001, 0.001, 0.001]},"
                             "{\"command\": \"find/read/warm\", \"user\": 0.001,"
                             " \"system\": %s, \"times\": [0.041, 0.041, 0.041, 0.041]}"),
                     rows[i].system) > 0);
        char *text = section_of(json, 0);
        if (!strstr(text, rows[i].says))
            fail_msg("%s", strstr(text, "hyperfine agrees"));
        free(text);
        free(json);
    }
}

static void a_name_without_data_set_takes_the_first_that_fits(void **state)
{
    (void)state;
    char *text = section_of(FILE_OF(STARTUP("regex/startup/cold") "," RESULT(
                                "regex/read/cold", "0.0251, 0.0251, 0.0251, 0.0251")),
                            0);
    assert_non_null(strstr(text, "regex, cold "));
    assert_non_null(strstr(text, "24.1 ms"));
    assert_non_null(strstr(text, "agrees in 1 of 1 within 20 %"));
    free(text);
}

static void a_case_that_the_run_does_not_have_is_shown_and_not_compared(void **state)
{
    (void)state;
    char *text = section_of(FILE_OF(STARTUP("sort/startup/warm") "," RESULT(
                                "sort/uring/warm", "0.5, 0.5, 0.5, 0.5")),
                            0);
    assert_non_null(strstr(text, "uring"));
    assert_non_null(strstr(text, "499 ms"));
    assert_non_null(strstr(text, "no case could be compared"));
    free(text);
}

/* Another state, another data set, another workload, the name of earlier versions, and too few
   runs to have a spread. */
static void what_has_no_start_up_of_its_own_is_not_compared(void **state)
{
    (void)state;
    static const char *const others[] = { STARTUP("find/startup/cold"),
                                          STARTUP("find/startup/warm/data:text-64MiB"),
                                          STARTUP("regex/startup/warm"),
                                          STARTUP("startup/find"),
                                          RESULT("find/startup/warm", "0.001, 0.001, 0.001") };
    for (size_t i = 0; i < COUNT(others); i++) {
        char *json = NULL;
        assert_true(asprintf(&json,
                             FILE_OF("%s," RESULT("find/mmap/warm", "0.5, 0.5, 0.5, 0.5")),
                             others[i]) > 0);
        char *text = section_of(json, 0);
        assert_non_null(strstr(text, "no case could be compared"));
        assert_null(strstr(text, "disagree"));
        free(text);
        free(json);
    }
}

static void a_process_that_failed_has_no_time(void **state)
{
    (void)state;
    static const char *const codes[] = { "[1, 1, 0, 1]", "[1, null, 0, 0]" };
    for (size_t i = 0; i < COUNT(codes); i++) {
        char *json = NULL;
        assert_true(asprintf(&json,
                             "{\"results\": [" STARTUP(
                                 "find/startup/warm") ","
                                                      "{\"command\": \"find/mmap/warm\", "
                                                      "\"times\": [0.5, 0.5, 0.5, 0.5],"
                                                      " \"exit_codes\": %s}]}",
                             codes[i]) > 0);
        char *text = section_of(json, 0);
        assert_non_null(strstr(text, "failed"));
        assert_null(strstr(text, "disagree"));
        free(text);
        free(json);
    }
}

static void a_run_that_failed_is_left_out(void **state)
{
    (void)state;
    char *text = section_of(
        FILE_OF(STARTUP("find/startup/warm") ","
                                             "{\"command\": \"find/mmap/warm\", \"times\": "
                                             "[0.501, 9, 8, 0.501, 0.501,"
                                             " 0.501], \"exit_codes\": [0, 1, null, 0, 0, 0]}"),
        0);
    assert_non_null(strstr(text, "500 ms"));
    free(text);
}

/* find by mmap takes 22.6 us in process, by read 20.2 ms. */
static void what_the_start_up_hides_cannot_be_told(void **state)
{
    (void)state;
    static const struct {
        const char *method, *times, *says;
    } rows[] = {
        { "mmap", "0.0020, 0.0022, 0.0020, 0.0022", "< 1.00 ms" }, /* 100 us above it */
        { "mmap", "0.0010, 0.0010, 0.0010, 0.0010", "< 785 us" },  /* below it */
        { "mmap", "0.0001, 0.0001, 0.0001, 0.0001", "< 785 us" },  /* far below it */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *json = NULL;
        assert_true(asprintf(&json,
                             FILE_OF(RESULT(
                                 "find/startup/warm",
                                 "0.001, 0.002, 0.002, 0.003, 0.001, 0.003, 0.002,"
                                 " 0.002") ","
                                           "{\"command\": \"find/%s/warm\", \"times\": [%s]}"),
                             rows[i].method, rows[i].times) > 0);
        char *text = section_of(json, 0);
        assert_non_null(strstr(text, "cannot tell |"));
        assert_non_null(strstr(text, "agrees in 0 of 0 within 20 %; 1 cannot be told"));
        assert_null(strstr(text, "-1"));
        free(text);
        free(json);
    }
}

static void what_is_not_a_case_is_passed_over(void **state)
{
    (void)state;
    char *text = section_of(FILE_OF(RESULT("sleep 1", "1") "," RESULT("a//b", "1") "," RESULT(
                                "a/b/c/d/e", "1") "," RESULT("/", "1") "," RESULT("", "1")),
                            0);
    assert_null(text);
}

static void a_missing_file_is_no_section(void **state)
{
    (void)state;
    char *folder = test_folder();
    assert_null(section(folder, 0));
    assert_int_equal(rmdir(folder), 0);
    free(folder);
    assert_null(section(NULL, 0));
    assert_null(section("/nonexistent/run.json", 0));
}

static void a_damaged_file_is_told_and_costs_nothing_else(void **state)
{
    (void)state;
    static const char *const damaged[] = { "",
                                           "{\"results\": [",
                                           "[]",
                                           "{}",
                                           "{\"results\": 3}",
                                           "{\"results\": [3]}",
                                           "{\"results\": [{\"times\": [1]}]}" };
    for (size_t i = 0; i < COUNT(damaged); i++) {
        char *text = section_of(damaged[i], -EBADMSG);
        assert_non_null(text);
        assert_non_null(strstr(text, "Whole processes are left out:"));
        assert_non_null(strstr(text, "whole-process.json"));
        free(text);
    }
}

static void odd_numbers_do_no_harm(void **state)
{
    (void)state;
    char *text =
        section_of(FILE_OF("{\"command\": \"find/mmap/warm\", \"times\": [\"x\", null]},"
                           "{\"command\": \"find/read/warm\"},"
                           "{\"command\": \"find/startup/warm\", \"times\": {}, \"user\": []}"),
                   0);
    assert_non_null(text);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_instruments_are_the_golden_ones),
        cmocka_unit_test(a_state_that_is_unproved_is_so_here_too),
        cmocka_unit_test(the_start_up_is_taken_off),
        cmocka_unit_test(a_name_without_data_set_takes_the_first_that_fits),
        cmocka_unit_test(a_case_that_the_run_does_not_have_is_shown_and_not_compared),
        cmocka_unit_test(start_ups_that_differ_are_averaged_and_leave_a_doubt),
        cmocka_unit_test(the_first_pass_is_what_is_compared),
        cmocka_unit_test(a_difference_lies_in_processor_time_or_in_waiting),
        cmocka_unit_test(what_has_no_start_up_of_its_own_is_not_compared),
        cmocka_unit_test(a_process_that_failed_has_no_time),
        cmocka_unit_test(a_run_that_failed_is_left_out),
        cmocka_unit_test(what_the_start_up_hides_cannot_be_told),
        cmocka_unit_test(what_is_not_a_case_is_passed_over),
        cmocka_unit_test(a_missing_file_is_no_section),
        cmocka_unit_test(a_damaged_file_is_told_and_costs_nothing_else),
        cmocka_unit_test(odd_numbers_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
