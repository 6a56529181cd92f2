/* SPDX-License-Identifier: MIT */
/*
 * The run file, both ways; what is wrong with one is told in one line. Files whose
 * name begins with ok_ or fail_ lie in tests/unit/data.
 */
#include <dirent.h>
#include <errno.h>
#include <math.h>

#include "base/text.h"
#include "result/expectation.h"
#include "result/outcome.h"
#include "result/run.h"
#include "tests/source.h"

static char *folder;

static int folder_make(void **state)
{
    (void)state;
    folder = test_folder();
    return 0;
}

static int folder_drop(void **state)
{
    (void)state;
    int r = rmdir(folder); /* no temporary file is left */
    free(folder);
    return r;
}

static char *path_of(const char *name)
{
    char *path = text_printf("%s/%s", folder, name);
    assert_non_null(path);
    return path;
}

/* ---- round trip ---- */

/* Gives every field a value of its own; every seventh number is not known. */
static void fill_fields(void *object, const struct field *fields, size_t count, double from)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind == FIELD_NUMBER)
            *field_number(object, &fields[i]) = i % 7 == 6 ? NAN : from + (double)i * 1.25;
        else
            snprintf(field_text(object, &fields[i]), FIELD_TEXT_MAX, "%s \"é\" %zu",
                     fields[i].name, i);
    }
}

static void check_fields(const void *found, const void *expected, const struct field *fields,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind == FIELD_TEXT) {
            assert_string_equal(field_text(found, &fields[i]),
                                field_text(expected, &fields[i]));
            continue;
        }
        double a = *field_number(found, &fields[i]), b = *field_number(expected, &fields[i]);
        if (!(a == b || (isnan(a) && isnan(b))))
            fail_msg("%s: %g instead of %g", fields[i].name, a, b);
    }
}

static void add_case(struct run *r, const char *method, enum case_status status, size_t samples)
{
    struct run_case *c = run_add_case(r);
    assert_non_null(c);
    c->workload = strdup("count");
    c->method = strdup(method);
    c->state = strdup("warm");
    c->fill = status == CASE_OK ? strdup("read-128KiB") : NULL;
    c->dataset = strdup("text-1MiB");
    c->threads = 3;
    c->status = status;
    c->reason = status == CASE_OK ? NULL : strdup("two\nlines, \"quoted\"");
    c->check = status == CASE_SKIPPED ? NULL : strdup("count=5");
    for (size_t i = 0; i < samples; i++) {
        struct sample s;
        fill_fields(&s, sample_fields, SAMPLE_FIELDS, 1000 * (double)(i + 1));
        assert_int_equal(case_add_sample(c, &s), 0);
    }
}

static void add_finding(struct run *r, const char *check, const char *verdict, const char *mend)
{
    struct run_finding *f = run_add_finding(r);
    assert_non_null(f);
    f->check = strdup(check);
    f->verdict = strdup(verdict);
    f->found = strdup("in \"use\"; é");
    f->mend = mend ? strdup(mend) : NULL;
}

static struct run make_run(void)
{
    struct run r = { .mapread_version = strdup("0.1.0"),
                     .revision = strdup("abc-dirty"),
                     .started_at = strdup("2026-01-31T12:00:00Z"),
                     .suite = strdup("default"),
                     .complete = true,
                     .seed = 9007199254740993, /* no double holds it */
                     .rounds = 20 };
    fill_fields(&r.machine, machine_fields, MACHINE_FIELDS, 5);
    fill_fields(&r.storage, storage_fields, STORAGE_FIELDS, 6);
    fill_fields(&r.toolchain, toolchain_fields, TOOLCHAIN_FIELDS, 7);
    struct run_dataset *d = run_add_dataset(&r);
    assert_non_null(d);
    d->name = strdup("text-1MiB");
    d->kind = strdup("text");
    d->bytes = 1ull << 62;
    d->seed = 7;
    memset(d->sha256, 'a', 64);
    r.watched = true;
    fill_fields(&r.noise, noise_fields, NOISE_FIELDS, 8);
    add_finding(&r, "swap", "bad", "sudo swapoff -a");
    add_finding(&r, "a-later-check", "a-later-verdict", NULL);
    add_finding(&r, "load", "good", NULL);
    add_case(&r, "read", CASE_OK, 5);
    add_case(&r, "stdio", CASE_SKIPPED, 0);
    add_case(&r, "mmap", CASE_FAILED, 2);
    add_case(&r, "pread", CASE_OVER_LIMIT, 0);
    return r;
}

