/* SPDX-License-Identifier: MIT */
/*
 * Characters on a page of GLYPH_PAGE display columns: cleaning, Markdown's escapes, wrapping.
 *
 * Text from result files is not trusted: control characters and bytes that are not UTF-8
 * become '?', a line end or a tab becomes a blank, and what Markdown would take for markup
 * gets a backslash.
 */
#ifndef MAPREAD_BASE_GLYPH_H
#define MAPREAD_BASE_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { GLYPH_PAGE = 100 };

/* Prints the text, cleaned, and escaped for Markdown; and how many columns it takes then. */
void glyph_write(FILE *out, const char *text, bool markdown);
size_t glyph_columns(const char *text, bool markdown);

/* The same of its first `len` bytes, which end between two characters. */
void glyph_write_part(FILE *out, const char *text, size_t len, bool markdown);
size_t glyph_part_columns(const char *text, size_t len, bool markdown);

/* How many bytes of the text fit into `columns`; whole characters only. */
size_t glyph_fit(const char *text, size_t columns);

/* A text of its own, cleaned but not escaped. The caller frees; NULL when memory is short. */
char *glyph_clean(const char *text);

/* What stands around the lines of a wrapped text. */
struct glyph_frame {
    const char *bullet;   /* before the first line, printed as it is */
    size_t taken;         /* columns of the first line that are taken, `bullet` included */
    size_t indent;        /* of the other lines, in columns */
    size_t page;          /* columns of the page; 0: GLYPH_PAGE */
    const char *on, *off; /* around every line, without columns of their own; NULL: nothing */
    bool markdown;
};

/* Prints the text broken at blanks, never between a figure and its unit, and a line end. 0 or
   -ENOMEM. */
int glyph_wrap(FILE *out, const struct glyph_frame *f, const char *text);

#endif
