/* SPDX-License-Identifier: MIT */
/* Time per pass: every sample a dot, the median and its interval over them. */
#include <math.h>

#include "html/rows.h"

/* An axis covers at least this ratio, so that noise does not look like a result. */
#define RATIO_MIN 4.0

static void widen(struct scale *x, const struct summary_cell *cell)
{
    for (size_t i = 0; summary_cell_timed(cell) && i < cell->source->sample_count; i++) {
        double ns = cell->source->samples[i].wall_ns;
        if (!(ns > 0))
            continue;
        x->low = fmin(x->low, ns);
        x->high = fmax(x->high, ns);
    }
}

static void draw(struct html *h, const struct scale *x, const struct summary_group *g,
                 const struct summary_row *row, size_t column, double y)
{
    const struct summary_cell *cell = &row->cells[column];
    svg_dots_begin(h, svg_family(g->columns[column].family));
    for (size_t i = 0; i < cell->source->sample_count; i++)
        if (cell->source->samples[i].wall_ns > 0)
            svg_dot(h, scale_at(x, cell->source->samples[i].wall_ns), y);
    svg_dots_end(h);
    rows_estimate(h, x, cell->wall_ns, g->columns[column].family, y);
}

static const char *figure(const struct summary_cell *cell, char text[TEXT_MAX])
{
    return known_ns(cell->wall_ns.value, text);
}

static void write_figure(const struct view *v, const struct summary_group *g,
                         const struct summary_row *row, void *context)
{
    (void)context;
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    struct rows rows = {
        .lead = "Median time per pass",
        .x = { .low = NAN, .high = NAN, .log = true },
        .label = svg_label_ns,
        .draw = draw,
        .figure = figure,
        .reference = summary_cell_timed(baseline) && baseline->wall_ns.value > 0
                         ? baseline->wall_ns.value
                         : NAN,
    };
    for (size_t i = 0; i < g->column_count; i++)
        widen(&rows.x, &row->cells[i]);
    scale_spread(&rows.x, RATIO_MIN);
    rows_write(v, g, row, &rows);
}

static void write_section(const struct view *v)
{
    view_figures(v,
                 "Time per pass from open to close, on a log scale; further left is faster. "
                 "Each dot is one process, the mark is the median with its 95 % interval: "
                 "round for the read family, a diamond for mmap. The dotted line is the "
                 "baseline's median; in bold is what is shown to be the fastest.",
                 write_figure);
}

const struct section section_time = { "time", "Time, with intervals", write_section };
