/* SPDX-License-Identifier: MIT */
/* A comparison for people. `c` is finished. */
#ifndef MAPREAD_REPORT_COMPARE_DOCUMENT_H
#define MAPREAD_REPORT_COMPARE_DOCUMENT_H

#include "document/document.h"
#include "report/compare.h"

/* Who wins in each run, and what differs between them; then, unless that is all that is wanted,
   the tables of both questions and the sums. */
void compare_document(struct document *d, const struct compare *c, bool answer_alone);

#endif
