/* SPDX-License-Identifier: MIT */
/* How often this machine shows a difference that is not there, as a table and its sentence. */
#ifndef MAPREAD_REPORT_AA_TABLE_H
#define MAPREAD_REPORT_AA_TABLE_H

#include "analysis/aa.h"
#include "document/document.h"

void aa_add(struct document *d, const struct aa_result *a, const struct summary *s);

#endif
