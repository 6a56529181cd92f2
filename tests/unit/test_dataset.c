/* SPDX-License-Identifier: MIT */
/* Data sets: their names, when they are made anew, and the user's own file. */
#include <errno.h>
#include <time.h>

#include "base/text.h"
#include "run/dataset.h"
#include "tests/test.h"

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
    int r = rmdir(folder);
    free(folder);
    return r;
}

/* ---- names ---- */

struct naming {
    const char *given, *canonical;
    const struct gen_kind *kind;
    enum gen_needle needle;
    uint64_t bytes;
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

/* ---- generated files ---- */

enum { BYTES = 100000 };

/* Provides text-100000; *ret_made tells whether the file was made (anew). */
static struct dataset provide(uint64_t seed, bool *ret_made)
{
    struct dataset d;
    struct stat before = { 0 }, after;
    char *path = text_printf("%s/text-%d", folder, BYTES);
    assert_non_null(path);
    stat(path, &before);
    assert_int_equal(dataset_parse(&d, "text-100000", seed), 0);
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), 0);
    assert_string_equal(d.path, path);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(after.st_size, BYTES);
    *ret_made = before.st_ino != after.st_ino ||
                before.st_mtim.tv_sec != after.st_mtim.tv_sec ||
                before.st_mtim.tv_nsec != after.st_mtim.tv_nsec;
    free(path);
    return d;
}

static void drop(struct dataset *d)
{
    char *expect = text_printf("%s.expect.json", d->path);
    assert_int_equal(unlink(d->path), 0);
    assert_int_equal(unlink(expect), 0);
    free(expect);
    dataset_free(d);
}

/* An old date, so that a file made anew cannot bear the same. */
static void age(const char *path)
{
    struct timespec old[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
    assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
}

static void a_file_is_made_with_its_answers(void **state)
{
    (void)state;
    bool made;
    struct dataset d = provide(7, &made);
    struct expectation e;
    assert_true(made);
    assert_int_equal(expectation_read(&e, d.path), 0);
    assert_string_equal(e.kind, "text");
    assert_string_equal(e.needle, "early");
    assert_int_equal(e.bytes, BYTES);
    assert_int_equal(e.seed, 7);
    assert_int_equal(strlen(e.sha256), 64);
    for (size_t i = 0; workloads[i]; i++) {
        assert_non_null(expectation_answer(&e, workloads[i]));
        assert_string_equal(expectation_answer(&e, workloads[i]),
                            expectation_answer(&d.expected, workloads[i]));
    }
    assert_false(dataset_is_numbered(&e));
    drop(&d);
}

static void a_valid_file_is_used_again(void **state)
{
    (void)state;
    bool made;
    struct dataset d = provide(7, &made), again;
    age(d.path);
    again = provide(7, &made);
    assert_false(made);
    assert_string_equal(again.expected.sha256, d.expected.sha256);
    dataset_free(&d);
    drop(&again);
}

/* Spoils a provided file, and sees it made anew, as it was. */
static void check_made_anew(void (*spoil)(const char *path, const char *expect))
{
    bool made;
    size_t len, new_len;
    struct dataset d = provide(7, &made), again;
    unsigned char *data = test_read(d.path, &len);
    char *expect = text_printf("%s.expect.json", d.path);
    age(d.path);
    spoil(d.path, expect);
    again = provide(7, &made);
    unsigned char *found = test_read(d.path, &new_len);
    assert_int_equal(new_len, len);
    assert_memory_equal(found, data, len);
    assert_true(made);
    assert_string_equal(again.expected.sha256, d.expected.sha256);
    age(d.path);
    dataset_free(&again);
    again = provide(7, &made);
    assert_false(made); /* and is valid now */
    free(data);
    free(found);
    free(expect);
    dataset_free(&d);
    drop(&again);
}

static void flip_a_byte(const char *path, const char *expect)
{
    (void)expect;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    char byte;
    assert_int_equal(pread(fd, &byte, 1, BYTES / 2), 1);
    byte ^= 1;
    assert_int_equal(pwrite(fd, &byte, 1, BYTES / 2), 1);
    close(fd);
    age(path);
}

static void cut_the_end(const char *path, const char *expect)
{
    (void)expect;
    assert_int_equal(truncate(path, BYTES - 1), 0);
    age(path);
}

static void remove_the_file(const char *path, const char *expect)
{
    (void)expect;
    assert_int_equal(unlink(path), 0);
}

static void remove_the_answers(const char *path, const char *expect)
{
    (void)path;
    assert_int_equal(unlink(expect), 0);
}

static void break_the_answers(const char *path, const char *expect)
{
    (void)path;
    test_write(expect, "{ \"kind\": \"te", 13);
}

/* Rewrites the answers after a change. */
static void change_answers(const char *path, void (*change)(struct expectation *e))
{
    struct expectation e;
    assert_int_equal(expectation_read(&e, path), 0);
    change(&e);
    assert_int_equal(expectation_write(&e, path), 0);
}

static void other_seed(struct expectation *e)
{
    e->seed++;
}

static void other_needle(struct expectation *e)
{
    strcpy(e->needle, "last");
}

static void other_kind(struct expectation *e)
{
    strcpy(e->kind, "blocks");
}

static void other_hash(struct expectation *e)
{
    e->sha256[0] ^= 1;
}

static void no_answer(struct expectation *e)
{
    e->answers[2].text[0] = '\0';
}

static void spoil_seed(const char *path, const char *expect)
{
    (void)expect;
    change_answers(path, other_seed);
}

static void spoil_needle(const char *path, const char *expect)
{
    (void)expect;
    change_answers(path, other_needle);
}

static void spoil_kind(const char *path, const char *expect)
{
    (void)expect;
    change_answers(path, other_kind);
}

static void spoil_hash(const char *path, const char *expect)
{
    (void)expect;
    change_answers(path, other_hash);
}

static void spoil_answer(const char *path, const char *expect)
{
    (void)expect;
    change_answers(path, no_answer);
}

static void a_changed_file_is_made_anew(void **state)
{
    (void)state;
    check_made_anew(flip_a_byte);
    check_made_anew(cut_the_end);
    check_made_anew(remove_the_file);
}

static void changed_answers_are_made_anew(void **state)
{
    (void)state;
    check_made_anew(remove_the_answers);
    check_made_anew(break_the_answers);
    check_made_anew(spoil_seed);
    check_made_anew(spoil_needle);
    check_made_anew(spoil_kind);
    check_made_anew(spoil_hash);
    check_made_anew(spoil_answer);
}

static void another_seed_is_another_file(void **state)
{
    (void)state;
    bool made;
    struct dataset d = provide(7, &made), other;
    age(d.path);
    other = provide(8, &made);
    assert_true(made);
    assert_string_not_equal(other.expected.sha256, d.expected.sha256);
    dataset_free(&d);
    drop(&other);
}

static void an_empty_data_set_has_answers(void **state)
{
    (void)state;
    struct dataset d;
    assert_int_equal(dataset_parse(&d, "text-0", 1), 0);
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), 0);
    assert_int_equal(d.expected.bytes, 0);
    assert_string_equal(expectation_answer(&d.expected, workload_find_by_name("find")),
                        "offset=none");
    drop(&d);
}

