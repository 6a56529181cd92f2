/* SPDX-License-Identifier: MIT */
/* Every sample in the order it was taken, as a multiple of its case's median: drift shows as
   a slope, a disturbance as a heap. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "html/figures.h"
#include "html/svg.h"
#include "report/caption.h"

#define LEFT 46.0
#define RIGHT 348.0
#define TOP 8.0
#define BOTTOM 150.0
#define RATIO_MIN 2.0

struct picture {
    struct html *html;
    struct scale x, y;
    double places; /* one more than the last place in a round */
};

static double place_of(const struct picture *p, const struct sample *s)
{
    double order = isnan(s->order) ? 0 : s->order;
    return s->round + order / p->places;
}

static double share_of(const struct summary_cell *cell, const struct sample *s)
{
    return s->wall_ns / cell->wall_ns.value;
}

typedef void see_sample(struct picture *p, const struct summary_cell *cell,
                        const struct sample *s);

static void for_samples(struct picture *p, const struct summary_group *g, see_sample *see)
{
    for (size_t i = 0; i < g->row_count * g->column_count; i++) {
        const struct summary_cell *cell =
            &g->rows[i / g->column_count].cells[i % g->column_count];
        if (!summary_cell_timed(cell) || !(cell->wall_ns.value > 0))
            continue;
        for (size_t j = 0; j < cell->source->sample_count; j++) {
            const struct sample *s = &cell->source->samples[j];
            if (s->wall_ns > 0 && !isnan(s->round))
                see(p, cell, s);
        }
    }
}

static void see_place(struct picture *p, const struct summary_cell *cell,
                      const struct sample *s)
{
    (void)cell;
    p->places = fmax(p->places, (isnan(s->order) ? 0 : s->order) + 1);
}

static void see_range(struct picture *p, const struct summary_cell *cell,
                      const struct sample *s)
{
    p->x.high = fmax(p->x.high, s->round + 1);
    p->y.low = fmin(p->y.low, share_of(cell, s));
    p->y.high = fmax(p->y.high, share_of(cell, s));
}

static void see_dot(struct picture *p, const struct summary_cell *cell, const struct sample *s)
{
    svg_dot(p->html, scale_at(&p->x, place_of(p, s)), scale_at(&p->y, share_of(cell, s)));
}

/* The scales; p->x.high is NAN where there is nothing. */
static struct picture picture_of(const struct summary_group *g)
{
    struct picture p = {
        .x = { .low = 0, .high = NAN, .from = LEFT, .to = RIGHT },
        .y = { .low = NAN, .high = NAN, .from = BOTTOM, .to = TOP, .log = true },
        .places = 1,
    };
    for_samples(&p, g, see_place);
    for_samples(&p, g, see_range);
    return p;
}

static void draw(struct html *h, const void *data)
{
    const struct figure *f = data;
    struct picture p = picture_of(f->g);
    p.html = h;
    scale_spread(&p.y, RATIO_MIN);
    svg_begin(h, BOTTOM + 32, f->words);
    svg_x_axis(h, &p.x, TOP, BOTTOM, svg_label_plain);
    svg_y_axis(h, &p.y, LEFT, RIGHT, svg_label_ratio);
    svg_line(h, "reference", LEFT, scale_at(&p.y, 1), RIGHT, scale_at(&p.y, 1));
    svg_dots_begin(h, "order");
    for_samples(&p, f->g, see_dot);
    svg_dots_end(h);
    svg_text(h, "tick middle", (LEFT + RIGHT) / 2, BOTTOM + 28, "round");
    svg_end(h);
}

static void add_group(struct document *d, const struct summary *s,
                      const struct summary_group *g)
{
    char words[160];
    struct picture p = picture_of(g);
    struct figure *f = document_keep(d, sizeof *f);
    if (!f || isnan(p.x.high))
        return;
    snprintf(words, sizeof words,
             "Samples of %.0f rounds in their order: from %.2f to %.2f times the median of "
             "their case",
             p.x.high, p.y.low, p.y.high);
    *f = (struct figure){ .g = g, .words = document_copy(d, words) };
    char *caption = caption_of_group(s, g, NULL);
    if (!caption)
        document_fail(d, -ENOMEM);
    document_figure(d, &(struct document_figure){
                           .title = caption, .words = words, .draw = draw, .data = f });
    free(caption);
}

void figures_order(struct document *d, const struct summary *s)
{
    document_paragraph(d,
                       "Each dot is one sample, in the order in which they were taken, as a "
                       "multiple of the median of its case. A level band is a quiet machine; a "
                       "slope is drift, a heap in one round a disturbance.");
    for (size_t i = 0; i < s->group_count; i++)
        add_group(d, s, &s->groups[i]);
}
