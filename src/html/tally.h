/* SPDX-License-Identifier: MIT */
/* How often the best of the mmap family was faster than the best of read, slower, or neither.
 */
#ifndef MAPREAD_HTML_TALLY_H
#define MAPREAD_HTML_TALLY_H

#include "html/section.h"

struct tally {
    size_t of[STATS_VERDICTS];
};

typedef bool wanted_row(const struct summary_row *row);
wanted_row tally_any_row;

/* The verdict that a row's sentence begins with: the decision's, where both families have
   times, else that of the workload's challenger. */
enum stats_verdict tally_headline(const struct summary_group *g, const struct summary_row *row);

/* The same of the rows that are wanted and have mmap methods. */
struct tally tally_of_headlines(const struct view *v, wanted_row *wanted);

/* "The best mmap method was compared with the best read method in 14 cases: in 9 it …" */
void tally_write(struct html *h, const struct tally *t);

/* The verdict as a short word with a sign, which colour only repeats. */
void tally_badge(struct html *h, enum stats_verdict verdict);

#endif
