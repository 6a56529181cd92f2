/* SPDX-License-Identifier: MIT */
/* From a run to the printed page. */
#include "report/report.h"
#include "report/table.h"
#include "tests/golden/golden.h"
#include "tests/source.h"
#include "tests/unit/report_fixture.h"

static void the_page_is_the_golden_one(void **state)
{
    (void)state;
    struct run r = fixture_run(
        &(struct fixture_options){ .obstacles = true, .noisy = true, .unknown = true });
    char *plain = report_text(&r, DOCUMENT_TERMINAL, false),
         *table = report_text(&r, DOCUMENT_MARKDOWN, false);
    golden_check("table.txt", plain);
    golden_check("table.md", table);
    free(plain);
    free(table);
    run_free(&r);
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
        count++;
    return count;
}

static size_t count_fastest(const struct summary_group *g)
{
    size_t count = 0;
    for (size_t i = 0; i < g->row_count; i++)
        for (size_t k = 0; k < g->column_count; k++)
            count += g->rows[i].cells[k].fastest;
    return count;
}

static void the_fastest_of_all_blocks_is_marked_where_it_is_shown(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .warm_only = true });
    struct summary s = summary_of(&r);
    static const struct {
        enum document_format format;
        bool bold;
        const char *mark;
    } styles[] = { { DOCUMENT_TERMINAL, false, " *" },
                   { DOCUMENT_TERMINAL, true, "  \033[1m" },
                   { DOCUMENT_MARKDOWN, false, " **" } };
    assert_true(count_fastest(&s.groups[0]) > 0);
    for (size_t i = 0; i < COUNT(styles); i++) {
        struct document d = { 0 };
        table_add(&d, &s.groups[0], 20);
        char *text = document_text(&d, styles[i].format, styles[i].bold);
        assert_int_equal(count_of(strstr(text, "workload "), styles[i].mark),
                         count_fastest(&s.groups[0]));
        free(text);
    }
    summary_free(&s);
    run_free(&r);
}

static void a_run_without_cases_says_so(void **state)
{
    (void)state;
    struct run r = { 0 };
    char *text = report_text(&r, DOCUMENT_TERMINAL, false);
    assert_non_null(strstr(text, "This run has no cases."));
    free(text);
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
    char *page = report_text(r, DOCUMENT_TERMINAL, false);
    check_line(page, "\nnoisy: ", noise);
    check_line(page, "\ndoctor: ", doctor);
    free(page);
}

static void a_quiet_run_says_nothing_of_noise(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6, .warm_only = true });
    check_noise(&r, NULL, NULL);
    r.interference.steal_share = 0.5;
    check_noise(&r, "\nnoisy: 50.0 % of the processor time was stolen\n", NULL);
    r.watched = false; /* the figures are not of this run */
    check_noise(&r, NULL, NULL);
    run_free(&r);
}

static void checks_that_failed_are_listed(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6, .warm_only = true });
    fixture_text(r.findings[1].verdict, "warning");
    check_noise(&r, NULL, "\ndoctor: warnings: turbo\n");
    fixture_text(r.findings[3].verdict, "warning");
    check_noise(&r, NULL, "\ndoctor: warnings: turbo, swap\n");
    fixture_text(r.findings[0].verdict, "bad");
    check_noise(&r, NULL, "\ndoctor: warnings: turbo, swap; bad: governor\n");
    fixture_text(r.findings[1].verdict, "bad");
    fixture_text(r.findings[3].verdict, "worse than ever");
    check_noise(&r, NULL, "\ndoctor: bad: governor, turbo\n");
    fixture_text(r.findings[0].probe, "\033[31mred\nline");
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
    char *page = report_text(&r, DOCUMENT_TERMINAL, false);
    run_free(&r);
    free(path);
    return page;
}

/* The file says that it was quiet; its figures do not. */
static void the_verdict_is_not_the_files(void **state)
{
    (void)state;
    char *page = print_file("tests/unit/data/ok_interference.json");
    assert_non_null(strstr(page, "\nnoisy: 12.5 % of the processor time was stolen\n"
                                 "doctor: warnings: load; bad: swap\n"));
    assert_null(strstr(page, "believe me"));
    free(page);
}

static void a_run_that_was_not_watched_can_be_shown(void **state)
{
    (void)state;
    char *page = print_file("tests/unit/data/ok_every_status.json");
    assert_null(strstr(page, "noisy"));
    assert_null(strstr(page, "doctor"));
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_the_golden_one),
        cmocka_unit_test(the_fastest_of_all_blocks_is_marked_where_it_is_shown),
        cmocka_unit_test(a_run_without_cases_says_so),
        cmocka_unit_test(a_quiet_run_says_nothing_of_noise),
        cmocka_unit_test(checks_that_failed_are_listed),
        cmocka_unit_test(the_verdict_is_not_the_files),
        cmocka_unit_test(a_run_that_was_not_watched_can_be_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
