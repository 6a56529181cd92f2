/* SPDX-License-Identifier: MIT */
/* The shades of every heat map of ratios, in colour or in signs. */
#ifndef MAPREAD_REPORT_HEAT_H
#define MAPREAD_REPORT_HEAT_H

#include "stats/comparison.h"

/* Each step is this factor, and the last has no end. */
#define HEAT_STEP 1.5
enum { HEAT_STEPS = 5 };

/* How far the ratio is from 1: 1 to HEAT_STEPS. The ratio is positive. */
int heat_steps(double ratio);

/* What stands behind a figure that has no shade: "~" no difference shown, "?" no verdict for
   want of rounds or of a steady ratio; "" for the others. */
const char *heat_sign(enum stats_verdict verdict);

#endif
