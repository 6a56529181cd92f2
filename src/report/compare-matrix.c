/* SPDX-License-Identifier: MIT */
#include "report/compare-matrix.h"

#include <errno.h>
#include <stdlib.h>

#include "report/grid.h"

static size_t count_most_rows(const struct compare *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->run_count; i++)
        for (size_t j = 0; j < c->runs[i].summary.group_count; j++)
            count += c->runs[i].summary.groups[j].row_count;
    return count;
}

/* What differs in method and state alone is one row. NULL: memory is short. */
static struct compare_matrix_row *row_of(struct compare_matrix *m,
                                         const struct matrix_row *same)
{
    for (size_t i = 0; i < m->count; i++)
        if (case_key_same_but(&m->rows[i].key, &same->key, CASE_METHOD | CASE_STATE))
            return &m->rows[i];
    struct compare_matrix_row *row = &m->rows[m->count];
    *row = (struct compare_matrix_row){ .key = same->key };
    row->cells = calloc(MATRIX_STATES * m->run_count + 1, sizeof(struct summary_row *));
    snprintf(row->label, sizeof row->label, "%s", same->label);
    m->count += row->cells != NULL;
    return row->cells ? row : NULL;
}

static int add_run(struct compare_matrix *m, const struct summary *s, size_t run)
{
    struct matrix own;
    int r = matrix_build(&own, s);
    if (r < 0)
        return r;
    for (size_t i = 0; i < own.count && r == 0; i++) {
        struct compare_matrix_row *row = row_of(m, &own.rows[i]);
        for (size_t state = 0; row && state < MATRIX_STATES; state++)
            row->cells[state * m->run_count + run] = own.rows[i].cells[state];
        r = row ? 0 : -ENOMEM;
    }
    matrix_free(&own);
    return r;
}

int compare_matrix_build(struct compare_matrix *ret, const struct compare *c)
{
    struct compare_matrix m = { .run_count = c->run_count };
    m.rows = calloc(count_most_rows(c) + 1, sizeof *m.rows);
    int r = m.rows ? 0 : -ENOMEM;
    for (size_t i = 0; i < c->run_count && r == 0; i++)
        r = add_run(&m, &c->runs[i].summary, i);
    if (r < 0)
        compare_matrix_free(&m);
    else
        *ret = m;
    return r;
}

void compare_matrix_free(struct compare_matrix *m)
{
    for (size_t i = 0; i < m->count; i++)
        free(m->rows[i].cells);
    free(m->rows);
    *m = (struct compare_matrix){ 0 };
}

const struct summary_row *compare_matrix_cell(const struct compare_matrix *m, size_t row,
                                              size_t state, size_t run)
{
    return m->rows[row].cells[state * m->run_count + run];
}

bool compare_matrix_has(const struct compare_matrix *m, size_t row, size_t state)
{
    for (size_t run = 0; run < m->run_count; run++)
        if (compare_matrix_cell(m, row, state, run))
            return true;
    return false;
}

bool compare_matrix_has_state(const struct compare_matrix *m, size_t state)
{
    for (size_t row = 0; row < m->count; row++)
        if (compare_matrix_has(m, row, state))
            return true;
    return false;
}

/* ---- printed ---- */

static int print_state(FILE *out, const struct compare_matrix *m, size_t state,
                       const struct summary_column *columns, const struct report_style *style)
{
    struct grid g;
    char text[MATRIX_TEXT_MAX];
    size_t line = 0;
    int r = grid_new(&g, columns, m->run_count, m->count);
    if (r < 0)
        return r;
    g.corner = matrix_states[state];
    for (size_t row = 0; row < m->count; row++) {
        if (!compare_matrix_has(m, row, state))
            continue;
        g.lines[line].row = m->rows[row].label;
        for (size_t run = 0; run < m->run_count; run++)
            snprintf(g.lines[line].cells[run].text, GRID_TEXT_MAX, "%.*s", GRID_TEXT_MAX - 1,
                     matrix_winner(compare_matrix_cell(m, row, state, run), text));
        line++;
    }
    size_t all = g.line_count;
    g.line_count = line;
    r = page_heading(out, 3, matrix_titles[state], style);
    if (r == 0)
        r = grid_print(out, &g, style);
    g.line_count = all;
    grid_free(&g);
    return r;
}

int compare_matrix_print(FILE *out, const struct compare_matrix *m,
                         const struct summary_column *columns, const struct report_style *style)
{
    if (m->count == 0)
        return 0;
    int r = page_heading(out, 2, "Should you mmap?", style);
    if (r == 0)
        r = page_printf(
            out, style,
            "who wins in each run, and by what factor: the best mmap method against "
            "the best read method of that run (mapread show --answer RUN: with "
            "intervals); -: not measured");
    for (size_t state = 0; state < MATRIX_STATES && r == 0; state++)
        if (compare_matrix_has_state(m, state))
            r = print_state(out, m, state, columns, style);
    return r;
}
