/* SPDX-License-Identifier: MIT */
/*
 * A picture with one line per method: the names on the left, a figure on the right, and
 * between them an axis that the caller draws on.
 */
#ifndef MAPREAD_HTML_ROWS_H
#define MAPREAD_HTML_ROWS_H

#include "html/section.h"
#include "html/svg.h"

#define ROWS_LEFT 118.0
#define ROWS_RIGHT 298.0
#define ROWS_TOP 6.0
#define ROWS_STEP 19.0

struct rows {
    const char *lead; /* of the text for who cannot see it: "Median time per pass" */
    struct scale x;   /* its low, high and log; where it lies is set here */
    svg_label *label; /* of the axis */
    /* Draws the line of a timed cell, whose middle is at y. */
    void (*draw)(struct html *h, const struct scale *x, const struct summary_group *g,
                 const struct summary_row *row, size_t column, double y);
    /* The figure of a timed cell; returns `text`. */
    const char *(*figure)(const struct summary_cell *cell, char text[TEXT_MAX]);
    /* Where the dotted line stands; NAN: there is none. */
    double reference;
};

void rows_write(const struct view *v, const struct summary_group *g,
                const struct summary_row *row, struct rows *rows);

/* "LEAD: read 6.10 ms, mmap 1.20 ms": a picture in words. The caller frees; NULL when memory
   is short, and then that is the writer's error. */
char *rows_in_words(const struct view *v, const struct summary_group *g,
                    const struct summary_row *row, const struct rows *rows);

/* ---- the parts, for pictures of other lines; these are counted from 0 ---- */

struct rows_frame {
    struct scale *x; /* where it lies is set */
    size_t lines;
    svg_label *label;
    double reference;
    const char *words; /* the picture for who cannot see it; NULL: memory was short */
};

/* The caller ends the picture with svg_end. */
void rows_begin(struct html *h, const struct rows_frame *f);
void rows_name(struct html *h, const char *name, bool strong, size_t line);
void rows_figure(struct html *h, const char *figure, bool strong, size_t line);
/* In the place of what is drawn. */
void rows_note(struct html *h, const char *note, size_t line);
/* The middle of a line. */
double rows_y(size_t line);
/* A median and its interval. */
void rows_estimate(struct html *h, const struct scale *x, struct stats_estimate e,
                   enum summary_family family, double y);

#endif
