/* SPDX-License-Identifier: MIT */
/*
 * Small pictures inside the page: no colours of their own, only classes, so that the style
 * sheet draws them light, dark and on paper. Units are those of the view box, one of which
 * is about a pixel.
 */
#ifndef MAPREAD_HTML_SVG_H
#define MAPREAD_HTML_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/summary.h"
#include "document/writer.h"
#include "report/scale.h"

/* A picture is as wide as the narrowest screen; wider ones show several side by side. */
#define SVG_WIDTH 360.0
/* About the width of a character of the pictures' font. */
#define SVG_CHARACTER 6.7

/* `label` is what the picture says to who cannot see it; the caller ends it with svg_end. */
void svg_begin(struct html *h, double height, const char *label);
void svg_end(struct html *h);

void svg_line(struct html *h, const char *class, double x1, double y1, double x2, double y2);
void svg_box(struct html *h, const char *class, double x, double y, double w, double height);
/* `class` may hold "end" or "middle" for where in the text the point is. */
void svg_text(struct html *h, const char *class, double x, double y, const char *text);
/* The same, cut to as many columns. */
void svg_text_cut(struct html *h, const char *class, double x, double y, const char *text,
                  size_t columns);

/* Round for read, a diamond for mmap, a triangle for what is not known. */
void svg_marker(struct html *h, const char *class, enum summary_family family, double x,
                double y);
/* "read", "mmap", "other": also a class of the style sheet. */
const char *svg_family(enum summary_family family);

/* Many dots in one element: begin, any number of dots, end. */
void svg_dots_begin(struct html *h, const char *class);
void svg_dot(struct html *h, double x, double y);
void svg_dots_end(struct html *h);

/* An axis with its grid, along the bottom or the left: label(value, text) gives a tick's. */
void svg_x_axis(struct html *h, const struct scale *x, double top, double bottom,
                scale_label *label);
void svg_y_axis(struct html *h, const struct scale *y, double left, double right,
                scale_label *label);

/* Labels of axes: "1.2x", "50 %" (values are shares). */
scale_label svg_label_ratio, svg_label_share, svg_label_plain;

#endif
