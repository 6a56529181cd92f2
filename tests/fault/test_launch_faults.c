/* SPDX-License-Identifier: MIT */
/*
 * What becomes of a process that crashes, says nothing, or says too much. Shell
 * scripts stand where mapread-bench would be; no fault is injected by the linker.
 */
#include <signal.h>
#include <sys/wait.h>

#include "base/stop.h"
#include "tests/fault/wrap.h"
#include "tests/launch.h"
#include "tests/session.h"

static char *folder, *program;

static int group_setup(void **state)
{
    (void)state;
    folder = test_folder();
    return asprintf(&program, "%s/program", folder) > 0 ? 0 : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    unlink(program);
    int r = rmdir(folder);
    free(folder);
    free(program);
    return r;
}

static void write_program(const char *script)
{
    FILE *f = fopen(program, "w");
    assert_non_null(f);
    assert_true(fprintf(f, "#!/bin/sh\n%s\n", script) > 0);
    assert_int_equal(fchmod(fileno(f), 0700), 0);
    assert_int_equal(fclose(f), 0);
}

static struct request a_request(void)
{
    struct request q = { .seed = 1, .passes = 3, .limit_s = 7 };
    assert_int_equal(case_key_parse(&q.key, "count/mmap/warm"), 0);
    request_set_path(q.path, "data/text-1MiB");
    return q;
}

/* Runs a script as mapread-bench; fd 3 is where the sample goes. */
static struct outcome outcome_in_turns(const char *script, bool takes_turns)
{
    struct request q = a_request();
    q.takes_turns = takes_turns;
    struct outcome o = outcome_of_words(CASE_OK, CAUSE_NONE, "untouched");
    write_program(script);
    int descriptors = open_descriptors();
    assert_int_equal(launch_whole(program, &q, &o), 0);
    assert_int_equal(open_descriptors(), descriptors);
    return o;
}

static struct outcome outcome_of_script(const char *script)
{
    return outcome_in_turns(script, false);
}

/* What launch_whole returns for a script, in a process that an alarm ends should it
   wait for ever: 1 when it did. Its signals may be the script's to play with. */
