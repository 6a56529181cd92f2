/* SPDX-License-Identifier: MIT */
/* What the sections of a page of several runs share. All want v->compare. */
#ifndef MAPREAD_HTML_RUNS_H
#define MAPREAD_HTML_RUNS_H

#include "html/section.h"
#include "html/table.h"
#include "report/footnote.h"

/* One run as the page of its own would see it. */
struct view runs_view(const struct view *v, size_t run);

/* Heads of columns: `corner`, then the runs from `first` on. Begins the body. */
void runs_write_head(const struct view *v, const char *corner, size_t first);

/* The head of a row: a name, and what it is of below it. */
void runs_write_name(struct html *h, const char *name, const char *of);

/* " [1]": the number of a note, and behind the table all of them. */
void runs_write_mark(struct html *h, struct footnotes *notes, const char *lead,
                     const char *text);
void runs_write_notes(struct html *h, const struct footnotes *notes);

/* "find, mmap, text-64MiB, warm": a case of v->compare->all. */
void runs_name_case(const struct view *v, size_t i);

/* The case that stands in the cell of c->layout; the cell has a source. */
size_t runs_case_of(const struct view *v, const struct summary_cell *cell);

#endif
