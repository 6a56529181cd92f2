/* SPDX-License-Identifier: MIT */
/* What a run through bench/gbench.h chooses, and what it writes where. */
#include "tests/unit/gbench_outcome.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),        cmocka_unit_test(test_list),
        cmocka_unit_test(test_filter),      cmocka_unit_test(test_nothing_matched),
        cmocka_unit_test(test_formats),     cmocka_unit_test(test_out),
        cmocka_unit_test(test_not_written), cmocka_unit_test(test_twice),
    };
    if (argc != 2) {
        fprintf(stderr, "usage: %s path/to/gbench_fixture\n", argv[0]);
        return 2;
    }
    fixture = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
