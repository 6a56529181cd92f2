/* SPDX-License-Identifier: MIT */
/*
 * A session: what it tells its method, how long a pass may take, and how a case ends that
 * cannot be measured.
 */
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "base/stop.h"
#include "tests/unit/session_fake.h"

/* ---- cases that cannot be measured ---- */

static void a_refusing_workload_is_the_reason(void **state)
{
    struct session_spec spec = spec_of(*state, "random", "chunk", "warm");
    struct outcome o = run_session(&spec);
    check_cause(&o, CASE_SKIPPED, CAUSE_FRONT_TO_BACK);
    spec = spec_of(*state, "replace", "chunk", "warm");
    o = run_session(&spec);
    check_cause(&o, CASE_SKIPPED, CAUSE_NOT_IN_PLACE);
    spec = spec_of(*state, "replace-new", "mmap-populate-write", "warm");
    o = run_session(&spec);
    check_cause(&o, CASE_SKIPPED, CAUSE_ONLY_CHANGES);
}

static void a_method_this_system_lacks_is_skipped(void **state)
{
    struct session_spec spec = fake_spec(*state);
    fake.open_result = -EOPNOTSUPP;
    struct outcome o = run_session(&spec);
    check_words(&o, CASE_SKIPPED, CAUSE_NOT_OFFERED, "open: ");
    assert_int_equal(fake.closed, 0);
}

static char *memory_folder(void)
{
    char *folder = strdup("/dev/shm/mapread-test-XXXXXX");
    if (folder && mkdtemp(folder) && state_find("cold")->refuses(folder))
        return folder;
    print_message("skipped: /dev/shm is not there, or no tmpfs\n");
    free(folder);
    skip();
    return NULL;
}

static void cold_in_memory_is_skipped(void **state)
{
    (void)state;
    char *folder = memory_folder();
    struct fixture x = { .folder = folder, .path = text_printf("%s/data", folder) };
    test_write(x.path, "x", 1);
    struct session_spec spec = spec_of(&x, "find", "read", "cold");
    struct outcome o = run_session(&spec);
    unlink(x.path);
    rmdir(folder);
    free(x.path);
    free(folder);
    check_cause(&o, CASE_SKIPPED, CAUSE_FILE_SYSTEM_IS_MEMORY);
}

/* It is the copy that would have to be cold. */
static void a_cold_copy_in_memory_is_skipped(void **state)
{
    char *folder = memory_folder();
    struct session_spec spec = spec_of(*state, "replace", "pread", "cold");
    request_set_path(spec.request.scratch, folder);
    struct outcome o = run_session(&spec);
    int left = rmdir(folder);
    free(folder);
    assert_int_equal(left, 0);
    check_cause(&o, CASE_SKIPPED, CAUSE_FILE_SYSTEM_IS_MEMORY);
}

static void a_file_that_is_none_is_a_failed_case(void **state)
{
    struct fixture *x = *state;
    struct session_spec spec = spec_of(x, "find", "read", "warm");
    request_set_path(spec.request.path, "/no/such/file");
    struct outcome o = run_session(&spec);
    check_words(&o, CASE_FAILED, CAUSE_SYSTEM_ERROR, "/no/such/file: ");
    request_set_path(spec.request.path, x->folder);
    o = run_session(&spec);
    check_words(&o, CASE_FAILED, CAUSE_SYSTEM_ERROR, x->folder);
}

static void an_error_names_its_stage(void **state)
{
    struct session_spec spec = fake_spec(*state);
    fake.open_result = -EACCES;
    struct outcome o = run_session(&spec);
    check_words(&o, CASE_FAILED, CAUSE_SYSTEM_ERROR, "open: ");
    assert_int_equal(fake.closed, 0);

    fake = (struct fake){ .run_result = -EIO };
    o = run_session(&spec);
    check_words(&o, CASE_FAILED, CAUSE_SYSTEM_ERROR, "fake-work: ");
    assert_int_equal(fake.opened, 1);
    assert_int_equal(fake.closed, 1);

    fake = (struct fake){ .answer_result = -EIO };
    o = run_session(&spec);
    check_words(&o, CASE_FAILED, CAUSE_SYSTEM_ERROR, "the answer: ");
    assert_int_equal(fake.closed, 1);
}

static void a_failed_session_makes_no_more_passes(void **state)
{
    struct session_spec spec = fake_spec(*state);
    struct session *s;
    struct outcome o;
    uint64_t ns = 77;
    fake.run_result = -EIO;
    assert_int_equal(session_begin(&s, &spec, &o), 0);
    assert_int_equal(session_pass(s, &ns), 1);
    fake.run_result = 0;
    assert_int_equal(session_pass(s, &ns), 1);
    assert_int_equal(ns, 77);
    assert_int_equal(fake.opened, 1);
    session_end(s, &o);
    check_words(&o, CASE_FAILED, CAUSE_SYSTEM_ERROR, "fake-work: ");
    assert_true(isnan(o.sample.wall_ns));
    session_end(NULL, NULL);
}

