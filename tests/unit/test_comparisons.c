/* SPDX-License-Identifier: MIT */
/* One line per comparison: the figures, the page's width, names that are hostile. */
#include <math.h>

#include "base/glyph.h"
#include "method/method.h"
#include "report/comparisons.h"
#include "report/ratio.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/unit/document_text.h"
#include "tests/unit/measure_check.h"

#define MIB 1048576.0

/* Enough that a verdict on every method survives being one of so many. */
enum { ROUNDS = 16 };

/* Counters such that every fact is told, in the longest words. */
static void set_counters(struct sample *s)
{
    s->read_call_bytes = 1023 * MIB;
    s->read_calls = 1234567;
    s->minor_faults = 262144;
    s->major_faults = 1234;
    s->rss_anon_bytes = 1023 * MIB;
    s->baseline_rss_bytes = 5 * MIB;
    s->storage_read_bytes = 999 * MIB;
    s->passes = 100;
    s->user_ns = 0.2 * s->wall_ns;
    s->system_ns = 0.5 * s->wall_ns;
}

static void add_case(struct run *r, const char *method, double ms)
{
    double wall_ns[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = ms * 1e6 * (1 + 0.01 * (double)((i * 7 + strlen(method)) % 11));
    fixture_add_case(r, &(struct fixture_case){ .workload = "find",
                                                .method = method,
                                                .state = "warm",
                                                .dataset = "text-64MiB",
                                                .wall_ns = wall_ns,
                                                .count = ROUNDS });
    for (size_t i = 0; i < ROUNDS; i++)
        set_counters(&r->cases[r->case_count - 1].samples[i]);
}

static struct run all_methods(void)
{
    struct run r = { 0 };
    fixture_add_dataset(&r, "text-64MiB", 64 << 20);
    for (size_t i = 0; methods[i]; i++)
        add_case(&r, methods[i]->name,
                 strcmp(methods[i]->name, "read") == 0 ? 1000 : 2.29 + (double)i);
    return r;
}

static char *print(const struct run *r, enum document_format format)
{
    struct summary s;
    struct document d = { 0 };
    assert_int_equal(summary_build(&s, r), 0);
    comparisons_add(&d, &s);
    summary_free(&s);
    return document_text(&d, format, false);
}

static void no_line_is_wider_than_the_page(void **state)
{
    (void)state;
    struct run r = all_methods();
    char *text = print(&r, DOCUMENT_TERMINAL);
    size_t lines = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), lines++)
        if (glyph_columns(line, false) > GLYPH_PAGE)
            fail_msg("%zu columns: %s", strlen(line), line);
    assert_true(lines > 10);
    free(text);
    run_free(&r);
}

/* The verdicts of all methods stand one below the other, whatever the ratio. */
static void columns_stay_columns(void **state)
{
    (void)state;
    struct run r = all_methods();
    char *text = print(&r, DOCUMENT_TERMINAL);
    size_t place = 0, verdicts = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char *at = strstr(line, "baseline: ");
        at = at ? at : strstr(line, "faster: ");
        at = at ? at : strstr(line, "faster, two modes: ");
        if (!at)
            continue;
        place = place ? place : (size_t)(at - line);
        assert_int_equal(at - line, place);
        verdicts++;
    }
    size_t count = 0;
    while (methods[count])
        count++;
    assert_int_equal(verdicts, count);
    free(text);
    run_free(&r);
}

/* What a result file may hold: markup, control characters, a colour, a line end, a name as
   long as a page. */
static const char *const hostile[] = { "a|b", "**bold** `code`", "x\n| y | z |\033[31m",
                                       "<b>&lt;[a](b)" };

static struct run hostile_run(void)
{
    struct run r = { 0 };
    fixture_add_dataset(&r, "text-64MiB", 64 << 20);
    add_case(&r, "read", 10);
    add_case(&r, "mmap", 5);
    add_case(&r, "mmap-populate", 0.02);
    add_case(&r, "mmap-random", 5000);
    for (size_t i = 0; i < COUNT(hostile); i++)
        add_case(&r, hostile[i], 9.3 + 0.4 * (double)i);
    return r;
}