static void check_text(const char *found, const char *expected)
{
    assert_true((found == NULL) == (expected == NULL));
    if (found)
        assert_string_equal(found, expected);
}

static void check_case(const struct run_case *found, const struct run_case *expected)
{
    check_text(found->workload, expected->workload);
    check_text(found->method, expected->method);
    check_text(found->state, expected->state);
    check_text(found->fill, expected->fill);
    check_text(found->dataset, expected->dataset);
    check_text(found->reason, expected->reason);
    check_text(found->check, expected->check);
    assert_int_equal(found->threads, expected->threads);
    assert_int_equal(found->status, expected->status);
    assert_int_equal(found->sample_count, expected->sample_count);
    for (size_t i = 0; i < found->sample_count; i++)
        check_fields(&found->samples[i], &expected->samples[i], sample_fields, SAMPLE_FIELDS);
}

static void check_findings(const struct run *found, const struct run *expected)
{
    assert_int_equal(found->finding_count, expected->finding_count);
    for (size_t i = 0; i < found->finding_count; i++) {
        const struct run_finding *a = &found->findings[i], *b = &expected->findings[i];
        check_text(a->check, b->check);
        check_text(a->verdict, b->verdict);
        check_text(a->found, b->found);
        check_text(a->mend, b->mend);
    }
}

static void check_run(const struct run *found, const struct run *expected)
{
    check_text(found->mapread_version, expected->mapread_version);
    check_text(found->revision, expected->revision);
    check_text(found->started_at, expected->started_at);
    check_text(found->suite, expected->suite);
    assert_int_equal(found->complete, expected->complete);
    assert_int_equal(found->seed, expected->seed);
    assert_int_equal(found->rounds, expected->rounds);
    check_fields(&found->machine, &expected->machine, machine_fields, MACHINE_FIELDS);
    check_fields(&found->storage, &expected->storage, storage_fields, STORAGE_FIELDS);
    check_fields(&found->toolchain, &expected->toolchain, toolchain_fields, TOOLCHAIN_FIELDS);
    assert_int_equal(found->watched, expected->watched);
    if (expected->watched)
        check_fields(&found->noise, &expected->noise, noise_fields, NOISE_FIELDS);
    check_findings(found, expected);
    assert_int_equal(found->dataset_count, expected->dataset_count);
    for (size_t i = 0; i < found->dataset_count; i++) {
        const struct run_dataset *a = &found->datasets[i], *b = &expected->datasets[i];
        check_text(a->name, b->name);
        check_text(a->kind, b->kind);
        assert_int_equal(a->bytes, b->bytes);
        assert_int_equal(a->seed, b->seed);
        assert_string_equal(a->sha256, b->sha256);
    }
    assert_int_equal(found->case_count, expected->case_count);
    for (size_t i = 0; i < found->case_count; i++)
        check_case(&found->cases[i], &expected->cases[i]);
}

static struct run read_good(const char *path)
{
    struct run r;
    struct run_error error = { "" };
    if (run_read(&r, path, &error) != 0)
        fail_msg("%s", error.message);
    return r;
}

static void a_run_comes_back_as_it_was(void **state)
{
    (void)state;
    struct run r = make_run();
    char *path = path_of("run.json");
    assert_int_equal(run_write(&r, path), 0);
    struct run by_file = read_good(path), by_folder = read_good(folder);
    check_run(&by_file, &r);
    check_run(&by_folder, &r);
    run_free(&by_file);
    run_free(&by_folder);
    run_free(&r);
    unlink(path);
    free(path);
}

static char *text_of(const struct run *r)
{
    size_t len;
    char *path = path_of("run.json");
    assert_int_equal(run_write(r, path), 0);
    unsigned char *data = test_read(path, &len);
    char *text = strndup((char *)data, len);
    unlink(path);
    free(data);
    free(path);
    return text;
}

/* What a build without the Linux extras knows. */
static void noise_that_nobody_sees_is_null(void **state)
{
    (void)state;
    struct run r = make_run();
    for (size_t i = 0; i < NOISE_FIELDS; i++)
        *field_number(&r.noise, &noise_fields[i]) = NAN;
    char *text = text_of(&r);
    for (size_t i = 0; i < NOISE_FIELDS; i++) {
        char *line = text_printf("\"%s\": null", noise_fields[i].name);
        assert_non_null(strstr(text, line));
        free(line);
    }
    const char *last = strstr(text, "\"others_share\": null,\n  \"verdict\": null\n }");
    assert_non_null(last); /* quiet, as far as one knows */
    assert_null(strcasestr(text, "nan"));
    free(text);
    run_free(&r);
}

