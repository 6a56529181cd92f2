/* SPDX-License-Identifier: MIT */
/*
 * A system that fails as `now` says, and a file to open on it. It defines what the linker
 * wraps, so one file of a program includes it.
 *
 * Linked with --wrap of: read pread pwrite open fopen lseek mmap munmap madvise msync fdatasync
 * posix_fadvise malloc calloc realloc posix_memalign free statx
 */
#ifndef MAPREAD_TESTS_FAULT_METHOD_SYSTEM_H
#define MAPREAD_TESTS_FAULT_METHOD_SYSTEM_H

#include <sys/stat.h>

#include "config.h"
#include "method/method.h"
#include "tests/fault/wrap.h"

DECLARE_WRAP(ssize_t, read, int fd, void *buffer, size_t len);
DECLARE_WRAP(ssize_t, LARGE(pread), int fd, void *buffer, size_t len, off_t offset);
DECLARE_WRAP(ssize_t, LARGE(pwrite), int fd, const void *data, size_t len, off_t offset);
DECLARE_WRAP(int, LARGE(open), const char *path, int flags, ...);
DECLARE_WRAP(FILE *, LARGE(fopen), const char *path, const char *mode);
DECLARE_WRAP(off_t, LARGE(lseek), int fd, off_t offset, int whence);
DECLARE_WRAP(int, madvise, void *at, size_t len, int advice);
DECLARE_WRAP(int, msync, void *at, size_t len, int flags);
DECLARE_WRAP(int, fdatasync, int fd);
DECLARE_WRAP(int, LARGE(posix_fadvise), int fd, off_t offset, off_t len, int advice);

enum { BYTES = 300000, BUFFER_BYTES = 65536, NEVER = -1 };

/* What goes wrong; the errors are errno values, 0 none. */
static struct system {
    int read_error;
    size_t read_after; /* bytes that can be read before it */
    size_t was_read;
    int open_error, opens_to_fail;
    int stream_error, seek_error, map_error, advise_error, fadvise_error;
    int write_error, sync_error;
    int look_error;         /* of statx */
    bool has_no_direct;     /* O_DIRECT is taken, and then it is not that */
    int allocation_to_fail; /* counts down; NEVER */
    int allocations, mappings;
} now;

/* How much of it can be read, or -1. */
static inline ssize_t readable(size_t len)
{
    if (!now.read_error)
        return (ssize_t)len;
    if (now.was_read >= now.read_after)
        return fails(now.read_error);
    size_t rest = now.read_after - now.was_read;
    len = len < rest ? len : rest;
    now.was_read += len;
    return (ssize_t)len;
}

ssize_t WRAPPED(read)(int fd, void *buffer, size_t len)
{
    ssize_t n = readable(len);
    return n < 0 ? n : REAL(read)(fd, buffer, (size_t)n);
}

ssize_t WRAPPED(LARGE(pread))(int fd, void *buffer, size_t len, off_t offset)
{
    ssize_t n = readable(len);
    if (n < 0) /* what can be read is no whole block, where one is asked for: O_DIRECT */
        return n;
    ssize_t got = REAL(LARGE(pread))(fd, buffer, len, offset);
    return got < n ? got : n;
}

ssize_t WRAPPED(LARGE(pwrite))(int fd, const void *data, size_t len, off_t offset)
{
    return now.write_error ? fails(now.write_error)
                           : REAL(LARGE(pwrite))(fd, data, len, offset);
}

int WRAPPED(LARGE(open))(const char *path, int flags, ...)
{
    if (now.opens_to_fail-- > 0)
        return fails(now.open_error);
    return REAL(LARGE(open))(path, flags, 0600);
}

/* The C library reads by itself: its streams fail through a cookie. */
static inline ssize_t cookie_read(void *cookie, char *buffer, size_t len)
{
    ssize_t n = readable(len);
    return n < 0 ? n : REAL(read)(*(int *)cookie, buffer, (size_t)n);
}

static inline int cookie_seek(void *cookie, off_t *offset, int whence)
{
    off_t at = REAL(LARGE(lseek))(*(int *)cookie, *offset, whence);
    *offset = at;
    return at < 0 ? -1 : 0;
}

static inline int cookie_close(void *cookie)
{
    int r = close(*(int *)cookie);
    free(cookie);
    return r;
}

