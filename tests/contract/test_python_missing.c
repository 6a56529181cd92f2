/* SPDX-License-Identifier: MIT */
/* What becomes of an interpreter that is missing, too old or falls silent. */
#include "tests/contract/python_cases.h"

/* A shell script stands where Python would be. */
static struct outcome run_with(const char *script)
{
    char *program = NULL;
    FILE *f;
    assert_true(asprintf(&program, "%s/python", folder) > 0);
    f = fopen(program, "w");
    assert_non_null(f);
    fprintf(f, "#!/bin/sh\n%s\n", script);
    assert_int_equal(fchmod(fileno(f), 0700), 0);
    fclose(f);
    setenv("MAPREAD_PYTHON", program, 1);
    struct outcome o = run_case("find", "python-bytes");
    unlink(program);
    free(program);
    return o;
}

static void without_python_a_case_is_skipped(void **state)
{
    (void)state;
    write_data(PAGE);
    setenv("MAPREAD_PYTHON", "/nowhere/python3", 1);
    struct outcome o = run_case("find", "python-bytes");
    check_words(&o, CASE_SKIPPED, CAUSE_NO_PYTHON, "/nowhere/python3");
    o = run_with("echo 'python3: command not found' >&2; exit 127");
    check_cause(&o, CASE_SKIPPED, CAUSE_NO_PYTHON);
}

static void it_is_looked_for_in_path(void **state)
{
    (void)state;
    char *kept = strdup(getenv("PATH"));
    write_data(PAGE);
    unsetenv("MAPREAD_PYTHON");
    setenv("PATH", folder, 1);
    struct outcome o = run_case("find", "python-bytes");
    setenv("PATH", kept, 1);
    free(kept);
    check_cause(&o, CASE_SKIPPED, CAUSE_NO_PYTHON);
    assert_string_equal(o.reason.words, "python3");
}

static void an_old_python_says_what_is_needed(void **state)
{
    (void)state;
    needs_python();
    write_data(PAGE);
    struct outcome o = run_with("shift 4; exec ${PYTHON:-python3} -c 'import runpy, sys\n"
                                "sys.argv.pop(0)\n"
                                "sys.version_info = (3, 5, 2)\n"
                                "runpy.run_path(sys.argv[0], run_name=\"__main__\")' \"$@\"");
    check_cause(&o, CASE_SKIPPED, CAUSE_PYTHON_SKIPS);
    assert_string_equal(o.reason.words, "Python 3.8 or later is needed, this is 3.5");
}

static void without_its_scripts_a_case_is_skipped(void **state)
{
    (void)state;
    write_data(PAGE);
    struct session_spec spec = case_of("find", "python-bytes");
    request_set_path(spec.request.programs, NULL);
    struct outcome o = run_session(&spec);
    check_cause(&o, CASE_SKIPPED, CAUSE_NO_SCRIPTS);
}

static void check_failed(const char *script, enum cause cause, double number, const char *words)
{
    struct outcome o = run_with(script);
    check_words(&o, CASE_FAILED, cause, words);
    assert_true(o.reason.numbers[0] == number);
}

static void one_that_falls_silent_is_a_failed_case(void **state)
{
    (void)state;
    write_data(PAGE);
    check_failed("exit 3", CAUSE_PYTHON_ENDED, 3, "/python");
    check_failed("kill -SEGV $$", CAUSE_PYTHON_SIGNAL, 11, "/python");
    check_failed("echo hello", CAUSE_NO_OUTCOME, 0, "/python said what is no outcome: hello");
    check_failed("yes | tr -d '\\n'", CAUSE_NO_OUTCOME, 0, "said what is no outcome: yyyy");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_python_a_case_is_skipped),
        cmocka_unit_test(it_is_looked_for_in_path),
        cmocka_unit_test(an_old_python_says_what_is_needed),
        cmocka_unit_test_setup(without_its_scripts_a_case_is_skipped, use_python),
        cmocka_unit_test(one_that_falls_silent_is_a_failed_case),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
