/* SPDX-License-Identifier: MIT */
#include "report/compare-matrix.h"

#include <errno.h>
#include <stdlib.h>

static size_t count_most_rows(const struct compare *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->run_count; i++)
        for (size_t j = 0; j < c->runs[i].summary.group_count; j++)
            count += c->runs[i].summary.groups[j].row_count;
    return count;
}

/* Which of the row's states compare.chosen names; whether there is one. */
static bool choose_states(const struct compare *c, size_t run, const struct matrix_row *row,
                          bool chosen[MATRIX_STATES])
{
    bool any = false;
    struct case_key key = row->key;
    for (size_t state = 0; state < MATRIX_STATES; state++) {
        snprintf(key.state, sizeof key.state, "%s", matrix_states[state]);
        chosen[state] = row->cells[state] && compare_chooses_row(c, &c->runs[run].run, &key);
        any |= chosen[state];
    }
    return any;
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

static int add_run(struct compare_matrix *m, const struct compare *c, size_t run)
{
    struct matrix own;
    bool chosen[MATRIX_STATES];
    int r = matrix_build(&own, &c->runs[run].summary);
    if (r < 0)
        return r;
    for (size_t i = 0; i < own.count && r == 0; i++) {
        if (!choose_states(c, run, &own.rows[i], chosen))
            continue;
        struct compare_matrix_row *row = row_of(m, &own.rows[i]);
        for (size_t state = 0; row && state < MATRIX_STATES; state++)
            if (chosen[state])
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
        r = add_run(&m, c, i);
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

static bool has_state(const struct compare_matrix *m, size_t state)
{
    for (size_t row = 0; row < m->count; row++)
        if (compare_matrix_has(m, row, state))
            return true;
    return false;
}

/* ---- in a document ---- */

static void add_state(struct document *d, const struct compare_matrix *m, size_t state,
                      const struct document_column *columns)
{
    document_heading(d, 3, NULL, "%s", matrix_titles[state]);
    struct document_table *t =
        document_table(d, &(struct document_table){ .class = "heat matrix wide",
                                                    .corner = matrix_states[state],
                                                    .columns = columns,
                                                    .column_count = m->run_count });
    for (size_t row = 0; row < m->count; row++) {
        if (!compare_matrix_has(m, row, state))
            continue;
        struct document_row *line = document_row(d, t, m->rows[row].label, "");
        for (size_t run = 0; run < m->run_count; run++)
            matrix_fill(d, line, run, compare_matrix_cell(m, row, state, run));
    }
}

void compare_matrix_add(struct document *d, const struct compare *c,
                        const struct document_column *columns)
{
    struct compare_matrix m;
    int r = compare_matrix_build(&m, c);
    document_fail(d, r);
    if (r < 0)
        return;
    if (m.count > 0) {
        document_heading(d, 2, "answer", "Should you mmap?");
        document_paragraph(d, "the best mmap method against the best read method of each run, "
                              "by what factor it wins, and the 95 %% interval of that");
    }
    for (size_t state = 0; state < MATRIX_STATES; state++)
        if (has_state(&m, state))
            add_state(d, &m, state, columns);
    compare_matrix_free(&m);
}
