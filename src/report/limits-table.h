/* SPDX-License-Identifier: MIT */
/* How near mapread is to other programs that do the same work, and to the machine. */
#ifndef MAPREAD_REPORT_LIMITS_TABLE_H
#define MAPREAD_REPORT_LIMITS_TABLE_H

#include "analysis/limits.h"
#include "document/document.h"

/* The table and the sentences around it. */
void limits_add(struct document *d, const struct limits *l);
/* The same below its heading; with NULL, why it is left out. */
void limits_add_section(struct document *d, const struct limits *l, const char *why);

#endif
