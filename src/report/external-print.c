/* SPDX-License-Identifier: MIT */
/* Both instruments side by side. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/external-pair.h"
#include "report/table.h"

enum { INSIDE, EXTERNAL, DIFFERENCE, LINES };

static const char *const line_names[LINES] = { "in process", "whole process", "difference" };

/* What is printed: rows are cases that differ in nothing but the method. */
struct view {
    const struct external *external;
    const struct summary *summary;
    struct external_pair *pairs; /* one per case */
    struct summary_column *columns;
    size_t column_count;
    const struct case_key **rows; /* of the first case of each row */
    char **names;
    size_t row_count;
};

static void fill_cells(struct document *d, struct document_row *rows[LINES], size_t column,
                       const struct external_pair *p)
{
    static const char *(*const figures[LINES])(const struct external_pair *p,
                                               char text[TEXT_MAX]) = {
        [INSIDE] = external_pair_inside,
        [EXTERNAL] = external_pair_outside,
        [DIFFERENCE] = external_pair_difference,
    };
    char text[TEXT_MAX];
    for (size_t i = 0; i < LINES; i++)
        document_cell(d, rows[i], column, "%s", figures[i](p, text));
}

static size_t column_of(const struct view *v, const char *method)
{
    size_t column = 0;
    while (strcmp(v->columns[column].method, method) != 0)
        column++;
    return column;
}

static void add_row(struct document *d, struct document_table *t, const struct view *v,
                    size_t row)
{
    struct document_row *rows[LINES];
    for (size_t i = 0; i < LINES; i++)
        rows[i] = document_row(d, t, i == 0 ? v->names[row] : "", line_names[i]);
    for (size_t i = 0; i < v->external->case_count; i++)
        if (case_key_same_row(v->rows[row], &v->pairs[i].source->key))
            fill_cells(d, rows, column_of(v, v->pairs[i].method), &v->pairs[i]);
}

static void add_table(struct document *d, const struct view *v)
{
    struct document_table *t = document_table(
        d, &(struct document_table){ .corner = "workload, state",
                                     .columns = table_columns(d, v->columns, v->column_count),
                                     .column_count = v->column_count });
    for (size_t i = 0; i < v->row_count; i++)
        add_row(d, t, v, i);
}

/* ---- which rows and columns there are ---- */

static bool has_method(const struct view *v, const char *method)
{
    for (size_t i = 0; i < v->external->case_count; i++)
        if (strcmp(v->pairs[i].method, method) == 0)
            return true;
    return false;
}

static bool has_column(const struct view *v, const char *method)
{
    for (size_t i = 0; i < v->column_count; i++)
        if (strcmp(v->columns[i].method, method) == 0)
            return true;
    return false;
}

/* In the run's order; then what the run does not have. */
static void find_columns(struct view *v)
{
    for (size_t i = 0; i < v->summary->column_count; i++)
        if (has_method(v, v->summary->columns[i].method))
            v->columns[v->column_count++] = v->summary->columns[i];
    for (size_t i = 0; i < v->external->case_count; i++)
        if (!has_column(v, v->pairs[i].method)) {
            struct summary_column *c = &v->columns[v->column_count++];
            c->family = SUMMARY_FAMILY_UNKNOWN;
            snprintf(c->method, sizeof c->method, "%s", v->pairs[i].method);
        }
}

static char *name_row(const struct external_pair *p)
{
    const struct case_key *k = &p->source->key;
    char threads[TEXT_MAX];
    return text_printf("%s, %s%s%s%s", p->workload, k->state, k->dataset[0] ? ", " : "",
                       k->dataset, text_format_threads(k->threads, threads));
}

static int find_rows(struct view *v)
{
    for (size_t i = 0; i < v->external->case_count; i++) {
        const struct case_key *k = &v->external->cases[i].key;
        size_t row = 0;
        while (row < v->row_count && !case_key_same_row(v->rows[row], k))
            row++;
        if (row < v->row_count)
            continue;
        v->rows[row] = k;
        v->names[row] = name_row(&v->pairs[i]);
        if (!v->names[row])
            return -ENOMEM;
        v->row_count++;
    }
    return 0;
}

static void view_free(struct view *v)
{
    for (size_t i = 0; i < v->row_count; i++)
        free(v->names[i]);
    free(v->names);
    free(v->rows);
    free(v->columns);
    free(v->pairs);
}

static int view_new(struct view *v)
{
    size_t cases = v->external->case_count + 1;
    v->columns = calloc(v->summary->column_count + cases, sizeof *v->columns);
    v->rows = calloc(cases, sizeof *v->rows);
    v->names = calloc(cases, sizeof *v->names);
    v->pairs = calloc(cases, sizeof *v->pairs);
    if (!v->columns || !v->rows || !v->names || !v->pairs)
        return -ENOMEM;
    for (size_t i = 0; i + 1 < cases; i++)
        v->pairs[i] = external_pair_of(v->external, v->summary, &v->external->cases[i]);
    find_columns(v);
    return find_rows(v);
}

/* ---- all ---- */

static void add_disagreements(struct document *d, const struct view *v)
{
    char name[CASE_TEXT_MAX];
    for (size_t i = 0; i < v->external->case_count; i++)
        if (v->pairs[i].verdict == EXTERNAL_DISAGREE)
            document_item(d, "%s disagrees: %s", case_key_text(&v->pairs[i].source->key, name),
                          document_take(d, external_pair_reason(&v->pairs[i])));
}

void external_add(struct document *d, const struct external *w, const struct summary *s)
{
    struct view v = { .external = w, .summary = s };
    if (w->case_count == 0)
        return;
    document_fail(d, view_new(&v));
    if (d->error == 0) {
        document_paragraph(d, "%s", document_take(d, external_explanation(w, s)));
        add_table(d, &v);
        document_paragraph(d, "%s", document_take(d, external_agreement(w, s)));
        add_disagreements(d, &v);
    }
    view_free(&v);
}
