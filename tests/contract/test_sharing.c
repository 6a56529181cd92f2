/* SPDX-License-Identifier: MIT */
/*
 * What transport.h promises, of every transport, and what round-trip and transfer make of
 * one that does not keep it: a torn byte is a failed case, a process that dies is one, and
 * nobody hangs or is left behind.
 */
#include <poll.h>

#include "measure/processor.h"
#include "tests/sharing.h"
#include "workload/peer.h"

enum { MIB = 1 << 20, MESSAGES = 5 };

static const char *const names[] = { "round-trip", "transfer" };

static const size_t sizes[] = { 1,    15,       16,        17,      PAGE - 1,
                                PAGE, PAGE + 1, 65536 + 1, MIB - 1, MIB + 4711 };
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static bool flushes(const struct method *m)
{
    return strstr(m->name, "-flush");
}

/* ---- the channel alone ---- */

struct echo {
    const unsigned char *data;
    size_t len;
    struct processors allowed;
};

/* Wherever it begins, it may go where its parent may. */
static bool may_run_anywhere(const struct echo *e)
{
    static struct processors now;
    processors_find(&now);
    return memcmp(&now, &e->allowed, sizeof now) == 0;
}

/* Sees that every message is the right one, and says so with a byte. */
static int check_messages(void *context, const struct method *m, struct file *f)
{
    const struct echo *e = context;
    int r = 0;
    for (int i = 0; i < MESSAGES && r == 0; i++) {
        char right = may_run_anywhere(e) ? 'y' : 'n';
        for (size_t done = 0; done < e->len && r == 0;) {
            struct span span;
            r = m->transport->receive(f, e->len - done, &span);
            if (r == 0 && (span.len == 0 || span.len > e->len - done ||
                           memcmp(span.data, e->data + done, span.len) != 0))
                right = 'n';
            done += r == 0 ? span.len : 0;
        }
        if (r == 0)
            r = m->transport->send(f, &right, 1);
    }
    return r;
}

static void check_channel(const struct method *m, size_t len, size_t buffer_bytes)
{
    struct message message = message_make(0);
    struct echo e = { .data = border_bytes(len), .len = len };
    struct method_options options = { .buffer_bytes = buffer_bytes };
    struct peer peer = { 0 };
    struct file *f;
    struct span span;
    char *place;
    processors_find(&e.allowed);
    assert_true(asprintf(&place, "%s/channel", message.folder) > 0);
    assert_int_equal(m->open(&f, place, &options), 0);
    assert_false(path_exists(place));
    assert_int_equal(peer_start(&peer, m, f, check_messages, &e), 0);
    for (int i = 0; i < MESSAGES; i++) {
        assert_int_equal(m->transport->send(f, e.data, len), 0);
        assert_int_equal(m->transport->receive(f, 1, &span), 0);
        assert_int_equal(span.len, 1);
        if (span.data[0] != 'y')
            fail_msg("%s: %zu bytes, buffer %zu: torn, or kept on a processor", m->name, len,
                     buffer_bytes);
    }
    peer_stop(&peer, false);
    peer_stop(&peer, false); /* once is enough */
    m->close(f);
    free((void *)e.data);
    free(place);
    message_drop(&message);
}

static void every_byte_arrives_in_order(void **state)
{
    (void)state;
    static const size_t buffers[] = { 0, 1, 7, PAGE + 1, 2 * MIB };
    for (size_t m = 0; methods[m]; m++)
        for (size_t s = 0; methods[m]->transport && s < SIZES; s++)
            for (size_t b = 0; b < sizeof buffers / sizeof buffers[0]; b++)
                if (buffers[b] == 0 || buffers[b] >= PAGE || sizes[s] <= PAGE + 1)
                    check_channel(methods[m], sizes[s], buffers[b]);
}

static void a_transport_is_a_transport_alone(void **state)
{
    (void)state;
    size_t count = 0;
    for (size_t m = 0; methods[m]; m++) {
        const struct transport *t = methods[m]->transport;
        if (!t)
            continue;
        count++;
        assert_true(t->take && t->send && t->receive);
        assert_true(!methods[m]->next && !methods[m]->at && !methods[m]->put);
        methods[m]->close(NULL);
        for (size_t w = 0; workloads[w]; w++)
            assert_int_equal(workload_refuses(workloads[w], methods[m]) == NULL,
                             !!(workloads[w]->flags & WORKLOAD_SHARES));
    }
    assert_int_equal(count, 5);
}

/* ---- the workloads ---- */

static void check_sample(const struct sample *s)
{
    assert_true(s->wall_ns > 0 && s->open_ns > 0 && s->access_ns > 0 && s->close_ns > 0);
    double phases = s->open_ns + s->access_ns + s->close_ns;
    assert_true(phases > s->wall_ns - 1 && phases < s->wall_ns + 1);
}

