/* SPDX-License-Identifier: MIT */
#include "report/compare-print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/compare-facts.h"
#include "report/compare-matrix.h"
#include "report/compare-table.h"
#include "report/grid.h"

enum { LABELS_MAX = 3 /* listed behind a fact where "the others" says the same */ };

struct view {
    const struct compare *compare;
    const struct report_style *style;
    struct summary_column *columns; /* the labels of the runs */
};

static bool is_markdown(const struct view *v)
{
    return v->style->format == DOCUMENT_MARKDOWN;
}

/* A name and what belongs to it: in two columns, or as an item of a list. */
static int print_entry(FILE *out, const struct view *v, const char *name, size_t width,
                       const char *text)
{
    size_t columns = glyph_columns(name, false);
    char *bullet =
        is_markdown(v)
            ? strdup("- ")
            : text_printf("%s%*s", name, (int)(width > columns ? width - columns : 0) + 2, "");
    char *whole = is_markdown(v) ? text_printf("%s: %s", name, text) : strdup(text);
    int r = bullet && whole ? page_paragraph(out, bullet, whole, v->style) : -ENOMEM;
    free(bullet);
    free(whole);
    return r;
}

/* ---- which runs ---- */

static int print_runs(FILE *out, const struct view *v)
{
    const struct compare *c = v->compare;
    size_t width = 0;
    int r = page_heading(out, 1, "mapread compare", v->style);
    if (!is_markdown(v))
        fputc('\n', out);
    for (size_t i = 0; i < c->run_count; i++) {
        size_t columns = glyph_columns(c->runs[i].label, false);
        width = columns > width ? columns : width;
    }
    for (size_t i = 0; i < c->run_count && r == 0; i++) {
        char *text = compare_describe_run(&c->runs[i]);
        r = text ? print_entry(out, v, c->runs[i].label, width, text) : -ENOMEM;
        free(text);
    }
    return r;
}

/* ---- what differs ---- */

/* All facts of one kind: one text per run. */
typedef char fact_text[FIELD_TEXT_MAX];

static size_t count_same(const fact_text *facts, size_t count, const char *fact)
{
    size_t same = 0;
    for (size_t i = 0; i < count; i++)
        same += strcmp(facts[i], fact) == 0;
    return same;
}

/* "ext4 (a, b)", or "ext4 (the others)" where those are most and many. */
static void write_fact(FILE *out, const struct compare *c, const fact_text *facts, size_t i)
{
    size_t same = count_same(facts, c->run_count, facts[i]);
    const char *gap = "";
    fprintf(out, "%s (", facts[i]);
    if (same > LABELS_MAX && same > c->run_count / 2) {
        fputs("the others)", out);
        return;
    }
    for (size_t j = i; j < c->run_count; j++)
        if (strcmp(facts[j], facts[i]) == 0) {
            fprintf(out, "%s%s", gap, c->runs[j].label);
            gap = ", ";
        }
    fputc(')', out);
}

/* Every text once, in the order of the runs. The caller frees. */
static char *describe_fact(const struct compare *c, const fact_text *facts)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    for (size_t i = 0; i < c->run_count; i++)
        if (count_same(facts, i, facts[i]) == 0) {
            fputs(i > 0 ? "; " : "", out);
            write_fact(out, c, facts, i);
        }
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static size_t widest_fact_name(void)
{
    size_t width = 0;
    for (size_t i = 0; i < compare_fact_count(); i++) {
        char buffer[FIELD_TEXT_MAX];
        size_t len = strlen(compare_fact_name(i, buffer));
        width = len > width ? len : width;
    }
    return width;
}

/* Returns 1 when it differs, 0 or -ENOMEM. */
static int print_fact(FILE *out, const struct view *v, size_t fact, fact_text *facts)
{
    char name[FIELD_TEXT_MAX];
    if (!compare_fact_differs(v->compare, fact))
        return 0;
    for (size_t i = 0; i < v->compare->run_count; i++)
        compare_fact(&v->compare->runs[i].run, fact, facts[i]);
    char *text = describe_fact(v->compare, facts);
    int r = text ? print_entry(out, v, compare_fact_name(fact, name), widest_fact_name(), text)
                 : -ENOMEM;
    free(text);
    return r < 0 ? r : 1;
}

