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
        fprintf(out, "%s, %s, %s, %s", rows->lead, row->workload, g->dataset, g->state);
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

static void put_line(struct html *h, const struct summary_group *g,
                     const struct summary_row *row, const struct rows *rows, size_t column,
                     double y)
{
    char text[TEXT_MAX];
    const struct summary_cell *cell = &row->cells[column];
    bool timed = summary_cell_timed(cell);
    svg_text_cut(h, cell->best && timed ? "name end strong" : "name end", ROWS_LEFT - 8, y + 4,
                 g->columns[column].method, NAME_COLUMNS);
    if (timed) {
        rows->draw(h, &rows->x, g, row, column, y);
        svg_text(h, cell->best ? "strong" : "", ROWS_RIGHT + 8, y + 4,
                 rows->figure(cell, text));
    } else {
        svg_text(h, "tick", ROWS_LEFT + 6, y + 4, summary_untimed(cell));
    }
}

static size_t count_lines(const struct summary_group *g, const struct summary_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < g->column_count; i++)
        count += row->cells[i].source != NULL;
    return count;
}

void rows_put(const struct view *v, const struct summary_group *g,
              const struct summary_row *row, struct rows *rows)
{
    char *words = rows_in_words(v, g, row, rows);
    double bottom = ROWS_TOP + ROWS_STEP * (double)count_lines(g, row);
    double y = ROWS_TOP + ROWS_STEP / 2;
    rows->x.from = ROWS_LEFT;
    rows->x.to = ROWS_RIGHT;
    svg_begin(v->html, bottom + 20, words ? words : "");
    svg_x_axis(v->html, &rows->x, ROWS_TOP, bottom, rows->label);
    if (!isnan(rows->reference)) {
        double at = scale_at(&rows->x, rows->reference);
        svg_line(v->html, "reference", at, ROWS_TOP, at, bottom);
    }
    for (size_t i = 0; i < g->column_count; i++)
        if (row->cells[i].source) {
            put_line(v->html, g, row, rows, i, y);
            y += ROWS_STEP;
        }
    svg_end(v->html);
    free(words);
}
