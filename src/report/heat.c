/* SPDX-License-Identifier: MIT */
#include "report/heat.h"

#include <math.h>

int heat_steps(double ratio)
{
    return (int)fmin(HEAT_STEPS, 1 + floor(fabs(log(ratio)) / log(HEAT_STEP)));
}

const char *heat_sign(enum stats_verdict verdict)
{
    static const char *const signs[STATS_VERDICTS] = {
        [STATS_UNKNOWN] = "", [STATS_UNDECIDED] = "?", [STATS_SAME] = "~",
        [STATS_FASTER] = "",  [STATS_SLOWER] = "",
    };
    return signs[verdict];
}

bool heat_has_shade(enum stats_verdict verdict)
{
    return verdict != STATS_UNKNOWN && verdict != STATS_SAME;
}
