/* SPDX-License-Identifier: MIT */
/* Tables of what a structure's fields say: one line each, names and units from the table. */
#ifndef MAPREAD_HTML_FACTS_H
#define MAPREAD_HTML_FACTS_H

#include "base/field.h"
#include "html/section.h"

/* A table with a caption and two columns. */
void facts_table(struct html *h, const char *caption, const void *object,
                 const struct field *fields, size_t count);

#endif
