/* SPDX-License-Identifier: MIT */
/*
 * A request reaches the real mapread-bench as it was made, and a script behind it: parameters
 * that are not standard, and a path of any bytes. The first argument is that program.
 */
#include <math.h>

#include "tests/contract/borders.h"
#include "tests/contract/python_fixture.h"
#include "tests/launch.h"
#include "tests/session.h"

enum { LEN = 40 * PAGE + 5, DRAWS = 64, BUFFER = 4096 };

static const char *bench;
static char *folder, *path;
static struct answer expected;

/* '%', a blank, what JSON escapes, a line's end, and a byte that is no UTF-8. */
static const char name[] = "100%41 a\"b\\c\n\xff";

static int group_setup(void **state)
{
    (void)state;
    unsigned char *data = border_bytes(LEN);
    struct reference_answers answers = border_answers(data, LEN);
    workload_find_by_name("random")->expected(&answers, &expected);
    folder = test_folder();
    if (asprintf(&path, "%s/%s", folder, name) < 0)
        return -1;
    test_write(path, data, LEN);
    free(data);
    return use_python(state);
}

static int group_teardown(void **state)
{
    (void)state;
    unlink(path);
    int r = rmdir(folder);
    free(folder);
    free(path);
    return r;
}

static struct session_spec asked_of(const char *method)
{
    struct session_spec spec = session_named("random", method, "warm", path);
    char *scripts = python_scripts();
    spec.request.key.blocks = DRAWS;
    spec.request.passes = 2;
    spec.request.limit_s = 60;
    spec.request.key.threads = 2;
    spec.request.key.buffer_bytes = BUFFER;
    request_set_path(spec.request.programs, scripts);
    session_expect(&spec, expected.text);
    free(scripts);
    return session_whole(&spec);
}

static struct outcome launch(const struct session_spec *spec)
{
    struct outcome o;
    assert_int_equal(launch_whole(bench, &spec->request, &o), 0);
    return o;
}

static void check_answered(const char *method)
{
    struct session_spec spec = asked_of(method);
    struct outcome o = launch(&spec);
    check_cause(&o, CASE_OK, CAUSE_NONE);
    assert_string_equal(o.answer.text, expected.text);
    assert_true(o.sample.passes == 2 && o.sample.wall_ns > 0 && o.sample.blocks_seed == 1);
    spec.request.takes_turns = true;
    o = launch(&spec);
    check_cause(&o, CASE_OK, CAUSE_NONE);
    assert_string_equal(o.answer.text, expected.text);
    assert_true(o.sample.passes == 2 && o.sample.wall_ns > 0);
    session_expect(&spec, "another");
    o = launch(&spec); /* after its first turn it makes no more */
    check_words(&o, CASE_FAILED, CAUSE_WRONG_ANSWER, expected.text);
}

/* One of its two passes was made: that is no sample. */
static void who_gets_no_turn_has_failed(void **state)
{
    (void)state;
    struct session_spec spec = asked_of("pread");
    struct launched l;
    struct outcome o;
    spec.request.takes_turns = true;
    assert_int_equal(launch_start(&l, bench, &spec.request), 0);
    assert_int_equal(launch_turn(&l), 0);
    assert_int_equal(launch_end(&l, &o), 0);
    check_cause(&o, CASE_FAILED, CAUSE_INTERRUPTED);
}

static void it_is_answered_by_a_method_in_c(void **state)
{
    (void)state;
    check_answered("pread");
}

static void and_by_a_script(void **state)
{
    (void)state;
    needs_python();
    check_answered("python-pread");
}

/* Where they did not arrive, one thread would do what two cannot. */
static void the_threads_arrive(void **state)
{
    (void)state;
    struct session_spec spec = asked_of("stdio");
    struct outcome o = launch(&spec);
    check_cause(&o, CASE_SKIPPED, CAUSE_METHOD_OF_ONE_THREAD);
}

/* A call for each of the pieces. */
static void the_buffer_arrives(void **state)
{
    (void)state;
    struct session_spec spec = asked_of("chunk");
    spec.workload = workload_find_by_name("full-read");
    spec.request.key.threads = 1;
    spec.request.expected[0] = '\0';
    spec = session_whole(&spec);
    struct outcome o = launch(&spec);
    check_cause(&o, CASE_OK, CAUSE_NONE);
    if (isnan(o.sample.read_calls))
        test_skip("this system has no /proc/self/io");
    assert_true(o.sample.read_calls >= LEN / BUFFER);
}

/* None that a run could have made. */
static void nonsense_has_no_result(void **state)
{
    (void)state;
    struct session_spec spec = asked_of("pread");
    strcpy(spec.request.key.method, "no-such-method");
    struct outcome o = launch(&spec);
    check_cause(&o, CASE_FAILED, CAUSE_NO_RESULT);
    assert_true(o.reason.numbers[0] == 2);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_gets_no_turn_has_failed),
        cmocka_unit_test(it_is_answered_by_a_method_in_c),
        cmocka_unit_test(and_by_a_script),
        cmocka_unit_test(the_threads_arrive),
        cmocka_unit_test(the_buffer_arrives),
        cmocka_unit_test(nonsense_has_no_result),
    };
    if (argc != 2)
        return 1;
    bench = argv[1];
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
