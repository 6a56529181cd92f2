/* SPDX-License-Identifier: MIT */
/* Time per pass: every sample a dot, the median and its interval over them. */
#include <math.h>
#include <string.h>

#include "html/rows.h"
#include "report/matrix-table.h"
#include "report/rate.h"

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

static void draw_line(struct html *h, const struct scale *x, const struct summary_cell *cell,
                      enum summary_family family, double y)
{
    const struct stats_estimate *e = &cell->wall_ns;
    svg_dots_begin(h, svg_family(family));
    for (size_t i = 0; i < cell->source->sample_count; i++)
        if (cell->source->samples[i].wall_ns > 0)
            svg_dot(h, scale_at(x, cell->source->samples[i].wall_ns), y);
    svg_dots_end(h);
    if (e->low > 0)
        svg_line(h, "interval", scale_at(x, e->low), y, scale_at(x, e->high), y);
    if (e->value > 0)
        svg_marker(h, "median", family, scale_at(x, e->value), y);
}

static const char *figure(const struct summary_cell *cell, char text[TEXT_MAX])
{
    return known_ns(cell->wall_ns.value, text);
}

static void draw(struct html *h, const void *data)
{
    const struct figure *f = data;
    const struct summary_cell *baseline = summary_find_cell(f->g, f->row, f->row->baseline);
    struct rows rows = {
        .marks_fastest = true,
        .x = { .low = NAN, .high = NAN, .log = true },
        .label = scale_label_ns,
        .draw = draw_line,
        .figure = figure,
        .reference = summary_cell_timed(baseline) && baseline->wall_ns.value > 0
                         ? baseline->wall_ns.value
                         : NAN,
    };
    for (size_t i = 0; i < f->g->column_count; i++)
        widen(&rows.x, &f->row->cells[i]);
    scale_spread(&rows.x, RATIO_MIN);
    rows_draw(h, f, &rows);
}

/* "mmap, 1.07 ms, 15.6 GB/s": who wins, and what that is, or "undecided"; "" of one family. */
static const char *finding(const struct summary_group *g, const struct summary_row *row,
                           char text[MATRIX_TEXT_MAX])
{
    char time[RATE_TIME_MAX];
    const struct summary_decision *b = &row->best;
    const struct summary_cell *winner = b->against.verdict == STATS_FASTER   ? b->mmap
                                        : b->against.verdict == STATS_SLOWER ? b->read
                                                                             : NULL;
    if (!b->mmap || !b->read)
        return "";
    if (!winner)
        return stats_verdict_names[b->against.verdict];
    snprintf(text, MATRIX_TEXT_MAX, "%.60s, %s", summary_method(winner),
             rate_time(g, row, winner, time));
    return text;
}

static void add_state(struct document *d, const struct summary *s, const char *state)
{
    char title[MATRIX_TEXT_MAX];
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        for (size_t j = 0; j < g->row_count && strcmp(g->key.state, state) == 0; j++)
            if (summary_row_timed(g, &g->rows[j]))
                figures_add(d,
                            &(struct figure){ g, &g->rows[j],
                                              figures_words(d, g, &g->rows[j],
                                                            "Median time per pass", figure) },
                            finding(g, &g->rows[j], title), draw);
    }
}

static bool is_first_of_state(const struct summary *s, const struct summary_group *g)
{
    for (const struct summary_group *o = s->groups; o < g; o++)
        if (strcmp(o->key.state, g->key.state) == 0)
            return false;
    return true;
}

void figures_time(struct document *d, const struct summary *s)
{
    document_paragraph(d,
                       "Time per pass from open to close, on a log scale; further left is "
                       "faster. Each dot is one process, the mark is the median with its 95 %% "
                       "interval: round for the read family, a diamond for mmap. The dotted "
                       "line is the baseline; in bold is what is shown to be the fastest.");
    for (size_t i = 0; i < s->group_count; i++)
        if (is_first_of_state(s, &s->groups[i]))
            add_state(d, s, s->groups[i].key.state);
}
