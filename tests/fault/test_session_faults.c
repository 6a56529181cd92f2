/* SPDX-License-Identifier: MIT */
/*
 * A session on a system that fails: a read error in the middle of a pass is a failed
 * case, and a session that found no memory is never a good one without a time.
 *
 * Linked with --wrap of: read pread fopen malloc calloc realloc free
 * strdup text_printf
 */
#include <math.h>
#include <stdarg.h>
#include <sys/wait.h>

#include "tests/fault/wrap.h"
#include "tests/session.h"

DECLARE_WRAP(ssize_t, read, int fd, void *buffer, size_t len);
DECLARE_WRAP(ssize_t, LARGE(pread), int fd, void *buffer, size_t len, off_t offset);
DECLARE_WRAP(FILE *, LARGE(fopen), const char *path, const char *mode);
DECLARE_WRAP(char *, strdup, const char *text);
DECLARE_WRAP(char *, text_printf, const char *format, ...);

enum { BYTES = 300000, NEVER = -1 };

static struct system {
    bool read_fails;
    size_t read_after, was_read; /* of files of that size, which are ours */
    int allocation_to_fail;      /* counts down; NEVER */
    int allocations;
} now;

static bool is_ours(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == BYTES;
}

static ssize_t readable(int fd, size_t len)
{
    if (!now.read_fails || !is_ours(fd))
        return (ssize_t)len;
    if (now.was_read >= now.read_after)
        return fails(EIO);
    size_t rest = now.read_after - now.was_read;
    return (ssize_t)(len < rest ? len : rest);
}

static ssize_t note(int fd, ssize_t n)
{
    now.was_read += n > 0 && is_ours(fd) ? (size_t)n : 0;
    return n;
}

ssize_t WRAPPED(read)(int fd, void *buffer, size_t len)
{
    ssize_t n = readable(fd, len);
    return n < 0 ? n : note(fd, REAL(read)(fd, buffer, (size_t)n));
}

ssize_t WRAPPED(LARGE(pread))(int fd, void *buffer, size_t len, off_t offset)
{
    ssize_t n = readable(fd, len);
    if (n < 0) /* what can be read is no whole block, where one is asked for: O_DIRECT */
        return n;
    ssize_t got = REAL(LARGE(pread))(fd, buffer, len, offset);
    return note(fd, got < n ? got : n);
}

static ssize_t cookie_read(void *cookie, char *buffer, size_t len)
{
    int fd = fileno(cookie);
    ssize_t n = readable(fd, len);
    return n < 0 ? n : note(fd, REAL(read)(fd, buffer, (size_t)n));
}

static int cookie_seek(void *cookie, off_t *offset, int whence)
{
    off_t at = lseek(fileno(cookie), *offset, whence);
    *offset = at;
    return at < 0 ? -1 : 0;
}

static int cookie_close(void *cookie)
{
    return fclose(cookie);
}

/* The C library reads by itself: its streams fail through a cookie. */
FILE *WRAPPED(LARGE(fopen))(const char *path, const char *mode)
{
    FILE *file = REAL(LARGE(fopen))(path, mode);
    if (!file || !now.read_fails)
        return file;
    return fopencookie(file, "r",
                       (cookie_io_functions_t){
                           .read = cookie_read, .seek = cookie_seek, .close = cookie_close });
}

#include "tests/fault/wrap_memory.h" /* of `now` */

char *WRAPPED(strdup)(const char *text)
{
    return refuses_memory() ? NULL : allocated(REAL(strdup)(text));
}

char *WRAPPED(text_printf)(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    if (refuses_memory())
        return NULL;
    va_start(arguments, format);
    int len = vasprintf(&text, format, arguments);
    va_end(arguments);
    return len < 0 ? NULL : allocated(text);
}

/* ---- the fixture ---- */

static char *folder, *path;
static unsigned char data[BYTES];

