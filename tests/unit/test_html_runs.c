/* SPDX-License-Identifier: MIT */
/* The page of several runs: what it says of them, and that none of them can break out. */
#include <errno.h>

#include "html/page.h"
#include "html/runs.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/unit/html_page.h"
#include "tests/unit/report_place.h"

static const char *const methods_used[] = { "read", "seek", "mmap", "mmap-random", NULL };
static const char *const workloads_used[] = { "find", "random", NULL };

static struct run small_run(const char *host)
{
    return fixture_run(&(struct fixture_options){
        .methods = methods_used, .workloads = workloads_used, .host = host, .rounds = 16 });
}

/* Times of one method, or of all (NULL), by that factor; alternately a little above and below,
   so that the samples are not the same. */
static void scale(struct run *r, const char *method, double factor)
{
    for (size_t i = 0; i < r->case_count; i++)
        for (size_t j = 0; j < r->cases[i].sample_count; j++)
            if (!method || strcmp(r->cases[i].key.method, method) == 0)
                r->cases[i].samples[j].wall_ns *= factor * (j % 2 ? 1.0001 : 0.9999);
}

static void add(struct compare *c, struct run r, const char *path)
{
    assert_int_equal(compare_add(c, &r, path), 0);
}

static void finish(struct compare *c)
{
    assert_int_equal(compare_finish(c), 0);
}

static char *page_of_compare(const struct compare *c)
{
    struct document d = { 0 };
    runs_build(&d, c);
    return page_of_document(&d);
}

/* Of runs that are added here; they go. */
static char *page_of_runs(struct run *runs, size_t count)
{
    struct compare c = { 0 };
    for (size_t i = 0; i < count; i++) {
        char path[40];
        snprintf(path, sizeof path, "results/run-%zu", i + 1);
        add(&c, runs[i], path);
    }
    finish(&c);
    char *page = page_of_compare(&c);
    compare_free(&c);
    return page;
}

static char *page_of_two(struct run a, struct run b)
{
    struct run runs[] = { a, b };
    return page_of_runs(runs, 2);
}

/* ---- as a whole ---- */

/* Without head and foot: the style sheet is no matter of words, and the program's revision
   is another with each commit. */
static void the_page_is_the_golden_one(void **state)
{
    (void)state;
    struct run runs[] = { small_run("ext4-box"), small_run("tmpfs-box"), small_run("other") };
    scale(&runs[1], NULL, 0.5);
    scale(&runs[1], "mmap", 4);
    strcpy(runs[1].storage.filesystem, "tmpfs");
    for (size_t i = 0; i < runs[2].dataset_count; i++)
        strcpy(runs[2].datasets[i].sha256, "feed");
    char *page = page_of_runs(runs, 3), *main = strstr(page, "<body>");
    *strstr(main, "<footer>") = '\0';
    golden_check("page-runs.html", main);
    free(page);
}

static void answers_are_first_and_all_sections_follow(void **state)
{
    (void)state;
    char *page = page_of_two(small_run("a"), small_run("b"));
    static const char *const titles[] = { "Should you mmap?",
                                          "What differs",
                                          "Is another run faster?",
                                          "Details",
                                          "Every case, side by side",
                                          "Do the methods compare differently?",
                                          "The machines",
                                          "Warnings",
                                          NULL };
    const char *main = strstr(page, "<main");
    assert_ptr_equal(strstr(main, "<section"), strstr(main, "<section id=\"answer\""));
    assert_order(main, titles);
    free(page);
}

static size_t count(const char *page, const char *text)
{
    size_t found = 0;
    for (const char *at = page; (at = strstr(at, text)); at++)
        found++;
    return found;
}

/* Each by its own name, in every table that is as wide as there are runs. */
static void twelve_runs_have_a_page(void **state)
{
    (void)state;
    struct run runs[12];
    for (size_t i = 0; i < 12; i++) {
        char host[16];
        snprintf(host, sizeof host, "box-%zu", i + 1);
        runs[i] = small_run(host);
    }
    char *page = page_of_runs(runs, 12);
    assert_int_equal(count(page, "<th scope=\"col\">box-12</th>"), 13);
    assert_says(part_at(page, "Warnings"), "<h3>Warnings of box-12</h3>");
    free(page);
}

/* ---- what it says ---- */

static void the_answers_have_the_runs_own_figures(void **state)
{
    (void)state;
    struct run b = small_run("b");
    scale(&b, "read", 2);
    scale(&b, "mmap", 0.25);
    char *page = page_of_two(small_run("a"), b);
    const char *at = part_at(page, "Is another run faster?");
    assert_says(at, "faster</th>\n<td></td>\n<td>4</td>");
    assert_says(at, "slower</th>\n<td></td>\n<td>4</td>");
    assert_says(at, "no difference shown (~)</th>\n<td></td>\n<td>8</td>");
    at = part_at(page, "Every case, side by side");
    assert_says(at, "<td class=\"f4\">");
    assert_says(at, "<span class=\"hidden\"> faster</span></td>");
    assert_says(at, "<td class=\"s2\">");
    assert_says(at, "<span class=\"hidden\"> slower</span></td>");
    free(page);
}

static void runs_that_are_alike_do_not_differ(void **state)
{
    (void)state;
    char *page = page_of_two(small_run("a"), small_run("b"));
    assert_says(part_at(page, "What differs"), "Nothing that the files tell.");
    assert_says(part_at(page, "Is another run faster?"),
                "no difference shown (~)</th>\n<td></td>\n<td>16</td>");
    assert_says(part_at(page, "Every case, side by side"), " ~ ");
    free(page);
}

