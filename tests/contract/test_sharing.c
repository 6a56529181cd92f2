/* SPDX-License-Identifier: MIT */
/*
 * What transport.h promises, of every transport, and what round-trip and transfer make of
 * it. Of one that does not keep it: test_sharing_broken.c.
 */
#include "measure/processor.h"
#include "tests/sharing.h"
#include "workload/peer.h"

enum { MIB = 1 << 20, MESSAGES = 5 };

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
    assert_int_equal(method_open(&f, m, place, &options), 0);
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
    method_close(m, f);
    free((void *)e.data);
    free(place);
    message_drop(&message);
}

static void every_byte_arrives_in_order(void **state)
{
    (void)state;
    static const size_t buffers[] = { 0, 1, 7, PAGE + 1, 2 * MIB };
    for (size_t m = 0; methods[m]; m++)
        for (size_t s = test_from(SIZES); methods[m]->transport && s < SIZES; s++)
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
        method_close(methods[m], NULL);
        for (size_t w = 0; workloads[w]; w++)
            assert_int_equal(workload_refuses(workloads[w], methods[m]) == CAUSE_NONE,
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
    static const size_t of_messages[] = { 0, 1, 17, PAGE + 1, MIB + 4711 };
    enum { COUNT = sizeof of_messages / sizeof of_messages[0] };
    for (size_t s = test_from(COUNT); s < COUNT; s++) {
        struct message message = message_make(of_messages[s]);
        for (size_t w = 0; w < 2; w++)
            for (size_t m = 0; methods[m]; m++) {
                if (!methods[m]->transport || (flushes(methods[m]) && message.len < MIB - 1))
                    continue; /* a flush for each message of a byte */
                struct outcome o = sharing_run(
                    &message, &(struct sharing_case){ sharing_workloads[w], methods[m], 0, 2 });
                if (o.status != CASE_OK)
                    fail_msg("%s by %s of %zu: %s", sharing_workloads[w], methods[m]->name,
                             message.len, why_of(&o));
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
        test_skip("this system does not tell /proc/self/io");
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
    struct session_spec spec = session_named("transfer", "pipe", "cold", message.path);
    assert_int_equal(session_begin(&s, &spec, &o), 1);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_int_equal(o.reason.cause, CAUSE_WORK_IN_MEMORY);
    spec.state = state_find("warm");
    spec.method = method_find("read");
    assert_int_equal(session_begin(&s, &spec, &o), 1);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_int_equal(o.reason.cause, CAUSE_REACHES_NO_PROCESS);
    spec.method = method_find("pipe");
    spec.workload = workload_find_by_name("full-read");
    assert_int_equal(session_begin(&s, &spec, &o), 1);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_int_equal(o.reason.cause, CAUSE_REACHES_PROCESS);
    message_drop(&message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_arrives_in_order),
        cmocka_unit_test(a_transport_is_a_transport_alone),
        cmocka_unit_test(both_workloads_give_the_expected_answer),
        cmocka_unit_test(the_answer_counts_every_message),
        cmocka_unit_test(what_the_other_process_used_is_counted),
        cmocka_unit_test(other_states_and_methods_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