static void a_run_that_was_not_watched_comes_back_so(void **state)
{
    (void)state;
    struct run r = make_run();
    r.watched = false;
    char *text = text_of(&r), *path = path_of("run.json");
    assert_non_null(strstr(text, "\n \"noise\": null,\n"));
    test_write(path, text, strlen(text));
    struct run found = read_good(path);
    check_run(&found, &r);
    run_free(&found);
    run_free(&r);
    unlink(path);
    free(path);
    free(text);
}

static void a_noisy_run_says_so_in_its_file(void **state)
{
    (void)state;
    char verdict[NOISE_TEXT_MAX];
    struct run r = make_run();
    r.noise = (struct noise){ .steal_share = 0.031, .speed_share = NAN };
    char *text = text_of(&r);
    assert_non_null(
        strstr(text, "\"verdict\": \"noisy: 3.1 % of the processor time was stolen\"\n }"));
    assert_non_null(run_noise_verdict(&r, verdict, sizeof verdict));
    r.watched = false;
    assert_null(run_noise_verdict(&r, verdict, sizeof verdict));
    assert_string_equal(verdict, "");
    free(text);
    run_free(&r);
}

static void what_is_not_known_is_null(void **state)
{
    (void)state;
    struct run r = make_run();
    r.machine.host[0] = '\0';
    r.cases[0].samples[0].wall_ns = INFINITY;
    char *path = path_of("run.json");
    assert_int_equal(run_write(&r, path), 0);
    size_t len;
    unsigned char *data = test_read(path, &len);
    char *text = strndup((char *)data, len);
    assert_non_null(strstr(text, "\"host\": null"));
    assert_non_null(strstr(text, "\"wall_ns\": null"));
    assert_non_null(strstr(text, "\"reason\": null"));
    assert_null(strcasestr(text, "nan"));
    assert_null(strcasestr(text, "infinity"));
    assert_null(strstr(text, ": \"\""));
    run_free(&r);
    unlink(path);
    free(data);
    free(text);
    free(path);
}

static void whole_numbers_are_integers(void **state)
{
    (void)state;
    struct run r = make_run();
    r.cases[0].samples[0].wall_ns = 123456789;
    char *path = path_of("run.json");
    assert_int_equal(run_write(&r, path), 0);
    size_t len;
    unsigned char *data = test_read(path, &len);
    char *text = strndup((char *)data, len);
    assert_non_null(strstr(text, "\"wall_ns\": 123456789,"));
    run_free(&r);
    unlink(path);
    free(data);
    free(text);
    free(path);
}

/* A file of the user's may bear any name. What cannot be written may fail, or be
   written in other letters; it must not vanish. */
static void no_case_is_lost_for_its_name(void **state)
{
    (void)state;
    struct run r = make_run();
    free(r.cases[0].dataset);
    r.cases[0].dataset = strdup("m\xe4rchen.txt");
    char *path = path_of("run.json");
    int result = run_write(&r, path);
    if (result == 0) {
        struct run found = read_good(path);
        size_t count = found.case_count;
        run_free(&found);
        unlink(path);
        assert_int_equal(count, r.case_count);
    }
    run_free(&r);
    free(path);
}

static void a_run_is_replaced_as_a_whole(void **state)
{
    (void)state;
    struct run r = make_run(), small = { .started_at = strdup("2026-01-31T12:00:00Z") };
    char *path = path_of("run.json"), *temporary = path_of("run.json.tmp");
    assert_int_equal(run_write(&r, path), 0);
    test_write(temporary, "left by a process that was killed", 33);
    assert_int_equal(run_write(&small, path), 0);
    assert_int_equal(access(temporary, F_OK), -1);
    struct run found = read_good(path);
    assert_int_equal(found.case_count, 0);
    assert_false(found.complete);
    run_free(&found);
    run_free(&small);
    run_free(&r);
    unlink(path);
    free(path);
    free(temporary);
}

