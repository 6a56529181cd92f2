/* SPDX-License-Identifier: MIT */
/*
 * The answer in words: one sentence per workload, data set and state. It begins with the
 * decision, the best of each family; where a family has no times, with the comparison of the
 * workload's challenger (mmap) and its baseline. Then memory, and what the counters say. The
 * verdicts are those of the summary.
 */
#ifndef MAPREAD_REPORT_VERDICT_H
#define MAPREAD_REPORT_VERDICT_H

#include "analysis/summary.h"
#include "document/document.h"

/* The sentence of one row, without line breaks: the answer, then why. `dataset` is how the
   sentence calls the data set. The caller frees; NULL when memory is short. */
char *verdict_sentence(const struct summary_group *g, const struct summary_row *row,
                       const char *dataset);

/* All sentences, as a list. */
void verdict_add(struct document *d, const struct summary *s);

#endif
