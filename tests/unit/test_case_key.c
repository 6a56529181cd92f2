/* SPDX-License-Identifier: MIT */
/* What names a case: its text, its order and its JSON. */
#include "case/key.h"

#include <errno.h>

#include "tests/test.h"

/* Of find/mmap/warm. */
static struct case_key key_of(uint64_t buffer_bytes, uint64_t threads, const char *dataset)
{
    struct case_key k = case_key_standard();
    strcpy(k.workload, "find");
    strcpy(k.method, "mmap");
    strcpy(k.state, "warm");
    k.buffer_bytes = buffer_bytes;
    k.threads = threads;
    snprintf(k.dataset, sizeof k.dataset, "%s", dataset);
    return k;
}

/* ---- text ---- */

static const struct {
    const char *text;
    uint64_t buffer_bytes, threads;
    const char *dataset;
} texts[] = {
    { "find/mmap/warm", 65536, 1, "" },
    { "find/mmap/warm/threads:4", 65536, 4, "" },
    { "find/mmap/warm/buffer:4KiB", 4096, 1, "" },
    { "find/mmap/warm/buffer:1000", 1000, 1, "" },
    { "find/mmap/warm/buffer:3MiB/threads:18446744073709551615", 3 << 20, UINT64_MAX, "" },
    { "find/mmap/warm/data:text-64MiB", 65536, 1, "text-64MiB" },
    { "find/mmap/warm/buffer:64/threads:2/data:x", 64, 2, "x" },
    { "find/mmap/warm/data:a%2Fthreads:9", 65536, 1, "a/threads:9" },
    { "find/mmap/warm/data:100%25", 65536, 1, "100%" },
    { "find/mmap/warm/data:%0A%1B[2J%7F", 65536, 1, "\n\x1b[2J\x7f" },
    { "find/mmap/warm/data:m%E4rchen", 65536, 1, "m\xe4rchen" },
    { "find/mmap/warm/data:m\xc3\xa4rchen", 65536, 1, "m\xc3\xa4rchen" },
    { "find/mmap/warm/data:a:b c", 65536, 1, "a:b c" },
};
enum { TEXTS = sizeof texts / sizeof texts[0] };

static void a_key_is_its_text_both_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        char text[CASE_TEXT_MAX];
        struct case_key found,
            k = key_of(texts[i].buffer_bytes, texts[i].threads, texts[i].dataset);
        assert_ptr_equal(case_key_text(&k, text), text);
        assert_string_equal(text, texts[i].text);
        assert_int_equal(case_key_parse(&found, text), 0);
        assert_true(case_key_equal(&found, &k));
    }
}

/* What does not apply is not written either: it is standard when it comes back. */
static void what_is_standard_or_does_not_apply_is_left_out(void **state)
{
    (void)state;
    char text[CASE_TEXT_MAX];
    struct case_key none = key_of(0, 0, ""), k = case_key_standard();
    none.blocks = none.block_bytes = 0;
    assert_int_equal(k.threads, 1);
    assert_int_equal(k.buffer_bytes, 65536);
    assert_string_equal(case_key_text(&none, text), "find/mmap/warm");
    assert_string_equal(case_key_options(&none, text), "");
}

static void parts_of_a_key_are_parts_of_its_text(void **state)
{
    (void)state;
    char text[CASE_TEXT_MAX];
    struct case_key k = key_of(4096, 4, "text-64MiB");
    k.blocks = 64;
    k.block_bytes = 512;
    strcpy(k.pattern, "it's");
    strcpy(k.regex, "a/b*");
    assert_string_equal(
        case_key_name(&k, text),
        "find/mmap/warm/pattern:it's/regex:a%2Fb*/blocks:64/block:512/buffer:4KiB/threads:4");
    assert_string_equal(case_key_options(&k, text),
                        " --pattern 'it'\\''s' --regex 'a/b*' --blocks 64 --block 512 --buffer "
                        "4KiB --threads 4");
    assert_string_equal(case_key_row(&k, text),
                        "find/pattern:it's/regex:a%2Fb*/blocks:64/block:512");
    assert_string_equal(case_key_column(&k, text), "mmap/buffer:4KiB");
}

