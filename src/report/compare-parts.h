/* SPDX-License-Identifier: MIT */
/* What the files of the comparison offer each other; others use compare.h. */
#ifndef MAPREAD_REPORT_COMPARE_PARTS_H
#define MAPREAD_REPORT_COMPARE_PARTS_H

#include <string.h>

#include "report/compare.h"

/* NULL is a text of its own: a cold cache has no filler. */
static inline bool compare_same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* compare-figures.c: 0 or -ENOMEM. */
int compare_take_figures(struct compare_run *r);
/* compare-answer.c: 0 or -ENOMEM. */
int compare_answer_questions(struct compare *c);
/* compare-label.c: 0 or -ENOMEM. */
int compare_make_labels(struct compare *c);

#endif
