/* SPDX-License-Identifier: MIT */
/*
 * The last screen of a run: the matrix, what it costs in memory, what to be careful about and
 * the command that fixes it, and where the rest lies. At most 40 lines of a suite of ours.
 */
#ifndef MAPREAD_REPORT_SCREEN_H
#define MAPREAD_REPORT_SCREEN_H

#include "report/report.h"

/* `path` of the source: the folder of the run, where its page and hyperfine's file are looked
   for. */
void screen_build(struct document *d, const struct report_source *of);

/* Its beginning, for the page: who wins, and what to be careful about. */
void screen_add_answer(struct document *d, const struct report_source *of);

#endif
