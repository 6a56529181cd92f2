/* SPDX-License-Identifier: MIT */
/* The page: what it says, and that nothing of a run can break out of it. */
#include <errno.h>
#include <math.h>

#include "analysis/aa.h"
#include "html/page.h"
#include "html/svg.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/unit/html_page.h"
#include "tests/unit/report_place.h"

static char *page_of_fixture(const struct fixture_options *o)
{
    struct run r = fixture_run(o);
    char *page = page_of(&r);
    run_free(&r);
    return page;
}

/* ---- as a whole ---- */

/* Without the head, whose style sheet is no matter of words. */
static void the_page_is_the_golden_one(void **state)
{
    (void)state;
    static const char *const methods[] = { "read",        "seek",     "mmap",
                                           "mmap-random", "uring-v9", NULL };
    static const char *const workloads[] = { "find", "random", NULL };
    char *page = page_of_fixture(&(struct fixture_options){
        .methods = methods, .workloads = workloads, .rounds = 16, .noisy = true });
    golden_check("page.html", strstr(page, "<body>"));
    free(page);
}

static void the_answer_is_first_and_all_sections_follow(void **state)
{
    (void)state;
    char *page = page_of_fixture(&(struct fixture_options){ .rounds = 8 });
    static const char *const titles[] = { "Should you mmap?",
                                          "Which methods win, and by how much?",
                                          "Do the hints help?",
                                          "How much memory does it take?",
                                          "What does the page cache save?",
                                          "Where does the answer change?",
                                          "What does it cost to make a write durable?",
                                          "Will it get my container killed?",
                                          "Details",
                                          "Every method against the baseline",
                                          "Every comparison, and what the counters say",
                                          "Every sample",
                                          "The order of the samples",
                                          "Whole processes, timed by hyperfine",
                                          "The machine",
                                          "Warnings",
                                          NULL };
    const char *main = strstr(page, "<main");
    assert_ptr_equal(strstr(main, "<section"), strstr(main, "<section id=\"answer\""));
    assert_order(main, titles);
    free(page);
}

static void the_page_needs_nothing_else(void **state)
{
    (void)state;
    static const char *const outside[] = { "http:", "https:", "src=",    "@import", "<script",
                                           "url(h", "onload", "<iframe", NULL };
    char *page = page_of_fixture(&(struct fixture_options){ .rounds = 8 });
    for (size_t i = 0; outside[i]; i++)
        assert_never(page, outside[i]);
    assert_says(page, "default-src 'none'");
    free(page);
}

/* ---- hostile names ---- */

static void rename_all(struct run *r)
{
    static const double times[] = { 1e6, 1.1e6, 1.2e6, 1.05e6, 1.15e6, 1.3e6 };
    struct fixture_case c = { .workload = HOSTILE,
                              .method = HOSTILE,
                              .state = HOSTILE,
                              .dataset = HOSTILE,
                              .wall_ns = times,
                              .count = 6 };
    fixture_add_dataset(r, HOSTILE, 4096);
    fixture_add_case(r, &c);
    c.method = "read";
    fixture_add_case(r, &c);
    c.method = HOSTILE "2";
    c.status = CASE_FAILED;
    c.reason = fixture_words(HOSTILE);
    c.count = 0;
    fixture_add_case(r, &c);
    for (size_t i = 0; i < r->finding_count; i++) {
        fixture_text(r->findings[i].found, HOSTILE);
        fixture_text(r->findings[i].fix, HOSTILE);
    }
    fixture_text(r->suite, HOSTILE);
    fixture_text(r->started_at, HOSTILE);
    snprintf(r->storage.device, sizeof r->storage.device, "%s", HOSTILE);
    snprintf(r->machine.cpu, sizeof r->machine.cpu, "%s", HOSTILE);
}

/* Our own words and markup have neither quote ' nor ` behind the head, so one there would be
   one of the run's. */
