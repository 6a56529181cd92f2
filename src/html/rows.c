/* SPDX-License-Identifier: MIT */
#include "html/rows.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME_COLUMNS = 18 };

char *rows_in_words(const struct view *v, const struct summary_group *g,
                    const struct summary_row *row, const struct rows *rows)
{
    char *text = NULL, figure[TEXT_MAX];
    const char *before = ": ";
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (out) {
        fprintf(out, "%s, %s, %s, %s", rows->lead, row->label, g->place, g->key.state);
        for (size_t i = 0; i < g->column_count; i++, before = ", ")
            if (summary_cell_timed(&row->cells[i]))
                fprintf(out, "%s%s %s", before, g->columns[i].method,
                        rows->figure(&row->cells[i], figure));
    }
    if (out && fclose(out) == 0)
        return text;
    free(text);
    v->html->error = -ENOMEM;
    return NULL;
}

/* ---- the parts ---- */

double rows_y(size_t line)
{
    return ROWS_TOP + ROWS_STEP * ((double)line + 0.5);
}

void rows_begin(struct html *h, const struct rows_frame *f)
{
    double bottom = ROWS_TOP + ROWS_STEP * (double)f->lines;
    f->x->from = ROWS_LEFT;
    f->x->to = ROWS_RIGHT;
    svg_begin(h, bottom + 20, f->words ? f->words : "");
    svg_x_axis(h, f->x, ROWS_TOP, bottom, f->label);
    if (!isnan(f->reference)) {
        double at = scale_at(f->x, f->reference);
        svg_line(h, "reference", at, ROWS_TOP, at, bottom);
    }
}

void rows_name(struct html *h, const char *name, bool strong, size_t line)
{
    svg_text_cut(h, strong ? "name end strong" : "name end", ROWS_LEFT - 8, rows_y(line) + 4,
                 name, NAME_COLUMNS);
}

void rows_figure(struct html *h, const char *figure, bool strong, size_t line)
{
    svg_text(h, strong ? "strong" : "", ROWS_RIGHT + 8, rows_y(line) + 4, figure);
}

void rows_note(struct html *h, const char *note, size_t line)
{
    svg_text(h, "tick", ROWS_LEFT + 6, rows_y(line) + 4, note);
}

void rows_estimate(struct html *h, const struct scale *x, struct stats_estimate e,
                   enum summary_family family, double y)
{
    if (e.low > 0)
        svg_line(h, "interval", scale_at(x, e.low), y, scale_at(x, e.high), y);
    if (e.value > 0)
        svg_marker(h, "median", family, scale_at(x, e.value), y);
}

/* ---- one line per method ---- */

static void write_line(struct html *h, const struct summary_group *g,
                       const struct summary_row *row, const struct rows *rows, size_t column,
                       size_t line)
{
    char text[TEXT_MAX];
    const struct summary_cell *cell = &row->cells[column];
    bool timed = summary_cell_timed(cell), strong = cell->fastest && timed;
    rows_name(h, g->columns[column].method, strong, line);
    if (timed) {
        rows->draw(h, &rows->x, g, row, column, rows_y(line));
        rows_figure(h, rows->figure(cell, text), cell->fastest, line);
    } else {
        rows_note(h, summary_untimed(cell->source), line);
    }
}

static size_t count_lines(const struct summary_group *g, const struct summary_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < g->column_count; i++)
        count += row->cells[i].source != NULL;
    return count;
}

void rows_write(const struct view *v, const struct summary_group *g,
                const struct summary_row *row, struct rows *rows)
{
    char *words = rows_in_words(v, g, row, rows);
    size_t line = 0;
    rows_begin(v->html, &(struct rows_frame){ .x = &rows->x,
                                              .lines = count_lines(g, row),
                                              .label = rows->label,
                                              .reference = rows->reference,
                                              .words = words });
    for (size_t i = 0; i < g->column_count; i++)
        if (row->cells[i].source)
            write_line(v->html, g, row, rows, i, line++);
    svg_end(v->html);
    free(words);
}
