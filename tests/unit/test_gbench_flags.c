/* SPDX-License-Identifier: MIT */
/* Which flags and variables bench/gbench.h takes and refuses, and what is no case. */
#include "tests/unit/gbench_outcome.h"

static void test_arguments_left(void **state)
{
    (void)state;
    struct outcome o =
        RUN("--arguments", "a", "--benchmark_filter=x", "--file", "b", "--benchmark_list_tests",
            "-v", "--benchmark", "--benchmark_out=", "--benchmark_min_time=1s", "--", "c");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.out, "--arguments\na\n--file\nb\n-v\n--benchmark\n--\nc\n(end)\n");
    assert_string_equal(o.err, "");
    done(&o);
}

static void assert_refused(const char *argument)
{
    struct outcome o = RUN("--arguments", "--benchmark_filter=x", argument);
    if (o.status != 2)
        fail_msg("%s: status %d", argument, o.status);
    assert_string_equal(o.out, "");
    assert_one_line(o.err);
    assert_contains(o.err, "gbench: --benchmark_");
    done(&o);
}

static void test_flags_refused(void **state)
{
    static const char *const arguments[] = {
        "--benchmark_",
        "--benchmark_foo",
        "--benchmark_foo=1",
        "--benchmark_filters=x",
        "--benchmark_filter=(",
        "--benchmark_filter=[",
        "--benchmark_filter=-(",
        "--benchmark_filter=\xff",
        "--benchmark_out",
        "--benchmark_color",
        "--benchmark_color=",
        "--benchmark_color=maybe",
        "--benchmark_context",
        "--benchmark_context=a",
        "--benchmark_context=a=",
        "--benchmark_context==b",
        "--benchmark_context=a=b=c",
        "--benchmark_context=a=b,,c=d",
        "--benchmark_context=a=\x01",
        "--benchmark_context=a=\xff",
        "--benchmark_counters_tabular=2",
        "--benchmark_display_aggregates_only=x",
        "--benchmark_dry_run=x",
        "--benchmark_enable_random_interleaving=x",
        "--benchmark_format",
        "--benchmark_format=",
        "--benchmark_format=xml",
        "--benchmark_format=one",
        "--benchmark_list_tests=",
        "--benchmark_list_tests=flase",
        "--benchmark_min_time",
        "--benchmark_min_time=",
        "--benchmark_min_time=s",
        "--benchmark_min_time=x",
        "--benchmark_min_time=abc",
        "--benchmark_min_time=-1",
        "--benchmark_min_time=1m",
        "--benchmark_min_time=1ss",
        "--benchmark_min_time=0x",
        "--benchmark_min_time=1.5x",
        "--benchmark_min_time=nan",
        "--benchmark_min_time=inf",
        "--benchmark_min_warmup_time=abc",
        "--benchmark_min_warmup_time=1s",
        "--benchmark_min_warmup_time=-1",
        "--benchmark_out_format=xml",
        "--benchmark_repetitions",
        "--benchmark_repetitions=",
        "--benchmark_repetitions=abc",
        "--benchmark_repetitions=1.5",
        "--benchmark_repetitions=3x",
        "--benchmark_repetitions=0",
        "--benchmark_repetitions=-1",
        "--benchmark_repetitions=2147483648",
        "--benchmark_repetitions=99999999999999999999",
        "--benchmark_report_aggregates_only=x",
        "--benchmark_time_unit=",
        "--benchmark_time_unit=min",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(arguments) / sizeof(*arguments); i++)
        assert_refused(arguments[i]);
}

static void test_flags_taken(void **state)
{
    static const char *const arguments[] = {
        "--benchmark_filter=",
        "--benchmark_color=auto",
        "--benchmark_color=no",
        "--benchmark_context=a=b",
        "--benchmark_counters_tabular=true",
        "--benchmark_display_aggregates_only=false",
        "--benchmark_enable_random_interleaving=0",
        "--benchmark_format=console",
        "--benchmark_format=csv",
        "--benchmark_list_tests",
        "--benchmark_list_tests=1",
        "--benchmark_min_time=0",
        "--benchmark_min_time=0.5",
        "--benchmark_min_time=0.5s",
        "--benchmark_min_time=1e-3",
        "--benchmark_min_warmup_time=0.5",
        "--benchmark_out=/dev/null",
        "--benchmark_out_format=console",
        "--benchmark_repetitions=1",
        "--benchmark_repetitions=2147483647",
        "--benchmark_report_aggregates_only=on",
        "--benchmark_time_unit=us",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(arguments) / sizeof(*arguments); i++) {
        struct outcome o = RUN("--arguments", arguments[i]);
        if (o.status != 0 || *o.err || strcmp(o.out, "--arguments\n(end)\n") != 0)
            fail_msg("%s: status %d, %s%s", arguments[i], o.status, o.err, o.out);
        done(&o);
    }
}

/* "100x" runs exactly so often where the library can, and is refused where it cannot. */
static void test_min_time_iterations(void **state)
{
    (void)state;
    struct outcome o = RUN("--benchmark_format=json", "--benchmark_filter=default",
                           "--benchmark_min_time=100x");
    if (o.status == 0) {
        json_t *root = parse(o.out);
        assert_number(find_run(root, "default", 0), "calls", 100);
        json_decref(root);
    } else {
        assert_int_equal(o.status, 2);
        assert_string_equal(o.out, "");
    }
    done(&o);
}

static struct outcome run_with(const char *variable, const char *value, const char *argument)
{
    setenv(variable, value, 1);
    struct outcome o = RUN(argument);
    unsetenv(variable);
    return o;
}

static void test_environment(void **state)
{
    (void)state;
    struct outcome o = run_with("BENCHMARK_FORMAT", "json", "--benchmark_filter=timeless");
    assert_int_equal(o.status, 0);
    json_decref(parse(o.out));
    done(&o);
    o = run_with("BENCHMARK_FILTER", "^counted$", "--benchmark_list_tests");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.out, "counted\n");
    done(&o);
    o = run_with("BENCHMARK_FORMAT", "xml", "--benchmark_filter=timeless");
    assert_int_equal(o.status, 2);
    assert_string_equal(o.out, "");
    assert_one_line(o.err);
    assert_contains(o.err, "BENCHMARK_FORMAT=xml");
    done(&o);
}

static void test_help(void **state)
{
    (void)state;
    struct outcome o = RUN("--help");
    assert_int_equal(o.status, 0);
    assert_contains(o.out, "--benchmark_filter");
    done(&o);
}

static void test_register(void **state)
{
    (void)state;
    struct outcome o = RUN("--register");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.out, "good: 0\n"
                               "no name: -EINVAL\n"
                               "empty name: -EINVAL\n"
                               "no definition: -EINVAL\n"
                               "no callback: -EINVAL\n"
                               "negative iterations: -EINVAL\n"
                               "negative time: -EINVAL\n"
                               "time nan: -EINVAL\n"
                               "time inf: -EINVAL\n"
                               "no such clock: -EINVAL\n"
                               "no such unit: -EINVAL\n"
                               "manual: 0\n"
                               "manual without iterations: -EINVAL\n"
                               "manual with a time only: -EINVAL\n");
    done(&o);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arguments_left), cmocka_unit_test(test_flags_refused),
        cmocka_unit_test(test_flags_taken),    cmocka_unit_test(test_min_time_iterations),
        cmocka_unit_test(test_environment),    cmocka_unit_test(test_help),
        cmocka_unit_test(test_register),
    };
    if (argc != 2) {
        fprintf(stderr, "usage: %s path/to/gbench_fixture\n", argv[0]);
        return 2;
    }
    fixture = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
