/* SPDX-License-Identifier: MIT */
/* Who wins in each run, for each piece of work: a table for each state, runs across. */
#include "report/compare-matrix.h"

#include <errno.h>

#include "html/runs.h"
#include "html/section.h"
#include "html/shade.h"
#include "html/table.h"

static void write_cell(struct html *h, const struct summary_row *row)
{
    char text[MATRIX_TEXT_MAX];
    if (!row) {
        shade_write_nothing(h, "not in this run");
        return;
    }
    const char *words = matrix_winner(row, text);
    if (!row->best.mmap || !row->best.read) {
        shade_write_word(h, words);
        return;
    }
    shade_begin_cell(h, words, row->best.against.ratio.value, row->best.against.verdict);
    html_mark(h, "</td>\n");
}

static void write_state(const struct view *v, const struct compare_matrix *m, size_t state)
{
    table_begin(v->html, "heat wide", "%s", matrix_titles[state]);
    runs_write_head(v, "work", 0);
    for (size_t row = 0; row < m->count; row++) {
        if (!compare_matrix_has(m, row, state))
            continue;
        html_mark(v->html, "<tr>");
        html_element(v->html, "th scope=\"row\"", m->rows[row].label);
        for (size_t run = 0; run < m->run_count; run++)
            write_cell(v->html, compare_matrix_cell(m, row, state, run));
        html_mark(v->html, "</tr>\n");
    }
    table_end(v->html);
}

static void write_section(const struct view *v)
{
    struct compare_matrix m;
    if (compare_matrix_build(&m, v->compare) < 0) {
        v->html->error = -ENOMEM;
        return;
    }
    html_element(v->html, "p",
                 m.count == 0
                     ? "No run compares an mmap method with a read method."
                     : "The best mmap method against the best read method of each run: the "
                       "winner, and how many times faster it is. Blue: mmap wins; orange: read "
                       "wins. A decision is made within one run, and so it may stand beside "
                       "another's where times may not.");
    for (size_t state = 0; state < MATRIX_STATES; state++)
        if (compare_matrix_has_state(&m, state))
            write_state(v, &m, state);
    compare_matrix_free(&m);
}

const struct section section_runs_answer = { "answer", "Should you mmap?", write_section };
