/* SPDX-License-Identifier: MIT */
#include "analysis/matrix.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *const matrix_states[MATRIX_STATES] = { "warm", "cold" };

static size_t state_of(const struct summary_group *g)
{
    size_t i = 0;
    while (i < MATRIX_STATES && strcmp(g->key.state, matrix_states[i]) != 0)
        i++;
    return i;
}

/* What differs in method and state alone is one row. */
static struct matrix_row *row_of(struct matrix *m, const struct summary_group *g,
                                 const struct summary_row *first)
{
    for (size_t i = 0; i < m->count; i++)
        if (case_key_same_but(&m->rows[i].first->key, &first->key, CASE_METHOD | CASE_STATE))
            return &m->rows[i];
    struct matrix_row *row = &m->rows[m->count++];
    *row = (struct matrix_row){ .group = g, .first = first };
    return row;
}

static size_t count_rows(const struct summary *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->group_count; i++)
        count += s->groups[i].row_count;
    return count;
}

/* In the order of the workloads, and in each in that of the run. */
static void add_workload(struct matrix *m, const struct summary *s, const char *workload)
{
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        size_t state = state_of(g);
        for (size_t j = 0; j < g->row_count && state < MATRIX_STATES; j++) {
            if (strcmp(g->rows[j].workload, workload) != 0 ||
                !summary_row_has_both(g, &g->rows[j]))
                continue;
            row_of(m, g, &g->rows[j])->cells[state] = &g->rows[j];
        }
    }
}

int matrix_build(struct matrix *ret, const struct summary *s)
{
    struct matrix m = { .rows = calloc(count_rows(s) + 1, sizeof *m.rows) };
    if (!m.rows)
        return -ENOMEM;
    for (size_t i = 0; i < s->workload_count; i++)
        add_workload(&m, s, s->workloads[i]);
    *ret = m;
    return 0;
}

void matrix_free(struct matrix *m)
{
    free(m->rows);
    *m = (struct matrix){ 0 };
}

bool matrix_has(const struct matrix *m, size_t state)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->rows[i].cells[state])
            return true;
    return false;
}
