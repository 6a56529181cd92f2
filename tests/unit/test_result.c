/* SPDX-License-Identifier: MIT */
/* The run file, both ways. */
#include <errno.h>

#include "runfile/tables.h"
#include "tests/unit/result_folder.h"

static void add_case(struct run *r, const char *method, enum case_status status, size_t samples)
{
    struct run_case *c = run_add_case(r);
    assert_non_null(c);
    c->key = (struct case_key){ .workload = "count",
                                .state = "warm",
                                .dataset = "text-1MiB",
                                .pattern = "\"a/b%",
                                .threads = 3,
                                .buffer_bytes = 4096,
                                .block_bytes = 512,
                                .blocks = 64 };
    strcpy(c->key.method, method);
    fill_fields(c, run_case_fields, RUN_CASE_FIELDS, 0);
    c->status = status;
    if (status != CASE_OK)
        c->reason =
            (struct reason){ CAUSE_LIMIT_NOT_VERIFIED, { 0.25, 7, 8 }, "two\nlines, \"é\"" };
    for (size_t i = 0; i < samples; i++) {
        struct sample s;
        fill_fields(&s, sample_fields, SAMPLE_FIELDS, 1000 * (double)(i + 1));
        assert_int_equal(case_add_sample(c, &s), 0);
    }
}

/* Two items of every list. */
static void add_lists(struct run *r)
{
    for (size_t i = 0; i < RUN_LISTS; i++)
        for (size_t n = 0; n < 2; n++) {
            void *item = run_lists[i].add(r);
            assert_non_null(item);
            fill_fields(item, run_lists[i].fields, run_lists[i].field_count, 5 + (double)n);
        }
}

static struct run make_run(void)
{
    struct run r = { 0 };
    fill_fields(&r, run_head_fields, RUN_HEAD_FIELDS, 3);
    r.seed = 9007199254740993; /* no double holds it */
    r.planted = 0.125;
    r.looks = stats_looks_usual;
    for (size_t i = 0; i < RUN_PARTS; i++)
        fill_fields((char *)&r + run_parts[i].offset, run_parts[i].fields, run_parts[i].count,
                    5);
    r.watched = true;
    fill_fields(&r.interference, interference_fields, INTERFERENCE_FIELDS, 8);
    add_lists(&r);
    r.costs.file_bytes = 12345;
    costs_extend(&r.costs, "copy", "ns/byte", 1)->values[0] = 0.25;
    add_case(&r, "read", CASE_OK, 5);
    add_case(&r, "stdio", CASE_SKIPPED, 0);
    add_case(&r, "mmap", CASE_FAILED, 2);
    add_case(&r, "pread", CASE_OVER_LIMIT, 0);
    return r;
}

static void check_case(const struct run_case *found, const struct run_case *expected)
{
    assert_true(case_key_equal(&found->key, &expected->key));
    check_reason(&found->reason, &expected->reason);
    check_fields(found, expected, run_case_fields, RUN_CASE_FIELDS);
    assert_int_equal(found->sample_count, expected->sample_count);
    for (size_t i = 0; i < found->sample_count; i++)
        check_fields(&found->samples[i], &expected->samples[i], sample_fields, SAMPLE_FIELDS);
}

static void check_list(const struct run *found, const struct run *expected,
                       const struct run_list *l)
{
    const char *a = *(char *const *)((const char *)found + l->items),
               *b = *(char *const *)((const char *)expected + l->items);
    size_t count = *(const size_t *)((const char *)found + l->count);
    assert_int_equal(count, *(const size_t *)((const char *)expected + l->count));
    for (size_t i = 0; i < count; i++)
        check_fields(a + i * l->item_bytes, b + i * l->item_bytes, l->fields, l->field_count);
}