/* The data sets of the second run have the same names alone. */
static void what_is_refused_is_told(void **state)
{
    (void)state;
    struct run runs[] = { small_run("a"), small_run("b"), small_run("c") };
    for (size_t i = 0; i < runs[1].dataset_count; i++)
        strcpy(runs[1].datasets[i].sha256, "feed");
    runs[2].cases[0].status = CASE_SKIPPED;
    runs[2].cases[0].reason = fixture_words("nothing is <cold> here");
    runs[2].cases[0].sample_count = 0;
    char *page = page_of_runs(runs, 3);
    assert_says(part_at(page, "Is another run faster?"),
                "not compared</th>\n<td></td>\n<td>16</td>");
    assert_says(part_at(page, "Every case, side by side"),
                "[1] another data set of the same name");
    assert_says(part_at(page, "Every case, side by side"),
                "[2] skipped: nothing is &lt;cold&gt; here");
    assert_says(part_at(page, "Warnings"), "In 16&#160;cases: another data set of the same "
                                           "name");
    free(page);
}

/* ---- hostile names ---- */

static struct run hostile_run(const char *host)
{
    struct run r = fixture_run(&(struct fixture_options){ .methods = methods_used,
                                                          .workloads = workloads_used,
                                                          .host = host,
                                                          .rounds = 6,
                                                          .noisy = true,
                                                          .warm_only = true });
    for (size_t i = 0; i < r.dataset_count; i++)
        fixture_text(r.datasets[i].name, HOSTILE);
    for (size_t i = 0; i < r.case_count; i++) {
        fixture_text(r.cases[i].key.dataset, HOSTILE);
        if (strcmp(r.cases[i].key.workload, "random") == 0)
            fixture_text(r.cases[i].key.workload, HOSTILE);
        if (strcmp(r.cases[i].key.method, "mmap-random") == 0)
            fixture_text(r.cases[i].key.method, HOSTILE);
    }
    fixture_text(r.started_at, HOSTILE);
    snprintf(r.storage.filesystem, sizeof r.storage.filesystem, "<b>'`");
    snprintf(r.machine.kernel, sizeof r.machine.kernel, "%s", HOSTILE);
    return r;
}

/* Our own words and markup have neither quote ' nor ` behind the head. */
static void hostile_names_are_shown_and_do_nothing(void **state)
{
    (void)state;
    static const char *const raw[] = { "<script",      "<b>", "'",    "`",
                                       "]]>",          "-->", "\033", "\xff",
                                       "\xef\xbf\xbe", NULL };
    struct compare c = { 0 };
    add(&c, hostile_run(HOSTILE), "results/" HOSTILE);
    add(&c, hostile_run("\"'><i onload=x>"), "results/<i>");
    finish(&c);
    char *page = page_of_compare(&c), *body = strstr(page, "<body>");
    for (size_t i = 0; raw[i]; i++)
        assert_never(body, raw[i]);
    *body = '\0';
    assert_never(page, "<script");
    assert_ptr_equal(strstr(page, "</style>"), strstr(page, "</style>\n</head>"));
    *body = '<';
    assert_says(body, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=x &#96;x&#96;");
    assert_says(part_at(page, "The machines"), "&quot;&#39;&gt;&lt;i onload=x&gt;");
    free(page);
    compare_free(&c);
}

/* ---- what is not known ---- */

static void what_is_not_known_is_said(void **state)
{
    (void)state;
    static const char *const never[] = { "nan", "inf\"", "NaN", "[-", "[]", NULL };
    const struct fixture_options o = { .rounds = 3, .obstacles = true, .unknown = true };
    struct run a = fixture_run(&o), b = fixture_run(&o);
    scale(&b, NULL, 3);
    char *page = page_of_two(a, b);
    for (size_t i = 0; never[i]; i++)
        assert_never(strstr(page, "<body>"), never[i]);
    assert_says(part_at(page, "The machines"), "<td>not known</td>");
    assert_says(part_at(page, "Warnings"), "The run was not finished");
    assert_says(part_at(page, "Warnings"),
                "failed: regex/stdio/warm/buffer:4KiB/data:text-64MiB: wrong answer: count");
    assert_says(part_at(page, "Is another run faster?"),
                "too few samples to show any difference");
    assert_says(part_at(page, "Every case, side by side"), "<td>over limit [3]</td>");
    assert_says(part_at(page, "Every case, side by side"),
                "[3] over limit: one pass takes at least 20&#160;s");
    free(page);
}

/* ---- the file ---- */

static void the_file_is_whole_or_not_there(void **state)
{
    (void)state;
    struct run_error error;
    struct place p = place_new();
    struct compare c = { 0 };
    add(&c, small_run("a"), "a");
    add(&c, small_run("b"), "b");
    finish(&c);
    assert_int_equal(html_write_runs(&c, p.folder, &error), 0);
    char *page = read_in(&p, "report.html");
    assert_string_equal(page + strlen(page) - 8, "</html>\n");
    assert_says(page, "default-src 'none'");
    assert_int_equal(html_write_runs(&c, "/nonexistent", &error), -ENOENT);
    assert_string_equal(error.message, "cannot write report.html: No such file or directory");
    assert_int_equal(count_files(&p, "."), 1);
    free(page);
    compare_free(&c);
    place_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_the_golden_one),
        cmocka_unit_test(answers_are_first_and_all_sections_follow),
        cmocka_unit_test(twelve_runs_have_a_page),
        cmocka_unit_test(the_answers_have_the_runs_own_figures),
        cmocka_unit_test(runs_that_are_alike_do_not_differ),
        cmocka_unit_test(what_is_refused_is_told),
        cmocka_unit_test(hostile_names_are_shown_and_do_nothing),
        cmocka_unit_test(what_is_not_known_is_said),
        cmocka_unit_test(the_file_is_whole_or_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
