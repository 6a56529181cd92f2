/* SPDX-License-Identifier: MIT */
/* Which Python a run was made with, and that it is started without a detour. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sample/interpreter.h"
#include "tests/test.h"

static char *folder, *wrapper;

static int group_setup(void **state)
{
    (void)state;
    folder = test_folder();
    return asprintf(&wrapper, "%s/python", folder) < 0;
}

static int group_teardown(void **state)
{
    (void)state;
    unlink(wrapper);
    int r = rmdir(folder);
    free(wrapper);
    free(folder);
    return r;
}

/* A shell script stands where Python would be; $6 is the script that it is to run. */
static struct toolchain settle_with(const char *script)
{
    struct toolchain t = { .compiler = "kept" };
    FILE *f = fopen(wrapper, "w");
    assert_non_null(f);
    fprintf(f, "#!/bin/sh\n%s\n", script);
    assert_int_equal(fchmod(fileno(f), 0700), 0);
    fclose(f);
    setenv("MAPREAD_PYTHON", wrapper, 1);
    interpreter_settle(&t, "/where/scripts/lie");
    assert_string_equal(t.compiler, "kept");
    return t;
}

static void it_tells_what_it_is(void **state)
{
    (void)state;
    struct toolchain t =
        settle_with("[ \"$5\" = /where/scripts/lie/about.py ] || exit 1\n"
                    "printf '/usr/lib/real-python\\nCPython 3.12.1\\n1.26.4\\n'");
    assert_string_equal(t.python, "CPython 3.12.1");
    assert_string_equal(t.numpy, "1.26.4");
    assert_string_equal(interpreter_name(), "/usr/lib/real-python");
}

static void one_that_has_no_name_is_started_as_before(void **state)
{
    (void)state;
    struct toolchain t = settle_with("printf '\\nCPython 3.12.1\\n\\n'");
    assert_string_equal(t.python, "CPython 3.12.1");
    assert_string_equal(t.numpy, "");
    assert_string_equal(interpreter_name(), wrapper);
}

static void nothing_is_said_of_one_that_cannot_be_run(void **state)
{
    (void)state;
    static const char *const broken[] = { "exit 1", "kill -SEGV $$", "echo", "cat; read x <&0",
                                          "printf '/bin/x\\nPython\\n0\\n'; exit 3" };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct toolchain t = settle_with(broken[i]);
        assert_string_equal(t.python, "");
        assert_string_equal(t.numpy, "");
        assert_string_equal(interpreter_name(), wrapper);
    }
    struct toolchain t = { .compiler = "kept" };
    setenv("MAPREAD_PYTHON", "/nowhere/python3", 1);
    interpreter_settle(&t, ".");
    assert_string_equal(t.python, "");
    assert_string_equal(interpreter_name(), "/nowhere/python3");
}

static void without_a_name_it_is_looked_for_in_path(void **state)
{
    (void)state;
    unsetenv("MAPREAD_PYTHON");
    assert_string_equal(interpreter_name(), "python3");
    setenv("MAPREAD_PYTHON", "", 1);
    assert_string_equal(interpreter_name(), "python3");
}

/* The script itself, where there is a Python. */
static void the_real_one_answers(void **state)
{
    (void)state;
    char *scripts = NULL;
    struct toolchain t = { .compiler = "kept" };
    const char *source = getenv("MAPREAD_SOURCE"), *python = getenv("PYTHON");
    if (!python && system("python3 -c pass >/dev/null 2>&1") != 0)
        test_skip("python3 is not there");
    assert_true(asprintf(&scripts, "%s/bench/python", source ? source : ".") > 0);
    setenv("MAPREAD_PYTHON", python ? python : "", 1);
    interpreter_settle(&t, scripts);
    free(scripts);
    assert_non_null(strstr(t.python, " 3."));
    assert_int_equal(access(interpreter_name(), X_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_tells_what_it_is),
        cmocka_unit_test(one_that_has_no_name_is_started_as_before),
        cmocka_unit_test(nothing_is_said_of_one_that_cannot_be_run),
        cmocka_unit_test(without_a_name_it_is_looked_for_in_path),
        cmocka_unit_test(the_real_one_answers),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