static int print_differences(FILE *out, const struct view *v)
{
    fact_text *facts = calloc(v->compare->run_count + 1, sizeof *facts);
    int r = facts ? page_heading(out, 2, "What differs", v->style) : -ENOMEM;
    bool any = false;
    for (size_t i = 0; i < compare_fact_count() && r >= 0; i++) {
        r = print_fact(out, v, i, facts);
        any = any || r > 0;
    }
    free(facts);
    if (r < 0)
        return r;
    if (any && is_markdown(v))
        fputc('\n', out);
    r = page_printf(out, v->style,
                    any ? "All else that the files tell is the same."
                        : "Nothing that the files tell.");
    if (r == 0 && compare_differ_in_program(v->compare))
        r = page_printf(
            out, v->style,
            "The runs were made by different programs (mapread version or revision): "
            "a difference may be theirs.");
    return r;
}

/* ---- the tables ---- */

static const char *emphasis(const struct view *v)
{
    return v->style->format == DOCUMENT_TERMINAL && !v->style->bold ? "marked *" : "in bold";
}

static const char *interval_words(const struct view *v)
{
    return v->compare->run_count > COMPARE_DETAILED_RUNS
               ? "a comparison of fewer runs has the intervals"
               : "behind it its interval, 95 %";
}

static int explain_times(FILE *out, const struct view *v)
{
    int r = page_heading(out, 2, "Is one faster?", v->style);
    return r < 0
               ? r
               : page_printf(
                     out, v->style,
                     "time: median per pass, the best %s; ratio: to the time of %s, so "
                     "0.50x is half of it; %s; ~: no difference shown, that is, the "
                     "interval holds a ratio within %.0f %% of 1, or p is above %.0f %% "
                     "(rank-sum test, Benjamini and Hochberg over the comparisons of a table)",
                     emphasis(v), v->compare->runs[0].label, interval_words(v),
                     100 * COMPARE_MARGIN, 100 * COMPARE_ALPHA);
}

static int explain_ratios(FILE *out, const struct view *v)
{
    int r = page_heading(out, 2, "Do the methods compare differently?", v->style);
    return r < 0 ? r
                 : page_printf(
                       out, v->style,
                       "ratio: time of the method / time of read (random: of seek) in the "
                       "same run, paired by round; %s; %s: shown to be another than in "
                       "%s, ~: no difference shown (the same test, on these ratios)",
                       interval_words(v), emphasis(v), v->compare->runs[0].label);
}

static int print_tables(FILE *out, const struct view *v, enum compare_question question)
{
    const struct compare *c = v->compare;
    int r = question == COMPARE_TIME ? explain_times(out, v) : explain_ratios(out, v);
    for (size_t i = 0; i < c->layout.group_count && r == 0; i++)
        if (compare_table_wanted(c, question, &c->layout.groups[i]))
            r = compare_table_print(out, c, question, &c->layout.groups[i], v->columns,
                                    v->style);
    return r;
}

/* ---- sums ---- */

static void write_count(struct grid_line *line, size_t run, size_t count)
{
    snprintf(line->cells[run].text, GRID_TEXT_MAX, "%zu", count);
}

enum { SUM_BEST, SUM_LOWER, SUM_HIGHER, SUM_SAME, SUM_NONE, SUM_MEAN, SUMS };

static const char *const time_sums[SUMS] = {
    "best", "faster", "slower", "no difference shown (~)", "not compared", "geometric mean",
};
static const char *const ratio_sums[] = { "lower", "higher", "no difference shown (~)" };

static void sum_times(struct grid *g, size_t run, const struct compare_tally *t)
{
    char ratio[TEXT_MAX];
    write_count(&g->lines[SUM_BEST], run, t->best);
    if (run == 0)
        return;
    write_count(&g->lines[SUM_LOWER], run, t->found[COMPARE_LOWER]);
    write_count(&g->lines[SUM_HIGHER], run, t->found[COMPARE_HIGHER]);
    write_count(&g->lines[SUM_SAME], run, t->found[COMPARE_SAME]);
    write_count(&g->lines[SUM_NONE], run, t->found[COMPARE_NONE]);
    snprintf(g->lines[SUM_MEAN].cells[run].text, GRID_TEXT_MAX, "%s",
             compare_format_ratio(t->mean, ratio));
}

