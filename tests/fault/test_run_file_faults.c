/* SPDX-License-Identifier: MIT */
/*
 * The run file on a system that fails: the one that was there survives whole, and no
 * half of a new one lies beside it.
 *
 * Linked with --wrap of: fopen fclose fflush fsync rename text_printf
 */
#include <dirent.h>
#include <stdarg.h>

#include "dataset/expectation.h"
#include "runfile/run.h"
#include "tests/fault/wrap.h"

DECLARE_WRAP(FILE *, LARGE(fopen), const char *name, const char *mode);
DECLARE_WRAP(int, fclose, FILE *file);
DECLARE_WRAP(int, fflush, FILE *file);
DECLARE_WRAP(int, fsync, int fd);
DECLARE_WRAP(int, rename, const char *from, const char *to);
DECLARE_WRAP(char *, text_printf, const char *format, ...);

enum { NEVER = -1, CASES = 5, SAMPLES = 3 };

static struct system {
    int create_error, close_error, write_error, sync_error, rename_error;
    int text_to_fail; /* counts down; NEVER */
    FILE *created;    /* the file that was made last */
} now;

FILE *WRAPPED(LARGE(fopen))(const char *name, const char *mode)
{
    if (mode[0] != 'w')
        return REAL(LARGE(fopen))(name, mode);
    errno = now.create_error;
    return now.created = now.create_error ? NULL : REAL(LARGE(fopen))(name, mode);
}

int WRAPPED(fclose)(FILE *file)
{
    bool fails_now = file == now.created && now.close_error;
    int r = REAL(fclose)(file);
    return fails_now ? fails(now.close_error) : r;
}

int WRAPPED(fflush)(FILE *file)
{
    return now.write_error ? fails(now.write_error) : REAL(fflush)(file);
}

int WRAPPED(fsync)(int fd)
{
    return now.sync_error ? fails(now.sync_error) : REAL(fsync)(fd);
}

int WRAPPED(rename)(const char *from, const char *to)
{
    return now.rename_error ? fails(now.rename_error) : REAL(rename)(from, to);
}

char *WRAPPED(text_printf)(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    if (now.text_to_fail >= 0 && now.text_to_fail-- == 0)
        return NULL;
    va_start(arguments, format);
    int len = vasprintf(&text, format, arguments);
    va_end(arguments);
    return len < 0 ? NULL : text;
}

static struct system good_system(void)
{
    return (struct system){ .text_to_fail = NEVER };
}

/* ---- the fixture: a run file that is there ---- */

static char *folder, *path;

static struct run make_run(size_t cases)
{
    static const char *const names[CASES] = { "read", "chunk", "seek", "pread", "mmap" };
    struct run r = { .started_at = "2026-01-31T12:00:00Z", .rounds = SAMPLES };
    struct run_dataset *d = run_add_dataset(&r);
    strcpy(d->name, "text-1MiB");
    strcpy(d->kind, "text");
    for (size_t i = 0; i < cases; i++) {
        struct run_case *c = run_add_case(&r);
        strcpy(c->key.workload, "count");
        strcpy(c->key.method, names[i]);
        strcpy(c->key.state, "warm");
        strcpy(c->key.dataset, "text-1MiB");
        for (size_t n = 0; n < SAMPLES; n++) {
            struct sample s = sample_unknown();
            s.round = (double)n;
            s.wall_ns = 1000 + (double)n;
            assert_int_equal(case_add_sample(c, &s), 0);
        }
    }
    return r;
}

static int file_make(void **state)
{
    (void)state;
    now = good_system();
    folder = test_folder();
    if (asprintf(&path, "%s/run.json", folder) < 0)
        return -1;
    struct run old = make_run(1);
    int r = run_write(&old, path);
    run_free(&old);
    return r;
}

static int file_drop(void **state)
{
    (void)state;
    now = good_system();
    unlink(path);
    int r = rmdir(folder);
    free(folder);
    free(path);
    return r;
}

/* How many samples the file holds; fails unless it can be read. */
static size_t samples_in_file(void)
{
    struct run r;
    struct run_error error;
    size_t samples = 0;
    if (run_read(&r, path, &error) != 0)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < r.case_count; i++)
        samples += r.cases[i].sample_count;
    run_free(&r);
    return samples;
}

static int files_in_folder(void)
{
    int count = 0;
    DIR *files = opendir(folder);
    assert_non_null(files);
    for (struct dirent *e = readdir(files); e; e = readdir(files))
        count += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    closedir(files);
    return count;
}

static void check_old_survives(struct system system, int expected)
{
    struct run r = make_run(CASES);
    int descriptors = open_descriptors();
    now = system;
    int result = run_write(&r, path);
    now = good_system();
    run_free(&r);
    assert_int_equal(result, expected);
    assert_int_equal(samples_in_file(), SAMPLES);
    assert_int_equal(files_in_folder(), 1);
    assert_int_equal(open_descriptors(), descriptors);
}

static void the_old_run_survives_every_failure(void **state)
{
    (void)state;
    struct system s = good_system();
    s.sync_error = EIO;
    check_old_survives(s, -EIO);
    s = good_system();
    s.rename_error = EROFS;
    check_old_survives(s, -EROFS);
    s = good_system();
    s.close_error = EDQUOT;
    check_old_survives(s, -EDQUOT);
    s = good_system();
    s.create_error = EACCES;
    check_old_survives(s, -EACCES);
    s = good_system();
    s.write_error = ENOSPC;
    check_old_survives(s, -ENOSPC);
    for (int nth = 0; nth < 2; nth++) { /* the path, and the temporary one */
        s = good_system();
        s.text_to_fail = nth;
        check_old_survives(s, -ENOMEM);
    }
}

/* The answers beside a data file are written in the same way. */
static void the_old_answers_survive_a_failure(void **state)
{
    (void)state;
    char *data = NULL, *file = NULL;
    struct expectation e = { .kind = "text", .needle = "early", .seed = 1 }, found = { 0 };
    assert_true(asprintf(&data, "%s/data", folder) > 0);
    assert_true(asprintf(&file, "%s.expect.json", data) > 0);
    assert_int_equal(expectation_write(&e, data), 0);
    e.seed = 2;
    now.sync_error = EIO;
    assert_int_equal(expectation_write(&e, data), -EIO);
    now = good_system();
    now.text_to_fail = 0;
    assert_int_equal(expectation_write(&e, data), -ENOMEM);
    assert_int_equal(files_in_folder(), 2); /* the run file is there, too */
    assert_int_equal(expectation_read(&found, data), 0);
    assert_int_equal(found.seed, 1);
    unlink(file);
    free(data);
    free(file);
}

#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, file_make, file_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(the_old_run_survives_every_failure),
        FAULT_TEST(the_old_answers_survive_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
