/* SPDX-License-Identifier: MIT */
#include "report/counts-table.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/caption.h"

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

/* ---- lines ---- */

static void write_count(const struct counts_view *v, struct document_row *line,
                        enum count_kind kind, size_t i, size_t run)
{
    char text[COUNTS_TEXT_MAX];
    const struct compare_cell *cell = compare_cell_of(v->compare, i, run);
    if (!compare_cell_timed(cell))
        return;
    struct document_cell *to = document_cell(v->document, line, run, "%s",
                                             counts_text(kind, &cell->counts[kind], text));
    to->strong = run > 0 && compare_count_differs(v->compare, kind, i, run);
}

static void write_outcome(const struct counts_view *v, struct document_row *line, size_t i,
                          size_t run)
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

struct document_row *counts_line(const struct counts_view *v, const char **name,
                                 const char *what)
{
    struct document_row *line = document_row(v->document, v->table, *name, what);
    *name = "";
    return line;
}

void counts_lines_add(const struct counts_view *v, const char **name, size_t i)
{
    for (size_t k = 0; k < COUNTS; k++) {
        if (!compare_count_listed(v->compare, (enum count_kind)k, i))
            continue;
        struct document_row *line = counts_line(v, name, count_kinds[k].name);
        for (size_t run = 0; run < v->compare->run_count; run++)
            v->write(v, line, (enum count_kind)k, i, run);
    }
}

static void add_case(const struct counts_view *v, const char *name, size_t i)
{
    if (compare_outcome_differs(v->compare, i)) {
        struct document_row *line = counts_line(v, &name, "outcome");
        for (size_t run = 0; run < v->compare->run_count; run++)
            write_outcome(v, line, i, run);
    }
    counts_lines_add(v, &name, i);
}

/* ---- tables ---- */

static void begin_table(struct counts_view *v, const struct summary_group *g)
{
    document_heading(
        v->document, 3, NULL, "%s",
        document_take(v->document, caption_of_group(&v->compare->layout, g, NULL)));
    v->table = document_table(v->document, &v->form);
}

static void add_group(struct counts_view *v, const struct summary_group *g)
{
    v->table = NULL;
    for (size_t n = 0; n < g->row_count * g->column_count; n++) {
        const struct summary_row *row = &g->rows[n / g->column_count];
        const struct summary_column *column = &g->columns[n % g->column_count];
        const struct run_case *source = row->cells[n % g->column_count].source;
        if (!source || !v->wants(v->compare, (size_t)(source - v->compare->all.cases)))
            continue;
        if (!v->table)
            begin_table(v, g);
        v->add(v, document_take(v->document, text_printf("%s %s", row->label, column->method)),
               (size_t)(source - v->compare->all.cases));
    }
}

void counts_tables_add(struct counts_view *v)
{
    for (size_t i = 0; i < v->compare->layout.group_count; i++)
        add_group(v, &v->compare->layout.groups[i]);
}

static void explain(struct document *d, const struct compare *c)
{
    document_paragraph(
        d,
        "per pass: the median and, where the rounds do not agree, their range; in bold or "
        "marked *: differs from %s, that is, the two ranges over the rounds do not meet and "
        "lie further apart than the count is exact (2 to 10 %%, and what the kernel's counters "
        "are "
        "off by); with fewer than %d rounds also further than the wider range is wide",
        c->runs[0].label, COUNTS_ROUNDS);
}

void counts_table_add(struct document *d, const struct compare *c,
                      const struct document_column *columns)
{
    struct counts_view v = { .compare = c,
                             .document = d,
                             .form = { .class = "wide",
                                       .corner = "per pass",
                                       .columns = columns,
                                       .column_count = c->run_count,
                                       .apart = true },
                             .wants = compare_counts_listed,
                             .add = add_case,
                             .write = write_count };
    size_t all, different = compare_counts_different(c, &all);
    explain(d, c);
    document_paragraph(d, "Counts differ in %zu of %zu cases.%s", different, all,
                       c->all_counts || different == 0
                           ? ""
                           : " Only those are listed; --all-counts lists all.");
    counts_tables_add(&v);
}
