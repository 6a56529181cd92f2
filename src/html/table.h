/* SPDX-License-Identifier: MIT */
/*
 * A table in a box that scrolls by itself, with keys as well: however wide it is, the page is
 * not.
 */
#ifndef MAPREAD_HTML_TABLE_H
#define MAPREAD_HTML_TABLE_H

#include "document/writer.h"

/* Up to the caption, which is printf's text and names the box too. The head is the caller's,
   and ends in <tbody>. */
void table_begin(struct html *h, const char *class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void table_end(struct html *h);

#endif
