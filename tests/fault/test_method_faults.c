/* SPDX-License-Identifier: MIT */
/*
 * Methods on a system that fails: every error is told, the result is left alone, and
 * neither memory nor a descriptor nor a mapping stays behind.
 *
 * Linked with --wrap of: read pread pread64 pwrite pwrite64 open open64 fopen fopen64
 * lseek lseek64 mmap mmap64 munmap madvise msync fdatasync posix_fadvise
 * posix_fadvise64 malloc calloc realloc free
 */
#include <sys/mman.h>

#include "method/method.h"
#include "tests/fault/wrap.h"

DECLARE_WRAP(ssize_t, read, int fd, void *buffer, size_t len);
DECLARE_WRAP(ssize_t, LARGE(pread), int fd, void *buffer, size_t len, off_t offset);
DECLARE_WRAP(ssize_t, LARGE(pwrite), int fd, const void *data, size_t len, off_t offset);
DECLARE_WRAP(int, LARGE(open), const char *path, int flags, ...);
DECLARE_WRAP(FILE *, LARGE(fopen), const char *path, const char *mode);
DECLARE_WRAP(off_t, LARGE(lseek), int fd, off_t offset, int whence);
DECLARE_WRAP(void *, LARGE(mmap), void *at, size_t len, int protection, int flags, int fd,
             off_t offset);
DECLARE_WRAP(int, munmap, void *at, size_t len);
DECLARE_WRAP(int, madvise, void *at, size_t len, int advice);
DECLARE_WRAP(int, msync, void *at, size_t len, int flags);
DECLARE_WRAP(int, fdatasync, int fd);
DECLARE_WRAP(int, LARGE(posix_fadvise), int fd, off_t offset, off_t len, int advice);
DECLARE_WRAP(void *, malloc, size_t len);
DECLARE_WRAP(void *, calloc, size_t count, size_t len);
DECLARE_WRAP(void *, realloc, void *old, size_t len);
DECLARE_WRAP(void, free, void *old);

enum { BYTES = 300000, BUFFER_BYTES = 65536, NEVER = -1 };

/* What goes wrong; the errors are errno values, 0 none. */
static struct system {
    int read_error;
    size_t read_after; /* bytes that can be read before it */
    size_t was_read;
    int open_error, opens_to_fail;
    int stream_error, seek_error, map_error, advise_error, fadvise_error;
    int write_error, sync_error;
    int allocation_to_fail; /* counts down; NEVER */
    int allocations, mappings;
} now;

static int fails(int error)
{
    errno = error;
    return -1;
}

/* How much of it can be read, or -1. */
static ssize_t readable(size_t len)
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
    return n < 0 ? n : REAL(LARGE(pread))(fd, buffer, (size_t)n, offset);
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
static ssize_t cookie_read(void *cookie, char *buffer, size_t len)
{
    ssize_t n = readable(len);
    return n < 0 ? n : REAL(read)(*(int *)cookie, buffer, (size_t)n);
}

static int cookie_seek(void *cookie, off_t *offset, int whence)
{
    off_t at = REAL(LARGE(lseek))(*(int *)cookie, *offset, whence);
    *offset = at;
    return at < 0 ? -1 : 0;
}

static int cookie_close(void *cookie)
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

void *WRAPPED(LARGE(mmap))(void *at, size_t len, int protection, int flags, int fd,
                           off_t offset)
{
    if (now.map_error) {
        errno = now.map_error;
        return MAP_FAILED;
    }
    now.mappings++;
    return REAL(LARGE(mmap))(at, len, protection, flags, fd, offset);
}

