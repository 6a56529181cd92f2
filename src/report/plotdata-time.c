/* SPDX-License-Identifier: MIT */
/* time.dat: every sample, the medians with their intervals. */
#include <math.h>
#include <string.h>

#include "report/matrix-table.h"
#include "report/plotblock.h"
#include "report/rate.h"

/* An axis covers at least this ratio, so that noise does not look like a result. */
#define AXIS_RATIO_MIN 4.0
/* The height of a label above its median. */
#define LABEL_HEIGHT 12.0

static void write_legend(FILE *out, double y)
{
    plot_item(out, &(struct plot_item){ "median", SUMMARY_FAMILY_READ, 22, y, 0, 0, NULL });
    plot_item(out, &(struct plot_item){ "key", 0, 32, y, 0, 0, "read family" });
    plot_item(out, &(struct plot_item){ "median", SUMMARY_FAMILY_MMAP, 118, y, 0, 0, NULL });
    plot_item(out, &(struct plot_item){ "key", 0, 128, y, 0, 0, "mmap family" });
    plot_item(out, &(struct plot_item){
                       "caption", 0, 222, y, 0, 0,
                       "each dot is one process; the mark is the median with its 95 % "
                       "interval; dotted: the baseline's; log scale, further left is faster" });
}

static const char *finding(const struct summary_group *g, const struct summary_row *row,
                           char *text)
{
    (void)g;
    return row->best.mmap && row->best.read ? matrix_winner(row, text) : "";
}

static void set_scale(struct plot_panel *p)
{
    p->x.log = true;
    p->x.low = p->x.high = NAN;
    for (size_t i = 0; i < p->g->column_count; i++) {
        const struct summary_cell *cell = &p->row->cells[i];
        for (size_t k = 0; summary_cell_timed(cell) && k < cell->source->sample_count; k++) {
            double ns = cell->source->samples[k].wall_ns;
            if (!(ns > 0))
                continue;
            p->x.low = fmin(p->x.low, ns);
            p->x.high = fmax(p->x.high, ns);
        }
    }
    scale_spread(&p->x, AXIS_RATIO_MIN);
}

/* The baseline, and the best of each family. */
static bool is_labelled(const struct plot_panel *p, const struct summary_cell *cell)
{
    return cell->wall_ns.value > 0 &&
           (cell->baseline || cell == p->row->best.mmap || cell == p->row->best.read);
}

static double room_above(const struct plot_panel *p, const struct summary_cell *cell)
{
    return is_labelled(p, cell) ? LABEL_HEIGHT - 3 : 0;
}

/* Above the median, and within the axis. */
static void write_label(const struct plot_panel *p, const struct summary_cell *cell, double x,
                        double y)
{
    char text[RATE_TIME_MAX];
    double half = PLOT_CHARACTER / 2 * (double)strlen(rate_time(p->g, p->row, cell, text));
    plot_item(p->out, &(struct plot_item){ .kind = "value",
                                           .x = fmax(fmin(x, p->x.to - half), p->x.from + half),
                                           .y = y - LABEL_HEIGHT,
                                           .text = text });
}

static void draw(const struct plot_panel *p, const struct summary_cell *cell,
                 enum summary_family family, double y)
{
    const struct stats_estimate *e = &cell->wall_ns;
    for (size_t i = 0; i < cell->source->sample_count; i++)
        if (cell->source->samples[i].wall_ns > 0)
            plot_item(p->out,
                      &(struct plot_item){ "dot", family,
                                           scale_at(&p->x, cell->source->samples[i].wall_ns), y,
                                           0, 0, NULL });
    if (!(e->value > 0))
        return;
    double x = scale_at(&p->x, e->value);
    if (e->low > 0)
        plot_item(p->out, &(struct plot_item){ "interval", family, scale_at(&p->x, e->low), y,
                                               scale_at(&p->x, e->high), y, NULL });
    plot_item(p->out, &(struct plot_item){ "median", family, x, y, 0, 0, NULL });
    if (is_labelled(p, cell))
        write_label(p, cell, x, y);
}

static void draw_baseline(const struct plot_panel *p, double top, double bottom)
{
    const struct summary_cell *c = summary_find_cell(p->g, p->row, p->row->baseline);
    if (!summary_cell_timed(c) || !(c->wall_ns.value > 0))
        return;
    double x = scale_at(&p->x, c->wall_ns.value);
    plot_item(p->out, &(struct plot_item){ "reference", 0, x, top, x, bottom, NULL });
}

const struct plot_picture plot_time = {
    .name = "time.dat",
    .heading = "mapread: time per pass",
    .write_legend = write_legend,
    .all_states = true,
    .finding = finding,
    .set_scale = set_scale,
    .label = scale_label_ns,
    .draw = draw,
    .room_above = room_above,
    .draw_across = draw_baseline,
};