static void a_wrong_answer_tells_both(void **state)
{
    struct session_spec spec = spec_of(*state, "find", "mmap", "warm");
    session_expect(&spec, "offset=7");
    struct outcome o = run_session(&spec);
    check_words(&o, CASE_FAILED, CAUSE_WRONG_ANSWER, "offset=0 instead of offset=7");
    session_expect(&spec, "offset=0");
    o = run_good(&spec);
    assert_string_equal(o.answer.text, "offset=0");
}

static void an_unchecked_session_asks_for_no_answer(void **state)
{
    struct session_spec spec = fake_spec(*state);
    fake.answer_result = -EIO;
    spec.request.unchecked = true;
    session_expect(&spec, "something else");
    struct outcome o = run_good(&spec);
    assert_string_equal(o.answer.text, "");
}

static void a_request_to_stop_ends_the_session(void **state)
{
    struct session_spec spec = fake_spec(*state);
    int status;
    pid_t child = fork();
    if (child == 0) {
        stop_install();
        raise(SIGINT);
        struct outcome o = run_session(&spec);
        _exit(!(o.status == CASE_FAILED && o.reason.cause == CAUSE_INTERRUPTED &&
                fake.opened == 0));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* ---- options ---- */

static void a_method_is_told_what_the_workload_needs(void **state)
{
    struct session_spec spec = fake_spec(*state);
    spec.request.key.buffer_bytes = 12345;
    spec.method = &fake_writable;
    run_good(&spec);
    assert_int_equal(fake.options.buffer_bytes, 12345);
    assert_int_equal(fake.options.start, 4711);
    assert_false(fake.options.writable); /* this workload only looks */

    struct workload writing = fake_workload;
    writing.flags = WORKLOAD_WRITES | WORKLOAD_IN_PLACE;
    spec.workload = &writing;
    run_good(&spec);
    assert_true(fake.options.writable);
    writing.flags = WORKLOAD_WRITES; /* a new file */
    run_good(&spec);
    assert_false(fake.options.writable);
}

/* ---- the limit ---- */

/* The signal that ended a process whose passes sleep so long, or 0. */
static int signal_of(struct session_spec *spec, double limit_s, double sleep_s)
{
    int status;
    fake.sleep_s = sleep_s;
    spec->request.limit_s = limit_s;
    pid_t child = fork();
    if (child == 0) {
        run_session(spec);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void a_pass_over_the_limit_ends_the_process(void **state)
{
    struct session_spec spec = fake_spec(*state);
    assert_int_equal(signal_of(&spec, 0.05, 60), SIGALRM);
    assert_int_equal(signal_of(&spec, 1.05, 60), SIGALRM);
    assert_int_equal(signal_of(&spec, 60, 0.001), 0);
    assert_int_equal(signal_of(&spec, 0, 0.001), 0); /* no limit */
}

static void the_shortest_limit_is_still_one(void **state)
{
    struct session_spec spec = fake_spec(*state);
    assert_int_equal(signal_of(&spec, 1e-7, 0.3), SIGALRM);
}

static void no_alarm_is_left_between_passes(void **state)
{
    struct session_spec spec = fake_spec(*state);
    struct session *s;
    struct outcome o;
    uint64_t ns;
    struct itimerval left;
    spec.request.limit_s = 1000;
    assert_int_equal(session_begin(&s, &spec, &o), 0);
    assert_int_equal(session_pass(s, &ns), 0);
    assert_int_equal(getitimer(ITIMER_REAL, &left), 0);
    assert_int_equal(left.it_value.tv_sec, 0);
    assert_int_equal(left.it_value.tv_usec, 0);
    fake.run_result = -EIO;
    assert_int_equal(session_pass(s, &ns), 1);
    assert_int_equal(getitimer(ITIMER_REAL, &left), 0);
    assert_int_equal(left.it_value.tv_sec, 0);
    session_end(s, &o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(a_refusing_workload_is_the_reason),
        SESSION_TEST(a_method_this_system_lacks_is_skipped),
        SESSION_TEST(cold_in_memory_is_skipped),
        SESSION_TEST(a_cold_copy_in_memory_is_skipped),
        SESSION_TEST(a_file_that_is_none_is_a_failed_case),
        SESSION_TEST(an_error_names_its_stage),
        SESSION_TEST(a_failed_session_makes_no_more_passes),
        SESSION_TEST(a_wrong_answer_tells_both),
        SESSION_TEST(an_unchecked_session_asks_for_no_answer),
        SESSION_TEST(a_request_to_stop_ends_the_session),
        SESSION_TEST(a_method_is_told_what_the_workload_needs),
        SESSION_TEST(a_pass_over_the_limit_ends_the_process),
        SESSION_TEST(the_shortest_limit_is_still_one),
        SESSION_TEST(no_alarm_is_left_between_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
