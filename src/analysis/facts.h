/* SPDX-License-Identifier: MIT */
/* A member of a structure for people; its name ends in its unit. */
#ifndef MAPREAD_ANALYSIS_FACTS_H
#define MAPREAD_ANALYSIS_FACTS_H

#include "base/field.h"

/* "read_ahead_bytes" is "read ahead". Returns `text`. */
const char *fact_name(const struct field *f, char text[FIELD_TEXT_MAX]);

/* "24 GiB" (of 24.0 as well: two machines of 24 GiB differ by a few KiB), "2.60 GHz", "0.42 %",
   "not known". Returns `text`. */
const char *fact_text(const void *object, const struct field *f, char text[FIELD_TEXT_MAX]);

#endif
