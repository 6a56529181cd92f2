/* SPDX-License-Identifier: MIT */
/*
 * What round-trip and transfer make of a transport that does not keep what transport.h
 * promises: a torn byte is a failed case, a process that dies is one, and nobody hangs or is
 * left behind.
 */
#include <poll.h>

#include "tests/sharing.h"

enum { MIB = 1 << 20 };

static const struct method *inner;
static pid_t tester;
static int receives_left; /* of the child */

static void bad_take(struct file *f, enum transport_side side, pid_t other)
{
    inner->transport->take(f, side, other);
}

static int good_send(struct file *f, const void *data, size_t len)
{
    return inner->transport->send(f, data, len);
}

/* A byte of each message is another. */
static int torn_send(struct file *f, const void *data, size_t len)
{
    if (getpid() != tester)
        return good_send(f, data, len);
    unsigned char *torn = malloc(len);
    memcpy(torn, data, len);
    torn[len / 2] ^= 1;
    int r = good_send(f, torn, len);
    free(torn);
    return r;
}

static int good_receive(struct file *f, size_t most, struct span *ret)
{
    return inner->transport->receive(f, most, ret);
}

/* The child dies in the middle. */
static int deadly_receive(struct file *f, size_t most, struct span *ret)
{
    if (getpid() != tester && receives_left-- == 0)
        raise(SIGKILL);
    return good_receive(f, most, ret);
}

/* The child gives up; what it would have had to say never comes. */
static int failing_receive(struct file *f, size_t most, struct span *ret)
{
    return getpid() != tester && receives_left-- == 0 ? -EIO : good_receive(f, most, ret);
}

/* A piece of every message comes twice, in the place of the next. */
static int doubled_receive(struct file *f, size_t most, struct span *ret)
{
    static unsigned char kept[METHOD_BUFFER_BYTES];
    static size_t kept_len;
    int r = good_receive(f, most, ret);
    if (r < 0 || getpid() == tester)
        return r;
    if (kept_len == ret->len && receives_left-- == 0)
        *ret = (struct span){ kept, kept_len };
    kept_len = ret->len <= sizeof kept ? ret->len : 0;
    memmove(kept, ret->data, kept_len);
    return 0;
}

static int stuck_send(struct file *f, const void *data, size_t len)
{
    if (getpid() != tester)
        return good_send(f, data, len);
    for (;;)
        pause();
}

static struct outcome run_bad(const struct message *message, const char *workload,
                              const struct method *m, const struct transport *bad)
{
    struct method method = *m;
    method.transport = bad;
    inner = m;
    tester = getpid();
    return sharing_run(message, &(struct sharing_case){ workload, &method, PAGE, 1 });
}

typedef void checker(const struct message *m, const char *workload,
                     const struct method *method);

static void for_all(size_t len, checker *check)
{
    struct message message = message_make(len);
    for (size_t w = 0; w < 2; w++)
        for (size_t m = 0; methods[m]; m++)
            if (methods[m]->transport)
                check(&message, sharing_workloads[w], methods[m]);
    message_drop(&message);
}

static void check_torn(const struct message *message, const char *workload,
                       const struct method *m)
{
    static const struct transport torn = { bad_take, torn_send, good_receive };
    struct outcome o = run_bad(message, workload, m, &torn);
    assert_int_equal(o.status, CASE_FAILED);
    assert_int_equal(o.reason.cause, CAUSE_WRONG_ANSWER);
}

static void a_torn_byte_is_a_failed_case(void **state)
{
    (void)state;
    for_all(MIB + 3, check_torn);
}

static void check_doubled(const struct message *message, const char *workload,
                          const struct method *m)
{
    static const struct transport doubled = { bad_take, good_send, doubled_receive };
    receives_left = 1;
    struct outcome o = run_bad(message, workload, m, &doubled);
    assert_int_equal(o.status, CASE_FAILED);
    assert_int_equal(o.reason.cause, CAUSE_WRONG_ANSWER);
}

static void a_piece_that_comes_twice_is_a_failed_case(void **state)
{
    (void)state;
    for_all(MIB, check_doubled);
}

static void check_ends(const struct message *message, const char *workload,
                       const struct method *m, const struct transport *bad)
{
    static const int after[] = { 0, 1, 100 };
    for (size_t i = 0; i < 3; i++) {
        receives_left = after[i];
        struct outcome o = run_bad(message, workload, m, bad);
        assert_int_equal(o.status, CASE_FAILED);
        if (o.reason.cause != CAUSE_PEER_ENDED)
            fail_msg("%s by %s after %d: %s", workload, m->name, after[i], why_of(&o));
    }
}

static void check_deadly(const struct message *message, const char *workload,
                         const struct method *m)
{
    static const struct transport deadly = { bad_take, good_send, deadly_receive };
    static const struct transport failing = { bad_take, good_send, failing_receive };
    check_ends(message, workload, m, &deadly);
    check_ends(message, workload, m, &failing);
}

static void a_process_that_dies_is_a_failed_case(void **state)
{
    (void)state;
    for_all(MIB, check_deadly);
}

/* ---- a parent that dies ---- */

static void be_stuck(const struct message *message, const char *workload,
                     const struct method *m)
{
    static const struct transport stuck = { bad_take, stuck_send, good_receive };
    run_bad(message, workload, m, &stuck);
    _exit(0);
}

/* While a process lives, the end of the pipe that it inherited is open. */
static void check_orphan(const struct message *message, const char *workload,
                         const struct method *m)
{
    int alive[2];
    char byte;
    assert_int_equal(pipe(alive), 0);
    pid_t parent = fork();
    if (parent == 0) {
        close(alive[0]);
        alarm(60);
        be_stuck(message, workload, m);
    }
    close(alive[1]);
    usleep(100000); /* it has a child now, or will when it is killed */
    kill(parent, SIGKILL);
    assert_int_equal(waitpid(parent, NULL, 0), parent);
    struct pollfd end = { .fd = alive[0], .events = POLLIN };
    if (poll(&end, 1, 20000) != 1)
        fail_msg("%s by %s: the child outlives its parent", workload, m->name);
    assert_int_equal(read(alive[0], &byte, 1), 0);
    close(alive[0]);
}

static void nobody_outlives_the_parent(void **state)
{
    (void)state;
    struct message message = message_make(PAGE);
    for (size_t m = 0; methods[m]; m++)
        if (methods[m]->transport && !(methods[m]->flags & METHOD_MAKES_FILE))
            check_orphan(&message, "round-trip", methods[m]);
    message_drop(&message); /* a killed process could not remove its folder */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_torn_byte_is_a_failed_case),
        cmocka_unit_test(a_piece_that_comes_twice_is_a_failed_case),
        cmocka_unit_test(a_process_that_dies_is_a_failed_case),
        cmocka_unit_test(nobody_outlives_the_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
