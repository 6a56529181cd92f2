/* SPDX-License-Identifier: MIT */
/*
 * The run files in tests/unit/data, whose names begin with ok_ or fail_: what is wrong with
 * one is told in one line.
 */
#include <dirent.h>
#include <errno.h>

#include "tests/unit/result_folder.h"

static struct run read_data(const char *name)
{
    char *relative = text_printf("tests/unit/data/%s", name), *path = test_source(relative);
    struct run r = read_good(path);
    free(relative);
    free(path);
    return r;
}

static void good_files_are_read(void **state)
{
    (void)state;
    struct run r = read_data("ok_every_status.json");
    assert_int_equal(r.case_count, 5);
    assert_int_equal(r.cases[0].sample_count, 2);
    assert_true(r.cases[0].samples[1].wall_ns == 4999.25);
    assert_true(r.cases[0].samples[0].passes == 4 && r.cases[0].samples[1].passes == 4);
    assert_true(isnan(r.cases[0].samples[1].storage_read_bytes));
    assert_int_equal(r.cases[0].unproved, UNPROVED_NO); /* it is missing */
    assert_int_equal(r.cases[1].unproved, UNPROVED_WITHHELD);
    assert_int_equal(r.cases[2].status, CASE_SKIPPED);
    assert_int_equal(r.cases[3].status, CASE_FAILED);
    assert_int_equal(r.cases[4].status, CASE_OVER_LIMIT);
    assert_true(r.cases[0].samples[0].read_call_bytes == 1048576);
    assert_true(isnan(r.cases[0].samples[1].read_call_bytes));
    /* A file of a version without these columns. */
    assert_true(isnan(r.cases[0].samples[0].storage_reads));
    assert_true(isnan(r.cases[0].samples[1].folio_bytes));
    assert_int_equal(r.cases[3].key.buffer_bytes, 65536);
    assert_int_equal(r.cases[3].reason.cause, CAUSE_WRONG_ANSWER);
    assert_string_equal(r.cases[3].reason.words, "\"count=4\"\ninstead of count=5");
    assert_true(r.cases[4].reason.numbers[0] == 20);
    run_free(&r);

    r = read_data("ok_nulls.json");
    assert_string_equal(r.suite, "");
    assert_string_equal(r.cases[0].fill, "");
    assert_string_equal(r.machine.host, "");
    assert_true(isnan(r.machine.cores));
    assert_true(isnan(r.cases[0].samples[0].user_ns));
    assert_false(r.watched);
    assert_int_equal(r.finding_count, 0);
    run_free(&r);

    r = read_data("ok_interference.json");
    assert_true(r.watched);
    assert_true(r.interference.steal_share == 0.125);
    assert_true(isnan(r.interference.load_average));
    assert_int_equal(r.finding_count, 2);
    assert_string_equal(r.findings[0].probe, "swap");
    assert_string_equal(r.findings[1].fix, "");
    run_free(&r);

    r = read_data("ok_incomplete.json");
    assert_false(r.complete);
    assert_int_equal(r.case_count, 0);
    run_free(&r);

    r = read_data("ok_unknown_members.json");
    assert_int_equal(r.case_count, 1);
    run_free(&r);
}

