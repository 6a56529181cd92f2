/* SPDX-License-Identifier: MIT */
/* Memory, anonymous and file pages stacked. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "html/rows.h"
#include "report/caption.h"
#include "report/matrix-table.h"

#define MIB 1048576.0

static double or_zero(double value)
{
    return isnan(value) ? 0 : value;
}

static double stacked(const struct summary_cell *cell)
{
    return or_zero(cell->median.rss_anon_bytes) + or_zero(cell->median.rss_file_bytes);
}

static void draw_line(struct html *h, const struct scale *x, const struct summary_cell *cell,
                      enum summary_family family, double y)
{
    (void)family;
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

static void draw(struct html *h, const void *data)
{
    const struct figure *f = data;
    struct rows rows = {
        .label = scale_label_mib,
        .draw = draw_line,
        .figure = figure,
        .reference = f->row->baseline_rss_bytes / MIB,
    };
    for (size_t i = 0; i < f->g->column_count; i++) {
        const struct summary_cell *c = &f->row->cells[i];
        if (summary_cell_timed(c))
            rows.x.high =
                fmax(rows.x.high, fmax(stacked(c), or_zero(c->median.peak_rss_bytes)) / MIB);
    }
    rows.x.high = rows.x.high > 0 ? 1.05 * rows.x.high : 1;
    rows_draw(h, f, &rows);
}

/* Memory hardly depends on the state: the first one that a data set is in. */
static bool is_first_of_data(const struct summary *s, const struct summary_group *g)
{
    for (const struct summary_group *o = s->groups; o < g; o++)
        if (strcmp(o->key.dataset, g->key.dataset) == 0)
            return false;
    return true;
}

void figures_memory(struct document *d, const struct summary *s)
{
    char title[MATRIX_TEXT_MAX];
    document_paragraph(
        d, "Solid, and the figure: own memory (anonymous pages). Hatched: file pages, "
           "which the kernel can reclaim and all processes share. The upright mark is "
           "the peak, the dotted line an idle process.");
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        if (!is_first_of_data(s, g) || g->row_count == 0 || !summary_row_timed(g, g->rows))
            continue;
        figures_add(
            d,
            &(struct figure){ g, g->rows, figures_words(d, g, g->rows, "Own memory", figure) },
            caption_of_memory(g, g->rows, title), draw);
    }
}
