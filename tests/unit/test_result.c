/* SPDX-License-Identifier: MIT */
/* The run file, both ways. */
#include <errno.h>

#include "tests/unit/result_folder.h"

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

static void add_finding(struct run *r, const char *check, const char *verdict, const char *fix)
{
    struct run_finding *f = run_add_finding(r);
    assert_non_null(f);
    f->check = strdup(check);
    f->verdict = strdup(verdict);
    f->found = strdup("in \"use\"; é");
    f->fix = fix ? strdup(fix) : NULL;
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
    fill_fields(&r.interference, interference_fields, INTERFERENCE_FIELDS, 8);
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
        check_text(a->fix, b->fix);
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
        check_fields(&found->interference, &expected->interference, interference_fields,
                     INTERFERENCE_FIELDS);
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
    assert_ptr_equal(run_find_dataset(&r, "text-1MiB"), &r.datasets[0]);
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
        FOLDER_TEST(noise_that_nobody_sees_is_null),
        FOLDER_TEST(a_run_that_was_not_watched_comes_back_so),
        FOLDER_TEST(a_noisy_run_says_so_in_its_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