static void check_run(const struct run *found, const struct run *expected)
{
    check_fields(found, expected, run_head_fields, RUN_HEAD_FIELDS);
    for (size_t i = 0; i < RUN_PARTS; i++)
        check_fields((const char *)found + run_parts[i].offset,
                     (const char *)expected + run_parts[i].offset, run_parts[i].fields,
                     run_parts[i].count);
    assert_int_equal(found->watched, expected->watched);
    assert_memory_equal(&found->looks, &expected->looks, sizeof found->looks);
    assert_int_equal(found->costs.file_bytes, expected->costs.file_bytes);
    assert_int_equal(found->costs.count, 1);
    assert_true(costs_in_round(&found->costs, "copy", 0) == 0.25);
    if (expected->watched)
        check_fields(&found->interference, &expected->interference, interference_fields,
                     INTERFERENCE_FIELDS);
    for (size_t i = 0; i < RUN_LISTS; i++)
        check_list(found, expected, &run_lists[i]);
    assert_int_equal(found->case_count, expected->case_count);
    for (size_t i = 0; i < found->case_count; i++)
        check_case(&found->cases[i], &expected->cases[i]);
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
static void what_nobody_sees_of_others_is_null(void **state)
{
    (void)state;
    struct run r = make_run();
    for (size_t i = 0; i < INTERFERENCE_FIELDS; i++)
        *field_number(&r.interference, &interference_fields[i]) = NAN;
    char *text = text_of(&r);
    for (size_t i = 0; i < INTERFERENCE_FIELDS; i++) {
        char *line = text_printf("\"%s\": null", interference_fields[i].name);
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
    assert_non_null(strstr(text, "\n \"interference\": null,\n"));
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
    char verdict[INTERFERENCE_TEXT_MAX];
    struct run r = make_run();
    r.interference = (struct interference){ .steal_share = 0.031, .speed_share = NAN };
    char *text = text_of(&r);
    assert_non_null(
        strstr(text, "\"verdict\": \"noisy: 3.1 % of the processor time was stolen\"\n }"));
    assert_non_null(run_interference_verdict(&r, verdict, sizeof verdict));
    r.watched = false;
    assert_null(run_interference_verdict(&r, verdict, sizeof verdict));
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
    for (size_t i = 0; i < r.cases[0].sample_count; i++)
        r.cases[0].samples[i].limit_hits = NAN;
    char *text = text_of(&r);
    assert_non_null(strstr(text, "\"host\": null"));
    assert_non_null(strstr(text, "\"wall_ns\":[null,2006.25,"));
    assert_non_null(strstr(text, "\"limit_hits\":null"));
    assert_non_null(strstr(text, "\"cause_words\": null"));
    assert_null(strcasestr(text, "nan"));
    assert_null(strcasestr(text, "infinity"));
    assert_null(strstr(text, ": \"\""));
    run_free(&r);
    free(text);
}

static void whole_numbers_are_integers(void **state)
{
    (void)state;
    struct run r = make_run();
    r.cases[0].samples[0].wall_ns = 123456789;
    char *text = text_of(&r);
    assert_non_null(strstr(text, "\"wall_ns\":[123456789,"));
    run_free(&r);
    free(text);
}

/* A file of the user's may bear any name. What cannot be written may fail, or be
   written in other letters; it must not vanish. */
static void no_case_is_lost_for_its_name(void **state)
{
    (void)state;
    struct run r = make_run();
    strcpy(r.cases[0].key.dataset, "m\xe4rchen.txt");
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
    struct run r = make_run(), small = { .started_at = "2026-01-31T12:00:00Z" };
    char *path = path_of("run.json"), name[64];
    snprintf(name, sizeof name, ".run.json.%ld.tmp", (long)getpid());
    char *temporary = path_of(name);
    assert_int_equal(run_write(&r, path), 0);
    test_write(temporary, "left by a killed process of this number", 39);
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
    strcpy(r.datasets[1].name, "text-1MiB");
    assert_ptr_equal(run_find_dataset(&r, "text-1MiB"), &r.datasets[1]);
    assert_null(run_find_dataset(&r, "text-1"));
    run_free(&r);
    assert_int_equal(r.case_count, 0);
    run_free(&r); /* an empty one */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(a_run_comes_back_as_it_was),
        FOLDER_TEST(what_is_not_known_is_null),
        FOLDER_TEST(whole_numbers_are_integers),
        FOLDER_TEST(no_case_is_lost_for_its_name),
        FOLDER_TEST(a_run_is_replaced_as_a_whole),
        FOLDER_TEST(a_run_that_cannot_be_written_leaves_nothing),
        FOLDER_TEST(data_sets_are_found_by_name),
        FOLDER_TEST(what_nobody_sees_of_others_is_null),
        FOLDER_TEST(a_run_that_was_not_watched_comes_back_so),
        FOLDER_TEST(a_noisy_run_says_so_in_its_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
