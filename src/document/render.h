/* SPDX-License-Identifier: MIT */
/* What the renderers share. Each prints a document without an error. */
#ifndef MAPREAD_DOCUMENT_RENDER_H
#define MAPREAD_DOCUMENT_RENDER_H

#include "document/document.h"

/* Of characters alone: a terminal, or a letter. */
struct render_page {
    size_t columns;
    bool bold; /* by ANSI escapes */
};

/* 0 or -ENOMEM. */
int render_terminal(FILE *out, const struct document *d, struct render_page page);
int render_text72(FILE *out, const struct document *d);
int render_markdown(FILE *out, const struct document *d);
int render_html(FILE *out, const struct document *d);

/* A table as characters, and its notes are not part of it. 0 or -ENOMEM. */
int render_table(FILE *out, const struct document_table *t, bool markdown,
                 struct render_page page);

#endif
