/* SPDX-License-Identifier: MIT */
/*
 * The cells of a heat map. Blue is faster and orange slower, but the figure and what the
 * verdict is in words and signs stand in every cell; its colour only repeats them.
 */
#ifndef MAPREAD_HTML_SHADE_H
#define MAPREAD_HTML_SHADE_H

#include "document/writer.h"
#include "stats/comparison.h"

/* A cell with `figure`, which is the ratio for people; the caller ends it with </td>. */
void shade_begin_cell(struct html *h, const char *figure, double ratio,
                      enum stats_verdict verdict);

/* A cell without a ratio: what stands in its place, or `hidden` for who cannot see that it
   is empty. */
void shade_write_word(struct html *h, const char *word);
void shade_write_nothing(struct html *h, const char *hidden);

/* What each colour stands for; every item says it in words as well. */
void shade_write_legend(struct html *h);

/* "Blue is faster, …": the sentence that belongs to it. */
#define SHADE_EXPLANATION                                                                      \
    "Blue is faster, orange slower, each step half as much again and as far as its figure. ~ " \
    "no difference; ? and a frame: undecided."

#endif
