/* SPDX-License-Identifier: MIT */
/* Names that mean something to a format of other tools. */
#include "tests/unit/export_text.h"

static void names_in_benchfmt_have_no_spaces(void **state)
{
    (void)state;
    struct run r = odd_run();
    char *text = export(&r, "benchfmt");
    const char *line = strstr(text, "\nBenchmark");
    assert_non_null(line);
    static const char expected[] =
        "\nBenchmark9OddOne/method=m%20m/state=warm/"
        "dataset=a%2C%20%22b%22%0D%0A%2Fx%3D1-16%20%2541%C2%A0%E6%BC%A2/"
        "workload=9-odd-one/threads=4 1 1000000000000002 ns/op 4194304 peak-RSS-bytes ";
    if (strncmp(line, expected, strlen(expected)) != 0)
        fail_msg("%.300s", line);
    assert_int_equal(count_lines(text, "Benchmark"), 6);
    free(text);
    run_free(&r);
}

static void a_configuration_stays_in_its_line(void **state)
{
    (void)state;
    struct run r = { 0 };
    strcpy(r.machine.host, "a\nBenchmarkX 1 1 ns/op\nb");
    fixture_text(r.suite, "x\r\nUnit ns/op better=higher");
    char *text = export(&r, "benchfmt");
    assert_int_equal(count_lines(text, "Benchmark"), 0);
    assert_int_equal(count_lines(text, "Unit ns/op"), 1);
    assert_int_equal(count_lines(text, "host: a"), 1);
    free(text);
    run_free(&r);
}

static void csv_quotes_what_must_be(void **state)
{
    (void)state;
    struct run r = odd_run();
    char *text = export(&r, "csv");
    assert_non_null(strstr(text, ",9-odd-one,m m,warm,,no,\"a, \"\"b\"\"\r\n/x=1-16 %41\xc2\xa0"
                                 "\xe6\xbc\xa2\",123456789012345,,,0,0,0,4,ok,none,,"));
    assert_non_null(strstr(text, ",0,,,,,1000000000000002,,"));
    assert_non_null(strstr(text, ",5,,,,,0.333333333333,,"));
    free(text);
    run_free(&r);
}

static void json_keeps_the_names(void **state)
{
    (void)state;
    static const char name[] = "9-odd-one/m m/warm/threads:4/data:a, \"b\"%0D%0A%2Fx=1-16 "
                               "%2541\xc2\xa0\xe6\xbc\xa2";
    struct run r = odd_run();
    json_t *google = export_as_json(&r, "google-benchmark");
    const json_t *first = NULL;
    assert_int_equal(find_entries(google, name, &first), 6);
    assert_int_equal(json_integer_value(json_object_get(first, "threads")), 4);
    json_decref(google);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_in_benchfmt_have_no_spaces),
        cmocka_unit_test(a_configuration_stays_in_its_line),
        cmocka_unit_test(csv_quotes_what_must_be),
        cmocka_unit_test(json_keeps_the_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
