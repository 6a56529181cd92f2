/* SPDX-License-Identifier: MIT */
/*
 * What bench/gbench.h promises, seen from outside: gbench_fixture (its path is the
 * argument) is run with many flags, and its exit status, its two streams and its
 * JSON are checked. Google Benchmark is one per process, hence the other process.
 * No check depends on how fast the machine is.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <jansson.h>

#include <math.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *fixture;

struct outcome {
    int status; /* the exit status, -1 after a signal */
    char *out, *err;
};

static char *read_whole(FILE *file)
{
    char *text = NULL;
    size_t size = 0;
    rewind(file);
    if (getdelim(&text, &size, '\0', file) < 0)
        return strcpy(realloc(text, 1), "");
    return text;
}

static int spawn_and_wait(const char *const *argv, int out, int err)
{
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    assert_int_equal(
        posix_spawn(&pid, fixture, &actions, NULL, (char *const *)(uintptr_t)argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Runs the fixture; stdout goes to the file `to` if there is one. */
static struct outcome run_to(const char *to, const char *const *argv)
{
    FILE *out = to ? fopen(to, "w+") : tmpfile(), *err = tmpfile();
    assert_non_null(out);
    assert_non_null(err);
    struct outcome o = { .status = spawn_and_wait(argv, fileno(out), fileno(err)) };
    o.out = to ? strdup("") : read_whole(out);
    o.err = read_whole(err);
    fclose(out);
    fclose(err);
    return o;
}

#define RUN_TO(to, ...)                                                                        \
    run_to((to), (const char *const[]){ "gbench_fixture", __VA_ARGS__, NULL })
#define RUN(...) RUN_TO(NULL, __VA_ARGS__)

static void done(struct outcome *o)
{
    free(o->out);
    free(o->err);
}

static void assert_one_line(const char *text)
{
    const char *end = strchr(text, '\n');
    if (!end || end == text || end[1] != '\0')
        fail_msg("not one line: \"%s\"", text);
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in \"%s\"", part, text);
}

/* ---- JSON ---- */

/* No other reader is as strict: no NaN, no control bytes, UTF-8 only, no key twice. */
static json_t *parse(const char *text)
{
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("line %d: %s in %s", error.line, error.text, text);
    return root;
}

/* The run named `name`, with `repetition` from 0; NULL if there is none. */
static json_t *find_run(const json_t *root, const char *name, int repetition)
{
    size_t i;
    json_t *run;
    json_array_foreach(json_object_get(root, "benchmarks"), i, run)
    {
        const json_t *index = json_object_get(run, "repetition_index");
        if (strcmp(json_string_value(json_object_get(run, "name")), name) == 0 &&
            json_integer_value(index) == repetition)
            return run;
    }
    return NULL;
}

static double number(const json_t *run, const char *key)
{
    const json_t *value = json_object_get(run, key);
    if (!json_is_number(value))
        fail_msg("no number \"%s\"", key);
    return json_number_value(value);
}

static void assert_number(const json_t *run, const char *key, double wanted)
{
    const double found = number(run, key);
    if (found != wanted)
        fail_msg("%s: %.17g, not %.17g", key, found, wanted);
}

static void assert_near(double a, double b)
{
    if (!(fabs(a - b) <= 1e-9 * fabs(b)))
        fail_msg("%.17g is not about %.17g", a, b);
}

static void assert_text(const json_t *object, const char *key, const char *wanted)
{
    const char *found = json_string_value(json_object_get(object, key));
    assert_non_null(found);
    assert_string_equal(found, wanted);
}

/* Runs one case that succeeds, by its full name. */
static json_t *run_case(const char *name)
{
    char filter[128];
    snprintf(filter, sizeof(filter), "--benchmark_filter=^%s$", name);
    struct outcome o = RUN("--benchmark_format=json", "--benchmark_min_time=0.001", filter);
    assert_int_equal(o.status, 0);
    assert_string_equal(o.err, "");
    json_t *root = parse(o.out);
    assert_int_equal(json_array_size(json_object_get(root, "benchmarks")), 1);
    json_t *run = find_run(root, name, 0);
    assert_non_null(run);
    assert_null(json_object_get(run, "error_occurred"));
    json_incref(run);
    json_decref(root);
    done(&o);
    return run;
}

/* ---- what a case reports ---- */

static void test_iterations(void **state)
{
    json_t *run = run_case("counted");
    (void)state;
    assert_number(run, "iterations", 7);
    assert_number(run, "calls", 7);
    assert_number(run, "before", 0);
    assert_number(run, "inside_first", 0);
    assert_number(run, "inside_last", 6);
    assert_number(run, "after", 7);
    assert_number(run, "wanted", 7);
    assert_number(run, "once_more", 0);
    assert_number(run, "user_data", 42);
    json_decref(run);
}

static void test_iterations_chosen(void **state)
{
    (void)state;
    static const char *const names[] = { "plain", "default" };
    for (size_t i = 0; i < 2; i++) {
        json_t *run = run_case(names[i]);
        assert_text(run, "time_unit", "ns");
        assert_number(run, "calls", number(run, "iterations"));
        assert_true(number(run, "iterations") * number(run, "real_time") > 0.999e6);
        json_decref(run);
    }
}

/* The case's own minimum counts for more than the flag's. */
static void test_min_time(void **state)
{
    (void)state;
    struct outcome o = RUN("--benchmark_format=json", "--benchmark_min_time=0",
                           "--benchmark_filter=^(plain|default)$");
    assert_int_equal(o.status, 0);
    json_t *root = parse(o.out);
    const json_t *own = find_run(root, "plain", 0);
    assert_true(number(own, "iterations") * number(own, "real_time") > 0.999e6);
    assert_number(find_run(root, "default", 0), "iterations", 1);
    json_decref(root);
    done(&o);
}

static void test_counters(void **state)
{
    json_t *run = run_case("counters");
    (void)state;
    assert_number(run, "copied", 1);
    assert_number(run, "zero", 0);
    assert_number(run, "tenth", 0.1);
    assert_number(run, "negative", -2.5);
    assert_number(run, "large", 9007199254740992.0);
    assert_number(run, "huge", 1e308);
    assert_number(run, "\"q\"??", 5);
    assert_number(run, "each", 3);
    assert_null(json_object_get(run, "nan"));
    assert_null(json_object_get(run, "inf"));
    assert_null(json_object_get(run, "minus_inf"));
    json_decref(run);
}

static void test_label(void **state)
{
    json_t *run = run_case("label");
    (void)state;
    assert_text(run, "label",
                "a \"b\" \\ ????? \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 ?? ?????????.");
    json_decref(run);
}

static void test_name(void **state)
{
    (void)state;
    struct outcome o = RUN("--benchmark_format=json", "--benchmark_filter=^name ");
    assert_int_equal(o.status, 0);
    json_t *root = parse(o.out);
    assert_non_null(find_run(root, "name \"\\???\xc3\xa9", 0));
    json_decref(root);
    done(&o);
}

static void test_context(void **state)
{
    (void)state;
    const char *const argv[] = { "odd\n\"\x01\xff\xc3\xa9",
                                 "--benchmark_format=json",
                                 "--benchmark_filter=counted",
                                 "--benchmark_context=a=b,c=\xc3\xa9",
                                 "--context",
                                 NULL };
    struct outcome o = run_to(NULL, argv);
    assert_int_equal(o.status, 0);
    json_t *root = parse(o.out);
    const json_t *context = json_object_get(root, "context");
    assert_text(context, "executable", "odd?\"??\xc3\xa9");
    assert_text(context, "a", "b");
    assert_text(context, "c", "\xc3\xa9");
    assert_text(context, "set", "a \"b\"??\xc3\xa9");
    assert_text(context, "key?", "value");
    json_decref(root);
    done(&o);
}

/* ---- clocks ---- */

static void test_clock_manual(void **state)
{
    json_t *run = run_case("manual");
    (void)state;
    assert_number(run, "iterations", 4);
    assert_text(run, "time_unit", "ms");
    assert_near(number(run, "real_time"), 500);
    assert_near(number(run, "items_per_second"), 8 / 2.0);
    assert_near(number(run, "bytes_per_second"), 4096 / 2.0);
    assert_near(number(run, "rate"), 6 / 2.0);
    json_decref(run);
}

/* Rates of no time are infinite, and left out. */
static void test_clock_manual_zero(void **state)
{
    json_t *run = run_case("timeless");
    (void)state;
    assert_text(run, "time_unit", "s");
    assert_number(run, "real_time", 0);
    assert_null(json_object_get(run, "items_per_second"));
    assert_null(json_object_get(run, "bytes_per_second"));
    assert_null(json_object_get(run, "rate"));
    json_decref(run);
}

/* Rates are of the real time. By the processor time they would be a hundred times more. */
static void test_clock_real(void **state)
{
    json_t *run = run_case("sleep");
    (void)state;
    assert_text(run, "time_unit", "us");
    const double seconds = number(run, "real_time") * 3 * 1e-6;
    assert_true(seconds >= 0.0299);
    assert_near(number(run, "items_per_second"), 12 / seconds);
    assert_near(number(run, "bytes_per_second"), 3000 / seconds);
    assert_near(number(run, "rate"), 6 / seconds);
    json_decref(run);
}

/* The processor time of the whole process: the work is done by another thread. */
static void test_clock_cpu(void **state)
{
    json_t *run = run_case("burn");
    (void)state;
    const double seconds = number(run, "cpu_time") * 1e-9;
    assert_true(seconds >= number(run, "burnt_s"));
    assert_near(number(run, "items_per_second"), 2 / (2 * seconds));
    json_decref(run);
}

static void test_pause(void **state)
{
    (void)state;
    static const char *const names[] = { "pause", "pause_left" };
    for (size_t i = 0; i < 2; i++) {
        json_t *run = run_case(names[i]);
        const double measured_s = number(run, "real_time") * 3 * 1e-9;
        assert_true(number(run, "paused_s") >= 0.0599);
        assert_true(number(run, "worked_s") >= 0.0149);
        assert_true(measured_s >= number(run, "worked_s") - 1e-6);
        assert_true(measured_s <= number(run, "whole_s") - number(run, "paused_s") + 1e-6);
        json_decref(run);
    }
}

/* ---- failing ---- */

static void assert_failed(const char *name, const char *message)
{
    char filter[64], line[256];
    snprintf(filter, sizeof(filter), "--benchmark_filter=^%s$", name);
    snprintf(line, sizeof(line),
             "gbench: 1 of 1 cases failed; %s: %s\nmatched 1 failed 1 calls 1\n", name,
             message);
    struct outcome o =
        RUN("--benchmark_format=json", "--benchmark_repetitions=4", filter, "--counts");
    if (o.status != 1)
        fail_msg("%s: status %d, %s", name, o.status, o.err);
    assert_string_equal(o.err, line);
    json_t *root = parse(o.out);
    const json_t *runs = json_object_get(root, "benchmarks");
    assert_int_equal(json_array_size(runs), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(json_is_true(json_object_get(json_array_get(runs, i), "error_occurred")));
        assert_text(json_array_get(runs, i), "error_message", message);
        assert_number(json_array_get(runs, i), "real_time", 0);
    }
    json_decref(root);
    done(&o);
}

static void test_fail(void **state)
{
    static const char on_purpose[] = "\"broken\"?on purpose?";
    (void)state;
    assert_failed("fail_at_once", on_purpose);
    assert_failed("fail_inside", on_purpose);
    assert_failed("fail_paused", on_purpose);
    assert_failed("fail_after", on_purpose);
}

static void test_fail_by_itself(void **state)
{
    static const char left[] = "the callback returned before gbench_keep_running() was false";
    static const char time[] = "an iteration time that is no time";
    (void)state;
    assert_failed("fail_no_loop", left);
    assert_failed("fail_left_first", left);
    assert_failed("fail_left_last", left);
    assert_failed("fail_time_nan", time);
    assert_failed("fail_time_negative", time);
}

/* Two good repetitions, a failure, and no fourth call. */
static void test_fail_later(void **state)
{
    (void)state;
    struct outcome o = RUN("--benchmark_format=json", "--benchmark_repetitions=4",
                           "--benchmark_filter=third|counted", "--counts");
    assert_int_equal(o.status, 1);
    assert_string_equal(o.err, "gbench: 1 of 2 cases failed; fail_third_call: "
                               "\"broken\"?on purpose?\nmatched 2 failed 1 calls 3\n");
    json_t *root = parse(o.out);
    for (int i = 0; i < 4; i++) {
        const json_t *run = find_run(root, "fail_third_call", i);
        const json_t *good = find_run(root, "counted", i);
        assert_int_equal(json_is_true(json_object_get(run, "error_occurred")), i >= 2);
        assert_number(good, "calls", 7);
    }
    json_decref(root);
    done(&o);
}

/* Reported with its reason, called once, and no failure. */
static void test_skip(void **state)
{
    (void)state;
    struct outcome o = RUN("--benchmark_format=json", "--benchmark_repetitions=3",
                           "--benchmark_filter=^skipped$", "--counts");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.err, "matched 1 failed 0 calls 1\n");
    json_t *root = parse(o.out);
    for (int i = 0; i < 3; i++)
        assert_text(find_run(root, "skipped", i), "error_message", "skipped: not \"here\"?");
    json_decref(root);
    done(&o);
}

/* ---- the run ---- */

static void test_json(void **state)
{
    static const char *const more[] = { "--benchmark_repetitions=1",
                                        "--benchmark_repetitions=3",
                                        "--benchmark_report_aggregates_only" };
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct outcome o = RUN("--benchmark_format=json", "--benchmark_min_time=0",
                               "--benchmark_repetitions=2", more[i]);
        assert_int_equal(o.status, 1);
        assert_one_line(o.err);
        assert_contains(o.err, "gbench: ");
        json_decref(parse(o.out));
        done(&o);
    }
}

