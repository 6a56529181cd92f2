/* SPDX-License-Identifier: MIT */
/*
 * Two processes on a system that fails: short and interrupted transfers lose nothing, and
 * what cannot be had is a failed case that says so and leaves nothing behind.
 *
 * Linked with --wrap of: read writev fork pipe2 socketpair open mmap posix_fallocate alarm
 * malloc calloc realloc free
 */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "tests/sharing.h"

DECLARE_WRAP(ssize_t, read, int fd, void *buffer, size_t len);
DECLARE_WRAP(ssize_t, writev, int fd, const struct iovec *parts, int count);
DECLARE_WRAP(pid_t, fork, void);
DECLARE_WRAP(int, pipe2, int ends[2], int flags);
DECLARE_WRAP(int, socketpair, int domain, int type, int protocol, int ends[2]);
DECLARE_WRAP(int, LARGE(open), const char *path, int flags, mode_t mode);
DECLARE_WRAP(void *, LARGE(mmap), void *at, size_t len, int prot, int flags, int fd,
             off_t from);
DECLARE_WRAP(int, LARGE(posix_fallocate), int fd, off_t from, off_t len);
DECLARE_WRAP(unsigned, alarm, unsigned seconds);

enum { NEVER = -1, MIB = 1 << 20 };

static struct system {
    bool transfers_badly; /* seven bytes at most, and every other call is interrupted */
    unsigned calls;
    bool loses;       /* a byte in each message */
    bool is_hasty;    /* the limit of the other process is a second */
    int error, fails; /* what fails, of the following, and which (counts down; NEVER) */
    int made;         /* descriptors and mappings that were asked for */
    int allocation_to_fail, allocations;
} now = { .fails = NEVER, .allocation_to_fail = NEVER };

static int well(void **state)
{
    (void)state;
    now = (struct system){ .fails = NEVER, .allocation_to_fail = NEVER };
    return 0;
}

/* ---- the faulty system ---- */

static bool is_channel(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

static bool is_interrupted(void)
{
    errno = EINTR;
    return now.calls++ % 2 == 0;
}

ssize_t WRAPPED(read)(int fd, void *buffer, size_t len)
{
    if (!now.transfers_badly || !is_channel(fd))
        return REAL(read)(fd, buffer, len);
    return is_interrupted() ? -1 : REAL(read)(fd, buffer, len < 7 ? len : 7);
}

static ssize_t write_badly(int fd, const struct iovec *parts, int count)
{
    struct iovec part = parts[0];
    part.iov_len = part.iov_len < 7 ? part.iov_len : 7;
    (void)count;
    return is_interrupted() ? -1 : REAL(writev)(fd, &part, 1);
}

/* Says that a byte more was written than was. */
static ssize_t write_and_lose(int fd, const struct iovec *parts, int count)
{
    struct iovec part = parts[0];
    if (count != 1 || part.iov_len < 1000)
        return REAL(writev)(fd, parts, count);
    part.iov_len--;
    ssize_t n = REAL(writev)(fd, &part, 1);
    return n < 0 ? n : n + 1;
}

ssize_t WRAPPED(writev)(int fd, const struct iovec *parts, int count)
{
    return !is_channel(fd)       ? REAL(writev)(fd, parts, count)
           : now.transfers_badly ? write_badly(fd, parts, count)
           : now.loses           ? write_and_lose(fd, parts, count)
                                 : REAL(writev)(fd, parts, count);
}

static bool is_refused(void)
{
    bool refused = now.fails == 0;
    now.fails -= now.fails > 0;
    now.made++;
    if (refused) {
        now.fails = NEVER;
        errno = now.error;
    }
    return refused;
}

pid_t WRAPPED(fork)(void)
{
    return is_refused() ? -1 : REAL(fork)();
}

int WRAPPED(pipe2)(int ends[2], int flags)
{
    return is_refused() ? -1 : REAL(pipe2)(ends, flags);
}

int WRAPPED(socketpair)(int domain, int type, int protocol, int ends[2])
{
    return is_refused() ? -1 : REAL(socketpair)(domain, type, protocol, ends);
}

/* Of files that are made alone: the data set opens. */
int WRAPPED(LARGE(open))(const char *path, int flags, mode_t mode)
{
    return flags & O_CREAT && is_refused() ? -1 : REAL(LARGE(open))(path, flags, mode);
}

void *WRAPPED(LARGE(mmap))(void *at, size_t len, int prot, int flags, int fd, off_t from)
{
    bool shares = flags & MAP_SHARED && prot & PROT_WRITE;
    return shares && is_refused() ? MAP_FAILED
                                  : REAL(LARGE(mmap))(at, len, prot, flags, fd, from);
}

int WRAPPED(LARGE(posix_fallocate))(int fd, off_t from, off_t len)
{
    return is_refused() ? now.error : REAL(LARGE(posix_fallocate))(fd, from, len);
}

unsigned WRAPPED(alarm)(unsigned seconds)
{
    return REAL(alarm)(now.is_hasty && seconds ? 1 : seconds);
}

#include "tests/fault/wrap_memory.h" /* of `now` */

/* ---- tests ---- */

static const char *const both[] = { "pipe", "socket" };

static void short_and_interrupted_transfers_lose_nothing(void **state)
{
    (void)state;
    struct message message = message_make(40);
    now.transfers_badly = true;
    for (size_t i = 0; i < 2; i++) {
        struct outcome o = sharing_run(
            &message, &(struct sharing_case){ "round-trip", method_find(both[i]), 0, 1 });
        if (o.status != CASE_OK)
            fail_msg("%s: %s", both[i], why_of(&o));
    }
    assert_true(now.calls > 1000);
    message_drop(&message);
}

/* Both wait for ever, but for the limit of the other process. */
static void a_lost_byte_is_a_failed_case(void **state)
{
    (void)state;
    struct message message = message_make(5000);
    now.loses = now.is_hasty = true;
    for (size_t i = 0; i < 4; i++) {
        struct outcome o =
            sharing_run(&message, &(struct sharing_case){ i < 2 ? "round-trip" : "transfer",
                                                          method_find(both[i % 2]), 0, 1 });
        assert_int_equal(o.status, CASE_FAILED);
        assert_int_equal(o.reason.cause, CAUSE_PEER_ENDED);
    }
    message_drop(&message);
}

/* The place-th of what it asks the system for fails; false when there were fewer. */
static bool check_refused(const struct message *message, const struct method *m, int place,
                          int error)
{
    char why[128];
    now.fails = place;
    now.error = error;
    struct outcome o = sharing_run(message, &(struct sharing_case){ "round-trip", m, 0, 1 });
    if (now.fails != NEVER) {
        assert_int_equal(o.status, CASE_OK);
        now.fails = NEVER;
        return false;
    }
    snprintf(why, sizeof why, ": %s", strerror(error));
    if (o.status != CASE_FAILED || !strstr(o.reason.words, why))
        fail_msg("%s, number %d: status %d, %s", m->name, place, o.status, why_of(&o));
    return true;
}

/* Two pipes and a fork; a file, its blocks, its mapping and a fork. */
static void what_cannot_be_had_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *method;
        int asks;
    } cases[] = { { "pipe", 3 }, { "socket", 2 }, { "mmap-fork", 2 }, { "mmap-file", 4 } };
    struct message message = message_make(MIB);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int place = 0;
        while (check_refused(&message, method_find(cases[i].method), place, EMFILE))
            place++;
        assert_int_equal(place, cases[i].asks);
    }
    assert_true(check_refused(&message, method_find("mmap-file"), 1, ENOSPC));
    message_drop(&message);
}

