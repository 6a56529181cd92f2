/* SPDX-License-Identifier: MIT */
#include "report/counts-table.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/caption.h"

struct view {
    const struct compare *compare;
    struct document *document;
    struct document_table *table;
};

/* ---- words ---- */

const char *counts_value(enum count_kind kind, double value, char text[TEXT_MAX])
{
    if (count_kinds[kind].is_bytes)
        return text_format_bytes(value, text);
    if (isnan(value) || value == floor(value))
        return text_format_count(value, text);
    snprintf(text, TEXT_MAX, "%.1f", value);
    return text;
}

const char *counts_text(enum count_kind kind, const struct count_range *r,
                        char text[COUNTS_TEXT_MAX])
{
    char median[TEXT_MAX], low[TEXT_MAX], high[TEXT_MAX];
    counts_value(kind, r->median, median);
    counts_value(kind, r->low, low);
    counts_value(kind, r->high, high);
    if (strcmp(low, high) == 0)
        snprintf(text, COUNTS_TEXT_MAX, "%s", median);
    else
        snprintf(text, COUNTS_TEXT_MAX, "%s [%s, %s]", median, low, high);
    return text;
}

char *counts_case(const struct summary_row *row, const struct summary_column *column)
{
    return text_printf("%s %s", row->label, column->method);
}

/* ---- lines ---- */

static void write_count(const struct view *v, struct document_row *line, enum count_kind kind,
                        size_t i, size_t run)
{
    char text[COUNTS_TEXT_MAX];
    const struct compare_cell *cell = compare_cell_of(v->compare, i, run);
    if (!compare_cell_timed(cell))
        return;
    struct document_cell *to = document_cell(v->document, line, run, "%s",
                                             counts_text(kind, &cell->counts[kind], text));
    to->strong = run > 0 && compare_count_differs(v->compare, kind, i, run);
}

static void write_outcome(const struct view *v, struct document_row *line, size_t i, size_t run)
{
    char reason[CAUSE_SENTENCE_MAX];
    const struct compare_cell *cell = compare_cell_of(v->compare, i, run);
    if (compare_cell_timed(cell)) {
        document_cell(v->document, line, run, "ok");
    } else if (cell) {
        const char *word = summary_untimed(cell->source);
        size_t note = document_note(v->document, v->table, "%s: %s", word,
                                    run_case_reason(cell->source, reason));
        document_cell(v->document, line, run, "%s [%zu]", word, note)->strong = run > 0;
    }
}

/* The row's name stands in its first line alone. */
static struct document_row *add_line(const struct view *v, const char **name, const char *what)
{
    struct document_row *line = document_row(v->document, v->table, *name, what);
    *name = "";
    return line;
}

static void add_case(const struct view *v, const char *name, size_t i)
{
    const struct compare *c = v->compare;
    if (compare_outcome_differs(c, i)) {
        struct document_row *line = add_line(v, &name, "outcome");
        for (size_t run = 0; run < c->run_count; run++)
            write_outcome(v, line, i, run);
    }
    for (size_t k = 0; k < COUNTS; k++) {
        if (!compare_count_listed(c, (enum count_kind)k, i))
            continue;
        struct document_row *line = add_line(v, &name, count_kinds[k].name);
        for (size_t run = 0; run < c->run_count; run++)
            write_count(v, line, (enum count_kind)k, i, run);
    }
}

/* ---- tables ---- */

/* The place in c->all of the n-th cell of a group; false: it has no line. */
static bool find_case(const struct compare *c, const struct summary_group *g, size_t n,
                      size_t *ret)
{
    const struct summary_cell *cell = &g->rows[n / g->column_count].cells[n % g->column_count];
    if (!cell->source)
        return false;
    *ret = (size_t)(cell->source - c->all.cases);
    return compare_counts_listed(c, *ret);
}

static bool is_wanted(const struct compare *c, const struct summary_group *g)
{
    size_t at;
    for (size_t n = 0; n < g->row_count * g->column_count; n++)
        if (find_case(c, g, n, &at))
            return true;
    return false;
}

static void add_group(struct view *v, const struct summary_group *g,
                      const struct document_column *columns)
{
    const struct compare *c = v->compare;
    size_t at;
    document_heading(v->document, 3, NULL, "%s",
                     document_take(v->document, caption_of_group(&c->layout, g, NULL)));
    v->table =
        document_table(v->document, &(struct document_table){ .class = "wide",
                                                              .corner = "per pass",
                                                              .columns = columns,
                                                              .column_count = c->run_count,
                                                              .apart = true });
    for (size_t n = 0; n < g->row_count * g->column_count; n++)
        if (find_case(c, g, n, &at))
            add_case(v,
                     document_take(v->document, counts_case(&g->rows[n / g->column_count],
                                                            &g->columns[n % g->column_count])),
                     at);
}

static void explain(const struct view *v)
{
    const struct compare *c = v->compare;
    document_paragraph(
        v->document,
        "per pass: the median and, where the rounds do not agree, their range; in bold or "
        "marked *: differs from %s, that is, the two ranges over the rounds do not meet and "
        "lie "
        "further apart than the count is exact (2 to 10 %%, and what the kernel's counters are "
        "off by); with fewer than %d rounds also further than the wider range is wide",
        c->runs[0].label, COUNTS_ROUNDS);
}

void counts_table_add(struct document *d, const struct compare *c,
                      const struct document_column *columns)
{
    struct view v = { .compare = c, .document = d };
    size_t all, different = compare_counts_different(c, &all);
    explain(&v);
    document_paragraph(d, "Counts differ in %zu of %zu cases.%s", different, all,
                       c->all_counts || different == 0
                           ? ""
                           : " Only those are listed; --all-counts lists all.");
    for (size_t i = 0; i < c->layout.group_count; i++)
        if (is_wanted(c, &c->layout.groups[i]))
            add_group(&v, &c->layout.groups[i], columns);
}