FILE *WRAPPED(LARGE(fopen))(const char *path, const char *mode)
{
    if (now.stream_error) {
        errno = now.stream_error;
        return NULL;
    }
    if (!now.read_error)
        return REAL(LARGE(fopen))(path, mode);
    int *fd = malloc(sizeof *fd);
    assert_non_null(fd);
    *fd = REAL(LARGE(open))(path, O_RDONLY | O_CLOEXEC);
    return fopencookie(fd, "r",
                       (cookie_io_functions_t){
                           .read = cookie_read, .seek = cookie_seek, .close = cookie_close });
}

off_t WRAPPED(LARGE(lseek))(int fd, off_t offset, int whence)
{
    return now.seek_error ? fails(now.seek_error) : REAL(LARGE(lseek))(fd, offset, whence);
}

int WRAPPED(madvise)(void *at, size_t len, int advice)
{
    return now.advise_error ? fails(now.advise_error) : REAL(madvise)(at, len, advice);
}

int WRAPPED(msync)(void *at, size_t len, int flags)
{
    return now.sync_error ? fails(now.sync_error) : REAL(msync)(at, len, flags);
}

int WRAPPED(fdatasync)(int fd)
{
    return now.sync_error ? fails(now.sync_error) : REAL(fdatasync)(fd);
}

/* Returns its error, and leaves errno alone. */
int WRAPPED(LARGE(posix_fadvise))(int fd, off_t offset, off_t len, int advice)
{
    return now.fadvise_error ? now.fadvise_error
                             : REAL(LARGE(posix_fadvise))(fd, offset, len, advice);
}

#if HAVE_STATX_DIOALIGN
DECLARE_WRAP(int, statx, int folder, const char *path, int flags, unsigned mask,
             struct statx *ret);

int WRAPPED(statx)(int folder, const char *path, int flags, unsigned mask, struct statx *ret)
{
    int r =
        now.look_error ? fails(now.look_error) : REAL(statx)(folder, path, flags, mask, ret);
    if (r == 0 && now.has_no_direct) {
        ret->stx_mask |= STATX_DIOALIGN;
        ret->stx_dio_offset_align = ret->stx_dio_mem_align = 0;
    }
    return r;
}
#endif

#include "tests/fault/wrap_mapping.h" /* of `now` */
#include "tests/fault/wrap_memory.h"

/* ---- the fixture ---- */

static char *folder, *path;
static unsigned char data[BYTES];

static inline int group_setup(void **state)
{
    (void)state;
    for (size_t i = 0; i < BYTES; i++)
        data[i] = (unsigned char)(i * 31 + i / 255);
    folder = test_folder();
    return asprintf(&path, "%s/data", folder) > 0 ? 0 : -1;
}

static inline int group_teardown(void **state)
{
    (void)state;
    int r = rmdir(folder);
    REAL(free)(folder);
    REAL(free)(path);
    return r;
}

static inline int file_make(void **state)
{
    (void)state;
    now = (struct system){ .allocation_to_fail = NEVER };
    test_write(path, data, BYTES);
    return 0;
}

static inline int file_drop(void **state)
{
    (void)state;
    return unlink(path);
}

static const struct method_options usual = { .buffer_bytes = BUFFER_BYTES };
static struct file *const untouched = (struct file *)data;

/* Opens under the faults of `now`, which must come to `expected` and leave nothing. */
static inline void check_open_fails(const struct method *m, const struct method_options *o,
                                    int expected)
{
    struct file *f = untouched;
    int descriptors = open_descriptors();
    now.allocations = now.mappings = 0;
    int r = method_open(&f, m, path, o);
    if (r != expected)
        fail_msg("%s: %d instead of %d", m->name, r, expected);
    assert_ptr_equal(f, untouched);
    assert_int_equal(now.allocations, 0);
    assert_int_equal(now.mappings, 0);
    assert_int_equal(open_descriptors(), descriptors);
}

static inline struct file *open_good(const struct method *m, const struct method_options *o)
{
    struct file *f;
    int r = method_open(&f, m, path, o);
    assert_int_equal(r, 0);
    return f;
}

static inline bool is_offered(const struct method *m)
{
    struct file *f;
    if (!m->next || method_open(&f, m, path, &usual) == -EOPNOTSUPP)
        return false;
    method_close(m, f);
    return true;
}

static inline bool starts_with(const char *name, const char *start)
{
    return strncmp(name, start, strlen(start)) == 0;
}

#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, file_make, file_drop)

#endif