static void blocks_are_numbered(void **state)
{
    (void)state;
    struct dataset d;
    assert_int_equal(dataset_parse(&d, "blocks-64K", 1), 0);
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), 0);
    assert_true(dataset_is_numbered(&d.expected));
    drop(&d);
}

/* The same blocks, read one by one, have the answer that the reference found on its way
   through the file; another number of draws stands in its answer. */
static void other_draws_have_an_answer(void **state)
{
    (void)state;
    const struct workload *random = workload_find_by_name("random");
    struct dataset d;
    struct answer a;
    assert_int_equal(dataset_parse(&d, "blocks-64K", 1), 0);
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), 0);
    assert_int_equal(dataset_expect_draws(&d, random, WORKLOAD_DRAWS, &a), 0);
    assert_string_equal(a.text, expectation_answer(&d.expected, random));
    assert_int_equal(dataset_expect_draws(&d, random, 77, &a), 0);
    assert_non_null(strstr(a.text, " draws=77"));
    assert_true(random->useful(65536, a.text) < 65536);
    assert_true(random->useful(65536, "sum=0 draws=1") > 4095);
    assert_true(random->useful(65536, "sum=0 draws=1") < 4097);
    drop(&d);
}

/* ---- what stops it ---- */

/* Ctrl-C while that is done: from then on everything is to stop. */
struct cancel {
    const char *at;
    bool asked;
};

static int cancel_at(void *context, const char *what, uint64_t done, uint64_t total)
{
    struct cancel *c = context;
    assert_true(done <= total);
    c->asked |= strcmp(what, c->at) == 0;
    return c->asked;
}

static void check_cancelled(struct dataset *d, const char *at)
{
    struct cancel c = { .at = at };
    assert_int_equal(dataset_provide(d, folder, cancel_at, &c), -ECANCELED);
    assert_true(c.asked);
    dataset_free(d);
}

static void cancelling_leaves_no_half_file(void **state)
{
    (void)state;
    struct dataset d;
    assert_int_equal(dataset_parse(&d, "text-100000", 1), 0);
    check_cancelled(&d, "generate"); /* folder_drop sees that nothing is there */
}

static void cancelling_the_check_keeps_the_file(void **state)
{
    (void)state;
    bool made;
    struct stat st;
    struct dataset d = provide(7, &made);
    age(d.path);
    struct dataset again = { .kind = d.kind, .spec = d.spec };
    strcpy(again.name, d.name);
    check_cancelled(&again, "verify");
    assert_int_equal(stat(d.path, &st), 0);
    assert_int_equal(st.st_mtim.tv_sec, 1000000000);
    drop(&d);
}

static void a_missing_folder_is_an_error(void **state)
{
    (void)state;
    struct dataset d;
    assert_int_equal(dataset_parse(&d, "text-1K", 1), 0);
    assert_int_equal(dataset_provide(&d, "/no/such/folder", NULL, NULL), -ENOENT);
    dataset_free(&d);
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

#define DATASET_TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATASET_TEST(names_are_made_canonical),
        DATASET_TEST(what_is_no_name_is_refused),
        DATASET_TEST(a_new_size_is_a_new_name),
        DATASET_TEST(a_users_file_has_its_own_name),
        DATASET_TEST(a_file_is_made_with_its_answers),
        DATASET_TEST(a_valid_file_is_used_again),
        DATASET_TEST(a_changed_file_is_made_anew),
        DATASET_TEST(changed_answers_are_made_anew),
        DATASET_TEST(another_seed_is_another_file),
        DATASET_TEST(an_empty_data_set_has_answers),
        DATASET_TEST(blocks_are_numbered),
        DATASET_TEST(other_draws_have_an_answer),
        DATASET_TEST(cancelling_leaves_no_half_file),
        DATASET_TEST(cancelling_the_check_keeps_the_file),
        DATASET_TEST(a_missing_folder_is_an_error),
        DATASET_TEST(a_users_file_is_only_read),
        DATASET_TEST(a_users_file_that_is_none_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
