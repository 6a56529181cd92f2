/* SPDX-License-Identifier: MIT */
/*
 * Names of methods as headings of narrow columns: broken after a '-', so that
 * "mmap-populate" stands in two lines. A part without '-' that is wider than
 * NAME_PART_COLUMNS is cut.
 */
#ifndef MAPREAD_DOCUMENT_NAME_H
#define MAPREAD_DOCUMENT_NAME_H

#include <stddef.h>

enum { NAME_PART_COLUMNS = 14 };

/* Columns of the widest part: no column can be narrower. */
size_t name_widest_part(const char *name);

/* Bytes of the first line when a column is `width` columns wide: as many parts as fit,
   at least one. */
size_t name_line_length(const char *name, size_t width);

/* How many lines the name takes; 0 for "". */
size_t name_lines(const char *name, size_t width);

#endif
