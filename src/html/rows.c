/* SPDX-License-Identifier: MIT */
#include "html/rows.h"

#include <math.h>

#define LEFT 118.0
#define RIGHT 298.0
#define TOP 6.0
#define STEP 19.0
enum { NAME_COLUMNS = 18 };

/* The middle of a line, counted from 0. */
static double line_y(size_t line)
{
    return TOP + STEP * ((double)line + 0.5);
}

static void write_line(struct html *h, const struct summary_group *g,
                       const struct summary_row *row, const struct rows *rows, size_t column,
                       size_t line)
{
    char text[TEXT_MAX];
    const struct summary_cell *cell = &row->cells[column];
    bool timed = summary_cell_timed(cell),
         strong = rows->marks_fastest && cell->fastest && timed;
    double y = line_y(line);
    svg_text_cut(h, strong ? "name end strong" : "name end", LEFT - 8, y + 4,
                 g->columns[column].method, NAME_COLUMNS);
    if (timed) {
        rows->draw(h, &rows->x, cell, g->columns[column].family, y);
        svg_text(h, strong ? "strong" : "", RIGHT + 8, y + 4, rows->figure(cell, text));
    } else {
        svg_text(h, "tick", LEFT + 6, y + 4, summary_untimed(cell->source));
    }
}

static void write_axis(struct html *h, const struct rows *rows, double bottom)
{
    svg_x_axis(h, &rows->x, TOP, bottom, rows->label);
    if (!isnan(rows->reference)) {
        double at = scale_at(&rows->x, rows->reference);
        svg_line(h, "reference", at, TOP, at, bottom);
    }
}

static size_t count_lines(const struct summary_group *g, const struct summary_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < g->column_count; i++)
        count += row->cells[i].source != NULL;
    return count;
}

void rows_draw(struct html *h, const struct figure *f, struct rows *rows)
{
    double bottom = TOP + STEP * (double)count_lines(f->g, f->row);
    size_t line = 0;
    rows->x.from = LEFT;
    rows->x.to = RIGHT;
    svg_begin(h, bottom + 20, f->words);
    write_axis(h, rows, bottom);
    for (size_t i = 0; i < f->g->column_count; i++)
        if (f->row->cells[i].source)
            write_line(h, f->g, f->row, rows, i, line++);
    svg_end(h);
}
