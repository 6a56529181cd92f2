/* SPDX-License-Identifier: MIT */
/* From a run to the printed page: what stands where, and that it fits. */
#include <errno.h>
#include <math.h>

#include "report/report.h"
#include "report/summary.h"
#include "report/table.h"
#include "tests/fixture_run.h"
#include "method/method.h"
#include "tests/golden/golden.h"
#include "tests/source.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct report_style terminal = { .format = REPORT_TERMINAL };
static const struct report_style terminal_bold = { .format = REPORT_TERMINAL, .bold = true };
static const struct report_style markdown = { .format = REPORT_MARKDOWN };

/* Everything that report_print says; the caller frees. */
static char *print(const struct run *r, const struct report_style *style)
{
    char *text = NULL;
    size_t size;
    struct run_error error;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(report_print(out, r, NULL, style, &error), 0);
    assert_int_equal(fclose(out), 0);
    return text;
}

static struct summary summary_of(const struct run *r)
{
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    return s;
}

/* ---- the summary ---- */

static void methods_and_workloads_stand_in_the_order_of_their_tables(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .unknown = true, .rounds = 2 });
    struct summary s = summary_of(&r);
    assert_int_equal(s.group_count, 4);
    const struct summary_group *g = &s.groups[0];
    size_t known = 0; /* the fixture's run is older than some methods */
    for (size_t i = 0; methods[i]; i++)
        known += strcmp(g->columns[known].method, methods[i]->name) == 0;
    assert_true(known >= 14);
    assert_int_equal(g->column_count, known + 1);
    assert_string_equal(g->columns[known].method, "uring-v9");
    assert_int_equal(g->columns[known].family, SUMMARY_FAMILY_UNKNOWN);
    assert_string_equal(g->rows[0].workload, "full-read");
    assert_string_equal(g->rows[g->row_count - 1].workload, "sort");
    assert_string_equal(g->rows[g->row_count - 1].baseline, "read");
    assert_string_equal(s.groups[2].rows[0].workload, "random");
    assert_string_equal(s.groups[2].rows[0].baseline, "seek");
    summary_free(&s);
    run_free(&r);
}

static void add(struct run *r, const char *method, const double *wall_ns, size_t count)
{
    fixture_add_case(r, &(struct fixture_case){ .workload = "find",
                                                .method = method,
                                                .state = "warm",
                                                .dataset = "d",
                                                .wall_ns = wall_ns,
                                                .count = count });
}

static void the_ratio_is_paired_by_round_and_not_by_place(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double slowing[] = { 1, 2, 4, 8, 16, 32 };
    static const double twice_backwards[] = { 64, 32, 16, 8, 4, 2 };
    add(&r, "read", slowing, 6);
    add(&r, "mmap", twice_backwards, 6);
    for (size_t i = 0; i < 6; i++)
        r.cases[1].samples[i].round = 5 - (double)i;
    struct summary s = summary_of(&r);
    const struct summary_group *g = &s.groups[0];
    const struct summary_cell *mmap = summary_find_cell(g, &g->rows[0], "mmap");
    assert_int_equal(mmap->against.ratio.n, 6);
    assert_true(fabs(mmap->against.ratio.low - 2) < 1e-9 &&
                fabs(mmap->against.ratio.high - 2) < 1e-9);
    const struct summary_cell *read = summary_find_cell(g, &g->rows[0], "read");
    assert_true(read->best && !mmap->best);
    assert_int_equal(read->against.verdict, STATS_UNKNOWN);
    summary_free(&s);
    run_free(&r);
}

static void rounds_that_only_one_of_them_has_are_left_out(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double times[] = { 3, 3, 3 };
    add(&r, "read", times, 2);
    add(&r, "mmap", times, 3);
    struct summary s = summary_of(&r);
    const struct summary_group *g = &s.groups[0];
    assert_int_equal(summary_find_cell(g, &g->rows[0], "mmap")->against.ratio.n, 2);
    assert_int_equal(summary_find_cell(g, &g->rows[0], "mmap")->wall_ns.n, 3);
    assert_int_equal(g->rounds, 3);
    assert_null(summary_find_cell(g, &g->rows[0], "pread"));
    summary_free(&s);
    run_free(&r);
}