/* What is wrong with each file, and where the message must say it is. */
static const struct bad_file {
    const char *name, *place, *what;
} bad_files[] = {
    { "fail_empty.json", "line 1", "expected" },
    { "fail_truncated.json", "line 15", "expected" },
    { "fail_two_objects.json", "line 26", "end of file" },
    { "fail_not_json.json", "line 1", "expected" },
    { "fail_not_an_object.json", "", "not a JSON object" },
    { "fail_not_utf8.json", "line 13", "decode" },
    { "fail_nan.json", "line 23", "invalid" },
    { "fail_number_too_large.json", "line 23", "overflow" },
    { "fail_integer_too_large.json", "line 7", "too big" },
    { "fail_duplicate_members.json", "line 9", "duplicate" },
    { "fail_schema_earlier.json", "schema_version", "of another mapread: this one reads 2" },
    { "fail_schema_newer.json", "schema_version", "of another mapread" },
    { "fail_schema_missing.json", "schema_version", "is missing" },
    { "fail_schema_text.json", "schema_version", "whole number" },
    { "fail_complete_missing.json", "complete", "is missing" },
    { "fail_complete_text.json", "complete", "true or false" },
    { "fail_emulated_null.json", "emulated", "true or false" },
    { "fail_seed_negative.json", "seed", "whole number" },
    { "fail_planted_negative.json", "planted", "share from 0" },
    { "fail_looks_number.json", "looks", "not an array" },
    { "fail_looks_falling.json", "looks", "rising numbers" },
    { "fail_looks_many.json", "looks", "a few numbers" },
    { "fail_costs_number.json", "costs", "not an object with" },
    { "fail_costs_value_text.json", "costs", "not a number" },
    { "fail_started_null.json", "started_at", "not a time" },
    { "fail_machine_missing.json", "machine", "is missing" },
    { "fail_machine_cores_text.json", "machine.cores", "not a number" },
    { "fail_storage_field_missing.json", "storage.device", "is missing" },
    { "fail_toolchain_array.json", "toolchain", "not an object" },
    { "fail_datasets_missing.json", "datasets", "is missing" },
    { "fail_dataset_bytes_negative.json", "datasets[0].bytes", "whole number" },
    { "fail_dataset_number.json", "datasets[0]", "not an object" },
    { "fail_interference_number.json", "interference", "not an object" },
    { "fail_interference_missing.json", "interference", "is missing" },
    { "fail_interference_field_missing.json", "interference.swap_in_bytes", "is missing" },
    { "fail_interference_field_text.json", "interference.steal_share", "not a number" },
    { "fail_interference_negative.json", "interference.load_average", "below 0" },
    { "fail_doctor_object.json", "doctor", "not an array" },
    { "fail_doctor_number.json", "doctor[1]", "not an object" },
    { "fail_doctor_verdict_missing.json", "doctor[1].verdict", "is missing" },
    { "fail_doctor_fix_number.json", "doctor[1].fix", "not a text" },
    { "fail_cases_object.json", "cases", "not an array" },
    { "fail_case_duplicate.json", "cases[2]", "the same case" },
    { "fail_case_key_missing.json", "cases[0].key", "is missing" },
    { "fail_case_name_missing.json", "cases[0].key.method", "is missing" },
    { "fail_case_name_null.json", "cases[0].key.workload", "is empty" },
    { "fail_case_threads_fraction.json", "cases[0].key.threads", "whole number" },
    { "fail_case_status_unknown.json", "cases[0].status", "not a known one" },
    { "fail_case_unproved_unknown.json", "cases[0].unproved", "not a known one" },
    { "fail_case_cause_missing.json", "cases[0].cause", "is missing" },
    { "fail_case_cause_unknown.json", "cases[0].cause", "not a known one" },
    { "fail_case_cause_numbers.json", "cases[0].cause", "another length" },
    { "fail_case_samples_missing.json", "cases[0].samples", "is missing" },
    { "fail_samples_array.json", "cases[0].samples", "not an object" },
    { "fail_column_missing.json", "cases[0].samples.user_ns", "is missing" },
    { "fail_column_object.json", "cases[0].samples.user_ns", "neither an array nor a number" },
    { "fail_round_number.json", "cases[0].samples.round", "not an array" },
    { "fail_column_text.json", "cases[0].samples.minor_faults", "not a number" },
    { "fail_column_shorter.json", "cases[0].samples.cpu", "another length" },
    { "fail_column_longer.json", "cases[0].samples.cpu", "another length" },
    { "fail_time_column_null.json", "cases[0].samples.wall_ns", "not a time" },
    { "fail_time_null.json", "cases[0].samples.wall_ns", "not a time" },
    { "fail_time_negative.json", "cases[0].samples.wall_ns", "below 0" },
    { "fail_time_zero.json", "cases[0].samples.wall_ns", "not a time" },
    { "fail_memory_negative.json", "cases[0].samples.rss_anon_bytes", "below 0" },
};
enum { BAD_FILES = sizeof bad_files / sizeof bad_files[0] };

/* 1 when the file is refused as it should be. */
static int is_refused_well(const struct bad_file *bad)
{
    char *relative = text_printf("tests/unit/data/%s", bad->name),
         *path = test_source(relative);
    struct run untouched = { .rounds = 77 }, r = untouched;
    struct run_error error = { "" };
    int result = run_read(&r, path, &error);
    const char *said = error.message;
    int good = result == -EBADMSG && memcmp(&r, &untouched, sizeof r) == 0 &&
               strncmp(said, path, strlen(path)) == 0 && strstr(said, bad->place) &&
               strstr(said, bad->what) && !strchr(said, '\n');
    if (!good)
        print_message("%s: returns %d and says '%s'\n", bad->name, result, said);
    if (result == 0)
        run_free(&r);
    free(relative);
    free(path);
    return good;
}

static void bad_files_are_refused_with_place_and_reason(void **state)
{
    (void)state;
    int refused = 0;
    for (size_t i = 0; i < BAD_FILES; i++)
        refused += is_refused_well(&bad_files[i]);
    assert_int_equal(refused, BAD_FILES);
}

static void every_bad_file_is_tried(void **state)
{
    (void)state;
    char *path = test_source("tests/unit/data");
    DIR *data = opendir(path);
    size_t count = 0;
    assert_non_null(data);
    for (struct dirent *e = readdir(data); e; e = readdir(data))
        count += strncmp(e->d_name, "fail_", 5) == 0;
    closedir(data);
    free(path);
    assert_int_equal(count, BAD_FILES);
}

static void check_unreadable(const char *path, int expected, const char *named)
{
    struct run untouched = { .rounds = 77 }, r = untouched;
    struct run_error error = { "" };
    assert_int_equal(run_read(&r, path, &error), expected);
    assert_memory_equal(&r, &untouched, sizeof r);
    assert_non_null(strstr(error.message, named));
    assert_non_null(strstr(error.message, strerror(-expected)));
    assert_null(strchr(error.message, '\n'));
}

static void what_cannot_be_opened_is_named(void **state)
{
    (void)state;
    char *inside = path_of("run.json");
    check_unreadable("/no/such/run.json", -ENOENT, "/no/such/run.json");
    check_unreadable("/dev/null/run.json", -ENOTDIR, "/dev/null/run.json");
    check_unreadable(folder, -ENOENT, inside); /* a folder without a run.json */
    free(inside);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(good_files_are_read),
        FOLDER_TEST(bad_files_are_refused_with_place_and_reason),
        FOLDER_TEST(every_bad_file_is_tried),
        FOLDER_TEST(what_cannot_be_opened_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
