/* SPDX-License-Identifier: MIT */
/* Data sets: their names, and the user's own file. */
#include <errno.h>

#include "base/text.h"
#include "dataset/dataset.h"
#include "tests/unit/dataset_folder.h"

/* ---- names ---- */

struct naming {
    const char *given, *canonical;
    const struct gen_kind *kind;
    uint64_t needle, bytes;
};

static void names_are_made_canonical(void **state)
{
    (void)state;
    static const struct naming table[] = {
        { "text-64MiB", "text-64MiB", &gen_text, GEN_NEEDLE_EARLY, 64 << 20 },
        { "text-64M", "text-64MiB", &gen_text, GEN_NEEDLE_EARLY, 64 << 20 },
        { "text-65536K", "text-64MiB", &gen_text, GEN_NEEDLE_EARLY, 64 << 20 },
        { "text-early-64MiB", "text-64MiB", &gen_text, GEN_NEEDLE_EARLY, 64 << 20 },
        { "text-last-2.4MB", "text-last-2400000", &gen_text, GEN_NEEDLE_LAST, 2400000 },
        { "text-middle-1G", "text-middle-1GiB", &gen_text, GEN_NEEDLE_MIDDLE, 1 << 30 },
        { "text-absent-1K", "text-absent-1KiB", &gen_text, GEN_NEEDLE_ABSENT, 1024 },
        { "text-1M-64M", "text-1MiB-64MiB", &gen_text, 1 << 20, 64 << 20 },
        { "text-0-64M", "text-64MiB", &gen_text, GEN_NEEDLE_EARLY, 64 << 20 },
        { "text-4097-64M", "text-4097-64MiB", &gen_text, 4097, 64 << 20 },
        { "blocks-0", "blocks-0", &gen_blocks, GEN_NEEDLE_EARLY, 0 },
        { "records-4095", "records-4095", &gen_records, GEN_NEEDLE_EARLY, 4095 },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct dataset d;
        assert_int_equal(dataset_parse(&d, table[i].given, 42), 0);
        assert_string_equal(d.name, table[i].canonical);
        assert_ptr_equal(d.kind, table[i].kind);
        assert_int_equal(d.spec.needle, table[i].needle);
        assert_int_equal(d.spec.bytes, table[i].bytes);
        assert_int_equal(d.spec.seed, 42);
        assert_null(d.path);
        struct dataset again; /* the canonical name means the same */
        assert_int_equal(dataset_parse(&again, d.name, 42), 0);
        assert_memory_equal(&again, &d, sizeof d);
    }
}

static void what_is_no_name_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "-",
        "text-every-8-64MiB",
        "text",
        "text-",
        "-64MiB",
        "text-64X",
        "text--64MiB",
        "text-far-64MiB",
        "text-last-",
        "text-last",
        "text-last-early-1M",
        "prose-64MiB",
        "Text-64MiB",
        "text-64MiB-",
        "text 64MiB",
        "text--1",
        "a-kind-whose-name-is-far-too-long-to-be-one-of-ours-1M"
    };
    struct dataset untouched = { .name = "untouched" }, d = untouched;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(dataset_parse(&d, bad[i], 1), -EINVAL);
        assert_memory_equal(&d, &untouched, sizeof d);
    }
}

static void a_new_size_is_a_new_name(void **state)
{
    (void)state;
    struct dataset d;
    assert_int_equal(dataset_parse(&d, "text-last-64MiB", 1), 0);
    dataset_set_size(&d, 3000);
    assert_string_equal(d.name, "text-last-3000");
    assert_int_equal(d.spec.bytes, 3000);
}

static void a_users_file_has_its_own_name(void **state)
{
    (void)state;
    static const char *const paths[][2] = { { "mine.log", "mine.log" },
                                            { "/var/log/mine.log", "mine.log" },
                                            { "./x", "x" } };
    for (size_t i = 0; i < 3; i++) {
        struct dataset d;
        assert_int_equal(dataset_of_file(&d, paths[i][0]), 0);
        assert_string_equal(d.name, paths[i][1]);
        assert_string_equal(d.path, paths[i][0]);
        assert_null(d.kind);
        dataset_free(&d);
        assert_null(d.path);
    }
}

/* ---- the user's own file ---- */

static void a_users_file_is_only_read(void **state)
{
    (void)state;
    static const char text[] = "once upon the time the end";
    struct dataset d;
    struct stat before, after;
    size_t len;
    char *path = text_printf("%s/mine", folder), *expect = text_printf("%s.expect.json", path);
    test_write(path, text, sizeof text - 1);
    assert_int_equal(chmod(path, 0400), 0);
    age(path);
    assert_int_equal(stat(path, &before), 0);
    assert_int_equal(dataset_of_file(&d, path), 0);
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), 0);
    assert_string_equal(d.expected.kind, "file");
    assert_int_equal(d.expected.bytes, sizeof text - 1);
    assert_string_equal(expectation_answer(&d.expected, workload_find_by_name("find")),
                        "offset=9");
    assert_string_equal(expectation_answer(&d.expected, workload_find_by_name("count")),
                        "count=2");
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(after.st_mtim.tv_sec, before.st_mtim.tv_sec);
    assert_int_equal(after.st_ino, before.st_ino);
    assert_int_equal(access(expect, F_OK), -1);
    unsigned char *found = test_read(path, &len);
    assert_memory_equal(found, text, len);
    free(found);
    dataset_free(&d);
    unlink(path);
    free(path);
    free(expect);
}

static void a_users_file_that_is_none_is_an_error(void **state)
{
    (void)state;
    struct dataset d;
    assert_int_equal(dataset_of_file(&d, "/no/such/file"), 0);
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), -ENOENT);
    dataset_free(&d);
    assert_int_equal(dataset_of_file(&d, folder), 0);
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), -EINVAL);
    dataset_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(names_are_made_canonical),
        FOLDER_TEST(what_is_no_name_is_refused),
        FOLDER_TEST(a_new_size_is_a_new_name),
        FOLDER_TEST(a_users_file_has_its_own_name),
        FOLDER_TEST(a_users_file_is_only_read),
        FOLDER_TEST(a_users_file_that_is_none_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
