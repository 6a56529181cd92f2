/* SPDX-License-Identifier: MIT */
/* Memory, anonymous and file pages stacked. */
#include <math.h>

#include "html/rows.h"

#define MIB 1048576.0

static double or_zero(double value)
{
    return isnan(value) ? 0 : value;
}

static double stacked(const struct summary_cell *cell)
{
    return or_zero(cell->median.rss_anon_bytes) + or_zero(cell->median.rss_file_bytes);
}

static void draw(struct html *h, const struct scale *x, const struct summary_group *g,
                 const struct summary_row *row, size_t column, double y)
{
    (void)g;
    const struct summary_cell *cell = &row->cells[column];
    double anon = scale_at(x, or_zero(cell->median.rss_anon_bytes) / MIB);
    double both = scale_at(x, stacked(cell) / MIB);
    svg_box(h, "anon", x->from, y - 6, anon - x->from, 12);
    svg_box(h, "file", anon, y - 6, both - anon, 12);
    if (!isnan(cell->median.peak_rss_bytes)) {
        double peak = scale_at(x, cell->median.peak_rss_bytes / MIB);
        svg_line(h, "peak", peak, y - 8, peak, y + 8);
    }
}

static const char *figure(const struct summary_cell *cell, char text[TEXT_MAX])
{
    return known_bytes(cell->own_bytes, text);
}

static void write_figure(const struct view *v, const struct summary_group *g,
                         const struct summary_row *row, void *context)
{
    (void)context;
    struct rows rows = {
        .lead = "Own memory",
        .label = svg_label_mib,
        .draw = draw,
        .figure = figure,
        .reference = row->baseline_rss_bytes / MIB,
    };
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]))
            rows.x.high = fmax(rows.x.high, fmax(stacked(&row->cells[i]),
                                                 or_zero(row->cells[i].median.peak_rss_bytes)) /
                                                MIB);
    rows.x.high = rows.x.high > 0 ? 1.05 * rows.x.high : 1;
    rows_write(v, g, row, &rows);
}

static void write_key(struct html *h, const char *class, const char *words)
{
    html_mark(h,
              "<svg viewBox=\"0 0 24 12\" aria-hidden=\"true\"><rect class=\"%s\" "
              "width=\"24\" height=\"12\"/></svg> ",
              class);
    html_element(h, "span", words);
}

static void write_section(const struct view *v)
{
    html_mark(v->html, "<p class=\"key\">");
    write_key(v->html, "anon",
              "full: anonymous pages, the process's own, which only swap can take");
    write_key(v->html, "file",
              "hatched: file pages, the page cache's, which the kernel may drop at any time");
    html_mark(v->html, "</p>\n");
    view_figures(
        v,
        "Resident memory of the process before it let go of the file; the upright mark is the "
        "peak, the dotted line is a process that has not begun, the figure is own memory. "
        "In bold is what is shown to be the fastest.",
        write_figure);
}

const struct section section_memory = { "memory", "Anonymous and file pages", write_section };