/* However fast it is; but it is compared with the baseline like every other. */
static void python_stands_in_no_contest(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double slow[] = { 9, 9, 9, 9, 9, 9 }, fast[] = { 3, 3, 3, 3, 3, 3 };
    add(&r, "read", slow, 6);
    add(&r, "mmap", slow, 6);
    add(&r, "python-bytes", fast, 6);
    add(&r, "python-mmap", fast, 6);
    struct summary s = summary_of(&r);
    const struct summary_group *g = &s.groups[0];
    const struct summary_row *row = &g->rows[0];
    assert_ptr_equal(row->best.read, summary_find_cell(g, row, "read"));
    assert_ptr_equal(row->best.mmap, summary_find_cell(g, row, "mmap"));
    assert_int_equal(summary_find_cell(g, row, "python-mmap")->against.ratio.n, 6);
    summary_free(&s);
    run_free(&r);
}

static void cases_with_another_filler_or_threads_are_another_group(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double times[] = { 3 };
    for (int i = 0; i < 4; i++)
        add(&r, "read", times, 1);
    r.cases[0].fill = strdup("read-128KiB");
    r.cases[1].fill = strdup("mmap");
    r.cases[2].threads = 4; /* the last has no filler: a skipped case, it joins the first */
    struct summary s = summary_of(&r);
    assert_int_equal(s.group_count, 3);
    assert_string_equal(s.groups[0].fill, "read-128KiB");
    assert_string_equal(s.groups[1].fill, "mmap");
    assert_int_equal(s.groups[2].threads, 4);
    summary_free(&s);
    run_free(&r);
}

static void the_limit_is_read_from_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *reason;
        double limit_ns;
    } known[] = {
        { "one pass takes at least 20 s", 20e9 },
        { "2 passes of 4 were made; over 0.5 s.", 5e8 },
        { "too slow: 20 seconds", NAN },
        { NULL, NAN },
    };
    for (size_t i = 0; i < COUNT(known); i++) {
        struct run r = { 0 };
        add(&r, "read", NULL, 0);
        r.cases[0].status = CASE_OVER_LIMIT;
        r.cases[0].reason = known[i].reason ? strdup(known[i].reason) : NULL;
        struct summary s = summary_of(&r);
        double limit_ns = s.groups[0].rows[0].cells[0].limit_ns;
        assert_true(isnan(limit_ns) ? isnan(known[i].limit_ns) : limit_ns == known[i].limit_ns);
        summary_free(&s);
        run_free(&r);
    }
}

/* ---- the page ---- */

static void the_page_is_the_golden_one(void **state)
{
    (void)state;
    struct run r = fixture_run(
        &(struct fixture_options){ .obstacles = true, .noisy = true, .unknown = true });
    char *plain = print(&r, &terminal), *table = print(&r, &markdown);
    golden_check("table.txt", plain);
    golden_check("table.md", table);
    free(plain);
    free(table);
    run_free(&r);
}

/* Columns of a line, counted in another way than the program does: none of the escapes,
   two for what these tests have of wide characters (3 bytes from E3 to ED). */
static size_t count_columns(const char *line, size_t len)
{
    size_t columns = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)line[i];
        if (c == 033)
            i += strcspn(line + i, "m");
        else if ((c & 0xc0) != 0x80)
            columns += c >= 0xe3 && c <= 0xed ? 2 : 1;
    }
    return columns;
}

static void assert_fits(const char *page)
{
    while (*page != '\0') {
        size_t len = strcspn(page, "\n");
        if (count_columns(page, len) > 100)
            fail_msg("%zu columns: %.*s", count_columns(page, len), (int)len, page);
        if (len > 0 && page[len - 1] == ' ')
            fail_msg("space at the end: %.*s", (int)len, page);
        page += len + (page[len] == '\n');
    }
}

static void replace_text(char **text, const char *with)
{
    free(*text);
    *text = strdup(with);
}

