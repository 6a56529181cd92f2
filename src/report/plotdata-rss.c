/* SPDX-License-Identifier: MIT */
/* rss.dat: what the process needs for itself, and what it maps of the page cache. */
#include <math.h>
#include <stdio.h>

#include "report/caption.h"
#include "report/plotblock.h"

#define MIB 1048576.0
/* Of an axis: with the space behind the longest bar for its figures. */
#define AXIS_SPARE 1.45
#define HALF_BAR 6.0

static void write_legend(FILE *out, double y)
{
    plot_item(out,
              &(struct plot_item){ "own", SUMMARY_FAMILY_READ, 16, y - 6, 38, y + 6, NULL });
    plot_item(out, &(struct plot_item){ "key", 0, 44, y, 0, 0, "own memory" });
    plot_item(out, &(struct plot_item){ "mapped", SUMMARY_FAMILY_MMAP, 132, y - 6, 154, y + 6,
                                        NULL });
    plot_item(out, &(struct plot_item){ "key", 0, 160, y, 0, 0, "mapped page cache" });
    plot_item(out, &(struct plot_item){
                       "caption", 0, 288, y, 0, 0,
                       "the kernel can take the page cache back; read() fills it as well, but "
                       "is not charged for it; medians" });
}

static double or_zero(double value)
{
    return isnan(value) ? 0 : value;
}

static void set_scale(struct plot_panel *p)
{
    for (size_t i = 0; i < p->g->column_count; i++) {
        const struct summary_cell *c = &p->row->cells[i];
        if (summary_cell_timed(c))
            p->x.high =
                fmax(p->x.high, (or_zero(c->own_bytes) + or_zero(c->mapped_bytes)) / MIB);
    }
    p->x.high = p->x.high > 0 ? AXIS_SPARE * p->x.high : 1;
}

/* "412 KiB + 16 MiB"; "16 MiB" of who maps nothing. */
static const char *figures(const struct summary_cell *cell, char text[2 * TEXT_MAX + 3])
{
    char own[TEXT_MAX], mapped[TEXT_MAX];
    bool maps = cell->mapped_bytes > 0;
    snprintf(text, 2 * TEXT_MAX + 3, "%s%s%s", text_format_bytes(cell->own_bytes, own),
             maps ? " + " : "", maps ? text_format_bytes(cell->mapped_bytes, mapped) : "");
    return text;
}

static void draw(const struct plot_panel *p, const struct summary_cell *cell,
                 enum summary_family family, double y)
{
    char text[2 * TEXT_MAX + 3];
    double own = or_zero(cell->own_bytes) / MIB, all = own + or_zero(cell->mapped_bytes) / MIB;
    double from = scale_at(&p->x, 0), middle = scale_at(&p->x, own), to = scale_at(&p->x, all);
    plot_item(p->out, &(struct plot_item){ "own", family, from, y - HALF_BAR, middle,
                                           y + HALF_BAR, NULL });
    if (all > own)
        plot_item(p->out, &(struct plot_item){ "mapped", family, middle, y - HALF_BAR, to,
                                               y + HALF_BAR, NULL });
    plot_item(p->out, &(struct plot_item){ "key", 0, to + 6, y, 0, 0, figures(cell, text) });
}

const struct plot_picture plot_rss = {
    .name = "rss.dat",
    .heading = "mapread: memory of the process",
    .write_legend = write_legend,
    .finding = caption_of_memory,
    .set_scale = set_scale,
    .label = scale_label_mib,
    .draw = draw,
};
