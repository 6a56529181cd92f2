/* SPDX-License-Identifier: MIT */
/*
 * Residency where the kernel has no cachestat(2): mincore(2) must tell the same, and
 * nothing to whom it would tell tales. And where there is neither; and eviction where
 * posix_fadvise(2) is a hint, or fails.
 *
 * Linked with --wrap of: syscall mincore mmap munmap malloc fdatasync posix_fadvise msync
 */
#include <math.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "tests/disk.h"
#include "tests/fault/wrap.h"

DECLARE_WRAP(long, syscall, long number, ...);
DECLARE_WRAP(int, mincore, void *at, size_t len, unsigned char *flags);
DECLARE_WRAP(void *, malloc, size_t len);
DECLARE_WRAP(int, fdatasync, int fd);
DECLARE_WRAP(int, LARGE(posix_fadvise), int fd, off_t offset, off_t len, int advice);
DECLARE_WRAP(int, msync, void *at, size_t len, int flags);

enum { PAGES = 64, CACHESTAT = 451, UNTOUCHED = 77 };

static struct system {
    int cachestat_error, mincore_error, map_error, flush_error;
    bool has_no_memory;
    bool only_hints;                    /* posix_fadvise evicts nothing */
    bool invalidates;                   /* msync evicts the file */
    int advise_error, invalidate_error; /* errno values */
    int mincore_calls, mappings, invalidations;
} now;

/* cachestat is the only system call that mapread makes without the C library. */
long WRAPPED(syscall)(long number, ...)
{
    va_list arguments;
    assert_int_equal(number, CACHESTAT);
    if (now.cachestat_error)
        return fails(now.cachestat_error);
    va_start(arguments, number);
    int fd = va_arg(arguments, int);
    void *range = va_arg(arguments, void *), *counts = va_arg(arguments, void *);
    va_end(arguments);
    return REAL(syscall)(number, fd, range, counts, 0);
}

int WRAPPED(mincore)(void *at, size_t len, unsigned char *flags)
{
    now.mincore_calls++;
    if (!now.mincore_error)
        return REAL(mincore)(at, len, flags);
    return fails(now.mincore_error);
}

#include "tests/fault/wrap_mapping.h" /* of `now` */

void *WRAPPED(malloc)(size_t len)
{
    if (!now.has_no_memory)
        return REAL(malloc)(len);
    errno = ENOMEM;
    return NULL;
}

int WRAPPED(fdatasync)(int fd)
{
    if (!now.flush_error)
        return REAL(fdatasync)(fd);
    return fails(now.flush_error);
}

static char *folder, *path;

int WRAPPED(LARGE(posix_fadvise))(int fd, off_t offset, off_t len, int advice)
{
    if (now.advise_error || now.only_hints)
        return now.advise_error;
    return REAL(LARGE(posix_fadvise))(fd, offset, len, advice);
}

/* A system whose msync evicts; where it does not, ours is asked, which does nothing. */
int WRAPPED(msync)(void *at, size_t len, int flags)
{
    assert_int_equal(flags, MS_INVALIDATE);
    now.invalidations++;
    if (now.invalidate_error)
        return fails(now.invalidate_error);
    if (!now.invalidates)
        return REAL(msync)(at, len, flags);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int r = REAL(LARGE(posix_fadvise))(fd, 0, 0, POSIX_FADV_DONTNEED);
    close(fd);
    return r;
}

static int file_make(void **state)
{
    (void)state;
    size_t bytes = PAGES * (size_t)sysconf(_SC_PAGESIZE) + 1;
    now = (struct system){ 0 };
    folder = test_disk_folder();
    if (!folder)
        return 0;
    char *data = calloc(1, bytes);
    if (!data || asprintf(&path, "%s/data", folder) < 0)
        return -1;
    test_write(path, data, bytes);
    free(data);
    return 0;
}

static int file_drop(void **state)
{
    (void)state;
    if (!folder)
        return 0;
    unlink(path);
    int r = rmdir(folder);
    free(folder);
    free(path);
    return r;
}

static void mincore_agrees(void **state)
{
    (void)state;
    test_needs_states(folder, path);
    now.cachestat_error = ENOSYS;
    for (size_t i = 0; states[i]; i++) {
        double resident = UNTOUCHED;
        assert_int_equal(state_establish(states[i], path, &resident), 0);
        assert_true(resident == states[i]->resident);
    }
    assert_true(now.mincore_calls > 0);
    assert_int_equal(now.mappings, 0);
}

static void every_error_is_told_and_nothing_is_left(void **state)
{
    (void)state;
    static const struct system systems[] = {
        { .cachestat_error = ENOSYS, .mincore_error = EAGAIN },
        { .cachestat_error = ENOSYS, .map_error = ENOMEM },
        { .cachestat_error = ENOSYS, .has_no_memory = true },
        { .cachestat_error = EPERM },
    };
    static const int expected[] = { -EAGAIN, -ENOMEM, -ENOMEM, -EPERM };
    double found = UNTOUCHED;
    test_needs_states(folder, path);
    if (state_residency(path, &found) == 0 && now.mincore_calls > 0)
        test_skip("this kernel has no cachestat");
    for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++) {
        double resident = UNTOUCHED;
        int descriptors = open_descriptors();
        now = systems[i];
        int r = state_residency(path, &resident);
        int mappings = now.mappings;
        now = (struct system){ 0 };
        assert_int_equal(r, expected[i]);
        assert_true(resident == UNTOUCHED);
        assert_int_equal(mappings, 0);
        assert_int_equal(open_descriptors(), descriptors);
    }
}