/* Every byte of the longest name is escaped, and it still comes back. */
static void the_longest_name_fits(void **state)
{
    (void)state;
    char text[CASE_TEXT_MAX];
    struct case_key found, k = key_of(4096, 4, "");
    memset(k.workload, '%', CASE_NAME_MAX - 1);
    memset(k.method, '/', CASE_NAME_MAX - 1);
    memset(k.state, '\n', CASE_NAME_MAX - 1);
    memset(k.dataset, '\xff', CASE_DATASET_MAX - 1);
    memset(k.pattern, '\n', CASE_PATTERN_MAX - 1);
    memset(k.regex, '\n', CASE_REGEX_MAX - 1);
    assert_int_equal(case_key_parse(&found, case_key_text(&k, text)), 0);
    assert_true(case_key_equal(&found, &k));
}

static void parameters_come_in_any_order(void **state)
{
    (void)state;
    struct case_key k, expected = key_of(4096, 4, "d");
    assert_int_equal(case_key_parse(&k, "find/mmap/warm/data:d/threads:4/buffer:4096"), 0);
    assert_true(case_key_equal(&k, &expected));
}

static void what_is_no_key_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "find",
        "find/mmap",
        "find//warm",
        "/mmap/warm",
        "find/mmap/",
        "find/mmap/warm/",
        "find/mmap/warm//threads:4",
        "find/mmap/warm/threads",
        "find/mmap/warm/threads:",
        "find/mmap/warm/threads:0",
        "find/mmap/warm/threads:-1",
        "find/mmap/warm/threads:4x",
        "find/mmap/warm/threads:4KiB",
        "find/mmap/warm/buffer:0",
        "find/mmap/warm/buffer:4Q",
        "find/mmap/warm/data:",
        "find/mmap/warm/data:%",
        "find/mmap/warm/data:%0",
        "find/mmap/warm/data:%00",
        "find/mmap/warm/data:%XY",
        "find/mmap/warm/text-64MiB",
        "find/mmap/warm/pages:4",
        "find/mmap/warm/Threads:4",
        "find/mmap/warm/threads:4/threads:4",
        "find/mmap/warm/data:a/data:a",
        "find/mmap/warm/buffer:4KiB/threads:2/buffer:4KiB",
    };
    struct case_key untouched = key_of(7, 7, "untouched"), k = untouched;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (case_key_parse(&k, bad[i]) != -EINVAL)
            fail_msg("'%s' is taken", bad[i]);
    assert_memory_equal(&k, &untouched, sizeof k);
}

static void what_is_too_long_is_refused(void **state)
{
    (void)state;
    char text[2 * CASE_TEXT_MAX] = "find/mmap/warm/data:";
    struct case_key k;
    size_t len = strlen(text);
    memset(text + len, 'x', CASE_DATASET_MAX - 1);
    assert_int_equal(case_key_parse(&k, text), 0);
    text[len + CASE_DATASET_MAX - 1] = 'x';
    assert_int_equal(case_key_parse(&k, text), -EINVAL);
    memset(text + len, 'x', CASE_TEXT_MAX);
    assert_int_equal(case_key_parse(&k, text), -EINVAL);
    memset(text, 'x', CASE_NAME_MAX);
    strcpy(text + CASE_NAME_MAX, "/mmap/warm");
    assert_int_equal(case_key_parse(&k, text), -EINVAL);
}

/* ---- equality and order ---- */

/* In ascending order: each differs from the first in one member alone. */
static const struct {
    struct case_key key;
    bool row, table; /* it shares with the first */
} ascending[] = {
    { { .threads = 0 }, true, true },       { { .dataset = "c" }, false, false },
    { { .threads = 3 }, false, false },     { { .buffer_bytes = 10 }, true, true },
    { { .block_bytes = 10 }, false, true }, { { .blocks = 2 }, false, true },
    { { .blocks = 10 }, false, true },      { { .pattern = "c" }, false, true },
    { { .state = "c" }, false, false },     { { .method = "c" }, true, true },
    { { .workload = "c" }, false, true },
};
enum { KEYS = sizeof ascending / sizeof ascending[0] };

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static void keys_have_an_order(void **state)
{
    (void)state;
    for (int i = 0; i < KEYS; i++)
        for (int j = 0; j < KEYS; j++) {
            const struct case_key *a = &ascending[i].key, *b = &ascending[j].key;
            assert_int_equal(sign(case_key_order(a, b)), sign(i - j));
            assert_int_equal(case_key_equal(a, b), i == j);
        }
}