static void sum_ratios(struct grid *g, size_t run, const struct compare_tally *t)
{
    write_count(&g->lines[0], run, t->found[COMPARE_LOWER]);
    write_count(&g->lines[1], run, t->found[COMPARE_HIGHER]);
    write_count(&g->lines[2], run, t->found[COMPARE_SAME]);
}

static int print_sums(FILE *out, const struct view *v, enum compare_question question)
{
    const struct compare *c = v->compare;
    const char *const *names = question == COMPARE_TIME ? time_sums : ratio_sums;
    size_t lines = question == COMPARE_TIME ? SUMS : 3, first = question != COMPARE_TIME;
    struct grid grid;
    char *corner = text_printf("cases, against %s", c->runs[0].label);
    int r = corner ? grid_new(&grid, v->columns + first, c->run_count - first, lines) : -ENOMEM;
    if (r < 0)
        goto done;
    grid.corner = corner;
    for (size_t i = 0; i < lines; i++)
        grid.lines[i].row = names[i];
    for (size_t i = first; i < c->run_count; i++)
        if (question == COMPARE_TIME)
            sum_times(&grid, i, &c->runs[i].tallies[question]);
        else
            sum_ratios(&grid, i - first, &c->runs[i].tallies[question]);
    r = grid_print(out, &grid, v->style);
    grid_free(&grid);
done:
    free(corner);
    return r;
}

static int print_time_sums(FILE *out, const struct view *v)
{
    const struct compare *c = v->compare;
    int r = page_heading(out, 2, "Wins and losses", v->style);
    if (r == 0)
        r = print_sums(out, v, COMPARE_TIME);
    fputc('\n', out);
    if (r == 0)
        r = page_printf(out, v->style,
                        "geometric mean: of the ratios of the cases that were compared in all "
                        "runs (%zu of %zu). " COMPARE_CAUTION,
                        c->shared, c->all.case_count);
    if (r == 0 && c->hopeless > 0)
        r = page_printf(out, v->style,
                        "Comparisons with too few samples to show any difference: %zu of %zu. "
                        "Run more rounds.",
                        c->hopeless, c->compared[COMPARE_TIME]);
    return r;
}

static int print_ratio_sums(FILE *out, const struct view *v)
{
    int r = page_heading(out, 3, "All ratios", v->style);
    return r == 0 ? print_sums(out, v, COMPARE_BASELINE) : r;
}

static int print_matrix(FILE *out, const struct view *v)
{
    struct compare_matrix m;
    int r = compare_matrix_build(&m, v->compare);
    if (r < 0)
        return r;
    r = compare_matrix_print(out, &m, v->columns, v->style);
    compare_matrix_free(&m);
    return r;
}

/* The view's columns are freed by the caller. */
static int begin(FILE *out, struct view *v)
{
    const struct compare *c = v->compare;
    v->columns = calloc(c->run_count + 1, sizeof *v->columns);
    int r = v->columns ? 0 : -ENOMEM;
    for (size_t i = 0; i < c->run_count && r == 0; i++)
        snprintf(v->columns[i].method, SUMMARY_NAME_MAX, "%s", c->runs[i].label);
    if (r == 0)
        r = print_runs(out, v);
    if (r == 0)
        r = print_matrix(out, v);
    return r == 0 ? print_differences(out, v) : r;
}

int compare_print_answer(FILE *out, const struct compare *c, const struct report_style *style)
{
    struct view v = { .compare = c, .style = style };
    int r = begin(out, &v);
    free(v.columns);
    return r;
}

int compare_print(FILE *out, const struct compare *c, const struct report_style *style)
{
    struct view v = { .compare = c, .style = style };
    int r = begin(out, &v);
    if (r == 0)
        r = print_tables(out, &v, COMPARE_TIME);
    if (r == 0)
        r = print_time_sums(out, &v);
    if (r == 0 && c->compared[COMPARE_BASELINE] > 0)
        r = print_tables(out, &v, COMPARE_BASELINE);
    if (r == 0 && c->compared[COMPARE_BASELINE] > 0)
        r = print_ratio_sums(out, &v);
    free(v.columns);
    return r;
}