int WRAPPED(munmap)(void *at, size_t len)
{
    now.mappings--;
    return REAL(munmap)(at, len);
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

static void *allocated(void *memory)
{
    now.allocations += memory != NULL;
    return memory;
}

static bool refuses_memory(void)
{
    bool refused = now.allocation_to_fail == 0;
    now.allocation_to_fail -= now.allocation_to_fail > 0;
    if (refused) {
        now.allocation_to_fail = NEVER;
        errno = ENOMEM;
    }
    return refused;
}

void *WRAPPED(malloc)(size_t len)
{
    return refuses_memory() ? NULL : allocated(REAL(malloc)(len));
}

void *WRAPPED(calloc)(size_t count, size_t len)
{
    return refuses_memory() ? NULL : allocated(REAL(calloc)(count, len));
}

void *WRAPPED(realloc)(void *old, size_t len)
{
    if (refuses_memory())
        return NULL;
    now.allocations -= old != NULL;
    return allocated(REAL(realloc)(old, len));
}

void WRAPPED(free)(void *old)
{
    now.allocations -= old != NULL;
    REAL(free)(old);
}

/* ---- the fixture ---- */

static char *folder, *path;
static unsigned char data[BYTES];

static int group_setup(void **state)
{
    (void)state;
    for (size_t i = 0; i < BYTES; i++)
        data[i] = (unsigned char)(i * 31 + i / 255);
    folder = test_folder();
    return asprintf(&path, "%s/data", folder) > 0 ? 0 : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    int r = rmdir(folder);
    REAL(free)(folder);
    REAL(free)(path);
    return r;
}

static int file_make(void **state)
{
    (void)state;
    now = (struct system){ .allocation_to_fail = NEVER };
    test_write(path, data, BYTES);
    return 0;
}

static int file_drop(void **state)
{
    (void)state;
    return unlink(path);
}

static const struct method_options usual = { .buffer_bytes = BUFFER_BYTES };
static struct file *const untouched = (struct file *)data;

/* Opens under the faults of `now`, which must come to `expected` and leave nothing. */
static void check_open_fails(const struct method *m, const struct method_options *o,
                             int expected)
{
    struct file *f = untouched;
    int descriptors = open_descriptors();
    now.allocations = now.mappings = 0;
    int r = m->open(&f, path, o);
    if (r != expected)
        fail_msg("%s: %d instead of %d", m->name, r, expected);
    assert_ptr_equal(f, untouched);
    assert_int_equal(now.allocations, 0);
    assert_int_equal(now.mappings, 0);
    assert_int_equal(open_descriptors(), descriptors);
}

static struct file *open_good(const struct method *m, const struct method_options *o)
{
    struct file *f;
    int r = m->open(&f, path, o);
    assert_int_equal(r, 0);
    return f;
}

static bool is_offered(const struct method *m)
{
    struct file *f;
    if (!m->next || m->open(&f, path, &usual) == -EOPNOTSUPP)
        return false;
    m->close(f);
    return true;
}

static bool starts_with(const char *name, const char *start)
{
    return strncmp(name, start, strlen(start)) == 0;
}

/* ---- reading ---- */

/* Reads to the error; what came before it is good. */
static void check_next_fails(const struct method *m, size_t after)
{
    struct span span;
    size_t got = 0;
    int r = 0, descriptors = open_descriptors();
    now.allocations = 0;
    now.read_error = EIO;
    now.read_after = after;
    now.was_read = 0;
    struct file *f = open_good(m, &usual);
    while (r == 0) {
        const struct span marker = { data, 4711 };
        span = marker;
        r = m->next(f, &span);
        if (r < 0)
            assert_memory_equal(&span, &marker, sizeof span);
        else if (span.len == 0)
            fail_msg("%s: the end of the file instead of an error", m->name);
        else
            assert_memory_equal(span.data, data + got, span.len);
        got += r < 0 ? 0 : span.len;
    }
    assert_int_equal(r, -EIO);
    assert_true(got <= after);
    m->close(f);
    assert_int_equal(now.allocations, 0);
    assert_int_equal(open_descriptors(), descriptors);
}

static void a_read_error_in_the_middle_is_told(void **state)
{
    (void)state;
    static const size_t after[] = { 0, 1, BUFFER_BYTES, BUFFER_BYTES + 1, BYTES - 1 };
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++) {
        if (methods[m]->family != METHOD_FAMILY_READ)
            continue;
        for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
            check_next_fails(methods[m], after[i]);
        tried++;
    }
    assert_true(tried >= 8);
}

