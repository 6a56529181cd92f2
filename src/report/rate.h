/* SPDX-License-Identifier: MIT */
/*
 * What a time is per byte or block: the file's bytes per second of a pass that reads all of it,
 * blocks per second of one that draws them. Of a pass that reads a part, as find does that
 * stops at its hit, a rate would say nothing about the method.
 */
#ifndef MAPREAD_REPORT_RATE_H
#define MAPREAD_REPORT_RATE_H

#include "analysis/summary.h"
#include "base/text.h"

/* The unit of the row's rates, "GB/s" (of 10^9 bytes) or "IOPS"; NULL: it has none. */
const char *rate_unit(const struct summary_group *g, const struct summary_row *row);

/* The cell's rate in that unit, "8.63", "24.5k"; "-": it has none. Returns `text`. */
const char *rate_text(const struct summary_group *g, const struct summary_cell *c,
                      char text[TEXT_MAX]);

enum { RATE_TIME_MAX = 3 * TEXT_MAX };
/* The cell's time, and its rate where the row has one: "1.07 ms, 15.6 GB/s". Returns `text`. */
const char *rate_time(const struct summary_group *g, const struct summary_row *row,
                      const struct summary_cell *c, char text[RATE_TIME_MAX]);

#endif
