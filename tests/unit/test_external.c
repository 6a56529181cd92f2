/* SPDX-License-Identifier: MIT */
/* hyperfine's file beside the run: what is read from it, and what is said. */
#include <errno.h>
#include <math.h>

#include "report/report.h"
#include "report/external.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/source.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct report_style terminal = { .format = REPORT_TERMINAL };
static const struct report_style markdown = { .format = REPORT_MARKDOWN };

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

/* The section on whole processes alone; NULL when there is none. The caller frees. */
static char *section(const char *path, const struct report_style *style, int expected)
{
    static const char *const methods_used[] = { "read", "mmap", "mmap-populate", NULL };
    static const char *const workloads_used[] = { "find", "regex", "random", NULL };
    struct run r = fixture_run(
        &(struct fixture_options){ .methods = methods_used, .workloads = workloads_used });
    struct run_error error;
    char *text = NULL, *result = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(report_print(out, &r, path, style, &error), expected);
    assert_int_equal(fclose(out), 0);
    const char *start = strstr(text, "Whole processes");
    result = start ? strdup(start) : NULL;
    free(text);
    run_free(&r);
    return result;
}

static char *section_of(const char *json, int expected)
{
    char *folder = folder_with(json);
    char *text = section(folder, &terminal, expected);
    remove_folder(folder);
    return text;
}

#define RESULT(name, times) "{\"command\": \"" name "\", \"median\": 9, \"times\": [" times "]}"
#define FILE_OF(results) "{\"results\": [" results "]}"

static void both_instruments_are_the_golden_ones(void **state)
{
    (void)state;
    char *folder = test_source("tests/golden");
    char *text = section(folder, &terminal, 0), *list = section(folder, &markdown, 0);
    assert_non_null(text);
    golden_check("whole.txt", text);
    golden_check("whole.md", list);
    for (const char *at = text; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n')
        assert_true(strcspn(at, "\n") <= 100);
    free(text);
    free(list);
    free(folder);
}

static void the_start_up_is_taken_off(void **state)
{
    (void)state;
    char *folder = folder_with(FILE_OF(RESULT("startup/find", "0.001, 0.002, 0.003") "," RESULT(
        "find/mmap/warm/data:text-64MiB", "0.5, 0.1, 0.3")));
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
    assert_true(fabs(w.cases[0].total_ns - 300e6) < 1);
    assert_true(fabs(w.startups[0].median_ns - 2e6) < 1);
    assert_true(fabs(w.startups[0].spread_ns - 1e6) < 1);
    external_free(&w);
    char *text = section(folder, &terminal, 0);
    assert_non_null(strstr(text, "298 ms"));
    assert_non_null(
        strstr(text, "disagree by more than 20 %:\nfind/mmap/warm/data:text-64MiB: "));
    free(text);
    free(path);
    remove_folder(folder);
}

static void a_name_without_data_set_takes_the_first_that_fits(void **state)
{
    (void)state;
    char *text = section_of(
        FILE_OF(RESULT("startup/regex", "0.001") "," RESULT("regex/read/cold", "0.0251")), 0);
    assert_non_null(strstr(text, "regex, cold "));
    assert_non_null(strstr(text, "24.1 ms"));
    assert_non_null(strstr(text, "1 of 1 agree within 20 %"));
    free(text);
}

static void a_case_that_the_run_does_not_have_is_shown_and_not_compared(void **state)
{
    (void)state;
    char *text = section_of(
        FILE_OF(RESULT("startup/sort", "0.001") "," RESULT("sort/uring/warm", "0.5")), 0);
    assert_non_null(strstr(text, "uring"));
    assert_non_null(strstr(text, "499 ms"));
    assert_non_null(strstr(text, "Nothing could be compared."));
    free(text);
}

static void a_workload_without_start_up_is_not_compared(void **state)
{
    (void)state;
    char *text = section_of(FILE_OF(RESULT("find/mmap/warm", "0.5")), 0);
    assert_non_null(strstr(text, "The start-up of find was not measured"));
    assert_null(strstr(text, "disagree"));
    free(text);
}

static void a_process_that_failed_has_no_time(void **state)
{
    (void)state;
    static const char *const codes[] = { "[1, 1, 0]", "[1, null, 0]" };
    for (size_t i = 0; i < COUNT(codes); i++) {
        char *json = NULL;
        assert_true(
            asprintf(
                &json,
                "{\"results\": [" RESULT(
                    "startup/find",
                    "0.001") ","
                             "{\"command\": \"find/mmap/warm\", \"times\": [0.5, 0.5, 0.5],"
                             " \"exit_codes\": %s}]}",
                codes[i]) > 0);
        char *text = section_of(json, 0);
        assert_non_null(strstr(text, "FAILED"));
        assert_null(strstr(text, "disagree"));
        free(text);
        free(json);
    }
}

static void a_run_that_failed_is_left_out(void **state)
{
    (void)state;
    char *text = section_of(
        FILE_OF(RESULT(
            "startup/find",
            "0.001") ","
                     "{\"command\": \"find/mmap/warm\", \"times\": [0.501, 9, 8, 0.501, 0.501],"
                     " \"exit_codes\": [0, 1, null, 0, 0]}"),
        0);
    assert_non_null(strstr(text, "500 ms"));
    free(text);
}

static void a_difference_below_the_noise_of_the_start_up_is_explained(void **state)
{
    (void)state;
    char *text = section_of(FILE_OF(RESULT("startup/find", "0.001, 0.002, 0.003") "," RESULT(
                                "find/mmap/warm", "0.0018")),
                            0);
    assert_non_null(strstr(text, "0 disagree, 1 (~) differ"));
    assert_non_null(strstr(text, "< 1.00 ms"));
    free(text);
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
    assert_null(section(folder, &terminal, 0));
    assert_int_equal(rmdir(folder), 0);
    free(folder);
    assert_null(section(NULL, &terminal, 0));
    assert_null(section("/nonexistent/run.json", &terminal, 0));
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
        assert_ptr_equal(strstr(text, "Whole processes are left out:"), text);
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
                           "{\"command\": \"startup/find\", \"times\": {}}"),
                   0);
    assert_non_null(text);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_instruments_are_the_golden_ones),
        cmocka_unit_test(the_start_up_is_taken_off),
        cmocka_unit_test(a_name_without_data_set_takes_the_first_that_fits),
        cmocka_unit_test(a_case_that_the_run_does_not_have_is_shown_and_not_compared),
        cmocka_unit_test(a_workload_without_start_up_is_not_compared),
        cmocka_unit_test(a_process_that_failed_has_no_time),
        cmocka_unit_test(a_run_that_failed_is_left_out),
        cmocka_unit_test(a_difference_below_the_noise_of_the_start_up_is_explained),
        cmocka_unit_test(what_is_not_a_case_is_passed_over),
        cmocka_unit_test(a_missing_file_is_no_section),
        cmocka_unit_test(a_damaged_file_is_told_and_costs_nothing_else),
        cmocka_unit_test(odd_numbers_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
