/* SPDX-License-Identifier: MIT */
/*
 * Why a method takes the time it takes: what its counters say, in words and figures, the
 * heaviest first: what was copied, faults, what came from storage, where the time went.
 */
#ifndef MAPREAD_REPORT_WHY_H
#define MAPREAD_REPORT_WHY_H

#include "report/summary.h"

/*
 * "copies 64 MiB in 513 reads, 34 faults, 90 % of the time in the kernel". Figures are
 * medians per pass, and shares are of the time of all its threads; those that are not known
 * or too small to matter are left out, so it may be "". The caller frees; NULL when memory
 * is short.
 */
char *why_text(const struct summary_group *g, const struct summary_row *row,
               const struct summary_cell *cell);

#endif