static void rows_and_tables_are_of_any_method_and_its_buffer(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEYS; i++) {
        const struct case_key *a = &ascending[0].key, *b = &ascending[i].key;
        assert_int_equal(case_key_same_row(a, b), ascending[i].row);
        assert_int_equal(case_key_same_table(a, b), ascending[i].table);
    }
}

/* ---- JSON ---- */

static void a_key_is_its_json_both_ways(void **state)
{
    (void)state;
    static const char *const names[] = { "workload", "method",       "state",       "dataset",
                                         "threads",  "buffer_bytes", "block_bytes", "blocks",
                                         "pattern",  "regex" };
    struct case_key found, k = key_of(0, 1, "a/\"b\"\n\xc3\xa4"); /* standard and 0 as well */
    const char *name;
    json_t *json = case_key_json(&k);
    assert_null(case_key_read(&found, json, &name));
    assert_true(case_key_equal(&found, &k));
    assert_int_equal(json_object_size(json), sizeof names / sizeof names[0]);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_non_null(json_object_get(json, names[i]));
    json_decref(json);
}

static void what_is_wrong_with_a_json_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value; /* NULL: the member is missing */
        const char *what;
    } bad[] = {
        { "workload", NULL, "is missing" },
        { "method", NULL, "is missing" },
        { "state", NULL, "is missing" },
        { "dataset", NULL, "is missing" },
        { "threads", NULL, "is missing" },
        { "buffer_bytes", NULL, "is missing" },
        { "workload", "null", "is empty" },
        { "method", "\"\"", "is empty" },
        { "state", "7", "is not a text" },
        { "dataset", "[]", "is not a text" },
        { "pattern", "7", "is not a text" },
        { "threads", "\"4\"", "is not a whole number from 0" },
        { "threads", "null", "is not a whole number from 0" },
        { "buffer_bytes", "-1", "is not a whole number from 0" },
        { "buffer_bytes", "0.5", "is not a whole number from 0" },
        { "method", "\"0123456789012345678901234567890123456789012345678901234567890123\"",
          "is too long" },
    };
    struct case_key good = key_of(4096, 4, "d"), untouched = key_of(7, 7, "untouched"),
                    k = untouched;
    const char *name;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        json_t *json = case_key_json(&good);
        if (bad[i].value)
            json_object_set_new(json, bad[i].name,
                                json_loads(bad[i].value, JSON_DECODE_ANY, NULL));
        else
            json_object_del(json, bad[i].name);
        const char *what = case_key_read(&k, json, &name);
        assert_non_null(what);
        assert_string_equal(what, bad[i].what);
        assert_string_equal(name, bad[i].name);
        json_decref(json);
    }
    assert_string_equal(case_key_read(&k, NULL, &name), "is missing or not an object");
    assert_string_equal(name, "");
    assert_memory_equal(&k, &untouched, sizeof k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_its_text_both_ways),
        cmocka_unit_test(what_is_standard_or_does_not_apply_is_left_out),
        cmocka_unit_test(parts_of_a_key_are_parts_of_its_text),
        cmocka_unit_test(the_longest_name_fits),
        cmocka_unit_test(parameters_come_in_any_order),
        cmocka_unit_test(what_is_no_key_is_refused),
        cmocka_unit_test(what_is_too_long_is_refused),
        cmocka_unit_test(keys_have_an_order),
        cmocka_unit_test(rows_and_tables_are_of_any_method_and_its_buffer),
        cmocka_unit_test(a_key_is_its_json_both_ways),
        cmocka_unit_test(what_is_wrong_with_a_json_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
