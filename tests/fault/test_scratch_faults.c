/* SPDX-License-Identifier: MIT */
/*
 * A private copy that fails half way leaves nothing, and a file system that does not
 * know its size is not full.
 *
 * Linked with --wrap of: read writev close open fstatvfs malloc
 */
#include <stdarg.h>
#include <sys/statvfs.h>
#include <sys/uio.h>

#include "base/scratch.h"
#include "tests/fault/wrap.h"

DECLARE_WRAP(ssize_t, read, int fd, void *buffer, size_t len);
DECLARE_WRAP(ssize_t, writev, int fd, const struct iovec *parts, int count);
DECLARE_WRAP(int, close, int fd);
DECLARE_WRAP(int, LARGE(open), const char *path, int flags, ...);
DECLARE_WRAP(int, LARGE(fstatvfs), int fd, struct statvfs *ret);
DECLARE_WRAP(void *, malloc, size_t len);

enum { BYTES = 3 << 20, NEVER = -1 };

static struct system {
    int read_to_fail, write_to_fail; /* count down; NEVER */
    int close_error, space_error;
    bool knows_no_size, is_full, has_no_memory;
    int created, writes;
} now;

ssize_t WRAPPED(read)(int fd, void *buffer, size_t len)
{
    if (now.read_to_fail >= 0 && now.read_to_fail-- == 0)
        return fails(EIO);
    return REAL(read)(fd, buffer, len);
}

ssize_t WRAPPED(writev)(int fd, const struct iovec *parts, int count)
{
    now.writes++;
    if (now.write_to_fail >= 0 && now.write_to_fail-- == 0)
        return fails(ENOSPC);
    return REAL(writev)(fd, parts, count);
}

int WRAPPED(LARGE(open))(const char *path, int flags, ...)
{
    int fd = REAL(LARGE(open))(path, flags, 0600);
    if (flags & O_CREAT)
        now.created = fd;
    return fd;
}

int WRAPPED(close)(int fd)
{
    int r = REAL(close)(fd);
    return fd == now.created && now.close_error ? fails(now.close_error) : r;
}

int WRAPPED(LARGE(fstatvfs))(int fd, struct statvfs *ret)
{
    int r = REAL(LARGE(fstatvfs))(fd, ret);
    if (now.space_error)
        return fails(now.space_error);
    if (now.knows_no_size)
        ret->f_blocks = ret->f_bfree = ret->f_bavail = 0;
    if (now.is_full)
        ret->f_bavail = 1;
    return r;
}

void *WRAPPED(malloc)(size_t len)
{
    if (!now.has_no_memory)
        return REAL(malloc)(len);
    errno = ENOMEM;
    return NULL;
}

static char *folder, *from, *to;
static unsigned char *data;

static int file_make(void **state)
{
    (void)state;
    now = (struct system){ .read_to_fail = NEVER, .write_to_fail = NEVER };
    folder = test_folder();
    data = calloc(1, BYTES);
    if (!data || asprintf(&from, "%s/from", folder) < 0 || asprintf(&to, "%s/to", folder) < 0)
        return -1;
    memset(data, 'x', BYTES);
    test_write(from, data, BYTES);
    return 0;
}

static int file_drop(void **state)
{
    (void)state;
    unlink(from);
    unlink(to);
    int r = rmdir(folder);
    free(folder);
    free(from);
    free(to);
    free(data);
    return r;
}

static void check_fails(struct system system, int expected)
{
    int descriptors = open_descriptors();
    now = system;
    int r = scratch_copy(from, to);
    now = (struct system){ .read_to_fail = NEVER, .write_to_fail = NEVER };
    assert_int_equal(r, expected);
    assert_false(path_exists(to));
    assert_int_equal(open_descriptors(), descriptors);
    check_bytes(from, data, BYTES);
}

static void a_copy_that_fails_leaves_nothing(void **state)
{
    (void)state;
    const struct system good = { .read_to_fail = NEVER, .write_to_fail = NEVER };
    for (int nth = 0; nth < 3; nth++) {
        struct system s = good;
        s.read_to_fail = nth;
        check_fails(s, -EIO);
        s = good;
        s.write_to_fail = nth;
        check_fails(s, -ENOSPC);
    }
    struct system s = good;
    s.close_error = EDQUOT;
    check_fails(s, -EDQUOT);
    s = good;
    s.space_error = EIO;
    check_fails(s, -EIO);
    s = good;
    s.has_no_memory = true;
    check_fails(s, -ENOMEM);
}

static void a_full_file_system_is_not_written_to(void **state)
{
    (void)state;
    now.is_full = true;
    assert_int_equal(scratch_copy(from, to), -ENOSPC);
    assert_int_equal(now.writes, 0);
    assert_false(path_exists(to));
}

/* Some network file systems say 0 of 0 blocks. */
static void a_file_system_without_a_size_is_not_full(void **state)
{
    (void)state;
    now.knows_no_size = true;
    assert_int_equal(scratch_copy(from, to), 0);
    check_bytes(to, data, BYTES);
}

#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, file_make, file_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(a_copy_that_fails_leaves_nothing),
        FAULT_TEST(a_full_file_system_is_not_written_to),
        FAULT_TEST(a_file_system_without_a_size_is_not_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
