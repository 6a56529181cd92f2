/* SPDX-License-Identifier: MIT */
/* A trial by its name. */
#ifndef MAPREAD_TESTS_UNIT_TRIAL_PLACE_H
#define MAPREAD_TESTS_UNIT_TRIAL_PLACE_H

#include "tests/test.h"
#include "tutorial/trial-results.h"

static inline size_t trial_place(const char *name)
{
    size_t place = 0;
    if (!trial_find(name, &place))
        fail_msg("there is no trial '%s'", name);
    return place;
}

#endif
