/* SPDX-License-Identifier: MIT */
/* The machine's constants for people. */
#ifndef MAPREAD_REPORT_COSTS_H
#define MAPREAD_REPORT_COSTS_H

#include "base/text.h"
#include "cost/values.h"
#include "document/document.h"

/* "187 ns [185, 190]", "9.1 GB/s [9.0, 9.3]" (of what is counted by the byte), "8 MiB";
   "-": it was not measured. Returns `text`. */
enum { COSTS_TEXT_MAX = 4 * TEXT_MAX };
const char *costs_text(const struct costs *c, const char *name, char text[COSTS_TEXT_MAX]);

/* What the mapping of a file costs and what reading it costs, and from which size on mapping
   pays, in one sentence. Nothing where the constants are not known. */
void costs_add_sentence(struct document *d, const struct costs *c);

/* That, how they were measured, and one row per constant. */
void costs_add_section(struct document *d, const struct costs *c);

#endif
