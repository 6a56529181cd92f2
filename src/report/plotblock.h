/* SPDX-License-Identifier: MIT */
/* How the data files of pictures are written. */
#ifndef MAPREAD_REPORT_PLOTBLOCK_H
#define MAPREAD_REPORT_PLOTBLOCK_H

#include <stdio.h>

#include "analysis/summary.h"
#include "report/scale.h"

/* Writes such a file by `writer`, which returns 0 or -errno, into folder/plots, which is made
   when it is missing. 0 or -errno. */
int plot_write_file(const char *folder, const char *name,
                    int (*writer)(FILE *out, const void *data), const void *data);

/* A text as a quoted field, whatever is in it. */
void plot_write_text(FILE *out, const char *text);

/* ---- what panels.gp draws ---- */

/* Something to draw; `kind` is a word that panels.gp knows. Pixels, from the upper left corner;
   `text`: NULL for none. */
struct plot_item {
    const char *kind;
    enum summary_family family;
    double x, y, x2, y2;
    const char *text;
};

/* A character of the pictures' small font is about so wide. */
#define PLOT_CHARACTER 6.2

void plot_item(FILE *out, const struct plot_item *item);

/* The picture's heading and its two lines of where and how; *ret_y: where they end. 0 or
   -ENOMEM. */
int plot_write_head(FILE *out, const struct run *r, const char *heading, double *ret_y);
/* The size of the picture: its last line. */
void plot_write_canvas(FILE *out, double height);

/* ---- time.dat and rss.dat ---- */

struct plot_panel {
    FILE *out;
    const struct summary_group *g;
    const struct summary_row *row;
    struct scale x;
};

struct plot_picture {
    const char *name, *heading;
    /* What the samples mean, and the keys before it. */
    void (*write_legend)(FILE *out, double y);
    bool all_states; /* else a row is shown in its first state only */
    /* Behind the row's name; "": nothing. Returns `text`. */
    const char *(*finding)(const struct summary_group *g, const struct summary_row *row,
                           char *text);
    void (*set_scale)(struct plot_panel *p);
    scale_label *label;
    /* A method's row, whose middle is at y. */
    void (*draw)(const struct plot_panel *p, const struct summary_cell *cell,
                 enum summary_family family, double y);
    /* Room above it that its label takes; NULL: none. */
    double (*room_above)(const struct plot_panel *p, const struct summary_cell *cell);
    /* What is drawn from top to bottom; NULL: nothing. */
    void (*draw_across)(const struct plot_panel *p, double top, double bottom);
};
extern const struct plot_picture plot_time, plot_rss;

#endif
