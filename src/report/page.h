/* SPDX-License-Identifier: MIT */
/* The two styles that reports come in, printed by document/glyph.h. Moves to
   document/document.h report by report. */
#ifndef MAPREAD_REPORT_PAGE_H
#define MAPREAD_REPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "document/document.h"
#include "document/glyph.h"

enum { PAGE_COLUMNS = GLYPH_PAGE };

struct run;

struct report_style {
    enum document_format format;
    bool bold; /* DOCUMENT_TERMINAL: bold by ANSI escapes. Markdown is always bold by ** */
    const struct run *aa; /* of this machine: what lies within its widths is no difference;
                             NULL: only what lies within stats_margin */
};

/* How many columns page_write takes for the text. */
size_t page_columns(const char *text, const struct report_style *style);

/* Prints the text, cleaned and escaped. */
void page_write(FILE *out, const char *text, const struct report_style *style);

/*
 * Prints the text as a paragraph, broken at spaces, and a line end. The first line
 * starts with `bullet` ("" for none), the others are indented as far as that.
 * 0 or -ENOMEM.
 */
int page_paragraph(FILE *out, const char *bullet, const char *text,
                   const struct report_style *style);

/* The same as one of several: an item of a list in Markdown, a hanging indent on a
   terminal. */
int page_item(FILE *out, const char *text, const struct report_style *style);

/* page_paragraph with printf's arguments and no bullet. */
int page_printf(FILE *out, const struct report_style *style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A heading of level 1, 2 or 3, after an empty line from level 2 on, and in Markdown
   before one. 0 or -ENOMEM. */
int page_heading(FILE *out, int level, const char *text, const struct report_style *style);

#endif
