/* SPDX-License-Identifier: MIT */
/*
 * The answer in words: one sentence per workload, data set and state. It begins with the
 * decision, the best of each family; where a family has no times, with the comparison of the
 * workload's challenger (mmap) and its baseline. Then memory, and what the counters say. The
 * verdicts are those of the summary.
 */
#ifndef MAPREAD_REPORT_VERDICT_H
#define MAPREAD_REPORT_VERDICT_H

#include "base/text.h"
#include "document/document.h"
#include "report/summary.h"

/* The sentence of one row, without line breaks. `dataset` is how the sentence calls
   the data set. The first *ret_answer bytes are the answer, unless NULL; what stands behind
   them is why. The caller frees; NULL when memory is short. */
char *verdict_sentence(const struct summary_group *g, const struct summary_row *row,
                       const char *dataset, size_t *ret_answer);

/* How sentences call the data set of a group: by its size (in `size`), or by its name where
   another data set of that size has this workload in this state. */
const char *verdict_dataset(const struct summary *s, const struct summary_group *g,
                            const char *workload, char size[TEXT_MAX]);

/* All sentences, as a list. */
void verdict_add(struct document *d, const struct summary *s);

#endif