static void the_lines_are_the_golden_ones(void **state)
{
    (void)state;
    struct run r = hostile_run();
    char *text = print(&r, DOCUMENT_TERMINAL), *markdown = print(&r, DOCUMENT_MARKDOWN);
    golden_check("comparisons.txt", text);
    golden_check("comparisons.md", markdown);
    free(text);
    free(markdown);
    run_free(&r);
}

/* A cell ends at a '|' that no backslash stands before. */
static size_t cells_of(const char *line)
{
    size_t pipes = 0;
    for (const char *at = line; *at; at++)
        if (*at == '\\' && at[1])
            at++;
        else
            pipes += *at == '|';
    return pipes - 1;
}

static void a_hostile_name_breaks_no_table(void **state)
{
    (void)state;
    struct run r = hostile_run();
    char *text = print(&r, DOCUMENT_MARKDOWN);
    size_t lines = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        for (const char *at = line; *at; at++)
            assert_true((unsigned char)*at >= ' ');
        if (line[0] != '|')
            continue;
        lines++;
        assert_int_equal(cells_of(line), 4);
    }
    assert_int_equal(lines, 2 + 4 + COUNT(hostile));
    free(text);
    run_free(&r);
}

/* Wider than its place: nothing is lost. */
static void a_name_as_long_as_can_be_is_printed(void **state)
{
    (void)state;
    char name[CASE_NAME_MAX] = "";
    memset(name, 'n', sizeof name - 1);
    struct run r = { 0 };
    add_case(&r, "read", 10);
    add_case(&r, name, 5);
    char *text = print(&r, DOCUMENT_TERMINAL);
    assert_non_null(strstr(text, name));
    assert_non_null(strstr(text, "faster"));
    size_t lines = 0;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    assert_in_range(lines, 4, 200);
    free(text);
    run_free(&r);
}

static void check_ratio(double value, double low, double high, const char *wanted)
{
    char text[RATIO_TEXT_MAX];
    struct stats_estimate e = { .value = value, .low = low, .high = high, .n = 10 };
    assert_string_equal(ratio_text(e, text), wanted);
}

static void ratios_have_three_digits_or_more(void **state)
{
    (void)state;
    check_ratio(NAN, NAN, NAN, "-");
    check_ratio(0.53, NAN, NAN, "0.53x");
    check_ratio(0.53, 0.52, 0.55, "0.53x [0.52, 0.55]");
    check_ratio(0.534, 0.531, 0.536, "0.534x [0.531, 0.536]");
    check_ratio(0.0534, 0.0521, 0.0556, "0.053x [0.052, 0.056]");
    check_ratio(0.0534, 0.0531, 0.0536, "0.0534x [0.0531, 0.0536]");
    check_ratio(0.00229, 0.00227, 0.0023, "0.00229x [0.00227, 0.00230]");
    check_ratio(0.0022, 0.0021, 0.0024, "0.0022x [0.0021, 0.0024]");
    check_ratio(1, 0.99, 1.01, "1.00x [0.99, 1.01]");
    check_ratio(9.94, 9.5, 9.99, "9.94x [9.50, 9.99]");
    check_ratio(9.96, 9.5, 10.2, "10.0x [9.5, 10.2]");
    check_ratio(99.4, 98, 101, "99.4x [98.0, 101.0]");
    check_ratio(123.4, 120, 130, "123x [120, 130]");
    check_ratio(123.4, 123.2, 123.6, "123.4x [123.2, 123.6]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_line_is_wider_than_the_page),
        cmocka_unit_test(columns_stay_columns),
        cmocka_unit_test(the_lines_are_the_golden_ones),
        cmocka_unit_test(a_hostile_name_breaks_no_table),
        cmocka_unit_test(a_name_as_long_as_can_be_is_printed),
        cmocka_unit_test(ratios_have_three_digits_or_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