static void test_list(void **state)
{
    (void)state;
    struct outcome o =
        RUN("--benchmark_list_tests", "--counts",
            "--benchmark_filter=^(plain|default|counted|manual|burn|fail_inside)$");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.out, "plain\ndefault\n"
                               "counted\nmanual\n"
                               "burn\nfail_inside\n");
    assert_string_equal(o.err, "matched 6 failed 0 calls 0\n");
    done(&o);
}

static void test_filter(void **state)
{
    (void)state;
    struct outcome o = RUN("--benchmark_list_tests=true", "--benchmark_filter=-^[^c]");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.out, "counted\ncounters\n");
    done(&o);
}

static void assert_nothing_matched(struct outcome o)
{
    assert_int_equal(o.status, 1);
    assert_string_equal(o.out, "");
    assert_one_line(o.err);
    done(&o);
}

static void test_nothing_matched(void **state)
{
    (void)state;
    assert_nothing_matched(RUN("--benchmark_filter=nothing"));
    assert_nothing_matched(RUN("--benchmark_filter=nothing", "--benchmark_format=json"));
    assert_nothing_matched(RUN("--benchmark_filter=nothing", "--benchmark_list_tests"));
    assert_nothing_matched(RUN("--empty"));
    assert_nothing_matched(RUN("--empty", "--benchmark_list_tests"));
}

