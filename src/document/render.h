/* SPDX-License-Identifier: MIT */
/* What the renderers share. Each prints a document without an error. */
#ifndef MAPREAD_DOCUMENT_RENDER_H
#define MAPREAD_DOCUMENT_RENDER_H

#include "document/document.h"

/* 0 or -ENOMEM. */
int render_terminal(FILE *out, const struct document *d, bool bold);
int render_markdown(FILE *out, const struct document *d);
int render_html(FILE *out, const struct document *d);

/* A table as characters, and its notes are not part of it. `bold`: by ANSI escapes, on a
   terminal. 0 or -ENOMEM. */
int render_table(FILE *out, const struct document_table *t, bool markdown, bool bold);

#endif