static void a_run_that_cannot_be_written_leaves_nothing(void **state)
{
    (void)state;
    struct run r = make_run();
    char *taken = path_of("taken"), *below = path_of("taken/run.json");
    assert_int_equal(run_write(&r, below), -ENOENT);
    assert_int_equal(mkdir(taken, 0700), 0);
    assert_int_equal(run_write(&r, taken), -EISDIR);
    rmdir(taken);
    run_free(&r);
    free(taken);
    free(below);
}

static void data_sets_are_found_by_name(void **state)
{
    (void)state;
    struct run r = make_run();
    assert_ptr_equal(run_find_dataset(&r, "text-1MiB"), &r.datasets[0]);
    assert_null(run_find_dataset(&r, "text-1"));
    run_free(&r);
    assert_int_equal(r.case_count, 0);
    run_free(&r); /* an empty one */
}

/* ---- the files in tests/unit/data ---- */

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
    assert_true(r.noise.steal_share == 0.125);
    assert_true(isnan(r.noise.load_average));
    assert_true(isnan(r.noise.speed_share)); /* it was not looked at in those days */
    assert_true(isnan(r.noise.others_share));
    assert_int_equal(r.finding_count, 2);
    assert_string_equal(r.findings[0].check, "swap");
    assert_null(r.findings[1].mend);
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

/* ---- outcomes ---- */

static struct outcome make_outcome(enum case_status status)
{
    struct outcome o = { .status = status };
    fill_fields(&o.sample, sample_fields, SAMPLE_FIELDS, 40);
    snprintf(o.reason, sizeof o.reason, "%s", status == CASE_OK ? "" : "two\nlines \"é\"");
    snprintf(o.answer.text, sizeof o.answer.text, "%s", status == CASE_OK ? "offset=7" : "");
    return o;
}

static char *line_of(const struct outcome *o)
{
    static const struct outcome_names names = { "count", "mmap", "warm", "text \"1\"" };
    char *line = NULL;
    size_t len;
    FILE *out = open_memstream(&line, &len);
    assert_non_null(out);
    assert_int_equal(outcome_write(out, &names, o), 0);
    fclose(out);
    assert_ptr_equal(strchr(line, '\n'), line + len - 1); /* one line */
    return line;
}

static void outcomes_come_back_as_they_were(void **state)
{
    (void)state;
    for (enum case_status status = CASE_OK; status <= CASE_OVER_LIMIT; status++) {
        struct outcome o = make_outcome(status), found;
        char *line = line_of(&o);
        assert_int_equal(outcome_read(&found, line), 0);
        assert_int_equal(found.status, status);
        assert_string_equal(found.reason, o.reason);
        assert_string_equal(found.answer.text, o.answer.text);
        check_fields(&found.sample, &o.sample, sample_fields, SAMPLE_FIELDS);
        free(line);
    }
}

static void an_outcome_names_its_case(void **state)
{
    (void)state;
    struct outcome o = make_outcome(CASE_OK);
    char *line = line_of(&o);
    assert_non_null(strstr(line, "\"workload\": \"count\""));
    assert_non_null(strstr(line, "\"method\": \"mmap\""));
    assert_non_null(strstr(line, "\"state\": \"warm\""));
    assert_non_null(strstr(line, "\"dataset\": \"text \\\"1\\\"\""));
    assert_non_null(strstr(line, "\"reason\": null"));
    assert_non_null(strstr(line, "\"check\": \"offset=7\""));
    free(line);
}

static void what_is_no_outcome_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "",
                                       "\n",
                                       "ok",
                                       "{}",
                                       "[]",
                                       "null",
                                       "{\"status\": 1}",
                                       "{\"status\": \"ok\"}",
                                       "{\"status\": \"fine\"}" };
    struct outcome untouched = make_outcome(CASE_FAILED), o = untouched, good;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(outcome_read(&o, bad[i]), -EBADMSG);
    good = make_outcome(CASE_OK);
    char *line = line_of(&good);
    for (size_t len = 0; len + 2 < strlen(line); len += 17) { /* cut off anywhere */
        char *cut = strndup(line, len);
        assert_int_equal(outcome_read(&o, cut), -EBADMSG);
        free(cut);
    }
    assert_memory_equal(&o, &untouched, sizeof o);
    free(line);
}

static void an_outcome_that_cannot_be_written_is_an_error(void **state)
{
    (void)state;
    static const struct outcome_names names = { "count", "mmap", "warm", "text" };
    struct outcome o = make_outcome(CASE_OK);
    FILE *full = fopen("/dev/full", "we");
    if (!full)
        test_skip("this system has no /dev/full");
    assert_int_equal(outcome_write(full, &names, &o), -EIO);
    fclose(full);
}

