/* SPDX-License-Identifier: MIT */
/*
 * Messages in Python that do not arrive as they were sent, a process that dies on either side
 * and a time limit are failed cases, and nobody hangs or is left behind.
 */
#include "tests/contract/python_sharing.h"

static void check_failed(const struct message *m, const struct script_case *c, enum cause cause,
                         const char *words)
{
    struct outcome o = run(m, c);
    if (o.status != CASE_FAILED || o.reason.cause != cause || !strstr(o.reason.words, words))
        fail_msg("%s by %s: '%s' instead of '%s'", c->workload, c->method->name, why_of(&o),
                 words);
}

/* ---- other bytes ---- */

static void check_other_bytes(const struct message *m, const struct script_case *c)
{
    check_failed(m, c, CAUSE_PYTHON_FAILED, "the other process got other bytes than were sent");
}

static void a_torn_byte_is_a_failed_case(void **state)
{
    (void)state;
    for_all(MIB + 3,
            "def torn(self):\n"
            "    message = bytearray(self.message)\n"
            "    message[len(message) // 2] ^= 1\n"
            "    self.send(bytes(message))\n"
            "Sharing.send_message = torn",
            check_other_bytes);
}

static void a_wrong_checksum_is_a_failed_case(void **state)
{
    (void)state;
    for_all(MIB,
            "good = Sharing.take_message\n"
            "Sharing.take_message = lambda self, check: good(self, check) ^ 1",
            check_other_bytes);
}

/* Of many answers every one is looked at. */
static void one_wrong_answer_among_many_is_a_failed_case(void **state)
{
    (void)state;
    needs_python();
    struct message message = message_make(17);
    char *scripts = change_scripts("good, count = Sharing.take_answer, 0\n"
                                   "def take(self):\n"
                                   "    global count\n"
                                   "    count += 1\n"
                                   "    answer = good(self)\n"
                                   "    return bytes(16) if count == 2000 else answer\n"
                                   "Sharing.take_answer = take");
    check_other_bytes(&message, &(struct script_case){ "round-trip", method_find("python-pipe"),
                                                       scripts, 0, 0, 0 });
    drop_changed(scripts);
    message_drop(&message);
}

/* ---- a process that dies ---- */

static void check_ended(const struct message *m, const struct script_case *c)
{
    check_failed(m, c, CAUSE_PYTHON_FAILED, "the other process ended before it was done");
}

/* When the child has taken so many messages it does this instead. */
#define AFTER(messages, instead)                                                               \
    "good, left = Sharing.take_message, " messages "\n"                                        \
    "def take(self, check):\n"                                                                 \
    "    global left\n"                                                                        \
    "    left -= 1\n"                                                                          \
    "    if left < 0:\n"                                                                       \
    "        " instead "\n"                                                                    \
    "    return good(self, check)\n"                                                           \
    "Sharing.take_message = take"

static void a_child_that_dies_is_a_failed_case(void **state)
{
    (void)state;
    for_all(MIB, AFTER("0", "os.kill(os.getpid(), signal.SIGKILL)"), check_ended);
    for_all(MIB, AFTER("20", "os.kill(os.getpid(), signal.SIGKILL)"), check_ended);
    for_all(MIB, AFTER("20", "raise OSError('print this nowhere')"), check_ended);
}

static void one_that_never_comes_is_a_failed_case(void **state)
{
    (void)state;
    for_all(17, "Sharing.serve = lambda self: None", check_ended);
}

static void check_killed(const struct message *m, const struct script_case *c)
{
    check_failed(m, c, CAUSE_PYTHON_SIGNAL, "");
}

static void nobody_outlives_a_parent_that_is_killed(void **state)
{
    (void)state;
    for_all(MIB, "Sharing.send_message = lambda self: os.kill(os.getpid(), signal.SIGKILL)",
            check_killed);
}

/* ---- what ends the session's own process ---- */

/* It is ended by this signal; 0: it is killed. */
static void check_end(const struct message *m, const struct script_case *c, int signal_number)
{
    int alive[2], status;
    assert_int_equal(pipe(alive), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(alive[0]);
        make_passes(m, c);
        _exit(0);
    }
    usleep(signal_number ? 0 : 300000); /* there are a program and its child now */
    if (!signal_number)
        kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), signal_number ? signal_number : SIGKILL);
    check_all_gone(alive, c);
}

/* The parent is busy for some seconds before each of four messages. */
#define BUSY                                                                                   \
    "import time\n"                                                                            \
    "good = Sharing.send_message\n"                                                            \
    "def busy(self):\n"                                                                        \
    "    time.sleep(2)\n"                                                                      \
    "    good(self)\n"                                                                         \
    "Sharing.send_message = busy"

static void check_over_time(const struct message *m, const struct script_case *c)
{
    struct script_case limited = *c;
    limited.limit_s = 0.2;
    if (!(c->method->flags & METHOD_MAKES_FILE)) /* its folder is left to the runner */
        check_end(m, &limited, SIGALRM);
}

static void a_limit_holds_for_both_processes(void **state)
{
    (void)state;
    for_all(16 * MIB, BUSY, check_over_time);
}

static void check_orphan(const struct message *m, const struct script_case *c)
{
    if (!(c->method->flags & METHOD_MAKES_FILE)) /* a killed process removes no folder */
        check_end(m, c, 0);
}

static void nobody_outlives_a_session_that_is_killed(void **state)
{
    (void)state;
    for_all(16 * MIB, BUSY, check_orphan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_torn_byte_is_a_failed_case),
        cmocka_unit_test(a_wrong_checksum_is_a_failed_case),
        cmocka_unit_test(one_wrong_answer_among_many_is_a_failed_case),
        cmocka_unit_test(a_child_that_dies_is_a_failed_case),
        cmocka_unit_test(one_that_never_comes_is_a_failed_case),
        cmocka_unit_test(nobody_outlives_a_parent_that_is_killed),
        cmocka_unit_test(a_limit_holds_for_both_processes),
        cmocka_unit_test(nobody_outlives_a_session_that_is_killed),
    };
    return cmocka_run_group_tests(tests, use_python, NULL);
}
