/* SPDX-License-Identifier: MIT */
/* Whatever a run's names are: the page's lines fit, and nothing in them gives orders. */
#include "tests/unit/report_fixture.h"

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
        char *plain = report_text(&r, DOCUMENT_TERMINAL, false),
             *bold = report_text(&r, DOCUMENT_TERMINAL, true);
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
    fixture_text(r.cases[0].key.workload,
                 "a-workload-from-another-version-whose-name-has-no-end");
    fixture_text(r.cases[1].key.method, "withoutanyhyphenbutverylongallthesame");
    fixture_text(r.cases[2].key.workload, WIDE_10 WIDE_10 WIDE_10);
    fixture_text(r.cases[3].key.method, "mmap-" WIDE_10);
    fixture_text(r.cases[4].key.dataset,
                 "whose/name/is/longer/than/a/line/of/the/page/and/cannot/be/broken/at/a/space/"
                 "because/it/has/none");
    fixture_text(r.cases[5].key.dataset, WIDE_10 WIDE_10 WIDE_10 WIDE_10 WIDE_10 WIDE_10);
    char *plain = report_text(&r, DOCUMENT_TERMINAL, false);
    assert_fits(plain);
    assert_non_null(strstr(plain, WIDE_10));
    free(plain);
    run_free(&r);
}

static void nothing_from_a_file_reaches_the_terminal_raw(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6 });
    fixture_text(r.cases[0].key.method, "\033[31mred\a\x7f");
    fixture_text(r.cases[1].key.dataset, "bad \xff\xc0\xaf utf \xc2\x9b"
                                         "8, right \xe2\x80\xae left");
    r.cases[2].status = CASE_FAILED;
    r.cases[2].reason = fixture_words("first line\nsecond\tline\r\033]0;title\a");
    char *plain = report_text(&r, DOCUMENT_TERMINAL, false);
    for (const char *at = plain; *at != '\0'; at++)
        if (((unsigned char)*at < 0x20 && *at != '\n') || (unsigned char)*at >= 0x7f)
            fail_msg("byte %02x in: %.40s", (unsigned char)*at, at);
    assert_non_null(strstr(plain, "%1B[31mred"));
    assert_non_null(strstr(plain, "bad ??? utf ?8"));
    assert_non_null(strstr(plain, "first line second line"));
    free(plain);
    run_free(&r);
}

static void markdown_takes_no_orders_from_a_name(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6 });
    fixture_text(r.cases[0].key.workload, "a|b*c*`d`");
    fixture_text(r.cases[1].key.dataset, "<script> _x_ read_ahead [t](u) &lt;");
    char *page = report_text(&r, DOCUMENT_MARKDOWN, false);
    assert_non_null(strstr(page, "a\\|b\\*c\\*\\`d\\`"));
    assert_non_null(strstr(page, "\\<script> \\_x\\_ read_ahead [t\\](u) \\&lt;"));
    free(page);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_line_is_wider_than_100_columns),
        cmocka_unit_test(long_and_foreign_names_fit_as_well),
        cmocka_unit_test(nothing_from_a_file_reaches_the_terminal_raw),
        cmocka_unit_test(markdown_takes_no_orders_from_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
