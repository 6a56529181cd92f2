/* SPDX-License-Identifier: MIT */
/* Data sets that are generated: when they are made anew, and what stops it. */
#include <errno.h>

#include "base/text.h"
#include "dataset/dataset.h"
#include "tests/unit/dataset_folder.h"

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
   through the file; others have an answer as well. */
static void other_draws_have_an_answer(void **state)
{
    (void)state;
    const struct workload *random = workload_find_by_name("random");
    struct case_key key = { .blocks = WORKLOAD_BLOCKS_USUAL, .block_bytes = GEN_BLOCK_BYTES };
    struct dataset d;
    struct answer a, all;
    assert_int_equal(dataset_parse(&d, "blocks-64K", 1), 0);
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), 0);
    assert_true(dataset_has_answer(&key));
    assert_int_equal(dataset_expect_case(&d, random, &key, d.spec.seed, &a), 0);
    assert_string_equal(a.text, expectation_answer(&d.expected, random));
    key.blocks = 77;
    assert_false(dataset_has_answer(&key));
    assert_int_equal(dataset_expect_case(&d, random, &key, d.spec.seed, &a), 0);
    assert_string_not_equal(a.text, expectation_answer(&d.expected, random));
    assert_true(random->useful(65536, &key, a.text) < 65536);
    key = (struct case_key){ .blocks = 1, .block_bytes = 65536 };
    assert_false(dataset_has_answer(&key));
    assert_int_equal(dataset_expect_case(&d, random, &key, d.spec.seed, &a),
                     0); /* all of the file */
    snprintf(
        all.text, sizeof all.text, "%s",
        strstr(expectation_answer(&d.expected, workload_find_by_name("full-read")), "sum="));
    assert_string_equal(a.text, all.text);
    key.block_bytes = 4096;
    assert_true(random->useful(65536, &key, "") > 4095);
    assert_true(random->useful(65536, &key, "") < 4097);
    drop(&d);
}

/* Across the pieces that are read, too. */
static void other_patterns_and_expressions_have_an_answer(void **state)
{
    (void)state;
    const struct workload *const find = workload_find_by_name("find"),
                                 *const replace = workload_find_by_name("replace");
    char *path = text_printf("%s/own.txt", folder), *data = malloc(3 << 20);
    struct case_key key = { .pattern = "ERROR" };
    struct checksum sum;
    struct dataset d;
    struct answer a, wanted;
    memset(data, 'E', 3 << 20);
    memcpy(data + (1 << 20) - 2, "ERROR", 5);
    memcpy(data + (2 << 20), "ERROR", 5);
    test_write(path, data, 3 << 20);
    assert_int_equal(dataset_of_file(&d, path), 0);
    d.only_cases = true;
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), 0);
    assert_false(dataset_has_answer(&key));
    assert_int_equal(dataset_expect_case(&d, find, &key, d.spec.seed, &a), 0);
    assert_string_equal(a.text, "offset=1048574");
    assert_true(find->useful(3 << 20, &key, a.text) == 1048574 + 5);
    assert_int_equal(
        dataset_expect_case(&d, workload_find_by_name("rfind"), &key, d.spec.seed, &a), 0);
    assert_string_equal(a.text, "offset=2097152");
    assert_int_equal(
        dataset_expect_case(&d, workload_find_by_name("count"), &key, d.spec.seed, &a), 0);
    assert_string_equal(a.text, "count=2");
    memcpy(data + (1 << 20) - 2, "RORRE", 5);
    memcpy(data + (2 << 20), "RORRE", 5);
    checksum_begin(&sum);
    checksum_feed(&sum, data, 3 << 20);
    replace->expected(
        &(struct reference_answers){ .count = 2, .replaced_checksum = checksum_end(&sum) },
        &wanted);
    assert_int_equal(dataset_expect_case(&d, replace, &key, d.spec.seed, &a), 0);
    assert_string_equal(a.text, wanted.text);
    strcpy(key.pattern, "error");
    assert_int_equal(
        dataset_expect_case(&d, workload_find_by_name("seek-find"), &key, d.spec.seed, &a), 0);
    assert_string_equal(a.text, "offset=none");
    key = (struct case_key){ .regex = "RO?R" };
    assert_false(dataset_has_answer(&key));
    assert_int_equal(
        dataset_expect_case(&d, workload_find_by_name("regex"), &key, d.spec.seed, &a), 0);
    assert_string_equal(a.text, "count=4"); /* RR and ROR end apart */
    dataset_free(&d);
    unlink(path);
    free(path);
    free(data);
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

/* Of a file whose blocks alone are wanted nothing else is worked out, until something is. */
static void answers_of_single_cases_need_no_others(void **state)
{
    (void)state;
    struct dataset d, again, whole;
    struct answer answer;
    struct stat before, after;
    assert_int_equal(dataset_parse(&d, "blocks-40KiB", 1), 0);
    d.only_cases = true;
    again = whole = d;
    whole.only_cases = false;
    assert_int_equal(dataset_provide(&d, folder, NULL, NULL), 0);
    assert_int_equal(strlen(d.expected.sha256), 64);
    assert_true(dataset_is_numbered(&d.expected));
    for (size_t i = 0; workloads[i]; i++)
        assert_null(expectation_answer(&d.expected, workloads[i]));
    assert_int_equal(dataset_expect_case(&d, workload_find_by_name("random"),
                                         &(struct case_key){ .blocks = 9, .block_bytes = 4096 },
                                         1, &answer),
                     0);
    assert_int_equal(strncmp(answer.text, "sum=", 4), 0);
    age(d.path);
    assert_int_equal(stat(d.path, &before), 0);
    assert_int_equal(dataset_provide(&again, folder, NULL, NULL), 0);
    assert_int_equal(stat(d.path, &after), 0);
    assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec); /* used again */
    assert_int_equal(dataset_provide(&whole, folder, NULL, NULL), 0);
    assert_true(expectation_is_whole(&whole.expected));
    assert_string_equal(whole.expected.sha256, d.expected.sha256);
    dataset_free(&d);
    dataset_free(&again);
    drop(&whole);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(a_file_is_made_with_its_answers),
        FOLDER_TEST(a_valid_file_is_used_again),
        FOLDER_TEST(a_changed_file_is_made_anew),
        FOLDER_TEST(changed_answers_are_made_anew),
        FOLDER_TEST(another_seed_is_another_file),
        FOLDER_TEST(an_empty_data_set_has_answers),
        FOLDER_TEST(blocks_are_numbered),
        FOLDER_TEST(other_draws_have_an_answer),
        FOLDER_TEST(other_patterns_and_expressions_have_an_answer),
        FOLDER_TEST(answers_of_single_cases_need_no_others),
        FOLDER_TEST(cancelling_leaves_no_half_file),
        FOLDER_TEST(cancelling_the_check_keeps_the_file),
        FOLDER_TEST(a_missing_folder_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
