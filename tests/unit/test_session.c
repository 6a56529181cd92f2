/* SPDX-License-Identifier: MIT */
/*
 * A session: what it prepares, what it measures, and how a case ends that cannot be
 * measured. Fake methods and workloads stand where real ones would have to be
 * disturbed from outside.
 */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include "base/stop.h"
#include "tests/unit/session_fixture.h"

static void check_bad(const struct outcome *o, enum case_status status, const char *reason)
{
    assert_int_equal(o->status, status);
    if (!strstr(o->reason, reason))
        fail_msg("the reason is '%s'", o->reason);
}

static void check_unchanged(const struct fixture *x)
{
    size_t len;
    unsigned char *found = test_read(x->path, &len);
    assert_int_equal(len, BYTES);
    assert_memory_equal(found, x->data, len);
    free(found);
}

/* ---- fakes ---- */

struct file {
    int lent;
};

static struct fake {
    int open_result, next_result, run_result, answer_result;
    double sleep_s;
    int opened, closed;
    struct method_options options; /* of the last open */
    int prepared;
} fake;

static int fake_open(struct file **ret, const char *path, const struct method_options *options)
{
    static struct file f;
    (void)path;
    fake.options = *options;
    if (fake.open_result < 0)
        return fake.open_result;
    fake.opened++;
    f.lent = 0;
    *ret = &f;
    return 0;
}

static int fake_next(struct file *f, struct span *ret)
{
    static const unsigned char byte = 'x';
    if (fake.next_result < 0)
        return fake.next_result;
    *ret = (struct span){ .data = &byte, .len = f->lent++ ? 0 : 1 };
    return 0;
}

static int fake_put(struct file *f, uint64_t offset, const void *data, size_t len)
{
    (void)f, (void)offset, (void)data, (void)len;
    return 0;
}

static int fake_sync(struct file *f)
{
    (void)f;
    return 0;
}

static void fake_close(struct file *f)
{
    fake.closed += f != NULL;
}

static const struct method fake_method = { .name = "fake",
                                           .summary = "nothing",
                                           .open = fake_open,
                                           .next = fake_next,
                                           .close = fake_close };

static const struct method fake_writable = { .name = "fake-writable",
                                             .summary = "nothing",
                                             .open = fake_open,
                                             .next = fake_next,
                                             .put = fake_put,
                                             .sync = fake_sync,
                                             .close = fake_close };

struct work {
    int nothing;
};

static int fake_setup(struct work **ret, const struct workload_input *input)
{
    static struct work w;
    (void)input;
    *ret = &w;
    return 0;
}

static int fake_run(struct work *w, const struct method *m, struct file *f)
{
    (void)w, (void)m, (void)f;
    struct timespec t = { .tv_sec = (time_t)fake.sleep_s,
                          .tv_nsec = (long)(fmod(fake.sleep_s, 1) * 1e9) };
    nanosleep(&t, NULL);
    return fake.run_result;
}

static int fake_answer(struct work *w, struct answer *ret)
{
    (void)w;
    strcpy(ret->text, "an answer");
    return fake.answer_result;
}

static void fake_teardown(struct work *w)
{
    (void)w;
}

static const char *fake_refuses(const struct method *m)
{
    (void)m;
    return NULL;
}

static const struct workload fake_workload = { .name = "fake-work",
                                               .summary = "nothing",
                                               .baseline = "read",
                                               .start = 4711,
                                               .setup = fake_setup,
                                               .run = fake_run,
                                               .answer = fake_answer,
                                               .teardown = fake_teardown,
                                               .refuses = fake_refuses };

static int fake_prepare(const char *path)
{
    fake.prepared++;
    return state_find("warm")->prepare(path);
}

static const char *fake_accepts(const char *path)
{
    (void)path;
    return NULL;
}

static const struct state counted_warm = { .name = "counted-warm",
                                           .summary = "warm, and how often",
                                           .resident = 1,
                                           .prepare = fake_prepare,
                                           .refuses = fake_accepts };

/* Never true of a file that was just read. */
static const struct state impossible = { .name = "impossible",
                                         .summary = "half in memory",
                                         .resident = 0.5,
                                         .prepare = fake_prepare,
                                         .refuses = fake_accepts };

static struct session_spec fake_spec(const struct fixture *x)
{
    fake = (struct fake){ 0 };
    return (struct session_spec){ .workload = &fake_workload,
                                  .method = &fake_method,
                                  .state = state_find("warm"),
                                  .path = x->path,
                                  .passes = 1 };
}

/* A session that must be good: tried again, from the beginning, when others disturb it. */
static struct outcome run_good(const struct session_spec *spec)
{
    struct outcome o;
    const struct fake before = fake;
    for (int i = 0; i < TRIES; i++) {
        fake = before;
        o = run_session(spec);
        if (!was_disturbed(&o))
            break;
    }
    if (o.status != CASE_OK)
        fail_msg("%s", o.reason);
    return o;
}

