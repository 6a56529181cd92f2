/* SPDX-License-Identifier: MIT */
/* The pictures of a run. Each function adds figures, one for each row or group that has times,
   and what a reader must know to read them. The summary must outlive the document. */
#ifndef MAPREAD_HTML_FIGURES_H
#define MAPREAD_HTML_FIGURES_H

#include "analysis/summary.h"
#include "base/text.h"
#include "document/document.h"

typedef void figures(struct document *d, const struct summary *s);

figures figures_time;    /* every method's samples, median and interval */
figures figures_memory;  /* anonymous and file pages, stacked; one for each data set */
figures figures_samples; /* the share of samples below a time */
figures figures_order;   /* every sample in the order it was taken, by group */

/* ---- what they share ---- */

/* What a figure draws; `words` is for who cannot see it. */
struct figure {
    const struct summary_group *g;
    const struct summary_row *row;
    const char *words;
};

/* Adds a figure of the row, and draws it later with a struct figure for data. `title`: the
   finding, behind the row's name; "": none. */
void figures_add(struct document *d, const struct figure *f, const char *title,
                 void (*draw)(struct html *h, const void *figure));

/* "LEAD, find, text-64MiB, warm: read 6.10 ms, mmap 1.20 ms": a picture in words; `figure`
   formats a timed cell. */
const char *figures_words(struct document *d, const struct summary_group *g,
                          const struct summary_row *row, const char *lead,
                          const char *(*figure)(const struct summary_cell *c,
                                                char text[TEXT_MAX]));

/* Figures for people; NAN: "not known". They return `text`. */
const char *known_ns(double ns, char text[TEXT_MAX]);
const char *known_bytes(double bytes, char text[TEXT_MAX]);

#endif
