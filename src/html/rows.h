/* SPDX-License-Identifier: MIT */
/*
 * A picture with one line per method: the names on the left, a figure on the right, and
 * between them an axis that the caller draws on.
 */
#ifndef MAPREAD_HTML_ROWS_H
#define MAPREAD_HTML_ROWS_H

#include "html/figures.h"
#include "html/svg.h"

struct rows {
    struct scale x;     /* its low, high and log; where it lies is set here */
    scale_label *label; /* of the axis */
    /* Draws the line of a timed cell, whose middle is at y. */
    void (*draw)(struct html *h, const struct scale *x, const struct summary_cell *cell,
                 enum summary_family family, double y);
    /* The figure of a timed cell; returns `text`. */
    const char *(*figure)(const struct summary_cell *cell, char text[TEXT_MAX]);
    bool marks_fastest; /* its name and figure are bold */
    /* Where the dotted line stands; NAN: there is none. */
    double reference;
};

void rows_draw(struct html *h, const struct figure *f, struct rows *rows);

#endif
