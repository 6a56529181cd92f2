/* SPDX-License-Identifier: MIT */
/* Time against own memory: one mark per method, further down and left is better. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "html/rows.h"
#include "document/glyph.h"

#define MIB 1048576.0
#define LEFT 62.0
#define RIGHT 348.0
#define TOP 10.0
#define BOTTOM 180.0
#define RATIO_MIN 4.0
enum { NAME_COLUMNS = 20, LABELS_MAX = 64 };

struct box {
    double x, y, w, height;
};

struct picture {
    struct html *html;
    struct scale x, y;
    struct box taken[2 * LABELS_MAX]; /* by marks and names */
    size_t count;
};

static bool overlap(const struct box *a, const struct box *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static bool is_free(const struct picture *p, const struct box *b)
{
    if (b->x < LEFT || b->x + b->w > SVG_WIDTH || b->y < 0 || b->y + b->height > BOTTOM)
        return false;
    for (size_t i = 0; i < p->count; i++)
        if (overlap(b, &p->taken[i]))
            return false;
    return true;
}

static void take(struct picture *p, struct box b)
{
    if (p->count < sizeof p->taken / sizeof p->taken[0])
        p->taken[p->count++] = b;
}

/* Beside the mark, or further and further away, where a line leads to it. */
static bool find_place(const struct picture *p, double x, double y, double w, struct box *ret)
{
    static const struct {
        double x, y, shift; /* direction; how much of the name's width lies to the left */
    } ways[] = {
        { 1, 0, 0 },      { -1, 0, 1 },    { 0, -1, 0.5 },    { 0, 1, 0.5 },
        { 0.7, -0.7, 0 }, { 0.7, 0.7, 0 }, { -0.7, -0.7, 1 }, { -0.7, 0.7, 1 },
    };
    for (double distance = 8; distance < 150; distance += 6)
        for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
            *ret = (struct box){ .x = x + distance * ways[i].x - w * ways[i].shift,
                                 .y = y + (distance + 3) * ways[i].y - 6,
                                 .w = w,
                                 .height = 12 };
            if (is_free(p, ret))
                return true;
        }
    return false;
}

static void write_name(struct picture *p, const char *method, double x, double y)
{
    struct box place;
    size_t columns = glyph_columns(method, false);
    if (columns > NAME_COLUMNS)
        columns = NAME_COLUMNS;
    if (!find_place(p, x, y, SVG_CHARACTER * (double)columns + 5, &place))
        return; /* the names stand in the words of the picture, too */
    double from_x = fmin(fmax(x, place.x), place.x + place.w), middle = place.y + 6;
    if (hypot(from_x - x, middle - y) > 14)
        svg_line(p->html, "leader", x, y, from_x, middle + (middle < y ? 6 : -6));
    if (place.x + place.w <= x) /* names are of unlike width: the end at the mark is exact */
        svg_text_cut(p->html, "name end", place.x + place.w, place.y + 10, method,
                     NAME_COLUMNS);
    else
        svg_text_cut(p->html, "name", place.x, place.y + 10, method, NAME_COLUMNS);
    take(p, place);
}

/* NAN: one of the two is not known. */
static double memory_of(const struct summary_cell *cell)
{
    bool known = summary_cell_timed(cell) && cell->wall_ns.value > 0 && cell->own_bytes > 0;
    return known ? cell->own_bytes / MIB : NAN;
}

static struct picture frame_of(struct html *h, const struct summary_group *g,
                               const struct summary_row *row)
{
    struct picture p = {
        .html = h,
        .x = { .low = NAN, .high = NAN, .from = LEFT, .to = RIGHT, .log = true },
        .y = { .low = NAN, .high = NAN, .from = BOTTOM, .to = TOP, .log = true },
    };
    for (size_t i = 0; i < g->column_count; i++) {
        double mib = memory_of(&row->cells[i]), ns = row->cells[i].wall_ns.value;
        if (isnan(mib))
            continue;
        p.x.low = fmin(p.x.low, ns);
        p.x.high = fmax(p.x.high, ns);
        p.y.low = fmin(p.y.low, mib);
        p.y.high = fmax(p.y.high, mib);
    }
    scale_spread(&p.x, RATIO_MIN);
    scale_spread(&p.y, RATIO_MIN);
    return p;
}

/* Marks first, so that no name covers one. */
static void write_marks(struct picture *p, const struct summary_group *g,
                        const struct summary_row *row)
{
    for (int names = 0; names < 2; names++)
        for (size_t i = 0; i < g->column_count; i++) {
            double mib = memory_of(&row->cells[i]);
            if (isnan(mib))
                continue;
            double x = scale_at(&p->x, row->cells[i].wall_ns.value), y = scale_at(&p->y, mib);
            if (names) {
                write_name(p, g->columns[i].method, x, y);
                continue;
            }
            svg_marker(p->html, "mark", g->columns[i].family, x, y);
            take(p, (struct box){ .x = x - 5, .y = y - 5, .w = 10, .height = 10 });
        }
}

static const char *figure(const struct summary_cell *cell, char text[TEXT_MAX])
{
    char time[TEXT_MAX], memory[TEXT_MAX];
    snprintf(text, TEXT_MAX, "%.12s and %.12s", known_ns(cell->wall_ns.value, time),
             known_bytes(cell->own_bytes, memory));
    return text;
}

static void write_figure(const struct view *v, const struct summary_group *g,
                         const struct summary_row *row, void *context)
{
    (void)context;
    const struct rows words = { .lead = "Time and own memory", .figure = figure };
    char *text = rows_in_words(v, g, row, &words);
    struct picture p = frame_of(v->html, g, row);
    svg_begin(v->html, BOTTOM + 20, text ? text : "");
    svg_x_axis(v->html, &p.x, TOP, BOTTOM, svg_label_ns);
    svg_y_axis(v->html, &p.y, LEFT, RIGHT, svg_label_mib);
    write_marks(&p, g, row);
    svg_end(v->html);
    free(text);
}

static void write_section(const struct view *v)
{
    view_figures(v,
                 "Median time against own (anonymous) memory, both on log scales: further left "
                 "is faster, further down needs less. Round: the read family; diamond: mmap. "
                 "What a mapping shows of the page cache is not in it.",
                 write_figure);
}

const struct section section_trade = { "memory-time", "Time against memory", write_section };
