/* SPDX-License-Identifier: MIT */
#include "analysis/compare-matrix.h"

#include <errno.h>
#include <stdio.h>
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
    struct case_key key = row->first->key;
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
        if (case_key_same_but(&m->rows[i].first->key, &same->first->key,
                              CASE_METHOD | CASE_STATE))
            return &m->rows[i];
    struct compare_matrix_row *row = &m->rows[m->count];
    *row = (struct compare_matrix_row){ .group = same->group, .first = same->first };
    row->cells = calloc(MATRIX_STATES * m->run_count + 1, sizeof(struct summary_row *));
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