static void hostile_names_are_shown_and_do_nothing(void **state)
{
    (void)state;
    static const char *const raw[] = { "<script",      "'", "`", "]]>", "-->", "\033", "\xff",
                                       "\xef\xbf\xbe", NULL };
    struct run r = fixture_run(&(struct fixture_options){
        .host = HOSTILE, .rounds = 6, .noisy = true, .warm_only = true });
    rename_all(&r);
    char *page = page_of(&r), *body = strstr(page, "<body>");
    for (size_t i = 0; raw[i]; i++)
        assert_never(body, raw[i]);
    *body = '\0';
    assert_never(page, "<script");
    assert_ptr_equal(strstr(page, "</style>"), strstr(page, "</style>\n</head>"));
    *body = '<';
    assert_says(body, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=x &#96;x&#96; "
                      "]]&gt; --&gt; &amp;lt; ?[1m?");
    free(page);
    run_free(&r);
}

/* ---- what is not known ---- */

static void what_is_not_known_is_said(void **state)
{
    (void)state;
    static const char *const never[] = { "nan", "inf\"", ">-<", "NaN", "[-", NULL };
    char *page = page_of_fixture(&(struct fixture_options){ .rounds = 3, .obstacles = true });
    for (size_t i = 0; never[i]; i++)
        assert_never(strstr(page, "<body>"), never[i]);
    assert_says(part_at(page, "The machine"), "page</th>\n<td>not known</td>");
    assert_says(part_at(page, "Warnings"), "The run was not finished");
    assert_says(part_at(page, "Warnings"),
                "failed: regex/stdio/warm/buffer:4KiB/data:text-64MiB: wrong answer: count");
    assert_says(part_at(page, "Warnings"), "comparisons undecided.");
    assert_says(part_at(page, "Every method against the baseline"), "<td>[2]</td>");
    free(page);
}

/* A sample may have no time, no place and no memory at all. */
static void samples_without_figures_draw_nothing(void **state)
{
    (void)state;
    static const double times[] = { NAN, 0, 2e6, 2e6, 2e6, 0 };
    struct run r =
        fixture_run(&(struct fixture_options){ .methods = (const char *const[]){ NULL } });
    struct fixture_case c = { .workload = "find",
                              .method = "read",
                              .state = "warm",
                              .dataset = "text-64MiB",
                              .wall_ns = times,
                              .count = 6,
                              .file_bytes = NAN };
    fixture_add_case(&r, &c);
    c.method = "mmap";
    fixture_add_case(&r, &c);
    char *page = page_of(&r);
    assert_never(strstr(page, "<body>"), "nan");
    assert_never(strstr(page, "<body>"), "inf\"");
    assert_never(strstr(page, "<body>"), "inf ");
    assert_says(part_at(page, "Every sample"), ">2 ms</text>"); /* the one time there is */
    free(page);
    run_free(&r);
}

static void a_run_without_cases_has_a_page(void **state)
{
    (void)state;
    char *page =
        page_of_fixture(&(struct fixture_options){ .methods = (const char *const[]){ NULL } });
    assert_says(part_at(page, "Should you mmap?"),
                "compares no mmap method with a read method;");
    free(page);
}

static const double slow[] = { 4e6, 4.1e6, 4e6, 4.2e6, 4e6, 4.1e6,
                               4e6, 4.3e6, 4e6, 4.1e6, 4e6, 4.2e6 };
static void add(struct run *r, const char *workload, const char *method, const char *dataset,
                const double *times)
{
    fixture_add_case(r, &(struct fixture_case){ .workload = workload,
                                                .method = method,
                                                .state = "warm",
                                                .dataset = dataset,
                                                .wall_ns = times,
                                                .count = 12 });
}

/* ---- the widths of mapread aa ---- */

