/* SPDX-License-Identifier: MIT */
/* Why a case has no time: names, sentences and JSON of the causes. */
#include "case/reason.h"

#include "base/text.h"
#include "tests/test.h"

/* What each cause says with these numbers, and with "its words". */
static const double numbers[CAUSES][CAUSE_NUMBERS] = {
    [CAUSE_TOO_DEAR] = { 12.5, 45 },
    [CAUSE_FIRST_ROUND_TOO_LONG] = { 90.25, 45 },
    [CAUSE_OVER_TIME] = { 0.5 },
    [CAUSE_OVER_MEMORY] = { 32 << 20 },
    [CAUSE_NOT_VERIFIED] = { 0.25 },
    [CAUSE_NOT_KEPT] = { 0.125 },
    [CAUSE_LIMIT_NOT_VERIFIED] = { 0.5, 3 << 20, 4 << 20 },
    [CAUSE_SIGNAL] = { 11 },
    [CAUSE_NO_RESULT] = { 3 },
    [CAUSE_NO_END] = { 90 },
    [CAUSE_PYTHON_SIGNAL] = { 9 },
    [CAUSE_PYTHON_ENDED] = { 1 },
};
static const char *const sentences[CAUSES] = {
    [CAUSE_NONE] = "",
    [CAUSE_FRONT_TO_BACK] = "the method reads from front to back only",
    [CAUSE_NOT_IN_PLACE] = "the method cannot change a file in place",
    [CAUSE_ONLY_CHANGES] = "the method is for changes in place",
    [CAUSE_NO_SCRIPT] = "the script of this method does not do this",
    [CAUSE_NO_SCRIPTS] = "where the scripts of such methods lie is not known",
    [CAUSE_GIVES_MEMORY] = "the method gives memory and reaches no file",
    [CAUSE_REACHES_PROCESS] = "the method reaches another process and no file",
    [CAUSE_GIVES_NO_MEMORY] = "the method reaches a file and gives no memory",
    [CAUSE_REACHES_NO_PROCESS] = "the method reaches a file and no other process",
    [CAUSE_WORK_OF_ONE_THREAD] = "one thread does this work",
    [CAUSE_METHOD_OF_ONE_THREAD] = "the method serves one thread at a time",
    [CAUSE_WORK_IN_MEMORY] =
        "the work is done in memory: where the file's bytes are does not matter",
    [CAUSE_NEVER_HOT] = "a pass that writes begins with a new copy, so that none is hot",
    [CAUSE_NO_DIRECT] =
        "the file cannot be read past the page cache: this system, or its file system, has no "
        "O_DIRECT",
    [CAUSE_NO_EVICTION] = "this system has no call that evicts pages",
    [CAUSE_FILE_SYSTEM_IS_MEMORY] = "the file system is memory: its pages cannot be evicted",
    [CAUSE_FILE_TOO_SMALL] =
        "the file is too small to be limited to half of it: take one of at least 16 MiB",
    [CAUSE_FILE_LARGER_THAN_MEMORY] =
        "the file is larger than the memory that is free here, which is all that limited is "
        "about: measure it cold",
    [CAUSE_NO_MEMORY_CONTROLLER] =
        "this system shows no memory controller: cgroup v1 or v2 is needed to limit memory",
    [CAUSE_CGROUPS_READ_ONLY] =
        "the cgroups are read-only here, as in most containers: run it outside, or in a "
        "container with --privileged",
    [CAUSE_NO_CONTROLLER_HANDED_DOWN] =
        "no cgroup here hands its memory controller down: run it by systemd-run --scope, or "
        "as root outside the container",
    [CAUSE_NO_CGROUP] =
        "a memory cgroup cannot be made: run it as root, or by systemd-run --user --scope",
    [CAUSE_READ_ONLY] = "its words is read-only: no private copy or file can be made there",
    [CAUSE_NOT_OFFERED] = "its words",
    [CAUSE_NO_PYTHON] = "its words cannot be run: Python 3.8 or later is needed",
    [CAUSE_PYTHON_SKIPS] = "its words",
    [CAUSE_TOO_DEAR] = "left out: a sample takes 12.5 s, and the budget is 45 s (--budget)",
    [CAUSE_FIRST_ROUND_TOO_LONG] =
        "left out: the first round of what comes before it took 90.25 s, and the "
        "budget is 45 s (--budget)",
    [CAUSE_OVER_TIME] = "one pass takes at least 0.5 s",
    [CAUSE_OVER_MEMORY] = "killed: wants more memory than its limit of 32 MiB",
    [CAUSE_NOT_VERIFIED] =
        "the state could not be verified: a share of 0.25 of the file is resident",
    [CAUSE_NOT_KEPT] =
        "the state could not be verified afterwards: a share of 0.125 of the file is resident",
    [CAUSE_LIMIT_NOT_VERIFIED] =
        "the limit could not be verified afterwards: a share of 0.5 of the file is resident, "
        "3 MiB of 4 MiB in use",
    [CAUSE_NOT_PREPARED] = "the state could not be prepared: its words",
    [CAUSE_OUTSIDE_GROUP] = "the pass was not made in the memory cgroup",
    [CAUSE_NO_COPY] = "cannot make its words; name a folder with --dir",
    [CAUSE_WRONG_ANSWER] = "wrong answer: its words",
    [CAUSE_SYSTEM_ERROR] = "its words",
    [CAUSE_INTERRUPTED] = "interrupted",
    [CAUSE_PEER_ENDED] = "the other process ended before it was done",
    [CAUSE_FILE_CHANGED] =
        "the file was changed while it was measured: measure a copy (its words)",
    [CAUSE_BUS_ERROR] = "its words",
    [CAUSE_SIGNAL] = "killed by signal 11",
    [CAUSE_NO_RESULT] = "no result, exit status 3",
    [CAUSE_NO_END] = "no end after preparing for 90 s",
    [CAUSE_PYTHON_FAILED] = "its words",
    [CAUSE_PYTHON_SIGNAL] = "its words was killed by signal 9",
    [CAUSE_PYTHON_ENDED] = "its words ended with status 1 before it answered",
    [CAUSE_NO_OUTCOME] = "its words",
};