/* An open in which something fails, set up in `now`, or nothing: false. */
static bool check_open(const struct method *m, const char *place, int error)
{
    struct file *const marker = (struct file *)&marker;
    struct file *f = marker;
    now.allocations = 0;
    int r = method_open(&f, m, place, &(struct method_options){ 0 });
    bool failed = now.allocation_to_fail == NEVER && now.fails == NEVER;
    now.allocation_to_fail = now.fails = NEVER;
    assert_int_equal(r, failed ? -error : 0);
    if (failed)
        assert_ptr_equal(f, marker);
    else
        method_close(m, f);
    assert_int_equal(now.allocations, 0);
    assert_false(path_exists(place));
    return failed;
}

static bool open_without_memory(const struct method *m, const char *place, int nth)
{
    now.allocation_to_fail = nth;
    now.fails = NEVER;
    return check_open(m, place, ENOMEM);
}

static bool open_refused(const struct method *m, const char *place, int nth)
{
    now.fails = nth;
    now.error = EMFILE;
    return check_open(m, place, EMFILE);
}

static void a_failed_open_leaves_nothing(void **state)
{
    (void)state;
    struct message message = message_make(0);
    int descriptors = open_descriptors(), refused = 0, without = 0;
    char *place;
    assert_true(asprintf(&place, "%s/channel", message.folder) > 0);
    for (size_t m = 0; methods[m]; m++) {
        if (!methods[m]->transport)
            continue;
        for (int nth = 0; open_refused(methods[m], place, nth); nth++)
            refused++;
        for (int nth = 0; open_without_memory(methods[m], place, nth); nth++)
            without++;
    }
    assert_int_equal(refused, 2 + 1 + 1 + 3 + 3);
    assert_true(without >= 5);
    assert_int_equal(open_descriptors(), descriptors);
    free(place);
    message_drop(&message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(short_and_interrupted_transfers_lose_nothing, well),
        cmocka_unit_test_setup(a_lost_byte_is_a_failed_case, well),
        cmocka_unit_test_setup(what_cannot_be_had_is_told, well),
        cmocka_unit_test_setup(a_failed_open_leaves_nothing, well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
