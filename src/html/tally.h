/* SPDX-License-Identifier: MIT */
/* How often a method was faster than the baseline of its row, slower, or neither. */
#ifndef MAPREAD_HTML_TALLY_H
#define MAPREAD_HTML_TALLY_H

#include "html/section.h"

struct tally {
    size_t of[STATS_VERDICTS];
};

/* What is said of the method against its row's baseline. */
enum stats_verdict tally_verdict(const struct summary_group *g, const struct summary_row *row,
                                 const char *method);

typedef bool wanted_row(const struct summary_row *row);
wanted_row tally_any_row;

/* The verdicts of `method`, no row's baseline, in the rows that are wanted. */
struct tally tally_of(const struct view *v, const char *method, wanted_row *wanted);

/* The verdicts of the best of the mmap family against the best of the read family. */
struct tally tally_of_decisions(const struct view *v);

/* "mmap was faster than read in 9 of 14 comparisons and slower in 3; …" */
void tally_write(struct html *h, const char *method, const char *other, const struct tally *t);

/* The verdict as a short word with a sign, which colour only repeats. */
void tally_badge(struct html *h, enum stats_verdict verdict);

#endif
