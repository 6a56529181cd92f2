/* SPDX-License-Identifier: MIT */
/* A comparison for people. `c` is finished. */
#ifndef MAPREAD_REPORT_COMPARE_DOCUMENT_H
#define MAPREAD_REPORT_COMPARE_DOCUMENT_H

#include "analysis/compare.h"
#include "document/document.h"

/* Who wins in each run, and what differs between them; then, unless that is all that is wanted,
   the tables of both questions, the sums, and the counts. Where a run is emulated, nothing that
   comes of times: what differs, and the counts. */
void compare_document(struct document *d, const struct compare *c, bool answer_alone);

/* Its parts, for the page. The first has headings of its own: who wins, what differs. */
void compare_document_answer(struct document *d, const struct compare *c);
void compare_document_caution(struct document *d, const struct compare *c);
void compare_document_sums(struct document *d, const struct compare *c);
void compare_document_times(struct document *d, const struct compare *c);
void compare_document_ratios(struct document *d, const struct compare *c);
#define COMPARE_COUNTS_TITLE "Do the counts differ?"
void compare_document_counts(struct document *d, const struct compare *c);

#endif
