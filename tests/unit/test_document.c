/* SPDX-License-Identifier: MIT */
/* The model, and one small document in each of its three renderings. */
#include "document/document.h"

#include <errno.h>
#include <math.h>

#include "tests/golden/golden.h"
#include "tests/unit/document_text.h"

/* What no renderer may pass on, and what Markdown and HTML would take for markup. */
#define HOSTILE "</style><b>*bold*</b> | `x` \033[1m\xff\xef\xbf\xbe \"'&lt;"

/* ---- the document of the golden files ---- */

static void draw(struct html *h, const void *data)
{
    (void)h;
    *(int *)(uintptr_t)data += 1;
}

/* Two groups that together are wider than the page. */
static void add_wide_table(struct document *d)
{
    struct document_column columns[12];
    for (size_t i = 0; i < 12; i++)
        columns[i] =
            (struct document_column){ .title = i < 6 ? "chunk-sequential" : "mmap-sequential",
                                      .group = i < 6 ? 0 : 1 };
    struct document_table *t =
        document_table(d, &(struct document_table){
                              .corner = "workload", .columns = columns, .column_count = 12 });
    struct document_row *time = document_row(d, t, "find", "time");
    struct document_row *ratio = document_row(d, t, "", "ratio");
    struct document_row *other = document_row(d, t, "only in one group", "time");
    document_row(d, t, "", "ratio");
    for (size_t i = 0; i < 12; i++) {
        document_cell(d, time, i, "%zu.0 ms", i)->strong = i == 2;
        document_cell(d, ratio, i, i == 3 ? "[%zu]" : "0.%zux",
                      i == 3 ? document_note(d, t, "FAILED: no such file") : i);
    }
    document_cell(d, other, 0, "12 us ");
    document_row(d, t, "a name alone", "");
    document_note(d, t, "%s", HOSTILE);
}

static void add_matrix(struct document *d)
{
    static const struct document_column columns[] = {
        { .title = "in the page cache", .text = true },
        { .title = "from storage", .text = true }
    };
    struct document_table *t =
        document_table(d, &(struct document_table){ .caption = "who wins",
                                                    .class = "heat",
                                                    .columns = columns,
                                                    .column_count = 2,
                                                    .plain = true,
                                                    .legend = true });
    struct document_row *row = document_row(d, t, "full-read, 64 MiB", "");
    struct document_cell *c = document_cell(d, row, 0, "mmap 1.29x [1.26, 1.31]");
    c->ratio = 0.77;
    c->hidden = "faster";
    c = document_cell(d, row, 1, "undecided");
    c->ratio = 1.6;
    c->open = true;
    c->detail = "about 60 rounds";
    row = document_row(d, t, HOSTILE, "");
    document_cell(d, row, 0, "not measured");
}

static void add_sentences(struct document *d)
{
    static const struct document_column columns[] = {
        { .title = "ratio", .text = true },
        { .title = "pairs" },
        { .title = "verdict", .text = true, .wraps = true },
    };
    struct document_table *t = document_table(
        d, &(struct document_table){
               .corner = "method", .columns = columns, .column_count = 3, .apart = true });
    struct document_row *row = document_row(d, t, "find", "mmap");
    document_cell(d, row, 0, "0.93x [0.92, 0.93]");
    document_cell(d, row, 1, "20");
    document_cell(d, row, 2,
                  "faster: 30 %% fewer instructions, and a sentence that is long enough to be "
                  "broken at the end of the page");
}

static void build(struct document *d, int *drawn)
{
    document_title(d, "A report of %s", HOSTILE);
    document_paragraph(d, "testbox: 2 cores");
    document_paragraph(d, "Linux 6.1");
    document_heading(d, 2, "answer", "Should you mmap?");
    document_paragraph(d,
                       "the best method; a paragraph that is long enough to be broken at the "
                       "end of the page, but not between a figure and its unit: 12 ms");
    add_matrix(d);
    document_paragraph(d, "own memory: 65 MiB");
    document_labelled(d, "CAUTION", "noisy: " HOSTILE);
    document_labelled(d, "NOTE",
                      "a paragraph that hangs below its label, and is long enough to "
                      "be broken at the end of the page");
    document_command(d, "details", "mapread show 'a  folder'");
    document_heading(d, 2, NULL, "Methods");
    add_wide_table(d);
    document_item(d, "one: a sentence of a list that is long enough to be broken at the end of "
                     "the page, and hangs");
    document_item(d, "two: " HOSTILE);
    document_command(d, NULL, "mapread run --suite default  # `" HOSTILE);
    document_heading(d, 3, "h", "Pictures");
    document_figure(d, &(struct document_figure){ .title = "Time",
                                                  .words = "read 6 ms, mmap 1 ms",
                                                  .explanation = "medians",
                                                  .draw = draw,
                                                  .data = drawn });
    document_figure(d, &(struct document_figure){ .title = "Memory", .path = "plots/rss.svg" });
    document_details(d, "All samples");
    add_sentences(d);
    document_details_end(d);
    document_footer(d, "Made by mapread");
}