/* Copies that are up to a third apart: what is less is no difference on that machine. */
static void a_margin_is_said(void **state)
{
    (void)state;
    static const double other[] = { 5e6,   3.1e6, 5.2e6, 3.2e6, 5e6,   3.1e6,
                                    5.1e6, 3.3e6, 5e6,   3.1e6, 5.2e6, 3.2e6 };
    const struct fixture_options none = { .methods = (const char *const[]){ NULL } };
    struct run_error error;
    struct summary s;
    struct place p = place_new();
    struct run r = fixture_run(&none), aa = fixture_run(&none);
    add(&r, "find", "read", "text-64MiB", slow);
    add(&r, "find", "mmap", "text-64MiB", other);
    add(&aa, "find", "mmap", "text-64MiB", slow);
    add(&aa, "find", "mmap-2", "text-64MiB", other);
    assert_int_equal(summary_build(&s, &r), 0);
    assert_int_equal(aa_widen(&s, &aa), 0);
    assert_int_equal(html_write(&(struct report_source){ &r, &s, NULL }, p.folder, &error), 0);
    char *page = read_in(&p, "report.html");
    assert_says(part_at(page, "Every comparison, and what the counters say"),
                ", warm, margin ");
    free(page);
    summary_free(&s);
    run_free(&aa);
    run_free(&r);
    place_free(&p);
}

/* ---- scales ---- */

static void ticks_are_round_and_few(void **state)
{
    (void)state;
    static const struct {
        struct scale scale;
        size_t wanted;
        double first, last;
        size_t count;
    } cases[] = {
        { { .low = 0, .high = 1 }, 5, 0, 1, 6 },
        { { .low = 0, .high = 23 }, 5, 0, 20, 5 },
        { { .low = 8, .high = 120, .log = true }, 5, 10, 100, 4 },
        { { .low = 1e3, .high = 1e9, .log = true }, 5, 1e4, 1e8, 3 },
        { { .low = 31, .high = 44, .log = true }, 3, 35, 40, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double values[SCALE_TICKS_MAX];
        size_t count = scale_ticks(&cases[i].scale, cases[i].wanted, values);
        assert_int_equal(count, cases[i].count);
        assert_true(fabs(values[0] - cases[i].first) <= 1e-9 * cases[i].last);
        assert_false(signbit(values[0]));
        assert_true(fabs(values[count - 1] - cases[i].last) <= 1e-9 * cases[i].last);
    }
}

static void a_scale_without_values_still_has_a_width(void **state)
{
    (void)state;
    struct scale s = { .low = NAN, .high = NAN, .log = true, .to = 100 };
    scale_spread(&s, 4);
    assert_true(fabs(s.high / s.low - 4) < 1e-9);
    assert_true(fabs(scale_at(&s, 1) - 50) < 1e-9);
}

/* ---- the file ---- */

static void the_file_is_whole_or_not_there(void **state)
{
    (void)state;
    struct run_error error;
    struct place p = place_new();
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6, .warm_only = true });
    struct summary s;
    assert_int_equal(summary_build(&s, &r), 0);
    const struct report_source of = { &r, &s, NULL };
    assert_int_equal(html_write(&of, p.folder, &error), 0);
    char *page = read_in(&p, "report.html");
    assert_string_equal(page + strlen(page) - 8, "</html>\n");
    assert_int_equal(html_write(&of, "/nonexistent", &error), -ENOENT);
    assert_string_equal(error.message, "cannot write report.html: No such file or directory");
    assert_int_equal(count_files(&p, "."), 1);
    free(page);
    summary_free(&s);
    run_free(&r);
    place_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_the_golden_one),
        cmocka_unit_test(the_answer_is_first_and_all_sections_follow),
        cmocka_unit_test(the_page_needs_nothing_else),
        cmocka_unit_test(hostile_names_are_shown_and_do_nothing),
        cmocka_unit_test(what_is_not_known_is_said),
        cmocka_unit_test(samples_without_figures_draw_nothing),
        cmocka_unit_test(a_run_without_cases_has_a_page),
        cmocka_unit_test(a_margin_is_said),
        cmocka_unit_test(ticks_are_round_and_few),
        cmocka_unit_test(a_scale_without_values_still_has_a_width),
        cmocka_unit_test(the_file_is_whole_or_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