/* Afterwards it gives the right bytes or an error again, and loses no memory. */
static bool fails_at_well(const struct method *m)
{
    const struct span marker = { data, 4711 };
    struct span span = marker;
    now.allocations = 0;
    now.read_error = EIO;
    now.was_read = 0;
    now.read_after = 100;
    struct file *f = open_good(m, &usual);
    assert_int_equal(m->at(f, 4096, 4096, &span), -EIO);
    assert_memory_equal(&span, &marker, sizeof span);
    now.read_error = 0;
    int r = m->at(f, 4096, 4096, &span);
    bool right = r < 0 || (span.len == 4096 && memcmp(span.data, data + 4096, 4096) == 0);
    m->close(f);
    if (!right || now.allocations != 0)
        print_message("%s: %s bytes, %d allocations left\n", m->name, right ? "right" : "wrong",
                      now.allocations);
    return right && now.allocations == 0;
}

static void a_read_error_at_an_offset_is_told(void **state)
{
    (void)state;
    bool well = true;
    for (size_t m = 0; methods[m]; m++)
        if (methods[m]->family == METHOD_FAMILY_READ && methods[m]->at)
            well &= fails_at_well(methods[m]);
    assert_true(well);
}

/* ---- opening ---- */

static void an_interrupted_open_is_tried_again(void **state)
{
    (void)state;
    for (size_t m = 0; methods[m]; m++) {
        if (starts_with(methods[m]->name, "stdio") || !is_offered(methods[m]))
            continue; /* the C library opens by itself */
        now.open_error = EINTR;
        now.opens_to_fail = 3;
        methods[m]->close(open_good(methods[m], &usual));
    }
}

static void an_open_error_is_told(void **state)
{
    (void)state;
    for (size_t m = 0; methods[m]; m++) {
        if (!is_offered(methods[m]))
            continue;
        now.open_error = now.stream_error = EMFILE;
        now.opens_to_fail = 1;
        check_open_fails(methods[m], &usual, -EMFILE);
        now.opens_to_fail = now.stream_error = 0;
    }
}

/* A method that maps nothing yet when it opens says so when it does. */
static void check_first_mapping_fails(const struct method *m)
{
    const struct span marker = { data, 4711 };
    struct span span = marker;
    struct file *f = open_good(m, &usual);
    now.map_error = ENOMEM;
    assert_int_equal(m->next(f, &span), -ENOMEM);
    assert_memory_equal(&span, &marker, sizeof span);
    now.map_error = 0;
    assert_int_equal(m->next(f, &span), 0); /* and no byte is left out */
    assert_ptr_not_equal(span.data, data);
    assert_memory_equal(span.data, data, span.len);
    m->close(f);
}

static void a_mapping_that_fails_is_enomem(void **state)
{
    (void)state;
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++) {
        if (methods[m]->family != METHOD_FAMILY_MMAP || !is_offered(methods[m]))
            continue;
        if (strcmp(methods[m]->name, "mmap-window") == 0) {
            check_first_mapping_fails(methods[m]);
            continue;
        }
        now.map_error = ENOMEM;
        check_open_fails(methods[m], &usual, -ENOMEM);
        now.map_error = 0;
        tried++;
    }
    assert_true(tried >= 4);
}

static void advice_that_is_refused_leaves_no_mapping(void **state)
{
    (void)state;
    static const char *const names[] = { "mmap-sequential", "mmap-random", "mmap-willneed" };
    for (size_t i = 0; i < 3; i++) {
        now.advise_error = EINVAL; /* this kernel has no such advice: skipped */
        check_open_fails(method_find(names[i]), &usual, -EOPNOTSUPP);
        now.advise_error = EIO;
        check_open_fails(method_find(names[i]), &usual, -EIO);
    }
}

/* This kernel knows no POPULATE_READ (before Linux 5.14): skipped, not failed. */
static void advice_of_newer_kernels_is_skipped(void **state)
{
    (void)state;
    const struct method *m = method_find("mmap-populate-read");
    now.advise_error = EINVAL;
    check_open_fails(m, &usual, -EOPNOTSUPP);
    now.advise_error = 0;
}

static void dropping_that_fails_is_told(void **state)
{
    (void)state;
    const struct method_options o = { .buffer_bytes = 1 };
    const struct method *m = method_find("mmap-dontneed");
    const struct span marker = { data, 4711 };
    struct span span;
    struct file *f = open_good(m, &o);
    assert_int_equal(m->next(f, &span), 0); /* nothing to drop yet */
    span = marker;
    now.advise_error = EIO;
    assert_int_equal(m->next(f, &span), -EIO);
    assert_memory_equal(&span, &marker, sizeof span);
    now.advise_error = 0;
    m->close(f);
}

