/* SPDX-License-Identifier: MIT */
/*
 * Why not gnuplot's SVG, inlined: it has its colours in each element. Light, dark, print and
 * forced colours need classes and variables of the style sheet, hatching a pattern of the page,
 * and who cannot see needs words.
 */
#include "html/svg.h"

#include <math.h>
#include <stdio.h>

#include "base/glyph.h"

void svg_begin(struct html *h, double height, const char *label)
{
    html_mark(h, "<svg viewBox=\"0 0 %g %g\" role=\"img\" aria-label=\"", SVG_WIDTH, height);
    html_text(h, label);
    html_mark(h, "\">\n");
}

void svg_end(struct html *h)
{
    html_mark(h, "</svg>\n");
}

void svg_line(struct html *h, const char *class, double x1, double y1, double x2, double y2)
{
    html_mark(h, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", class, x1, y1, x2, y2);
}

void svg_box(struct html *h, const char *class, double x, double y, double w, double height)
{
    html_mark(h, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
              class, x, y, fmax(w, 0), height);
}

void svg_text(struct html *h, const char *class, double x, double y, const char *text)
{
    html_mark(h, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
    html_text(h, text);
    html_mark(h, "</text>\n");
}

void svg_text_cut(struct html *h, const char *class, double x, double y, const char *text,
                  size_t columns)
{
    size_t fits = glyph_fit(text, columns);
    if (text[fits] == '\0') {
        svg_text(h, class, x, y, text);
        return;
    }
    html_mark(h, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
    html_textf(h, "%.*s\u2026", (int)glyph_fit(text, columns - 1), text);
    html_mark(h, "</text>\n");
}

static const struct {
    const char *name, *outline; /* around 0,0 */
} families[] = {
    [SUMMARY_FAMILY_READ] = { "read", "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z" },
    [SUMMARY_FAMILY_MMAP] = { "mmap", "m0-5l5 5l-5 5l-5-5z" },
    [SUMMARY_FAMILY_UNGROUPED] = { "other", "m0-5l5 9h-10z" },
    [SUMMARY_FAMILY_UNKNOWN] = { "other", "m0-5l5 9h-10z" },
};

const char *svg_family(enum summary_family family)
{
    return families[family].name;
}

void svg_marker(struct html *h, const char *class, enum summary_family family, double x,
                double y)
{
    html_mark(h, "<path class=\"%s %s\" d=\"M%.1f %.1f%s\"/>\n", class, families[family].name,
              x, y, families[family].outline);
}

void svg_dots_begin(struct html *h, const char *class)
{
    html_mark(h, "<path class=\"dots %s\" d=\"", class);
}

/* A line without length: its round ends are the dot. */
void svg_dot(struct html *h, double x, double y)
{
    html_mark(h, "M%.1f %.1fh0", x, y);
}

void svg_dots_end(struct html *h)
{
    html_mark(h, "\"/>\n");
}

/* ---- axes ---- */

/* Where the label of a tick starts: in the middle, unless it would stick out at the end. */
static double label_start(const struct scale *x, double at, double width)
{
    return fmin(at - width / 2, fmax(x->to + 12, at) - width);
}

void svg_x_axis(struct html *h, const struct scale *x, double top, double bottom,
                scale_label *label)
{
    double values[SCALE_TICKS_MAX], free_from = 0;
    size_t count = scale_ticks(x, (size_t)((x->to - x->from) / (x->log ? 36 : 45)), values);
    svg_line(h, "axis", x->from, bottom, x->to, bottom);
    for (size_t i = 0; i < count; i++) {
        char text[TEXT_MAX];
        double at = scale_at(x, values[i]);
        double width = SVG_CHARACTER * (double)glyph_columns(label(values[i], text), false);
        double start = label_start(x, at, width);
        svg_line(h, "grid", at, top, at, bottom);
        if (start < free_from)
            continue;
        svg_text(h, "tick middle", start + width / 2, bottom + 13, text);
        free_from = start + width;
    }
}

void svg_y_axis(struct html *h, const struct scale *y, double left, double right,
                scale_label *label)
{
    double values[SCALE_TICKS_MAX];
    size_t count = scale_ticks(y, 5, values);
    svg_line(h, "axis", left, y->from, left, y->to);
    for (size_t i = 0; i < count; i++) {
        char text[TEXT_MAX];
        double at = scale_at(y, values[i]);
        svg_line(h, "grid", left, at, right, at);
        svg_text(h, "tick end", left - 5, at + 4, label(values[i], text));
    }
}

const char *svg_label_ratio(double ratio, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%.3gx", ratio);
    return text;
}

const char *svg_label_share(double share, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%.0f %%", 100 * share);
    return text;
}

const char *svg_label_plain(double value, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%g", value);
    return text;
}
