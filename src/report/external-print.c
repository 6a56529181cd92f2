/* SPDX-License-Identifier: MIT */
/* Both instruments side by side. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/grid.h"
#include "report/external-pair.h"

enum { INSIDE, EXTERNAL, DIFFERENCE, LINES };

static const char *const line_names[LINES] = { "in process", "whole process", "difference" };

/* What is printed: rows are cases that differ in nothing but the method. */
struct view {
    const struct external *external;
    const struct summary *summary;
    const struct report_style *style;
    struct external_pair *pairs; /* one per case */
    struct summary_column *columns;
    size_t column_count;
    const struct case_key **rows; /* of the first case of each row */
    char **names;
    size_t row_count;
};

static void fill_cell(struct grid *grid, size_t line, size_t column,
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
        snprintf(grid->lines[line + i].cells[column].text, GRID_TEXT_MAX, "%s",
                 figures[i](p, text));
}

static void fill_grid(struct grid *grid, const struct view *v)
{
    grid->corner = "workload, state";
    for (size_t i = 0; i < v->row_count; i++)
        for (size_t j = 0; j < LINES; j++)
            grid->lines[LINES * i + j].figure = line_names[j];
    for (size_t i = 0; i < v->row_count; i++)
        grid->lines[LINES * i].row = v->names[i];
    for (size_t i = 0; i < v->external->case_count; i++) {
        const struct external_pair *p = &v->pairs[i];
        size_t row = 0, column = 0;
        while (!case_key_same_row(v->rows[row], &p->source->key))
            row++;
        while (strcmp(v->columns[column].method, p->method) != 0)
            column++;
        fill_cell(grid, LINES * row, column, p);
    }
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

/* ---- sentences ---- */

static int print_disagreement(FILE *out, const struct view *v, const struct external_pair *p)
{
    char name[CASE_TEXT_MAX];
    char *reason = external_pair_reason(p);
    char *text =
        reason ? text_printf("%s disagrees: %s", case_key_text(&p->source->key, name), reason)
               : NULL;
    int r = text ? page_item(out, text, v->style) : -ENOMEM;
    free(reason);
    free(text);
    return r;
}

static int print_disagreements(FILE *out, const struct view *v)
{
    int r = 0;
    for (size_t i = 0; i < v->external->case_count && r == 0; i++)
        if (v->pairs[i].verdict == EXTERNAL_DISAGREE)
            r = print_disagreement(out, v, &v->pairs[i]);
    return r;
}

/* A sentence that the caller has no other use for. */
static int print_text(FILE *out, char *text, const struct report_style *style)
{
    int r = text ? page_printf(out, style, "%s", text) : -ENOMEM;
    free(text);
    return r;
}

static int print_view(FILE *out, const struct view *v)
{
    struct grid grid;
    int r = grid_new(&grid, v->columns, v->column_count, LINES * v->row_count);
    if (r < 0)
        return r;
    fill_grid(&grid, v);
    r = page_heading(out, 2, EXTERNAL_TITLE, v->style);
    if (r == 0)
        r = print_text(out, external_explanation(v->external, v->summary), v->style);
    fputc('\n', out);
    if (r == 0)
        r = grid_print(out, &grid, v->style);
    fputc('\n', out);
    if (r == 0)
        r = print_text(out, external_agreement(v->external, v->summary), v->style);
    fputc('\n', out);
    if (r == 0)
        r = print_disagreements(out, v);
    grid_free(&grid);
    return r;
}

int external_print(FILE *out, const struct external *w, const struct summary *s,
                   const struct report_style *style)
{
    struct view v = { .external = w, .summary = s, .style = style };
    if (w->case_count == 0)
        return 0;
    if (style->format == REPORT_TERMINAL) {
        fputc('\n', out);
        return print_text(out, external_agreement(w, s), style);
    }
    int r = view_new(&v);
    if (r == 0)
        r = print_view(out, &v);
    view_free(&v);
    return r;
}