static void no_line_is_wider_than_100_columns(void **state)
{
    (void)state;
    static const char *const hosts[] = {
        NULL, "a-host-with-a-name-of-its-own-that-says-where-it-"
              "stands-what-it-does-and-whom-to-call-when-it-does-not"
    };
    for (size_t i = 0; i < COUNT(hosts); i++) {
        struct run r = fixture_run(&(struct fixture_options){
            .obstacles = true, .noisy = true, .unknown = true, .host = hosts[i] });
        char *plain = print(&r, &terminal), *bold = print(&r, &terminal_bold);
        assert_fits(plain);
        assert_fits(bold);
        free(plain);
        free(bold);
        run_free(&r);
    }
}

/* Two columns wide, three bytes long. */
#define WIDE "\xe6\xbc\xa2"
#define WIDE_10 WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE

static void long_and_foreign_names_fit_as_well(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6 });
    replace_text(&r.cases[0].workload, "a-workload-from-another-version-whose-name-has-no-end");
    replace_text(&r.cases[1].method, "withoutanyhyphenbutverylongallthesame");
    replace_text(&r.cases[2].workload, WIDE_10 WIDE_10 WIDE_10);
    replace_text(&r.cases[3].method, "mmap-" WIDE_10);
    replace_text(&r.cases[4].dataset,
                 "whose/name/is/longer/than/a/line/of/the/page/and/cannot/be/broken/at/a/space/"
                 "because/it/has/none");
    replace_text(&r.cases[5].dataset, WIDE_10 WIDE_10 WIDE_10 WIDE_10 WIDE_10 WIDE_10);
    char *plain = print(&r, &terminal);
    assert_fits(plain);
    assert_non_null(strstr(plain, WIDE_10));
    free(plain);
    run_free(&r);
}

static void nothing_from_a_file_reaches_the_terminal_raw(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6 });
    replace_text(&r.cases[0].method, "\033[31mred\a\x7f");
    replace_text(&r.cases[1].dataset, "bad \xff\xc0\xaf utf \xc2\x9b"
                                      "8, right \xe2\x80\xae left");
    r.cases[2].status = CASE_FAILED;
    r.cases[2].reason = strdup("first line\nsecond\tline\r\033]0;title\a");
    char *plain = print(&r, &terminal);
    for (const char *at = plain; *at != '\0'; at++)
        if (((unsigned char)*at < 0x20 && *at != '\n') || (unsigned char)*at >= 0x7f)
            fail_msg("byte %02x in: %.40s", (unsigned char)*at, at);
    assert_non_null(strstr(plain, "?[31mred"));
    assert_non_null(strstr(plain, "bad ??? utf ?8"));
    assert_non_null(strstr(plain, "first line second line"));
    free(plain);
    run_free(&r);
}

static void markdown_takes_no_orders_from_a_name(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6 });
    replace_text(&r.cases[0].workload, "a|b*c*`d`");
    replace_text(&r.cases[1].dataset, "<script> _x_ read_ahead [t](u) &lt;");
    char *page = print(&r, &markdown);
    assert_non_null(strstr(page, "a\\|b\\*c\\*\\`d\\`"));
    assert_non_null(strstr(page, "\\<script> \\_x\\_ read_ahead [t\\](u) \\&lt;"));
    free(page);
    run_free(&r);
}

/* ---- the noise ---- */

/* The page has that line; NULL: it has none that begins so. */
static void check_line(const char *page, const char *beginning, const char *line)
{
    const char *found = strstr(page, line ? line : beginning);
    if ((found == NULL) != (line == NULL))
        fail_msg("%s: %.300s", line ? "missing" : "not wanted", line ? line : page);
}

static void check_noise(const struct run *r, const char *noise, const char *doctor)
{
    char *page = print(r, &terminal);
    check_line(page, "\nnoisy: ", noise);
    check_line(page, "\ndoctor: ", doctor);
    free(page);
}

static void a_quiet_run_says_nothing_of_noise(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6, .warm_only = true });
    check_noise(&r, NULL, NULL);
    r.noise.steal_share = 0.5;
    check_noise(&r, "\nnoisy: 50.0 % of the processor time was stolen\n", NULL);
    r.watched = false; /* the figures are not of this run */
    check_noise(&r, NULL, NULL);
    run_free(&r);
}