static void both_workloads_give_the_expected_answer(void **state)
{
    (void)state;
    for (size_t s = 0; s <= SIZES; s++) {
        struct message message = message_make(s < SIZES ? sizes[s] : 0);
        for (size_t w = 0; w < 2; w++)
            for (size_t m = 0; methods[m]; m++) {
                if (!methods[m]->transport || (flushes(methods[m]) && message.len < MIB - 1))
                    continue; /* a flush for each message of a byte */
                struct outcome o =
                    sharing_run(&message, &(struct sharing_case){ names[w], methods[m], 0, 2 });
                if (o.status != CASE_OK)
                    fail_msg("%s by %s of %zu: %s", names[w], methods[m]->name, message.len,
                             o.reason);
                check_sample(&o.sample);
            }
        message_drop(&message);
    }
}

/* As often as extents.h says, and no message is taken for another. */
static void the_answer_counts_every_message(void **state)
{
    (void)state;
    struct message message = message_make(16);
    assert_string_equal(message_answer(&message, "round-trip").text + 6,
                        strstr(message_answer(&message, "round-trip").text, "65536"));
    assert_int_equal(share_messages(16, ROUND_TRIPS), ROUND_TRIPS);
    assert_int_equal(share_messages(16, TRANSFERS), TRANSFERS);
    assert_int_equal(share_messages(PAGE, TRANSFERS), 64 * MIB / PAGE);
    assert_int_equal(share_messages(MIB, TRANSFERS), 64);
    assert_int_equal(share_messages(64 * MIB, TRANSFERS), 1);
    assert_int_equal(share_messages(UINT64_MAX, TRANSFERS), 1);
    assert_int_equal(share_messages(0, TRANSFERS), 0);
    message_drop(&message);
}

/* The other process's calls and faults are counted: it alone reads the messages. */
static void what_the_other_process_used_is_counted(void **state)
{
    (void)state;
    struct message message = message_make(PAGE);
    struct outcome o = sharing_run(
        &message, &(struct sharing_case){ "round-trip", method_find("pipe"), 0, 2 });
    if (!(o.sample.read_calls >= 0)) {
        message_drop(&message);
        print_message("skipped: this system does not tell /proc/self/io\n");
        skip();
    }
    assert_true(o.sample.read_call_bytes >= (double)ROUND_TRIPS * PAGE);
    assert_true(o.sample.minor_faults >= 10); /* of a fresh process */
    o = sharing_run(&message,
                    &(struct sharing_case){ "round-trip", method_find("mmap-fork"), 0, 2 });
    assert_true(o.sample.read_calls == 0);
    message_drop(&message);
}

static void other_states_and_methods_are_refused(void **state)
{
    (void)state;
    struct message message = message_make(16);
    struct session *s;
    struct outcome o;
    struct session_spec spec = { .workload = workload_find_by_name("transfer"),
                                 .method = method_find("pipe"),
                                 .state = state_find("cold"),
                                 .path = message.path,
                                 .passes = 1 };
    assert_int_equal(session_begin(&s, &spec, &o), 1);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_non_null(strstr(o.reason, "in memory"));
    spec.state = state_find("warm");
    spec.method = method_find("read");
    assert_int_equal(session_begin(&s, &spec, &o), 1);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_non_null(strstr(o.reason, "no other process"));
    spec.method = method_find("pipe");
    spec.workload = workload_find_by_name("full-read");
    assert_int_equal(session_begin(&s, &spec, &o), 1);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_non_null(strstr(o.reason, "no file"));
    message_drop(&message);
}

/* ---- transports that do not keep it ---- */

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
                check(&message, names[w], methods[m]);
    message_drop(&message);
}

static void check_torn(const struct message *message, const char *workload,
                       const struct method *m)
{
    static const struct transport torn = { bad_take, torn_send, good_receive };
    struct outcome o = run_bad(message, workload, m, &torn);
    assert_int_equal(o.status, CASE_FAILED);
    assert_non_null(strstr(o.reason, "wrong answer"));
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
    assert_non_null(strstr(o.reason, "wrong answer"));
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
        if (!strstr(o.reason, "the other process ended before it was done"))
            fail_msg("%s by %s after %d: %s", workload, m->name, after[i], o.reason);
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
        cmocka_unit_test(a_transport_is_a_transport_alone),
        cmocka_unit_test(every_byte_arrives_in_order),
        cmocka_unit_test(both_workloads_give_the_expected_answer),
        cmocka_unit_test(the_answer_counts_every_message),
        cmocka_unit_test(what_the_other_process_used_is_counted),
        cmocka_unit_test(other_states_and_methods_are_refused),
        cmocka_unit_test(a_torn_byte_is_a_failed_case),
        cmocka_unit_test(a_piece_that_comes_twice_is_a_failed_case),
        cmocka_unit_test(a_process_that_dies_is_a_failed_case),
        cmocka_unit_test(nobody_outlives_the_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
