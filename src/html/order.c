/* SPDX-License-Identifier: MIT */
/* Every sample in the order it was taken, as a multiple of its case's median: drift shows as
   a slope, a disturbance as a heap. */
#include <math.h>
#include <stdio.h>

#include "html/section.h"
#include "html/svg.h"

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

static void write_picture(struct picture *p, const struct summary_group *g)
{
    char words[160];
    snprintf(words, sizeof words,
             "Samples of %.0f rounds in their order: from %.2f to %.2f times the median of "
             "their case",
             p->x.high, p->y.low, p->y.high);
    scale_spread(&p->y, RATIO_MIN);
    svg_begin(p->html, BOTTOM + 32, words);
    svg_x_axis(p->html, &p->x, TOP, BOTTOM, svg_label_plain);
    svg_y_axis(p->html, &p->y, LEFT, RIGHT, svg_label_ratio);
    svg_line(p->html, "reference", LEFT, scale_at(&p->y, 1), RIGHT, scale_at(&p->y, 1));
    svg_dots_begin(p->html, "order");
    for_samples(p, g, see_dot);
    svg_dots_end(p->html);
    svg_text(p->html, "tick middle", (LEFT + RIGHT) / 2, BOTTOM + 28, "round");
    svg_end(p->html);
}

static void write_group(const struct view *v, const struct summary_group *g)
{
    struct picture p = {
        .html = v->html,
        .x = { .low = 0, .high = NAN, .from = LEFT, .to = RIGHT },
        .y = { .low = NAN, .high = NAN, .from = BOTTOM, .to = TOP, .log = true },
        .places = 1,
    };
    for_samples(&p, g, see_place);
    for_samples(&p, g, see_range);
    if (isnan(p.x.high))
        return;
    html_mark(v->html, "<figure>\n<figcaption>");
    view_name_group(v, g);
    html_mark(v->html, "</figcaption>\n");
    write_picture(&p, g);
    html_mark(v->html, "</figure>\n");
}

static void write_section(const struct view *v)
{
    html_element(
        v->html, "p",
        "Each dot is one sample, in the order in which they were taken, as a multiple "
        "of the median of its case. A level band is a quiet machine; a slope is drift, "
        "a heap in one round a disturbance.");
    html_mark(v->html, "\n<div class=\"figures\">\n");
    for (size_t i = 0; i < v->summary->group_count; i++)
        write_group(v, &v->summary->groups[i]);
    html_mark(v->html, "</div>\n");
}

const struct section section_order = { "order", "The order of the samples", write_section };
