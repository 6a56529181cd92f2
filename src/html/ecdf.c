/* SPDX-License-Identifier: MIT */
/*
 * The share of samples that took at most so long. All methods are drawn; those that the
 * verdict speaks of stand out: the baseline, mmap, and the best of each family.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "html/figures.h"
#include "html/svg.h"

#define LEFT 46.0
#define RIGHT 348.0
#define TOP 8.0
#define BOTTOM 176.0
#define KEY_STEP 16.0
#define RATIO_MIN 4.0

/* Each with a dash of its own in the style sheet: "line1" … */
enum { LINES = 4 };
struct picture {
    struct html *h;
    const struct summary_cell *lines[LINES];
    struct scale x, y;
};

/* The times of a case in ascending order. Returns how many; the caller frees. */
static size_t sorted_times(struct html *h, const struct summary_cell *cell, double **ret)
{
    size_t count = 0;
    double *times = calloc(cell->source->sample_count + 1, sizeof *times);
    if (!times)
        h->error = -ENOMEM;
    for (size_t i = 0; times && i < cell->source->sample_count; i++)
        if (cell->source->samples[i].wall_ns > 0)
            times[count++] = cell->source->samples[i].wall_ns;
    if (count > 0)
        stats_sort(times, count);
    *ret = times;
    return count;
}

static void write_curve(const struct picture *p, const struct summary_cell *cell,
                        const char *class, int number)
{
    double *times;
    size_t count = sorted_times(p->h, cell, &times);
    struct html *h = p->h;
    if (count > 0) {
        html_mark(h, "<path class=\"curve %s%d\" d=\"M%.1f %.1f", class, number,
                  scale_at(&p->x, times[0]), p->y.from);
        for (size_t i = 0; i < count; i++)
            html_mark(h, "H%.1fV%.1f", scale_at(&p->x, times[i]),
                      scale_at(&p->y, (double)(i + 1) / (double)count));
        html_mark(h, "\"/>\n");
    }
    free(times);
}

/* Its place among the lines that stand out; LINES: none. */
static int line_of(const struct picture *p, const struct summary_cell *cell)
{
    int i = 0;
    while (i < LINES && p->lines[i] != cell)
        i++;
    return i;
}

static void choose_lines(struct picture *p, const struct summary_group *g,
                         const struct summary_row *row)
{
    const struct summary_cell *const wanted[] = {
        summary_find_cell(g, row, row->baseline),
        summary_find_cell(g, row, "mmap"),
        row->best.read,
        row->best.mmap,
    };
    for (int i = 0, count = 0; i < LINES; i++)
        if (summary_cell_timed(wanted[i]) && line_of(p, wanted[i]) == LINES)
            p->lines[count++] = wanted[i];
}

static struct scale range_of(const struct summary_group *g, const struct summary_row *row)
{
    struct scale x = { .low = NAN, .high = NAN, .log = true, .from = LEFT, .to = RIGHT };
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *cell = &row->cells[i];
        for (size_t j = 0; summary_cell_timed(cell) && j < cell->source->sample_count; j++) {
            double ns = cell->source->samples[j].wall_ns;
            if (!(ns > 0))
                continue;
            x.low = fmin(x.low, ns);
            x.high = fmax(x.high, ns);
        }
    }
    scale_spread(&x, RATIO_MIN);
    return x;
}

static void write_key(const struct picture *p)
{
    for (int i = 0; i < LINES && p->lines[i]; i++) {
        double x = LEFT + (RIGHT - LEFT) / 2 * (i % 2), y = BOTTOM + 34 + KEY_STEP * (i / 2);
        html_mark(p->h, "<path class=\"curve line%d\" d=\"M%.1f %.1fh26\"/>\n", i + 1, x,
                  y - 4);
        svg_text_cut(p->h, "", x + 32, y, summary_method(p->lines[i]), 19);
    }
}

static const char *spread_of(const struct summary_cell *cell, char text[TEXT_MAX])
{
    return known_ns(cell->wall_ns.value, text);
}

static void write_curves(const struct picture *p, const struct summary_group *g,
                         const struct summary_row *row)
{
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]) && line_of(p, &row->cells[i]) == LINES)
            write_curve(p, &row->cells[i], "faint", 0);
    for (int i = LINES; i-- > 0;)
        if (p->lines[i])
            write_curve(p, p->lines[i], "line", i + 1);
}

static void draw(struct html *h, const void *data)
{
    const struct figure *f = data;
    struct picture p = { .h = h,
                         .x = range_of(f->g, f->row),
                         .y = { .low = 0, .high = 1, .from = BOTTOM, .to = TOP } };
    choose_lines(&p, f->g, f->row);
    int key_lines = (!!p.lines[0] + !!p.lines[2]);
    svg_begin(h, BOTTOM + 26 + KEY_STEP * key_lines, f->words);
    svg_x_axis(h, &p.x, TOP, BOTTOM, scale_label_ns);
    svg_y_axis(h, &p.y, LEFT, RIGHT, svg_label_share);
    write_curves(&p, f->g, f->row);
    write_key(&p);
    svg_end(h);
}

void figures_samples(struct document *d, const struct summary *s)
{
    document_paragraph(d,
                       "The share of all samples that took at most so long: a steep line is a "
                       "steady method, a long foot to the right are stragglers. Named: the "
                       "baseline, mmap and the best of each family; the other methods are the "
                       "thin lines.");
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        for (size_t j = 0; j < g->row_count; j++)
            if (summary_row_timed(g, &g->rows[j]))
                figures_add(
                    d,
                    &(struct figure){ g, &g->rows[j],
                                      figures_words(d, g, &g->rows[j],
                                                    "Share of samples below a time; medians",
                                                    spread_of) },
                    "", draw);
    }
}