static void file_advice_that_fails_is_told(void **state)
{
    (void)state;
    static const char *const names[] = { "chunk-sequential", "chunk-willneed", "pread-random" };
    for (size_t i = 0; i < 3; i++) {
        if (!is_offered(method_find(names[i])))
            continue;
        now.fadvise_error = EINVAL;
        check_open_fails(method_find(names[i]), &usual, -EINVAL);
        now.fadvise_error = 0;
    }
}

static void a_seek_that_fails_is_told(void **state)
{
    (void)state;
    struct span span;
    const struct method_options from = { .buffer_bytes = BUFFER_BYTES, .start = 10000 };
    now.seek_error = EOVERFLOW;
    check_open_fails(method_find("chunk"), &from, -EOVERFLOW);
    struct file *f = open_good(method_find("seek"), &usual);
    assert_int_equal(method_find("seek")->at(f, 1, 1, &span), -EOVERFLOW);
    method_find("seek")->close(f);
    f = open_good(method_find("read"), &from);
    assert_int_equal(method_find("read")->next(f, &span), -EOVERFLOW);
    method_find("read")->close(f);
}

/* ---- memory ---- */

/* One use of a method; the n-th allocation fails. Returns false once there is none. */
static bool check_without_memory(const struct method *m, int nth)
{
    struct file *f = untouched;
    struct span span;
    int descriptors = open_descriptors();
    now.allocations = now.mappings = 0;
    now.allocation_to_fail = nth;
    int r = m->open(&f, path, &usual);
    if (r < 0)
        assert_ptr_equal(f, untouched);
    if (r == 0) {
        r = m->next(f, &span);
        if (r == 0 && m->at)
            r = m->at(f, 8192, BUFFER_BYTES + 8192, &span); /* more than the buffer */
        m->close(f);
    }
    bool failed = now.allocation_to_fail == NEVER;
    now.allocation_to_fail = NEVER;
    if (r != (failed ? -ENOMEM : 0))
        fail_msg("%s, allocation %d: %d", m->name, nth, r);
    assert_int_equal(now.allocations, 0);
    assert_int_equal(now.mappings, 0);
    assert_int_equal(open_descriptors(), descriptors);
    return failed;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t m = 0; methods[m]; m++) {
        if (!is_offered(methods[m]))
            continue;
        int nth = 0;
        while (check_without_memory(methods[m], nth))
            nth++;
        assert_true(nth >= 1);
    }
}

/* ---- writing ---- */

static void a_write_that_fails_is_told(void **state)
{
    (void)state;
    const struct method_options o = { .writable = true };
    const struct method *m = method_find("pread");
    struct file *f = open_good(m, &o);
    now.write_error = ENOSPC;
    assert_int_equal(m->put(f, 5, "x", 1), -ENOSPC);
    m->close(f);
    check_bytes(path, data, BYTES);
}

static void a_sync_that_fails_is_told(void **state)
{
    (void)state;
    const struct method_options o = { .writable = true };
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++) {
        if (!methods[m]->sync || !is_offered(methods[m]))
            continue;
        struct file *f = open_good(methods[m], &o);
        now.sync_error = EIO;
        assert_int_equal(methods[m]->sync(f), -EIO);
        now.sync_error = 0;
        assert_int_equal(methods[m]->sync(f), 0);
        methods[m]->close(f);
        tried++;
    }
    assert_true(tried >= 4);
}

#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, file_make, file_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(a_read_error_in_the_middle_is_told),
        FAULT_TEST(a_read_error_at_an_offset_is_told),
        FAULT_TEST(an_interrupted_open_is_tried_again),
        FAULT_TEST(an_open_error_is_told),
        FAULT_TEST(a_mapping_that_fails_is_enomem),
        FAULT_TEST(advice_that_is_refused_leaves_no_mapping),
        FAULT_TEST(advice_of_newer_kernels_is_skipped),
        FAULT_TEST(dropping_that_fails_is_told),
        FAULT_TEST(file_advice_that_fails_is_told),
        FAULT_TEST(a_seek_that_fails_is_told),
        FAULT_TEST(every_allocation_may_fail),
        FAULT_TEST(a_write_that_fails_is_told),
        FAULT_TEST(a_sync_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