static int return_in_turns(const char *script, bool takes_turns)
{
    int status;
    write_program(script);
    pid_t child = fork();
    if (child == 0) {
        struct request q = a_request();
        struct outcome o;
        q.takes_turns = takes_turns;
        stop_install();
        alarm(20);
        _exit(launch_whole(program, &q, &o) & 0xff);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? 1 : -(-WEXITSTATUS(status) & 0xff);
}

static int return_of(const char *script)
{
    return return_in_turns(script, false);
}

static void check_failed(const char *script, enum cause cause, double number)
{
    struct outcome o = outcome_of_script(script);
    check_cause(&o, CASE_FAILED, cause);
    assert_true(o.reason.numbers[0] == number);
}

/* A whole sample in one line, by the only code that knows how. */
static char *good_line(void)
{
    const struct request q = a_request();
    struct outcome o = outcome_of(CASE_OK, CAUSE_NONE);
    char *line = NULL;
    size_t len;
    FILE *out = open_memstream(&line, &len);
    strcpy(o.answer.text, "count=5");
    o.sample.wall_ns = 4711;
    assert_int_equal(outcome_write(out, &q.key, &o), 0);
    fclose(out);
    return line;
}

static struct outcome outcome_of_line(const char *before, const char *line, const char *after)
{
    char *script = NULL;
    assert_true(asprintf(&script, "%scat >&3 <<'end'\n%send\n%s", before, line, after) > 0);
    struct outcome o = outcome_of_script(script);
    free(script);
    return o;
}

static void a_sample_is_handed_over(void **state)
{
    (void)state;
    char *line = good_line();
    struct outcome o = outcome_of_line("echo to nobody; echo to nobody >&2\n", line, "");
    assert_int_equal(o.status, CASE_OK);
    assert_string_equal(o.answer.text, "count=5");
    assert_true(o.sample.wall_ns == 4711);
    free(line);
}

/* A failed case ends with status 1, and says why in its sample. */
static void the_sample_goes_before_the_exit_status(void **state)
{
    (void)state;
    char *line = good_line();
    struct outcome o = outcome_of_line("", line, "exit 1");
    assert_int_equal(o.status, CASE_OK);
    free(line);
}

static void a_crash_is_a_failed_case(void **state)
{
    (void)state;
    check_failed("kill -SEGV $$", CAUSE_SIGNAL, SIGSEGV);
    check_failed("kill -KILL $$", CAUSE_SIGNAL, SIGKILL);
}

/* What it said before it crashed does not count. */
static void a_crash_after_the_sample_is_a_failed_case(void **state)
{
    (void)state;
    char *line = good_line();
    struct outcome o = outcome_of_line("", line, "kill -SEGV $$");
    check_cause(&o, CASE_FAILED, CAUSE_SIGNAL);
    assert_string_equal(o.answer.text, "");
    free(line);
}

static void an_alarm_is_a_case_over_the_limit(void **state)
{
    (void)state;
    struct outcome o = outcome_of_script("kill -ALRM $$");
    check_cause(&o, CASE_OVER_LIMIT, CAUSE_OVER_TIME);
    assert_true(o.reason.numbers[0] == 7);
}

static void silence_is_a_failed_case(void **state)
{
    (void)state;
    check_failed("exit 0", CAUSE_NO_RESULT, 0);
    check_failed("exit 2", CAUSE_NO_RESULT, 2);
    check_failed("exec 3>&-; exit 1", CAUSE_NO_RESULT, 1);
}

static void nonsense_is_a_failed_case(void **state)
{
    (void)state;
    check_failed("echo hello >&3", CAUSE_NO_RESULT, 0);
    check_failed("echo '{}' >&3", CAUSE_NO_RESULT, 0);
}

/* And more cannot be read, nor said to anybody. */
static void the_request_is_the_first_line_of_its_input(void **state)
{
    (void)state;
    const struct request q = a_request();
    char *line = request_line(&q), *script = NULL;
    assert_non_null(line);
    assert_true(asprintf(&script,
                         "[ \"$*\" = --request ] || exit 4\n"
                         "read -r line; [ \"$(cat)\" ] && exit 5\n"
                         "[ \"$line\" = '%.*s' ] || exit 6\n"
                         "exit 7",
                         (int)strcspn(line, "\n"), line) > 0);
    check_failed(script, CAUSE_NO_RESULT, 7);
    free(script);
    free(line);
}

/* One line says that it waits, one byte is its turn. */
#define TURN "echo >&3; [ \"$(head -c 1 <&3)\" = '' ] || exit 4\n"

static void passes_wait_for_their_turn(void **state)
{
    (void)state;
    char *line = good_line(), *script = NULL;
    assert_true(asprintf(&script, TURN TURN TURN "cat >&3 <<'end'\n%send\n", line) > 0);
    struct outcome o = outcome_in_turns(script, true);
    assert_int_equal(o.status, CASE_OK);
    assert_true(o.sample.wall_ns == 4711);
    free(script);
    free(line);
}

/* Whoever has ended is not waited for, and its turns are nobody's. */
static void an_end_between_two_turns_is_an_outcome(void **state)
{
    (void)state;
    struct outcome o = outcome_in_turns(TURN "kill -SEGV $$", true);
    check_cause(&o, CASE_FAILED, CAUSE_SIGNAL);
    o = outcome_in_turns("exit 7", true);
    check_cause(&o, CASE_FAILED, CAUSE_NO_RESULT);
    o = outcome_in_turns(TURN "kill -ALRM $$", true);
    check_cause(&o, CASE_OVER_LIMIT, CAUSE_OVER_TIME);
}

static void a_request_to_stop_ends_who_waits_for_a_turn(void **state)
{
    (void)state;
    assert_int_equal(return_in_turns("kill -INT $PPID; exec sleep 45", true), -EINTR);
    assert_int_equal(return_in_turns(TURN "kill -INT $PPID; exec sleep 45", true), -EINTR);
}

static void a_program_that_is_none_is_an_error(void **state)
{
    (void)state;
    const struct request q = a_request();
    struct outcome o = outcome_of(CASE_OVER_LIMIT, CAUSE_NONE);
    int descriptors = open_descriptors();
    assert_int_equal(launch_whole("/no/such/program", &q, &o), -ENOENT);
    assert_int_equal(launch_whole(folder, &q, &o), -EACCES);
    assert_int_equal(o.status, CASE_OVER_LIMIT);
    assert_int_equal(open_descriptors(), descriptors);
}

static void a_flood_is_a_failed_case(void **state)
{
    (void)state;
    assert_int_equal(return_of("yes mapread | head -c 200000 >&3"), 0);
}

static void a_request_to_stop_ends_the_process(void **state)
{
    (void)state;
    assert_int_equal(return_of("kill -INT $PPID; exec sleep 45"), -EINTR);
}

/* Its result is there, but it does not end. */
static void a_request_to_stop_ends_what_has_said_all(void **state)
{
    (void)state;
    assert_int_equal(return_of("exec 3>&-; sleep 1; kill -INT $PPID; exec sleep 45"), -EINTR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sample_is_handed_over),
        cmocka_unit_test(the_sample_goes_before_the_exit_status),
        cmocka_unit_test(a_crash_is_a_failed_case),
        cmocka_unit_test(a_crash_after_the_sample_is_a_failed_case),
        cmocka_unit_test(an_alarm_is_a_case_over_the_limit),
        cmocka_unit_test(silence_is_a_failed_case),
        cmocka_unit_test(nonsense_is_a_failed_case),
        cmocka_unit_test(the_request_is_the_first_line_of_its_input),
        cmocka_unit_test(a_program_that_is_none_is_an_error),
        cmocka_unit_test(a_flood_is_a_failed_case),
        cmocka_unit_test(passes_wait_for_their_turn),
        cmocka_unit_test(an_end_between_two_turns_is_an_outcome),
        cmocka_unit_test(a_request_to_stop_ends_who_waits_for_a_turn),
        cmocka_unit_test(a_request_to_stop_ends_the_process),
        cmocka_unit_test(a_request_to_stop_ends_what_has_said_all),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
