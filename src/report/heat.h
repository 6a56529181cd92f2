/* SPDX-License-Identifier: MIT */
/* The shades of every heat map of ratios, in colour or in signs. */
#ifndef MAPREAD_REPORT_HEAT_H
#define MAPREAD_REPORT_HEAT_H

#include <stdbool.h>

#include "stats/comparison.h"

/* Each step is this factor, and the last has no end. */
#define HEAT_STEP 1.5
enum { HEAT_STEPS = 5 };

/* How far the ratio is from 1: 1 to HEAT_STEPS. The ratio is positive. */
int heat_steps(double ratio);

/* A difference was shown, or there is no verdict on the ratio; not where none was shown. */
bool heat_has_shade(enum stats_verdict verdict);

/* What stands behind a figure: "~" no difference shown, "?" no verdict for
   want of rounds or of a steady ratio; "" for the others. */
const char *heat_sign(enum stats_verdict verdict);

#endif
