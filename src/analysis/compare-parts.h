/* SPDX-License-Identifier: MIT */
/* What the files of the comparison offer each other; others use compare.h. */
#ifndef MAPREAD_ANALYSIS_COMPARE_PARTS_H
#define MAPREAD_ANALYSIS_COMPARE_PARTS_H

#include "analysis/compare.h"

/* compare-figures.c: 0 or -ENOMEM. */
int compare_take_figures(struct compare_run *r);
/* compare-answer.c: 0 or -ENOMEM. */
int compare_answer_questions(struct compare *c);
/* compare-label.c: 0 or -ENOMEM. */
int compare_make_labels(struct compare *c);

#endif
