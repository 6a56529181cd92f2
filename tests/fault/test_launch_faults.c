/* SPDX-License-Identifier: MIT */
/*
 * What becomes of a process that crashes, says nothing, or says too much. Shell
 * scripts stand where mapread-bench would be; no fault is injected by the linker.
 */
#include <signal.h>
#include <sys/wait.h>

#include "base/stop.h"
#include "run/launch.h"
#include "tests/fault/wrap.h"

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

static struct launch launch_of_program(void)
{
    return (struct launch){ .program = program,
                            .workload = "count",
                            .method = "mmap",
                            .state = "warm",
                            .file = "data/text-1MiB",
                            .seed = 1,
                            .passes = 3,
                            .limit_s = 7 };
}

/* Runs a script as mapread-bench; fd 3 is where the sample goes. */
static struct outcome outcome_of(const char *script)
{
    const struct launch l = launch_of_program();
    struct outcome o = { .status = CASE_OK, .reason = "untouched" };
    write_program(script);
    int descriptors = open_descriptors();
    assert_int_equal(launch_sample(&l, &o), 0);
    assert_int_equal(open_descriptors(), descriptors);
    return o;
}

/* What launch_sample returns for a script, in a process that an alarm ends should it
   wait for ever: 1 when it did. Its signals may be the script's to play with. */
static int return_of(const char *script)
{
    int status;
    write_program(script);
    pid_t child = fork();
    if (child == 0) {
        const struct launch l = launch_of_program();
        struct outcome o;
        stop_install();
        alarm(20);
        _exit(launch_sample(&l, &o) & 0xff);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? 1 : -(-WEXITSTATUS(status) & 0xff);
}

static void check_failed(const char *script, const char *reason)
{
    struct outcome o = outcome_of(script);
    assert_int_equal(o.status, CASE_FAILED);
    if (!strstr(o.reason, reason) || !strstr(o.reason, "mapread case count mmap "))
        fail_msg("%s: %s", script, o.reason);
}

/* A whole sample in one line, by the only code that knows how. */
static char *good_line(void)
{
    static const struct outcome_names names = { "count", "mmap", "warm", "" };
    struct outcome o = { .status = CASE_OK, .answer.text = "count=5" };
    char *line = NULL;
    size_t len;
    FILE *out = open_memstream(&line, &len);
    o.sample = sample_unknown();
    o.sample.wall_ns = 4711;
    assert_int_equal(outcome_write(out, &names, &o), 0);
    fclose(out);
    return line;
}

static struct outcome outcome_of_line(const char *before, const char *line, const char *after)
{
    char *script = NULL;
    assert_true(asprintf(&script, "%scat >&3 <<'end'\n%send\n%s", before, line, after) > 0);
    struct outcome o = outcome_of(script);
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
    check_failed("kill -SEGV $$", "killed by signal 11");
    check_failed("kill -KILL $$", "killed by signal 9");
}

/* What it said before it crashed does not count. */
static void a_crash_after_the_sample_is_a_failed_case(void **state)
{
    (void)state;
    char *line = good_line();
    struct outcome o = outcome_of_line("", line, "kill -SEGV $$");
    assert_int_equal(o.status, CASE_FAILED);
    assert_non_null(strstr(o.reason, "signal 11"));
    free(line);
}

static void an_alarm_is_a_case_over_the_limit(void **state)
{
    (void)state;
    struct outcome o = outcome_of("kill -ALRM $$");
    assert_int_equal(o.status, CASE_OVER_LIMIT);
    assert_string_equal(o.reason, "one pass takes at least 7 s");
}

static void silence_is_a_failed_case(void **state)
{
    (void)state;
    check_failed("exit 0", "no result, exit status 0");
    check_failed("exit 2", "no result, exit status 2");
    check_failed("exec 3>&-; exit 1", "no result, exit status 1");
}

static void nonsense_is_a_failed_case(void **state)
{
    (void)state;
    check_failed("echo hello >&3", "no result");
    check_failed("echo '{}' >&3", "no result");
}

static void standard_streams_lead_nowhere(void **state)
{
    (void)state;
    check_failed("read line && exit 5; exit 6", "exit status 6"); /* nothing to read */
}

static void a_program_that_is_none_is_an_error(void **state)
{
    (void)state;
    struct launch l = { .program = "/no/such/program",
                        .workload = "count",
                        .method = "mmap",
                        .state = "warm",
                        .file = "f",
                        .passes = 1,
                        .limit_s = 1 };
    struct outcome o = { .status = CASE_OVER_LIMIT };
    int descriptors = open_descriptors();
    assert_int_equal(launch_sample(&l, &o), -ENOENT);
    l.program = folder;
    assert_int_equal(launch_sample(&l, &o), -EACCES);
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
        cmocka_unit_test(standard_streams_lead_nowhere),
        cmocka_unit_test(a_program_that_is_none_is_an_error),
        cmocka_unit_test(a_flood_is_a_failed_case),
        cmocka_unit_test(a_request_to_stop_ends_the_process),
        cmocka_unit_test(a_request_to_stop_ends_what_has_said_all),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
