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
    assert_true(isnan(r.cases[0].samples[1].storage_read_bytes));
    assert_int_equal(r.cases[2].status, CASE_SKIPPED);
    assert_int_equal(r.cases[3].status, CASE_FAILED);
    assert_int_equal(r.cases[4].status, CASE_OVER_LIMIT);
    run_free(&r);

    r = read_data("ok_nulls.json");
    assert_null(r.suite);
    assert_null(r.cases[0].fill);
    assert_string_equal(r.machine.host, "");
    assert_true(isnan(r.machine.cores));
    assert_false(r.watched);
    assert_int_equal(r.finding_count, 0);
    run_free(&r);

    r = read_data("ok_noise.json");
    assert_true(r.watched);
    assert_true(r.interference.steal_share == 0.125);
    assert_true(isnan(r.interference.load_average));
    assert_true(isnan(r.interference.speed_share)); /* it was not looked at in those days */
    assert_true(isnan(r.interference.others_share));
    assert_int_equal(r.finding_count, 2);
    assert_string_equal(r.findings[0].check, "swap");
    assert_null(r.findings[1].fix);
    run_free(&r);

    r = read_data("ok_incomplete.json");
    assert_false(r.complete);
    assert_int_equal(r.case_count, 0);
    run_free(&r);

    r = read_data("ok_earlier.json"); /* no version before this one counted the bytes */
    assert_int_equal(r.cases[0].sample_count, 2);
    assert_true(isnan(r.cases[0].samples[0].read_call_bytes));
    assert_true(isnan(r.cases[0].samples[1].read_call_bytes));
    assert_true(r.cases[0].samples[1].read_calls == 2);
    run_free(&r);

    r = read_data("ok_every_status.json");
    assert_true(r.cases[0].samples[0].read_call_bytes == 1048576);
    assert_true(isnan(r.cases[0].samples[1].read_call_bytes));
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
    { "fail_truncated.json", "line 12", "expected" },
    { "fail_two_objects.json", "line 20", "end of file" },
    { "fail_not_json.json", "line 1", "expected" },
    { "fail_not_an_object.json", "", "not a JSON object" },
    { "fail_not_utf8.json", "line 10", "decode" },
    { "fail_nan.json", "line 17", "invalid" },
    { "fail_number_too_large.json", "line 17", "overflow" },
    { "fail_integer_too_large.json", "line 7", "too big" },
    { "fail_duplicate_members.json", "line 9", "duplicate" },
    { "fail_schema_newer.json", "schema_version", "another mapread" },
    { "fail_schema_missing.json", "schema_version", "missing" },
    { "fail_schema_text.json", "schema_version", "whole number" },
    { "fail_complete_missing.json", "complete", "missing" },
    { "fail_complete_text.json", "complete", "true or false" },
    { "fail_seed_negative.json", "seed", "whole number" },
    { "fail_rounds_too_large.json", "rounds", "" },
    { "fail_started_null.json", "started_at", "not a text" },
    { "fail_machine_missing.json", "machine", "missing" },
    { "fail_machine_cores_text.json", "machine.cores", "wrong type" },
    { "fail_storage_field_missing.json", "storage.device", "missing" },
    { "fail_toolchain_array.json", "toolchain", "not an object" },
    { "fail_datasets_missing.json", "datasets", "missing" },
    { "fail_dataset_bytes_negative.json", "datasets[0].bytes", "whole number" },
    { "fail_dataset_number.json", "datasets[0]", "" },
    { "fail_noise_number.json", "noise", "not an object" },
    { "fail_noise_field_missing.json", "noise.swap_in_bytes", "missing" },
    { "fail_noise_field_text.json", "noise.steal_share", "wrong type" },
    { "fail_noise_negative.json", "noise.load_average", "negative" },
    { "fail_noise_verdict_number.json", "noise.verdict", "not a text" },
    { "fail_doctor_object.json", "doctor", "not an array" },
    { "fail_doctor_number.json", "doctor[1].check", "missing" },
    { "fail_doctor_verdict_missing.json", "doctor[1].verdict", "missing" },
    { "fail_doctor_found_null.json", "doctor[0].found", "not a text" },
    { "fail_doctor_mend_number.json", "doctor[1].mend", "not a text" },
    { "fail_cases_object.json", "cases", "not an array" },
    { "fail_case_duplicate.json", "cases[2]", "the same case" },
    { "fail_case_name_missing.json", "cases[0].method", "missing" },
    { "fail_case_name_null.json", "cases[0].workload", "not a text" },
    { "fail_case_status_unknown.json", "cases[0].status", "not a known one" },
    { "fail_case_threads_fraction.json", "cases[0].threads", "whole number" },
    { "fail_case_threads_too_large.json", "cases[0].threads", "" },
    { "fail_case_samples_missing.json", "cases[0].samples", "missing" },
    { "fail_sample_number.json", "cases[0].samples[0]", "not an object" },
    { "fail_sample_field_missing.json", "cases[0].samples[1].user_ns", "missing" },
    { "fail_earlier_field_missing.json", "cases[0].samples[1].read_calls", "missing" },
    { "fail_sample_later_text.json", "cases[0].samples[1].read_call_bytes", "wrong type" },
    { "fail_sample_later_negative.json", "cases[0].samples[1].read_call_bytes", "negative" },
    { "fail_sample_field_text.json", "cases[0].samples[1].minor_faults", "wrong type" },
    { "fail_sample_time_negative.json", "cases[0].samples[1].wall_ns", "negative" },
    { "fail_sample_time_zero.json", "cases[0].samples[1].wall_ns", "not a time" },
    { "fail_sample_time_null.json", "cases[0].samples[1].wall_ns", "not a time" },
    { "fail_sample_memory_negative.json", "cases[0].samples[1].rss_anon_bytes", "negative" },
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
