/* SPDX-License-Identifier: MIT */
/* What a case reports through bench/gbench.h, by which clock, and how it fails. */
#include <math.h>

#include "tests/unit/gbench_outcome.h"

/* ---- JSON ---- */

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
static void test_skipped(void **state)
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
        cmocka_unit_test(test_skipped),
    };
    if (argc != 2) {
        fprintf(stderr, "usage: %s path/to/gbench_fixture\n", argv[0]);
        return 2;
    }
    fixture = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
