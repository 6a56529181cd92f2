/* SPDX-License-Identifier: MIT */
/* The parts of the page, for page.c. */
#ifndef MAPREAD_TUTORIAL_PARTS_H
#define MAPREAD_TUTORIAL_PARTS_H

#include "tutorial/tutorial.h"

struct page {
    struct document *d;
    const struct run *run;
    const struct trial_results *trials;
};

/* The summary: a line per claim of every source. */
void overview_add(const struct page *p, const struct published *published);

/* What made the published difference: how much each step makes here. */
void ablation_add(const struct page *p, const struct published_table *t);

/* What the source says without a figure, and whether it holds. */
void sentences_add(const struct page *p, const struct published_source *s);

#endif
