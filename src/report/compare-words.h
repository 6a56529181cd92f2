/* SPDX-License-Identifier: MIT */
/* The figures of a comparison in words. */
#ifndef MAPREAD_REPORT_COMPARE_WORDS_H
#define MAPREAD_REPORT_COMPARE_WORDS_H

#include "analysis/compare.h"

extern const char *const compare_note_texts[COMPARE_NOTES]; /* NULL for COMPARE_GOOD */

/* "faster", "lower": a finding as an answer to the question; NULL for COMPARE_NONE. */
const char *compare_finding_name(enum compare_question question, enum compare_finding finding);

/* "results/a, 2026-01-31 12:00:00, …": where a run is, when and on what it was made,
   without the label. The caller frees; NULL: memory is short. */
char *compare_describe_run(const struct compare_run *r);

/* Why compare_finish found nothing to compare. */
void compare_explain(const struct compare *c, struct run_error *error);

#endif
