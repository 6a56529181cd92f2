/* SPDX-License-Identifier: MIT */
/* Cases without a time in the formats of other tools: none looks fast. */
#include "tests/unit/export_text.h"

static void no_case_without_a_time_looks_fast(void **state)
{
    (void)state;
    static const struct {
        size_t index;
        const char *status, *message;
    } untimed[] = {
        { 1, "failed", "no reason is given" },
        { 2, "over-limit", "one pass takes at least 20 s" },
        { 3, "unmeasured", "no sample has been taken yet" },
    };
    struct run r = untimed_run();
    json_t *json = export_as_json(&r, "google-benchmark");
    for (size_t i = 0; i < COUNT(untimed); i++) {
        const json_t *entry = NULL;
        char *name, *full;
        assert_true(asprintf(&name, "count/%s/warm/data:text-64MiB",
                             r.cases[untimed[i].index].key.method) > 0);
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
    assert_int_equal(find_entries(json, "count/mmap/warm/data:text-64MiB", &timed), 6);
    assert_null(json_object_get(timed, "error_occurred"));
    json_decref(json);
    run_free(&r);
}

static void benchfmt_tells_of_them_in_comments(void **state)
{
    (void)state;
    struct run r = untimed_run();
    char *text = export(&r, "benchfmt");
    assert_int_equal(count_lines(text, "Benchmark"), 6);
    assert_int_equal(count_lines(text, "# failed count/pread/warm/data:text-64MiB: no reason"),
                     1);
    assert_int_equal(count_lines(text, "# over-limit count/chunk/warm/data:text-64MiB: one"),
                     1);
    assert_int_equal(
        count_lines(text, "# unmeasured count/read/warm/data:text-64MiB: no sample"), 1);
    free(text);
    run_free(&r);
}

static void csv_has_a_row_for_each(void **state)
{
    (void)state;
    struct run r = untimed_run();
    char *text = export(&r, "csv");
    /* The samples that a failed case had before are kept, as in the run. */
    assert_int_equal(count_lines(text, "results/a,2026-01-31T12:00:00Z,testbox,"),
                     6 + 6 + 1 + 1);
    assert_non_null(strstr(text, ",over-limit,over-time,one pass takes at least 20 s,,,,"));
    free(text);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_case_without_a_time_looks_fast),
        cmocka_unit_test(benchfmt_tells_of_them_in_comments),
        cmocka_unit_test(csv_has_a_row_for_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