static void an_empty_file_needs_neither(void **state)
{
    (void)state;
    double resident = 0;
    test_needs_states(folder, path);
    assert_int_equal(truncate(path, 0), 0);
    now = (struct system){ .cachestat_error = EIO, .mincore_error = EIO };
    assert_int_equal(state_residency(path, &resident), 0);
    assert_true(isnan(resident));
}

/* squashfs and erofs have no call that flushes. */
static void what_cannot_be_written_needs_no_flush(void **state)
{
    (void)state;
    static const struct {
        int error, result;
    } table[] = { { EINVAL, 0 }, { EROFS, 0 }, { EIO, -EIO } };
    double resident;
    test_needs_states(folder, path);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(state_establish(state_find("warm"), path, &resident), 0);
        now.flush_error = table[i].error;
        assert_int_equal(state_establish(state_find("cold"), path, &resident), table[i].result);
        now.flush_error = 0;
    }
}

/* What is really there, whatever `now` said. */
static double truth(void)
{
    double resident = UNTOUCHED;
    now = (struct system){ 0 };
    assert_int_equal(state_residency(path, &resident), 0);
    return resident;
}

static struct state_proof proof_of(const struct state *s, int expected)
{
    int repeats_left = 0;
    struct state_proof proof = { .resident = UNTOUCHED };
    assert_int_equal(state_establish_within(s, path, &repeats_left, &proof), expected);
    return proof;
}

/* As a system without these calls: prepared all the same, and said to be unproved. */
static void where_nothing_is_told_a_state_is_unproved(void **state)
{
    (void)state;
    const struct system deaf = { .cachestat_error = ENOSYS, .mincore_error = ENOSYS };
    test_needs_states(folder, path);
    for (size_t i = 0; states[i]; i++) {
        double resident = UNTOUCHED;
        now = deaf;
        assert_int_equal(state_establish(states[i], path, &resident), -EOPNOTSUPP);
        assert_true(resident == UNTOUCHED);
        struct state_proof proof = proof_of(states[i], 0);
        assert_int_equal(proof.unproved, UNPROVED_UNTOLD);
        assert_true(isnan(proof.resident));
        assert_true(truth() == states[i]->resident);
        proof = proof_of(states[i], 0);
        assert_int_equal(proof.unproved, UNPROVED_NO);
        assert_true(proof.resident == states[i]->resident);
    }
}

static void nobody_takes_another_error_for_silence(void **state)
{
    (void)state;
    test_needs_states(folder, path);
    now = (struct system){ .cachestat_error = ENOSYS, .mincore_error = EAGAIN };
    struct state_proof proof = proof_of(state_find("warm"), -EAGAIN);
    assert_int_equal(proof.unproved, UNPROVED_NO);
}

/* As other systems are: what evicts, what is found, and what is told of it. */
static void each_system_evicts_in_its_way(void **state)
{
    (void)state;
    static const struct {
        struct system system;
        int result;
        double resident;
        bool invalidates;
    } rows[] = {
        { { 0 }, 0, 0, false },
        { { .only_hints = true, .invalidates = true }, 0, 0, true },
        { { .advise_error = ENOSYS, .invalidates = true }, 0, 0, true },
        { { .invalidate_error = ENODEV }, 0, 0, false },
        { { .only_hints = true }, -EBUSY, 1, true },
        { { .only_hints = true, .invalidate_error = EBUSY }, -EBUSY, 1, true },
        { { .advise_error = EIO, .invalidate_error = EBUSY }, -EIO, 1, true },
    };
    test_needs_states(folder, path);
    for (size_t told = 0; told < 2; told++)
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            now = (struct system){ 0 };
            assert_int_equal(proof_of(state_find("warm"), 0).unproved, UNPROVED_NO);
            now = rows[i].system;
            now.cachestat_error = told ? 0 : ENOSYS;
            now.mincore_error = told ? 0 : ENOSYS;
            /* Nobody knows whether the pages went: that is all that there is to say. */
            int expected = !told && rows[i].result == -EBUSY ? 0 : rows[i].result;
            struct state_proof proof = proof_of(state_find("cold"), expected);
            assert_int_equal(proof.unproved, told || expected ? UNPROVED_NO : UNPROVED_UNTOLD);
            assert_int_equal(now.invalidations > 0, rows[i].invalidates || !told);
            assert_int_equal(now.mappings, 0);
            assert_true(truth() == rows[i].resident);
        }
}

/* To whom neither owns the file nor may write it, mincore says that all is resident. */
static void strangers_are_not_told_by_mincore(void **state)
{
    (void)state;
    double resident;
    int status;
    test_needs_states(folder, path);
    if (geteuid() != 0)
        test_skip("only root may become somebody else");
    assert_int_equal(chmod(folder, 0755), 0);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(state_establish(state_find("cold"), path, &resident), 0);
    now.cachestat_error = ENOSYS;
    pid_t child = fork();
    if (child == 0) {
        if (setgid(65534) != 0 || setuid(65534) != 0)
            _exit(1);
        int r = state_residency(path, &resident);
        if (r != -EPERM)
            _exit(r == -EACCES ? 77 : 1);
        _exit(proof_of(state_find("warm"), 0).unproved != UNPROVED_WITHHELD);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        test_skip("nobody else may come to the folder of the tests");
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_true(truth() == 1);
}

#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, file_make, file_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(mincore_agrees),
        FAULT_TEST(every_error_is_told_and_nothing_is_left),
        FAULT_TEST(an_empty_file_needs_neither),
        FAULT_TEST(what_cannot_be_written_needs_no_flush),
        FAULT_TEST(where_nothing_is_told_a_state_is_unproved),
        FAULT_TEST(nobody_takes_another_error_for_silence),
        FAULT_TEST(each_system_evicts_in_its_way),
        FAULT_TEST(strangers_are_not_told_by_mincore),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
