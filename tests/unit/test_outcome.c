/* SPDX-License-Identifier: MIT */
/* What a process tells of its case, and what is expected of it: both ways. */
#include <errno.h>

#include "case/outcome.h"
#include "dataset/expectation.h"
#include "tests/unit/result_folder.h"

/* ---- samples ---- */

static void a_time_leaves_out_the_quarters_on_either_side(void **state)
{
    (void)state;
    struct sample s = sample_unknown();
    struct pass_times times[] = {
        { 900, 300, 300, 300 }, { 12, 3, 5, 4 }, { 1, 1, 0, 0 }, { 10, 1, 6, 3 }
    };
    sample_set_times(&s, times, 4);
    assert_true(s.wall_ns == 11 && s.open_ns == 2 && s.access_ns == 5.5 && s.close_ns == 3.5);
    assert_true(isnan(s.passes) && isnan(s.first_ns)); /* nothing else is touched */
    sample_set_times(&s, &(struct pass_times){ 6, 1, 2, 3 }, 1);
    assert_true(s.wall_ns == 6 && s.open_ns == 1 && s.access_ns == 2 && s.close_ns == 3);
}

/* ---- outcomes ---- */

static const struct case_key key = { .workload = "count",
                                     .method = "mmap",
                                     .state = "warm",
                                     .dataset = "text \"1\"",
                                     .pattern = "it's",
                                     .threads = 4,
                                     .buffer_bytes = 4096,
                                     .block_bytes = 512,
                                     .blocks = 3 };

static struct outcome make_outcome(enum case_status status)
{
    struct outcome o = outcome_of(CASE_OK, CAUSE_NONE);
    if (status != CASE_OK)
        o = outcome_of_words(status, CAUSE_WRONG_ANSWER, "%s\nlines \"é\"", "two");
    fill_fields(&o.sample, sample_fields, SAMPLE_FIELDS, 40);
    snprintf(o.answer.text, sizeof o.answer.text, "%s", status == CASE_OK ? "offset=7" : "");
    o.unproved = status == CASE_OK ? UNPROVED_WITHHELD : UNPROVED_NO;
    return o;
}

static char *line_of(const struct outcome *o)
{
    char *line = NULL;
    size_t len;
    FILE *out = open_memstream(&line, &len);
    assert_non_null(out);
    assert_int_equal(outcome_write(out, &key, o), 0);
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
        check_reason(&found.reason, &o.reason);
        assert_string_equal(found.answer.text, o.answer.text);
        assert_int_equal(found.unproved, o.unproved);
        check_fields(&found.sample, &o.sample, sample_fields, SAMPLE_FIELDS);
        free(line);
    }
}

static void an_outcome_has_the_numbers_of_its_cause(void **state)
{
    (void)state;
    struct outcome found, o = outcome_of_number(CASE_OVER_LIMIT, CAUSE_OVER_TIME, 0.5);
    char *line = line_of(&o);
    assert_true(isnan(o.sample.wall_ns));
    assert_string_equal(o.answer.text, "");
    assert_int_equal(outcome_read(&found, line), 0);
    assert_int_equal(found.reason.cause, CAUSE_OVER_TIME);
    assert_true(found.reason.numbers[0] == 0.5);
    assert_true(isnan(found.sample.wall_ns));
    free(line);
}

static void an_outcome_names_its_case(void **state)
{
    (void)state;
    struct outcome o = make_outcome(CASE_OK);
    char *line = line_of(&o);
    json_t *json = json_loads(line, 0, NULL), *own = json_object_get(json, "key"),
           *expected = case_key_json(&key);
    assert_true(json_equal(own, expected));
    assert_string_equal(json_object_iter_key(json_object_iter(json)), "key"); /* it is first */
    assert_non_null(strstr(line, "\"cause\": \"none\""));
    assert_non_null(strstr(line, "\"answer\": \"offset=7\""));
    json_decref(expected);
    json_decref(json);
    free(line);
}

static void what_is_no_outcome_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "\n",
        "ok",
        "{}",
        "[]",
        "null",
        "{\"status\": 1, \"cause\": \"none\"}",
        "{\"status\": \"ok\"}",
        "{\"status\": \"fine\", \"cause\": \"none\"}",
        "{\"cause\": \"none\"}",
        "{\"status\": \"failed\", \"cause\": \"bad-luck\"}",
        "{\"status\": \"failed\", \"cause\": \"signal\", \"cause_numbers\": [1, 2]}",
        "{\"status\": \"failed\", \"cause\": \"no-copy\", \"cause_words\": 7}",
        "{\"status\": \"ok\", \"cause\": \"none\", \"answer\": 7}",
        "{\"status\": \"ok\", \"cause\": \"none\", \"wall_ns\": \"7\"}",
    };
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
    struct outcome o = make_outcome(CASE_OK);
    FILE *full = fopen("/dev/full", "we");
    if (!full)
        test_skip("this system has no /dev/full");
    assert_int_equal(outcome_write(full, &key, &o), -EIO);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_leaves_out_the_quarters_on_either_side),
        FOLDER_TEST(outcomes_come_back_as_they_were),
        FOLDER_TEST(an_outcome_has_the_numbers_of_its_cause),
        FOLDER_TEST(an_outcome_names_its_case),
        FOLDER_TEST(what_is_no_outcome_is_refused),
        FOLDER_TEST(an_outcome_that_cannot_be_written_is_an_error),
        FOLDER_TEST(expectations_come_back_as_they_were),
        FOLDER_TEST(an_answer_may_be_absent),
        FOLDER_TEST(what_is_no_expectation_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
