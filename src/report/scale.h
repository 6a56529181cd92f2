/* SPDX-License-Identifier: MIT */
/* An axis: where a value lies on it, and which round values are written below. */
#ifndef MAPREAD_REPORT_SCALE_H
#define MAPREAD_REPORT_SCALE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Where values of low..high lie: from..to. */
struct scale {
    double low, high, from, to;
    bool log;
};

double scale_at(const struct scale *s, double value);

/* Widens a range that is empty or, on a log scale, below `ratio`; room at both ends. */
void scale_spread(struct scale *s, double ratio);

enum { SCALE_TICKS_MAX = 12 };
/* Round values on the scale, at most `wanted` of them where that is possible (<=
   SCALE_TICKS_MAX); returns how many. */
size_t scale_ticks(const struct scale *s, size_t wanted, double values[SCALE_TICKS_MAX]);

/* What stands at a tick. Returns `text`. */
typedef const char *scale_label(double value, char text[TEXT_MAX]);

scale_label scale_label_ns, scale_label_mib; /* "2 ms", "5 MiB" (of values in MiB) */

#endif