/* ---- expectations ---- */

static struct expectation make_expectation(void)
{
    struct expectation e = { .kind = "text", .needle = "last", .bytes = 1ull << 40, .seed = 5 };
    memset(e.sha256, 'b', 64);
    for (size_t i = 0; workloads[i]; i++)
        snprintf(e.answers[i].text, ANSWER_MAX, "answer of %s", workloads[i]->name);
    return e;
}

static void expectations_come_back_as_they_were(void **state)
{
    (void)state;
    char *path = path_of("data"), *file = path_of("data.expect.json");
    struct expectation e = make_expectation(), found = { 0 };
    assert_int_equal(expectation_write(&e, path), 0);
    assert_int_equal(expectation_read(&found, path), 0);
    assert_string_equal(found.kind, e.kind);
    assert_string_equal(found.needle, e.needle);
    assert_string_equal(found.sha256, e.sha256);
    assert_int_equal(found.bytes, e.bytes);
    assert_int_equal(found.seed, e.seed);
    for (size_t i = 0; workloads[i]; i++)
        assert_string_equal(expectation_answer(&found, workloads[i]), e.answers[i].text);
    assert_int_equal(access(path, F_OK), -1); /* the data file itself is left alone */
    unlink(file);
    free(path);
    free(file);
}

static void an_answer_may_be_absent(void **state)
{
    (void)state;
    struct expectation e = make_expectation();
    const struct workload stranger = { .name = "stranger" };
    e.answers[0].text[0] = '\0';
    assert_null(expectation_answer(&e, workloads[0]));
    assert_non_null(expectation_answer(&e, workloads[1]));
    assert_null(expectation_answer(&e, &stranger));
}

static void check_bad_expectation(const char *text)
{
    char *path = path_of("data"), *file = path_of("data.expect.json");
    struct expectation untouched = make_expectation(), e = untouched;
    test_write(file, text, strlen(text));
    int r = expectation_read(&e, path);
    unlink(file);
    free(path);
    free(file);
    assert_int_equal(r, -EBADMSG);
    assert_memory_equal(&e, &untouched, sizeof e);
}

static void what_is_no_expectation_is_refused(void **state)
{
    (void)state;
    char *path = path_of("data");
    struct expectation untouched = make_expectation(), e = untouched;
    assert_int_equal(expectation_read(&e, path), -ENOENT);
    assert_memory_equal(&e, &untouched, sizeof e);
    free(path);
    check_bad_expectation("");
    check_bad_expectation("{}");
    check_bad_expectation("[]");
    check_bad_expectation(
        "{\"kind\": \"text\", \"needle\": \"early\", \"bytes\": 1, \"seed\": 1,"
        " \"sha256\": \"\"}");
    check_bad_expectation("{\"kind\": \"text\", \"needle\": \"early\", \"bytes\": \"1\","
                          " \"seed\": 1, \"sha256\": \"\", \"answers\": {}}");
}

#define RESULT_TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RESULT_TEST(a_run_comes_back_as_it_was),
        RESULT_TEST(what_is_not_known_is_null),
        RESULT_TEST(whole_numbers_are_integers),
        RESULT_TEST(no_case_is_lost_for_its_name),
        RESULT_TEST(a_run_is_replaced_as_a_whole),
        RESULT_TEST(a_run_that_cannot_be_written_leaves_nothing),
        RESULT_TEST(data_sets_are_found_by_name),
        RESULT_TEST(noise_that_nobody_sees_is_null),
        RESULT_TEST(a_run_that_was_not_watched_comes_back_so),
        RESULT_TEST(a_noisy_run_says_so_in_its_file),
        RESULT_TEST(good_files_are_read),
        RESULT_TEST(bad_files_are_refused_with_place_and_reason),
        RESULT_TEST(every_bad_file_is_tried),
        RESULT_TEST(what_cannot_be_opened_is_named),
        RESULT_TEST(outcomes_come_back_as_they_were),
        RESULT_TEST(an_outcome_names_its_case),
        RESULT_TEST(what_is_no_outcome_is_refused),
        RESULT_TEST(an_outcome_that_cannot_be_written_is_an_error),
        RESULT_TEST(expectations_come_back_as_they_were),
        RESULT_TEST(an_answer_may_be_absent),
        RESULT_TEST(what_is_no_expectation_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
