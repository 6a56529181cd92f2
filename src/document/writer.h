/* SPDX-License-Identifier: MIT */
/*
 * Markup that is whole: what stands in a run file goes through html_text and can neither
 * end an attribute nor begin an element.
 *
 * What is written is XML as well as HTML, so that any strict reader can prove it. The first
 * failure sticks to the writer: callers go on, and ask once at the end.
 */
#ifndef MAPREAD_DOCUMENT_WRITER_H
#define MAPREAD_DOCUMENT_WRITER_H

#include <stdio.h>

struct html {
    FILE *out; /* borrowed */
    int error; /* 0 or the first -errno */
};

/* A text, cleaned as on every page (base/glyph.h) and escaped, for between two tags and for
   a value in quotes of either kind. */
void html_text(struct html *h, const char *text);
/* printf's arguments, and all of the result is text: a sentence, in which no line ends
   between a figure and its unit. What is to be copied, such as a command, is html_text's. */
void html_textf(struct html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Our own markup with our own numbers in it. Never give it a text of a run. */
void html_mark(struct html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* <tag attributes>text</tag>; `open` is "td class='x'", for instance. */
void html_element(struct html *h, const char *open, const char *text);
void html_elementf(struct html *h, const char *open, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