static struct reason reason_of(enum cause c)
{
    struct reason r = { .cause = c, .words = "its words" };
    memcpy(r.numbers, numbers[c], sizeof r.numbers);
    return r;
}

static void every_cause_has_its_sentence(void **state)
{
    (void)state;
    for (enum cause c = CAUSE_NONE; c < CAUSES; c++) {
        char text[CAUSE_SENTENCE_MAX];
        struct reason r = reason_of(c);
        assert_ptr_equal(reason_sentence(&r, text), text);
        assert_string_equal(text, sentences[c]);
    }
}

static void every_cause_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (enum cause c = CAUSE_NONE; c < CAUSES; c++) {
        const char *name = cause_names[c];
        assert_non_null(name);
        assert_int_equal(name[strspn(name, "abcdefghijklmnopqrstuvwxyz-")], '\0');
        for (enum cause other = CAUSE_NONE; other < c; other++)
            assert_string_not_equal(name, cause_names[other]);
    }
    assert_null(cause_names[CAUSES]);
}

static void three_causes_are_disturbances(void **state)
{
    (void)state;
    for (enum cause c = CAUSE_NONE; c < CAUSES; c++)
        assert_int_equal(cause_is_disturbance(c), c == CAUSE_NOT_VERIFIED ||
                                                      c == CAUSE_NOT_KEPT ||
                                                      c == CAUSE_LIMIT_NOT_VERIFIED);
}

static void long_words_fit(void **state)
{
    (void)state;
    char text[CAUSE_SENTENCE_MAX];
    struct reason r = { .cause = CAUSE_NO_COPY };
    memset(r.words, 'x', CAUSE_WORDS_MAX - 1);
    reason_sentence(&r, text);
    assert_int_equal(strlen(text),
                     strlen("cannot make ; name a folder with --dir") + CAUSE_WORDS_MAX - 1);
}

static void a_reason_is_its_json_both_ways(void **state)
{
    (void)state;
    for (enum cause c = CAUSE_NONE; c < CAUSES; c++) {
        struct reason found, r = reason_of(c);
        json_t *json = json_object();
        snprintf(r.words, sizeof r.words, "%s", c % 2 ? "two\nlines \"\xc3\xa9\"" : "");
        assert_int_equal(reason_set_json(json, &r), 0);
        assert_string_equal(json_string_value(json_object_get(json, "cause")), cause_names[c]);
        assert_int_equal(json_is_null(json_object_get(json, "cause_words")), c % 2 == 0);
        assert_int_equal(json_is_null(json_object_get(json, "cause_numbers")),
                         numbers[c][0] == 0);
        assert_null(reason_read_json(&found, json));
        assert_int_equal(found.cause, c);
        assert_string_equal(found.words, r.words);
        assert_memory_equal(found.numbers, r.numbers, sizeof r.numbers);
        json_decref(json);
    }
}

static const char *read_text(struct reason *ret, const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    const char *what = reason_read_json(ret, json);
    json_decref(json);
    return what;
}

/* Of a script that says no more. */
static void words_and_numbers_may_be_missing(void **state)
{
    (void)state;
    struct reason r;
    assert_null(read_text(&r, "{\"cause\": \"over-time\"}"));
    assert_int_equal(r.cause, CAUSE_OVER_TIME);
    assert_true(r.numbers[0] == 0);
    assert_string_equal(r.words, "");
}

static void what_is_no_reason_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *what;
    } bad[] = {
        { "{}", "is missing" },
        { "{\"cause\": null}", "is not a known one" },
        { "{\"cause\": 1}", "is not a known one" },
        { "{\"cause\": \"bad-luck\"}", "is not a known one" },
        { "{\"cause\": \"signal\", \"cause_words\": 7}", "is not a text" },
        { "{\"cause\": \"signal\", \"cause_numbers\": 11}", "is not an array" },
        { "{\"cause\": \"signal\", \"cause_numbers\": []}", "has another length" },
        { "{\"cause\": \"signal\", \"cause_numbers\": [1, 2]}", "has another length" },
        { "{\"cause\": \"signal\", \"cause_numbers\": [\"11\"]}",
          "holds what is not a number" },
    };
    struct reason untouched = reason_of(CAUSE_SIGNAL), r = untouched;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *what = read_text(&r, bad[i].text);
        assert_non_null(what);
        assert_string_equal(what, bad[i].what);
    }
    assert_memory_equal(&r, &untouched, sizeof r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cause_has_its_sentence),
        cmocka_unit_test(every_cause_has_a_name_of_its_own),
        cmocka_unit_test(three_causes_are_disturbances),
        cmocka_unit_test(long_words_fit),
        cmocka_unit_test(a_reason_is_its_json_both_ways),
        cmocka_unit_test(words_and_numbers_may_be_missing),
        cmocka_unit_test(what_is_no_reason_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
