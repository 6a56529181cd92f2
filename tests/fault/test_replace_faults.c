/* SPDX-License-Identifier: MIT */
/*
 * replace-new: whatever fails, the file is the old one or the new one, whole,
 * and nothing lies beside it.
 *
 * Linked with --wrap of: open close pwrite fsync rename
 */
#include <stdarg.h>

#include "data-gen/reference.h"
#include "tests/fault/wrap.h"
#include "workload/workload.h"

DECLARE_WRAP(int, LARGE(open), const char *path, int flags, ...);
DECLARE_WRAP(int, close, int fd);
DECLARE_WRAP(ssize_t, LARGE(pwrite), int fd, const void *data, size_t len, off_t offset);
DECLARE_WRAP(int, fsync, int fd);
DECLARE_WRAP(int, rename, const char *from, const char *to);

enum { BYTES = 300001, NEVER = -1 };

static struct system {
    int create_error, close_error, rename_error;
    int write_error, write_to_fail; /* counts down; NEVER */
    int sync_error, sync_to_fail;
    size_t at_most; /* bytes a write; 0: all */
    int created;    /* the descriptor of the file that was made last */
} now;

int WRAPPED(LARGE(open))(const char *path, int flags, ...)
{
    if (!(flags & O_CREAT))
        return REAL(LARGE(open))(path, flags);
    if (now.create_error)
        return fails(now.create_error);
    return now.created = REAL(LARGE(open))(path, flags, 0600);
}

int WRAPPED(close)(int fd)
{
    int r = REAL(close)(fd);
    if (fd != now.created)
        return r;
    now.created = -1;
    return now.close_error ? fails(now.close_error) : r;
}

ssize_t WRAPPED(LARGE(pwrite))(int fd, const void *data, size_t len, off_t offset)
{
    if (now.write_to_fail >= 0 && now.write_to_fail-- == 0)
        return fails(now.write_error);
    if (now.at_most)
        len = len < now.at_most ? len : now.at_most;
    return REAL(LARGE(pwrite))(fd, data, len, offset);
}

int WRAPPED(fsync)(int fd)
{
    if (now.sync_to_fail >= 0 && now.sync_to_fail-- == 0)
        return fails(now.sync_error);
    return REAL(fsync)(fd);
}

int WRAPPED(rename)(const char *from, const char *to)
{
    return now.rename_error ? fails(now.rename_error) : REAL(rename)(from, to);
}

/* ---- the fixture ---- */

static char *folder, *path, *new_path;
static unsigned char before[BYTES], after[BYTES];

static int group_setup(void **state)
{
    (void)state;
    for (size_t i = 0; i < BYTES; i++)
        before[i] = (unsigned char)" the theme of the other "[i % 24];
    memcpy(after, before, BYTES);
    for (size_t i = 0; i + 5 <= BYTES; i++)
        if (memcmp(after + i, REFERENCE_NEEDLE, 5) == 0)
            memcpy(after + i, REFERENCE_REPLACEMENT, 5);
    folder = test_folder();
    return asprintf(&path, "%s/data", folder) > 0 && asprintf(&new_path, "%s.new", path) > 0
               ? 0
               : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    int r = rmdir(folder);
    free(folder);
    free(path);
    free(new_path);
    return r;
}

static int file_make(void **state)
{
    (void)state;
    now = (struct system){ .write_to_fail = NEVER, .sync_to_fail = NEVER, .created = -1 };
    test_write(path, before, BYTES);
    return 0;
}

static int file_drop(void **state)
{
    (void)state;
    return unlink(path);
}

static int replace(const char *workload, const struct method *m)
{
    const struct workload *w = workload_find_by_name(workload);
    const struct case_key key = { .blocks = 0 };
    const struct workload_input input = { .file_bytes = BYTES, .path = path, .key = &key };
    const struct method_options o = { .buffer_bytes = 4096 };
    struct work *work;
    struct file *f;
    int descriptors = open_descriptors();
    assert_int_equal(workload_set_up(&work, w, &input), 0);
    int r = method_open(&f, m, path, &o);
    if (r == 0) {
        r = w->run(work, m, f);
        method_close(m, f);
    }
    workload_tear_down(w, work);
    assert_int_equal(open_descriptors(), descriptors);
    return r;
}