static int group_setup(void **state)
{
    (void)state;
    for (size_t i = 0; i < BYTES; i++)
        data[i] = (unsigned char)" theme of other "[i % 16]; /* no needle */
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

static struct session_spec spec_of(const char *workload, const struct method *m)
{
    return session_case(workload_find_by_name(workload), m, state_find("warm"), path);
}

static void run_into(const struct session_spec *spec, struct outcome *o)
{
    struct session *s;
    uint64_t ns;
    memset(o, 0, sizeof *o); /* good, and without a time */
    const struct session_spec whole = session_whole(spec);
    int r = session_begin(&s, &whole, o);
    assert_in_range(r, 0, 1);
    if (r == 0) {
        session_pass(s, &ns);
        session_end(s, o);
    }
}

/* ---- read errors ---- */

/* What is read counts from here, each time that others disturbed the state. */
static int prepare_and_count(const char *file)
{
    now.was_read = 0;
    return state_find("warm")->prepare(file);
}

/* The filler reads the file once; then the pass comes half through it. False: this system has
   no such method. */
static bool check_read_error(const char *workload, const struct method *m)
{
    struct session_spec spec = spec_of(workload, m);
    struct state counting = *spec.state;
    struct outcome o;
    counting.prepare = prepare_and_count;
    spec.state = &counting;
    spec.request.key.buffer_bytes = 4096;
    now.read_fails = true;
    now.read_after = BYTES + BYTES / 2;
    run_into(&spec, &o);
    now.read_fails = false;
    if (o.status == CASE_SKIPPED)
        return false;
    check_words(&o, CASE_FAILED, CAUSE_SYSTEM_ERROR, strerror(EIO));
    check_words(&o, CASE_FAILED, CAUSE_SYSTEM_ERROR, workload);
    check_bytes(path, data, BYTES);
    return true;
}

static void a_read_error_in_a_pass_is_a_failed_case(void **state)
{
    (void)state;
    static const char *const names[] = { "full-read", "find", "count", "regex", "seek-find" };
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++) {
        if (methods[m]->family != METHOD_FAMILY_READ || !methods[m]->next)
            continue;
        for (size_t w = 0; w < sizeof names / sizeof names[0]; w++)
            tried += check_read_error(names[w], methods[m]);
    }
    assert_true(tried >= 8 * sizeof names / sizeof names[0]);
}

static void a_read_error_of_the_filler_is_a_failed_case(void **state)
{
    (void)state;
    struct session_spec spec = spec_of("find", method_find("mmap"));
    struct outcome o;
    now.read_fails = true;
    now.was_read = 0;
    now.read_after = BYTES / 2;
    run_into(&spec, &o);
    now.read_fails = false;
    check_cause(&o, CASE_FAILED, CAUSE_NOT_PREPARED);
}

static void a_read_error_of_the_copy_is_a_failed_case(void **state)
{
    (void)state;
    struct session_spec spec = spec_of("replace", method_find("pread"));
    struct outcome o;
    now.read_fails = true;
    now.was_read = 0;
    now.read_after = BYTES / 2;
    run_into(&spec, &o);
    now.read_fails = false;
    check_words(&o, CASE_FAILED, CAUSE_NO_COPY, strerror(EIO));
}

/* ---- memory ---- */

/* Returns false once there is no such allocation; *complaints are counted. */
static bool check_without_memory(const struct session_spec *spec, int nth, int *complaints)
{
    struct outcome o;
    int descriptors = open_descriptors();
    now.allocations = 0;
    now.allocation_to_fail = nth;
    run_into(spec, &o);
    bool failed = now.allocation_to_fail == NEVER;
    now.allocation_to_fail = NEVER;
    bool good = o.status == CASE_OK && o.sample.wall_ns > 0;
    bool told = o.status == CASE_FAILED && o.reason.cause != CAUSE_NONE;
    bool left = now.allocations != 0 || open_descriptors() != descriptors;
    if (!(failed ? told : good) || left) {
        print_message("%s by %s, allocation %d: status %d, '%s', %g ns%s\n",
                      spec->workload->name, spec->method->name, nth, o.status, why_of(&o),
                      o.sample.wall_ns, left ? ", something is left" : "");
        ++*complaints;
    }
    return failed;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        { "full-read", "read" },
        { "full-read", "mmap" },
        { "find", "chunk" },
        { "regex", "stdio" },
        { "random", "pread" },
        { "replace-new", "read" },
        { "replace", "mmap" },
        { "replace-durable", "pread" },
        { "replace-new-durable", "mmap" },
    };
    int complaints = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct session_spec spec = spec_of(names[i][0], method_find(names[i][1]));
        int nth = 0;
        while (check_without_memory(&spec, nth, &complaints))
            nth++;
        assert_true(nth >= 3);
    }
    assert_int_equal(complaints, 0);
    check_bytes(path, data, BYTES); /* group_teardown sees that no copy is left */
}

#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, file_make, file_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(a_read_error_in_a_pass_is_a_failed_case),
        FAULT_TEST(a_read_error_of_the_filler_is_a_failed_case),
        FAULT_TEST(a_read_error_of_the_copy_is_a_failed_case),
        FAULT_TEST(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