static void check_rendering(enum document_format format, bool bold, const char *golden)
{
    struct document d = { 0 };
    int drawn = 0;
    build(&d, &drawn);
    char *text = document_text(&d, format, bold);
    golden_check(golden, text);
    assert_int_equal(drawn, format == DOCUMENT_HTML);
    free(text);
}

static void a_terminal_shows_the_golden_text(void **state)
{
    (void)state;
    check_rendering(DOCUMENT_TERMINAL, false, "document.txt");
}

static void markdown_is_the_golden_text(void **state)
{
    (void)state;
    check_rendering(DOCUMENT_MARKDOWN, false, "document.md");
}

/* The test document_xml reads that file as XML. */
static void html_is_the_golden_page(void **state)
{
    (void)state;
    check_rendering(DOCUMENT_HTML, false, "document.html");
}

static void bold_takes_no_columns_on_a_terminal(void **state)
{
    (void)state;
    static const struct document_column columns[] = { { .title = "time" } };
    struct document d = { 0 };
    document_heading(&d, 2, NULL, "Times");
    struct document_table *t =
        document_table(&d, &(struct document_table){ .columns = columns, .column_count = 1 });
    document_cell(&d, document_row(&d, t, "read", ""), 0, "12 ms");
    document_cell(&d, document_row(&d, t, "mmap", ""), 0, "9 ms")->strong = true;
    char *text = document_text(&d, DOCUMENT_TERMINAL, true);
    assert_string_equal(text, "\033[1mTimes\033[0m\n"
                              "       time\n"
                              "-----------\n"
                              "read  12 ms\n"
                              "mmap   \033[1m9 ms\033[0m\n");
    free(text);
}

/* ---- the model ---- */

static void a_note_that_is_there_keeps_its_number(void **state)
{
    (void)state;
    struct document d = { 0 };
    struct document_table *t = document_table(&d, &(struct document_table){ 0 });
    assert_int_equal(document_note(&d, t, "skipped"), 1);
    assert_int_equal(document_note(&d, t, "failed: %d", 5), 2);
    assert_int_equal(document_note(&d, t, "skipped"), 1);
    document_free(&d);
}

static void texts_of_the_caller_may_change_afterwards(void **state)
{
    (void)state;
    char label[] = "CAUTION", title[] = "time", name[] = "read";
    const struct document_column column = { .title = title };
    struct document d = { 0 };
    document_labelled(&d, label, "noisy");
    struct document_table *t =
        document_table(&d, &(struct document_table){ .columns = &column, .column_count = 1 });
    document_cell(&d, document_row(&d, t, name, ""), 0, "1");
    label[0] = title[0] = name[0] = 'X';
    char *text = document_text(&d, DOCUMENT_TERMINAL, false);
    assert_null(strchr(text, 'X'));
    free(text);
}

static void after_an_error_nothing_is_added_and_nothing_printed(void **state)
{
    (void)state;
    struct document d = { 0 };
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    document_paragraph(&d, "said before");
    document_fail(&d, -EBADMSG); /* the first one counts */
    document_fail(&d, -ENOMEM);
    struct document_table *t = document_table(&d, &(struct document_table){ 0 });
    assert_null(t);
    document_cell(&d, document_row(&d, t, "find", "time"), 3, "12 ms")->strong = true;
    document_note(&d, t, "skipped");
    assert_null(document_keep(&d, 1));
    assert_int_equal(document_print(out, &d, DOCUMENT_TERMINAL, false), -EBADMSG);
    assert_int_equal(fclose(out), 0);
    assert_string_equal(text, "");
    free(text);
    document_free(&d);
}

static void a_stream_that_takes_nothing_is_an_error(void **state)
{
    (void)state;
    struct document d = { 0 };
    FILE *full = fopen("/dev/full", "w");
    if (!full)
        test_skip("there is no /dev/full");
    document_paragraph(&d, "a paragraph");
    assert_int_equal(document_print(full, &d, DOCUMENT_MARKDOWN, false), -EIO);
    fclose(full);
    document_free(&d);
}

static void a_shade_is_a_factor_of_one_and_a_half(void **state)
{
    (void)state;
    static const struct {
        double ratio;
        bool open;
        const char *class;
    } shades[] = { { 0, false, "" },      { NAN, false, "" },       { 1, false, "s1" },
                   { 0.9, false, "f1" },  { 1 / 1.6, false, "f2" }, { 1.6, true, "s2 open" },
                   { 1e-9, false, "f5" }, { INFINITY, false, "s5" } };
    for (size_t i = 0; i < sizeof shades / sizeof shades[0]; i++) {
        char text[16];
        assert_string_equal(document_shade(shades[i].ratio, shades[i].open, text),
                            shades[i].class);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_shows_the_golden_text),
        cmocka_unit_test(markdown_is_the_golden_text),
        cmocka_unit_test(html_is_the_golden_page),
        cmocka_unit_test(bold_takes_no_columns_on_a_terminal),
        cmocka_unit_test(a_note_that_is_there_keeps_its_number),
        cmocka_unit_test(texts_of_the_caller_may_change_afterwards),
        cmocka_unit_test(after_an_error_nothing_is_added_and_nothing_printed),
        cmocka_unit_test(a_stream_that_takes_nothing_is_an_error),
        cmocka_unit_test(a_shade_is_a_factor_of_one_and_a_half),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