/* By every method that rewrites: nothing has happened to the file. */
static void check_fails(const char *workload, const struct system *system, int expected)
{
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++) {
        if (!methods[m]->next || methods[m]->flags & METHOD_ONLY_CHANGES)
            continue;
        now = *system;
        int r = replace(workload, methods[m]);
        if (r == -EOPNOTSUPP) /* a hint that this system does not offer */
            continue;
        assert_int_equal(r, expected);
        assert_false(path_exists(new_path));
        check_bytes(path, before, BYTES);
        tried++;
    }
    assert_true(tried >= 4);
}

/* ---- tests ---- */

static void a_full_device_leaves_the_old_file(void **state)
{
    (void)state;
    for (int nth = 0; nth < 2; nth++)
        check_fails("replace-new",
                    &(struct system){ .write_error = ENOSPC,
                                      .write_to_fail = nth,
                                      .at_most = 1000,
                                      .sync_to_fail = NEVER },
                    -ENOSPC);
}

static void a_file_that_cannot_be_made_is_told(void **state)
{
    (void)state;
    check_fails("replace-new",
                &(struct system){
                    .create_error = EACCES, .write_to_fail = NEVER, .sync_to_fail = NEVER },
                -EACCES);
}

/* Network file systems report a full device only now. */
static void a_close_that_fails_leaves_the_old_file(void **state)
{
    (void)state;
    check_fails("replace-new",
                &(struct system){
                    .close_error = EDQUOT, .write_to_fail = NEVER, .sync_to_fail = NEVER },
                -EDQUOT);
}

static void a_rename_that_fails_leaves_the_old_file(void **state)
{
    (void)state;
    check_fails(
        "replace-new",
        &(struct system){ .rename_error = EIO, .write_to_fail = NEVER, .sync_to_fail = NEVER },
        -EIO);
}

static void a_flush_that_fails_leaves_the_old_file(void **state)
{
    (void)state;
    check_fails(
        "replace-new-durable",
        &(struct system){ .sync_error = EIO, .write_to_fail = NEVER, .sync_to_fail = 0 }, -EIO);
}

/* The second flush is the folder's: the new file has its name by then. */
static void a_folder_that_cannot_be_flushed_is_told(void **state)
{
    (void)state;
    now.sync_error = EIO;
    now.sync_to_fail = 1;
    assert_int_equal(replace("replace-new-durable", method_find("chunk")), -EIO);
    assert_false(path_exists(new_path));
    check_bytes(path, after, BYTES);
}

static void only_the_durable_one_flushes(void **state)
{
    (void)state;
    now.sync_error = EIO;
    now.sync_to_fail = 0;
    assert_int_equal(replace("replace-new", method_find("chunk")), 0);
    check_bytes(path, after, BYTES);
}

static void short_writes_make_the_same_file(void **state)
{
    (void)state;
    for (size_t m = 0; methods[m]; m++) {
        if (!methods[m]->next || methods[m]->flags & METHOD_ONLY_CHANGES)
            continue;
        test_write(path, before, BYTES);
        now.at_most = 1000;
        int r = replace("replace-new", methods[m]);
        if (r == -EOPNOTSUPP)
            continue;
        assert_int_equal(r, 0);
        assert_false(path_exists(new_path));
        check_bytes(path, after, BYTES);
    }
}

#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, file_make, file_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(a_full_device_leaves_the_old_file),
        FAULT_TEST(a_file_that_cannot_be_made_is_told),
        FAULT_TEST(a_close_that_fails_leaves_the_old_file),
        FAULT_TEST(a_rename_that_fails_leaves_the_old_file),
        FAULT_TEST(a_flush_that_fails_leaves_the_old_file),
        FAULT_TEST(a_folder_that_cannot_be_flushed_is_told),
        FAULT_TEST(only_the_durable_one_flushes),
        FAULT_TEST(short_writes_make_the_same_file),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
