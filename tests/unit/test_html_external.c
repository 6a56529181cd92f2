/* SPDX-License-Identifier: MIT */
/* hyperfine's whole processes on the page of a run. */
#include <errno.h>

#include "html/page.h"
#include "tests/fixture_run.h"
#include "tests/unit/html_page.h"
#include "tests/unit/report_place.h"

static const double slow[] = { 4e6, 4.1e6, 4e6, 4.2e6, 4e6, 4.1e6, 4e6, 4.3e6 };
static const double fast[] = { 2e6, 2.05e6, 2e6, 2.1e6, 2e6, 2.05e6, 2e6, 2.15e6 };

static void add(struct run *r, const char *method, const double *times)
{
    fixture_add_case(r, &(struct fixture_case){ .workload = "find",
                                                .method = method,
                                                .state = "warm",
                                                .dataset = "text-64MiB",
                                                .wall_ns = times,
                                                .count = 8 });
}

/* The page of find by read and mmap, 4 ms and 2 ms, in the folder of this whole-process.json;
   the caller frees. */
static char *page_with_external(const char *json, int expected)
{
    struct run_error error;
    struct summary s;
    struct place p = place_new();
    struct run r =
        fixture_run(&(struct fixture_options){ .methods = (const char *const[]){ NULL } });
    char *path = path_in(p.folder, "whole-process.json");
    add(&r, "read", slow);
    add(&r, "mmap", fast);
    test_write(path, json, strlen(json));
    assert_int_equal(summary_build(&s, &r), 0);
    assert_int_equal(html_write(&(struct report_source){ &r, &s, p.folder }, p.folder, &error),
                     expected);
    if (expected < 0)
        assert_non_null(strstr(error.message, "whole-process.json"));
    char *page = read_in(&p, "report.html");
    free(path);
    summary_free(&s);
    run_free(&r);
    place_free(&p);
    return page;
}

static void whole_processes_are_on_the_page(void **state)
{
    (void)state;
    char *page = page_with_external(
        "{\"results\": [{\"command\": \"find/startup/warm\", \"times\": [1e-3, 1e-3, 1e-3, "
        "1e-3]},"
        "{\"command\": \"find/read/warm\", \"times\": [5.05e-3, 5.05e-3, 5.05e-3, 5.05e-3]},"
        "{\"command\": \"find/mmap/warm\", \"times\": [5e-3, 5e-3, 5e-3, 5e-3]},"
        "{\"command\": \"<b onload='x'>/mmap/warm\", \"times\": [0.005]}]}",
        0);
    const char *at = part_at(page, "Whole processes, timed by hyperfine");
    assert_says(at, "<td>4.05&#160;ms</td>");
    assert_says(at, "<td>+98&#160;% !</td>");
    assert_says(at, "find/mmap/warm disagrees: no counter explains it");
    assert_says(at,
                "hyperfine agrees in 1&#160;of 2&#160;within 20&#160;%; 1&#160;not compared");
    assert_says(at, "&lt;b onload=&#39;x&#39;&gt;");
    assert_never(at, "<b");
    free(page);
}

static void whole_processes_that_cannot_be_read_are_told(void **state)
{
    (void)state;
    char *page = page_with_external("{ \"<i>\" ", -EBADMSG);
    assert_says(part_at(page, "Whole processes, timed by hyperfine"),
                "Whole processes are left out: ");
    assert_never(page, "<i>");
    assert_string_equal(page + strlen(page) - 8, "</html>\n");
    free(page);
    page = page_with_external("{ \"results\": [] }", 0);
    assert_says(part_at(page, "Whole processes, timed by hyperfine"),
                "Whole processes were not timed");
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_processes_are_on_the_page),
        cmocka_unit_test(whole_processes_that_cannot_be_read_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
