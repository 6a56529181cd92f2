/* SPDX-License-Identifier: MIT */
/* Time per pass: a picture of each case with a line per run, folded by workload. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "html/rows.h"
#include "html/runs.h"
#include "report/compare-table.h"

/* An axis covers at least this ratio, so that noise does not look like a result. */
#define RATIO_MIN 4.0

static size_t count_timed(const struct compare *c, size_t i)
{
    size_t count = 0;
    for (size_t run = 0; run < c->run_count; run++)
        count += compare_cell_timed(compare_cell_of(c, i, run));
    return count;
}

/* ---- one case ---- */

static void widen(struct scale *x, const struct compare *c, size_t i)
{
    for (size_t run = 0; run < c->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        for (size_t j = 0; compare_cell_timed(cell) && j < cell->samples[COMPARE_TIME].count;
             j++) {
            double ns = exp(cell->samples[COMPARE_TIME].logs[j]);
            x->low = fmin(x->low, ns);
            x->high = fmax(x->high, ns);
        }
    }
}

/* The picture for who cannot see it; NULL: memory is short. The caller frees. */
static char *in_words(const struct compare *c, size_t i)
{
    char *text = NULL, time[TEXT_MAX];
    const char *before = ": ";
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "Median time per pass, %s, %s", c->all.cases[i].key.workload,
            c->all.cases[i].key.method);
    for (size_t run = 0; run < c->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        if (!compare_cell_timed(cell))
            continue;
        fprintf(out, "%s%s %s", before, c->runs[run].label,
                known_ns(cell->median_ns.value, time));
        before = ", ";
    }
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static void write_line(const struct view *v, const struct scale *x,
                       const struct compare_cell *cell, enum summary_family family, size_t line)
{
    char time[TEXT_MAX];
    if (!compare_cell_timed(cell)) {
        rows_note(v->html, cell ? summary_untimed(cell->source) : "not in this run", line);
        return;
    }
    svg_dots_begin(v->html, svg_family(family));
    for (size_t j = 0; j < cell->samples[COMPARE_TIME].count; j++)
        svg_dot(v->html, scale_at(x, exp(cell->samples[COMPARE_TIME].logs[j])), rows_y(line));
    svg_dots_end(v->html);
    rows_estimate(v->html, x, cell->median_ns, family, rows_y(line));
    rows_figure(v->html, known_ns(cell->median_ns.value, time), cell->best, line);
}

static void write_case(const struct view *v, const struct summary_column *column,
                       struct scale x, size_t i)
{
    const struct compare *c = v->compare;
    const struct compare_cell *first = compare_cell_of(c, i, 0);
    char *words = in_words(c, i);
    if (!words)
        v->html->error = -ENOMEM;
    html_mark(v->html, "<figure>\n");
    html_element(v->html, "figcaption", column->method);
    rows_begin(v->html, &(struct rows_frame){ .x = &x,
                                              .lines = c->run_count,
                                              .label = svg_label_ns,
                                              .reference = compare_cell_timed(first)
                                                               ? first->median_ns.value
                                                               : NAN,
                                              .words = words });
    for (size_t run = 0; run < c->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        rows_name(v->html, c->runs[run].label, cell && cell->best, run);
        write_line(v, &x, cell, column->family, run);
    }
    svg_end(v->html);
    html_mark(v->html, "</figure>\n");
    free(words);
}

/* ---- a workload ---- */

/* All pictures of a row have one axis, so that they can be compared. */
static void write_workload(const struct view *v, const struct summary_group *g,
                           const struct summary_row *row, bool open)
{
    struct scale x = { .low = NAN, .high = NAN, .log = true };
    for (size_t i = 0; i < g->column_count; i++)
        if (row->cells[i].source)
            widen(&x, v->compare, runs_case_of(v, &row->cells[i]));
    if (isnan(x.low))
        return;
    scale_spread(&x, RATIO_MIN);
    html_mark(v->html, "<details%s><summary>", open ? " open=\"open\"" : "");
    html_textf(v->html, "%s, %s, %s", row->label, g->place, g->key.state);
    html_mark(v->html, "</summary>\n<div class=\"figures\">\n");
    for (size_t i = 0; i < g->column_count; i++) {
        size_t at = row->cells[i].source ? runs_case_of(v, &row->cells[i]) : 0;
        if (row->cells[i].source && count_timed(v->compare, at) > 0)
            write_case(v, &g->columns[i], x, at);
    }
    html_mark(v->html, "</div></details>\n");
}

static void write_section(const struct view *v)
{
    const struct summary *s = &v->compare->layout;
    html_elementf(
        v->html, "p",
        "Time per pass from open to close, on one log scale for all methods of a "
        "workload; further left is faster. Each dot is one process, the mark is the "
        "median with its 95 %% interval. The dotted line is the median of %s; what is "
        "shown to be the fastest is in bold.",
        v->compare->runs[0].label);
    for (size_t i = 0; i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count; j++)
            write_workload(v, &s->groups[i], &s->groups[i].rows[j], i == 0 && j == 0);
}

const struct section section_runs_time = { "time", "Time, with intervals", write_section };