/* ---- cases that cannot be measured ---- */

static void a_refusing_workload_is_the_reason(void **state)
{
    struct session_spec spec = spec_of(*state, "random", "chunk", "warm");
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_SKIPPED, spec.workload->refuses(spec.method));
    spec = spec_of(*state, "replace", "chunk", "warm");
    struct method blind = *spec.method;
    blind.flags = 0;
    spec.method = &blind;
    o = run_session(&spec);
    check_bad(&o, CASE_SKIPPED, "the method can only look");
}

static void a_method_this_system_lacks_is_skipped(void **state)
{
    struct session_spec spec = fake_spec(*state);
    fake.open_result = -EOPNOTSUPP;
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_SKIPPED, "open: ");
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
    check_bad(&o, CASE_SKIPPED, "memory");
}

/* It is the copy that would have to be cold. */
static void a_cold_copy_in_memory_is_skipped(void **state)
{
    char *folder = memory_folder();
    struct session_spec spec = spec_of(*state, "replace", "pread", "cold");
    spec.scratch = folder;
    struct outcome o = run_session(&spec);
    int left = rmdir(folder);
    free(folder);
    assert_int_equal(left, 0);
    check_bad(&o, CASE_SKIPPED, "memory");
}

static void a_file_that_is_none_is_a_failed_case(void **state)
{
    struct fixture *x = *state;
    struct session_spec spec = spec_of(x, "find", "read", "warm");
    spec.path = "/no/such/file";
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, "/no/such/file: ");
    spec.path = x->folder;
    o = run_session(&spec);
    check_bad(&o, CASE_FAILED, x->folder);
}

static void an_error_names_its_stage(void **state)
{
    struct session_spec spec = fake_spec(*state);
    fake.open_result = -EACCES;
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, "open: ");
    assert_int_equal(fake.closed, 0);

    fake = (struct fake){ .run_result = -EIO };
    o = run_session(&spec);
    check_bad(&o, CASE_FAILED, "fake-work: ");
    assert_int_equal(fake.opened, 1);
    assert_int_equal(fake.closed, 1);

    fake = (struct fake){ .answer_result = -EIO };
    o = run_session(&spec);
    check_bad(&o, CASE_FAILED, "the answer: ");
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
    check_bad(&o, CASE_FAILED, "fake-work: ");
    assert_true(isnan(o.sample.wall_ns));
    session_end(NULL, NULL);
}

static void a_wrong_answer_tells_both(void **state)
{
    struct session_spec spec = spec_of(*state, "find", "mmap", "warm");
    spec.expected = "offset=7";
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, "wrong answer: offset=0 instead of offset=7");
    spec.expected = "offset=0";
    o = run_good(&spec);
    assert_string_equal(o.answer.text, "offset=0");
}

static void an_unchecked_session_asks_for_no_answer(void **state)
{
    struct session_spec spec = fake_spec(*state);
    fake.answer_result = -EIO;
    spec.unchecked = true;
    spec.expected = "something else";
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
        _exit(!(o.status == CASE_FAILED && strcmp(o.reason, "interrupted") == 0 &&
                fake.opened == 0));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* ---- options ---- */

static void a_method_is_told_what_the_workload_needs(void **state)
{
    struct session_spec spec = fake_spec(*state);
    spec.buffer_bytes = 12345;
    spec.method = &fake_writable;
    run_good(&spec);
    assert_int_equal(fake.options.buffer_bytes, 12345);
    assert_int_equal(fake.options.start, 4711);
    assert_false(fake.options.writable); /* this workload only looks */

    struct workload writing = fake_workload;
    writing.flags = WORKLOAD_WRITES;
    spec.workload = &writing;
    run_good(&spec);
    assert_true(fake.options.writable);
    spec.method = &fake_method; /* has no put: it will rewrite the file */
    run_good(&spec);
    assert_false(fake.options.writable);
}

/* ---- the private copy ---- */

static void writing_workloads_change_a_copy(void **state)
{
    struct fixture *x = *state;
    for (size_t m = 0; methods[m]; m++) {
        struct session_spec spec = spec_of(x, "replace", methods[m]->name, "warm");
        struct outcome o = run_session(&spec);
        assert_int_not_equal(o.status, CASE_FAILED);
    }
    check_unchanged(x); /* fixture_drop sees that no copy is left */
}

static void every_pass_works_on_a_fresh_copy(void **state)
{
    struct session_spec spec = spec_of(*state, "replace", "pread", "warm");
    struct session *s;
    struct outcome o;
    uint64_t ns;
    char first[ANSWER_MAX] = "";
    assert_int_equal(session_begin(&s, &spec, &o), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(session_pass(s, &ns), 0);
    session_end(s, &o);
    snprintf(first, sizeof first, "count=%d ", (BYTES + 20) / 21);
    assert_memory_equal(o.answer.text, first, strlen(first)); /* as many as at first */
}

static void copies_lie_where_they_shall(void **state)
{
    struct fixture *x = *state;
    struct session_spec spec = spec_of(x, "replace", "read", "warm");
    struct session *s;
    struct outcome o;
    uint64_t ns;
    char *elsewhere = test_folder();
    char *scratch = text_printf("%s/.mapread-scratch-%ld", elsewhere, (long)getpid());
    spec.scratch = elsewhere;
    assert_int_equal(session_begin(&s, &spec, &o), 0);
    assert_int_equal(session_pass(s, &ns), 0);
    assert_int_equal(access(scratch, F_OK), 0);
    session_end(s, &o);
    assert_int_equal(o.status, CASE_OK);
    assert_int_equal(rmdir(elsewhere), 0); /* gone again */
    check_unchanged(x);
    free(scratch);
    free(elsewhere);
}

static void a_copy_is_removed_after_a_failure(void **state)
{
    struct fixture *x = *state;
    struct session_spec spec = spec_of(x, "replace", "mmap", "warm");
    spec.expected = "something else";
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, "wrong answer");
    check_unchanged(x);
}

static void a_copy_that_cannot_be_made_names_the_way_out(void **state)
{
    struct session_spec spec = spec_of(*state, "replace", "mmap", "warm");
    spec.scratch = "/no/such/folder";
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, "/no/such/folder");
    check_bad(&o, CASE_FAILED, "--dir");
}