static void test_formats(void **state)
{
    (void)state;
    struct outcome o = RUN("--benchmark_filter=counted", "--benchmark_format=csv");
    assert_int_equal(o.status, 0);
    assert_contains(o.out, "name,iterations,real_time");
    done(&o);
    o = RUN("--benchmark_filter=counted");
    assert_int_equal(o.status, 0);
    assert_contains(o.out, "counted ");
    done(&o);
}

static void temporary(char path[32])
{
    strcpy(path, "/tmp/test_gbench.XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
}

/* Runs timeless, whose rates are infinite, with --benchmark_out; what the file holds. */
static char *file_written(const char *format)
{
    char path[32], out[64];
    temporary(path);
    snprintf(out, sizeof(out), "--benchmark_out=%s", path);
    struct outcome o = RUN("--benchmark_filter=timeless", out, format);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = read_whole(file);
    fclose(file);
    unlink(path);
    assert_int_equal(o.status, 0);
    assert_contains(o.out, "timeless ");
    done(&o);
    return text;
}

static void test_out(void **state)
{
    (void)state;
    char *text = file_written("--benchmark_format=console");
    json_t *root = parse(text);
    assert_non_null(find_run(root, "timeless", 0));
    json_decref(root);
    free(text);
    text = file_written("--benchmark_out_format=csv");
    assert_contains(text, "name,iterations,real_time");
    free(text);
}

static void assert_not_written(struct outcome o)
{
    assert_int_equal(o.status, 1);
    assert_string_equal(o.err, "gbench: the report could not be written\n");
    done(&o);
}

static void test_not_written(void **state)
{
    (void)state;
    if (access("/dev/full", W_OK) == 0) {
        assert_not_written(
            RUN_TO("/dev/full", "--benchmark_filter=counted", "--benchmark_format=json"));
        assert_not_written(
            RUN_TO("/dev/full", "--benchmark_filter=counted", "--benchmark_list_tests"));
        assert_not_written(RUN("--benchmark_filter=counted", "--benchmark_format=json",
                               "--benchmark_out=/dev/full"));
    }
    struct outcome o = RUN("--benchmark_filter=counted", "--benchmark_out=/nowhere/at/all");
    assert_int_equal(o.status, 1);
    assert_one_line(o.err);
    done(&o);
}

static void test_twice(void **state)
{
    (void)state;
    struct outcome o = RUN("--twice", "--counts", "--benchmark_filter=fail_third",
                           "--benchmark_format=csv", "--benchmark_repetitions=3");
    assert_int_equal(o.status, 0);
    assert_contains(o.err, "gbench: 1 of 1 cases failed; fail_third_call: ");
    assert_contains(o.err, "\nmatched 1 failed 0 calls 6\n");
    done(&o);
    o = RUN("--twice", "--benchmark_filter=counted");
    assert_int_equal(o.status, 0);
    done(&o);
}

/* ---- flags ---- */

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
        cmocka_unit_test(test_iterations),
        cmocka_unit_test(test_iterations_chosen),
        cmocka_unit_test(test_min_time),
        cmocka_unit_test(test_counters),
        cmocka_unit_test(test_label),
        cmocka_unit_test(test_name),
        cmocka_unit_test(test_context),
        cmocka_unit_test(test_clock_manual),
        cmocka_unit_test(test_clock_manual_zero),
        cmocka_unit_test(test_clock_real),
        cmocka_unit_test(test_clock_cpu),
        cmocka_unit_test(test_pause),
        cmocka_unit_test(test_fail),
        cmocka_unit_test(test_fail_by_itself),
        cmocka_unit_test(test_fail_later),
        cmocka_unit_test(test_skip),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_filter),
        cmocka_unit_test(test_nothing_matched),
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_out),
        cmocka_unit_test(test_not_written),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_arguments_left),
        cmocka_unit_test(test_flags_refused),
        cmocka_unit_test(test_flags_taken),
        cmocka_unit_test(test_min_time_iterations),
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_help),
        cmocka_unit_test(test_register),
    };
    if (argc != 2) {
        fprintf(stderr, "usage: %s path/to/gbench_fixture\n", argv[0]);
        return 2;
    }
    fixture = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
