/* SPDX-License-Identifier: MIT */
/* How near a figure must be. */
#ifndef MAPREAD_TESTS_UNIT_RANK_CHECK_H
#define MAPREAD_TESTS_UNIT_RANK_CHECK_H

#include <math.h>

#include "tests/source.h"
#include "tests/test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static inline void assert_within(double actual, double expected, double relative)
{
    if (isnan(expected) ? !isnan(actual)
                        : !(fabs(actual - expected) <= relative * fabs(expected)))
        fail_msg("%.17g instead of %.17g", actual, expected);
}

static inline void assert_exact(double actual, double expected)
{
    assert_within(actual, expected, 0);
}

#endif