static void overwriting_changes_the_file_itself(void **state)
{
    struct fixture *x = *state;
    static const char *const names[] = { "pread", "mmap", "read" };
    for (size_t i = 0; i < 3; i++) {
        size_t len;
        struct session_spec spec = spec_of(x, "replace", names[i], "warm");
        test_write(x->path, x->data, BYTES);
        spec.overwrite = true;
        run_good(&spec);
        unsigned char *found = test_read(x->path, &len);
        assert_int_equal(len, BYTES);
        assert_memory_equal(found, " eht quick", 10);
        free(found);
    }
}

/* ---- the state ---- */

static void warm_is_prepared_once_for_all_passes(void **state)
{
    needs_states(*state);
    struct session_spec spec = fake_spec(*state);
    spec.state = &counted_warm;
    spec.passes = 5;
    run_good(&spec);
    assert_int_equal(fake.prepared, 1);
    assert_int_equal(fake.opened, 5);
    assert_int_equal(fake.closed, 5);
}

static void writing_passes_are_prepared_one_by_one(void **state)
{
    needs_states(*state);
    struct session_spec spec = spec_of(*state, "replace", "pread", "warm");
    fake = (struct fake){ 0 };
    spec.state = &counted_warm;
    spec.passes = 3;
    run_good(&spec);
    assert_int_equal(fake.prepared, 3);
}

static void a_prepared_state_is_only_proved(void **state)
{
    struct fixture *x = *state;
    double resident;
    needs_states(x);
    struct session_spec spec = fake_spec(x);
    spec.state = &counted_warm;
    spec.prepared = true;
    assert_int_equal(state_establish(state_find("warm"), x->path, &resident), 0);
    run_good(&spec);
    assert_int_equal(state_establish(state_find("cold"), x->path, &resident), 0);
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, "counted-warm could not be proved: 0.000000 of the file");
    assert_int_equal(fake.prepared, 0);
    assert_int_equal(fake.opened, 1);
}

static void a_state_that_is_not_proved_is_a_failed_case(void **state)
{
    needs_states(*state);
    struct session_spec spec = fake_spec(*state);
    spec.state = &impossible;
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, "impossible could not be proved: 1.000000 of the file");
    assert_int_equal(fake.prepared, 5); /* others may have disturbed the first */
    assert_int_equal(fake.opened, 0);
}

/* ---- the limit ---- */

/* The signal that ended a process whose passes sleep so long, or 0. */
static int signal_of(struct session_spec *spec, double limit_s, double sleep_s)
{
    int status;
    fake.sleep_s = sleep_s;
    spec->limit_s = limit_s;
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
    spec.limit_s = 1000;
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

#define SESSION_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

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
        SESSION_TEST(writing_workloads_change_a_copy),
        SESSION_TEST(every_pass_works_on_a_fresh_copy),
        SESSION_TEST(copies_lie_where_they_shall),
        SESSION_TEST(a_copy_is_removed_after_a_failure),
        SESSION_TEST(a_copy_that_cannot_be_made_names_the_way_out),
        SESSION_TEST(overwriting_changes_the_file_itself),
        SESSION_TEST(warm_is_prepared_once_for_all_passes),
        SESSION_TEST(writing_passes_are_prepared_one_by_one),
        SESSION_TEST(a_prepared_state_is_only_proved),
        SESSION_TEST(a_state_that_is_not_proved_is_a_failed_case),
        SESSION_TEST(a_pass_over_the_limit_ends_the_process),
        SESSION_TEST(the_shortest_limit_is_still_one),
        SESSION_TEST(no_alarm_is_left_between_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