static void checks_that_failed_are_listed(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6, .warm_only = true });
    replace_text(&r.findings[1].verdict, "warning");
    check_noise(&r, NULL, "\ndoctor: warnings: turbo\n");
    replace_text(&r.findings[3].verdict, "warning");
    check_noise(&r, NULL, "\ndoctor: warnings: turbo, swap\n");
    replace_text(&r.findings[0].verdict, "bad");
    check_noise(&r, NULL, "\ndoctor: warnings: turbo, swap; bad: governor\n");
    replace_text(&r.findings[1].verdict, "bad");
    replace_text(&r.findings[3].verdict, "worse than ever");
    check_noise(&r, NULL, "\ndoctor: bad: governor, turbo\n");
    replace_text(&r.findings[0].check, "\033[31mred\nline");
    check_noise(&r, NULL, "\ndoctor: bad: ?[31mred line, turbo\n");
    run_free(&r);
}

static char *print_file(const char *relative)
{
    struct run r;
    struct run_error error;
    char *path = test_source(relative);
    if (run_read(&r, path, &error) != 0)
        fail_msg("%s", error.message);
    char *page = print(&r, &terminal);
    run_free(&r);
    free(path);
    return page;
}

/* The file says that it was quiet; its figures do not. */
static void the_verdict_is_not_the_files(void **state)
{
    (void)state;
    char *page = print_file("tests/unit/data/ok_noise.json");
    assert_non_null(strstr(page, "\nnoisy: 12.5 % of the processor time was stolen\n"
                                 "doctor: warnings: load; bad: swap\n"));
    assert_null(strstr(page, "believe me"));
    free(page);
}

static void a_run_of_before_the_watch_can_be_shown(void **state)
{
    (void)state;
    char *page = print_file("tests/unit/data/ok_earlier.json");
    assert_null(strstr(page, "noisy"));
    assert_null(strstr(page, "doctor"));
    free(page);
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
        count++;
    return count;
}

static void the_best_of_all_blocks_is_marked_once_per_row(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .warm_only = true });
    struct summary s = summary_of(&r);
    const struct report_style *styles[] = { &terminal, &terminal_bold, &markdown };
    const char *marks[] = { " *", "  \033[1m", " **" };
    for (size_t i = 0; i < COUNT(styles); i++) {
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);
        assert_int_equal(table_print(out, &s.groups[0], 20, styles[i]), 0);
        fclose(out);
        const char *table = strstr(text, "workload ");
        assert_int_equal(count_of(table, marks[i]), s.groups[0].row_count);
        free(text);
    }
    summary_free(&s);
    run_free(&r);
}

static void a_run_without_cases_says_so(void **state)
{
    (void)state;
    struct run r = { 0 };
    char *text = print(&r, &terminal);
    assert_non_null(strstr(text, "This run has no cases."));
    free(text);
}

static void an_output_that_fails_is_told(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6 });
    struct run_error error;
    FILE *full = fopen("/dev/full", "w");
    if (!full) {
        run_free(&r);
        test_skip("this system has no /dev/full");
    }
    assert_int_equal(report_print(full, &r, NULL, &terminal, &error), -EIO);
    assert_true(error.message[0] != '\0');
    fclose(full);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_and_workloads_stand_in_the_order_of_their_tables),
        cmocka_unit_test(the_ratio_is_paired_by_round_and_not_by_place),
        cmocka_unit_test(rounds_that_only_one_of_them_has_are_left_out),
        cmocka_unit_test(python_stands_in_no_contest),
        cmocka_unit_test(cases_with_another_filler_or_threads_are_another_group),
        cmocka_unit_test(the_limit_is_read_from_the_reason),
        cmocka_unit_test(the_page_is_the_golden_one),
        cmocka_unit_test(no_line_is_wider_than_100_columns),
        cmocka_unit_test(long_and_foreign_names_fit_as_well),
        cmocka_unit_test(nothing_from_a_file_reaches_the_terminal_raw),
        cmocka_unit_test(markdown_takes_no_orders_from_a_name),
        cmocka_unit_test(a_quiet_run_says_nothing_of_noise),
        cmocka_unit_test(checks_that_failed_are_listed),
        cmocka_unit_test(the_verdict_is_not_the_files),
        cmocka_unit_test(a_run_of_before_the_watch_can_be_shown),
        cmocka_unit_test(the_best_of_all_blocks_is_marked_once_per_row),
        cmocka_unit_test(a_run_without_cases_says_so),
        cmocka_unit_test(an_output_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
