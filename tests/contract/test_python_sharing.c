/* SPDX-License-Identifier: MIT */
/*
 * round-trip and transfer in Python (bench/python/sharing.py) give the answers that they give
 * in C, and measure both processes.
 */
#include "tests/contract/python_sharing.h"

static void it_is_for_the_two_workloads_alone(void **state)
{
    (void)state;
    size_t count = 0;
    for (size_t m = 0; methods[m]; m++) {
        for (size_t w = 0; shares(methods[m]) && workloads[w]; w++)
            assert_int_equal(workload_refuses(workloads[w], methods[m]) == CAUSE_NONE,
                             !!(workloads[w]->flags & WORKLOAD_SHARES));
        count += shares(methods[m]);
        if (methods[m]->program)
            assert_int_equal(!!(methods[m]->flags & METHOD_MAKES_FILE),
                             !!strstr(methods[m]->name, "-mmap-file"));
    }
    assert_int_equal(count, 6);
    assert_int_equal(
        workload_refuses(workload_find_by_name("transfer"), method_find("python-bytes")),
        CAUSE_NO_SCRIPT);
}

static void check_answered(const struct message *m, const struct script_case *c)
{
    struct outcome o = run(m, c);
    if (o.status != CASE_OK)
        fail_msg("%s by %s of %zu, buffer %zu: %s", c->workload, c->method->name, m->len,
                 c->buffer_bytes, why_of(&o));
    const struct sample *s = &o.sample;
    double phases = s->open_ns + s->access_ns + s->close_ns;
    assert_true(s->open_ns > 0 && s->access_ns > 0 && s->close_ns > 0);
    assert_true(phases > s->wall_ns - 1 && phases < s->wall_ns + 1);
    assert_true(s->passes == (double)(c->passes ? c->passes : 1));
}

/* Pairs of a message's bytes and a buffer's. */
static void check_sizes(const size_t sizes[][2], size_t count, int64_t passes)
{
    needs_python();
    for (size_t i = 0; i < count; i++) {
        struct message message = message_make(sizes[i][0]);
        for (size_t w = 0; w < 2; w++)
            for (size_t m = 0; methods[m]; m++)
                if (shares(methods[m]) && !is_slow(methods[m], message.len))
                    check_answered(&message,
                                   &(struct script_case){ sharing_names[w], methods[m], NULL,
                                                          sizes[i][1], 0, passes });
        message_drop(&message);
    }
}

static void both_workloads_give_the_expected_answer(void **state)
{
    (void)state;
    static const size_t sizes[][2] = { { 0, 0 },        { 1, 0 },         { 17, 0 },
                                       { PAGE + 1, 0 }, { 65536 + 1, 0 }, { MIB + 4711, 0 } };
    check_sizes(sizes, sizeof sizes / sizeof sizes[0], 2);
}

static void and_by_way_of_odd_buffers(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {
        { 1, 1 }, { 100, 61 }, { 65536 + 1, PAGE + 1 }, { MIB + 3, 2 * MIB }
    };
    check_sizes(sizes, sizeof sizes / sizeof sizes[0], 1);
}

/* The other process's calls and faults are counted: it alone reads the messages, and here it
   alone uses much memory. */
static void what_the_other_process_used_is_counted(void **state)
{
    (void)state;
    needs_python();
    struct message message = message_make(PAGE);
    char *scripts = change_scripts("good = Sharing.serve\n"
                                   "def serve(self):\n"
                                   "    self.much = b'x' * (16 << 20)\n"
                                   "    good(self)\n"
                                   "Sharing.serve = serve");
    struct script_case c = { "round-trip", method_find("python-pipe"), scripts, 0, 0, 2 };
    struct outcome o = run(&message, &c);
    c.method = method_find("python-mmap-fork");
    struct outcome mapped = run(&message, &c);
    drop_changed(scripts);
    message_drop(&message);
    assert_true(o.sample.minor_faults >= 16.0 * MIB / PAGE);
    assert_true(o.sample.peak_rss_bytes < o.sample.minor_faults * PAGE); /* not its memory */
    if (!(o.sample.read_calls >= 0))
        test_skip("this system has no /proc/self/io");
    assert_true(o.sample.read_call_bytes >= (double)4096 * PAGE);
    assert_true(mapped.sample.read_calls == 0);
}

static void another_state_is_refused(void **state)
{
    (void)state;
    struct message message = message_make(16);
    char *scripts = python_scripts();
    struct session *s;
    struct outcome o;
    struct session_spec spec = session_named("transfer", "python-pipe", "cold", message.path);
    request_set_path(spec.request.programs, scripts);
    assert_int_equal(session_begin(&s, &spec, &o), 1);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_int_equal(o.reason.cause, CAUSE_WORK_IN_MEMORY);
    free(scripts);
    message_drop(&message);
}

static void its_file_has_no_name(void **state)
{
    (void)state;
    for_all(MIB,
            "good = MappedFile.make_map\n"
            "def make_map(self, size):\n"
            "    map = good(self, size)\n"
            "    assert os.listdir(os.path.dirname(self.place)) == []\n"
            "    return map\n"
            "MappedFile.make_map = make_map",
            check_answered);
}

/* It begins on another processor than its parent's, and may then go where its parent may. */
static void who_polls_begins_elsewhere(void **state)
{
    (void)state;
    static const char change[] =
        "allowed, calls = os.sched_getaffinity(0), []\n"
        "given, good = os.sched_setaffinity, Sharing.serve\n"
        "def give(process, processors):\n"
        "    calls.append(set(processors))\n"
        "    given(process, processors)\n"
        "def serve(self):\n"
        "    mapped = hasattr(self, 'processor') and len(allowed) > 1\n"
        "    assert calls == ([allowed - {self.processor}, allowed] if mapped else [])\n"
        "    assert not mapped or len(calls[0]) == len(allowed) - 1\n"
        "    assert os.sched_getaffinity(0) == allowed\n"
        "    good(self)\n"
        "os.sched_setaffinity, Sharing.serve = give, serve\n";
    needs_python();
    if (system("${PYTHON:-python3} -c 'import os; os.sched_getaffinity(0); "
               "open(\"/proc/self/stat\")' 2>/dev/null") != 0)
        test_skip("this system does not tell where a process runs");
    for_all(MIB, change, check_answered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_for_the_two_workloads_alone),
        cmocka_unit_test(both_workloads_give_the_expected_answer),
        cmocka_unit_test(and_by_way_of_odd_buffers),
        cmocka_unit_test(what_the_other_process_used_is_counted),
        cmocka_unit_test(another_state_is_refused),
        cmocka_unit_test(its_file_has_no_name),
        cmocka_unit_test(who_polls_begins_elsewhere),
    };
    return cmocka_run_group_tests(tests, use_python, NULL);
}
