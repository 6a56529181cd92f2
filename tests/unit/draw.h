/* SPDX-License-Identifier: MIT */
/* Random numbers for simulations: the same whenever the tests run. */
#ifndef MAPREAD_TESTS_UNIT_DRAW_H
#define MAPREAD_TESTS_UNIT_DRAW_H

#include <math.h>
#include <stdint.h>

#include "data-gen/gen.h"

/* From 0 to below 1. The state starts as any number. */
static inline double draw(uint64_t *state)
{
    return (double)(gen_splitmix64(state) >> 11) / 9007199254740992.0;
}

/* Of standard deviation 1: Box and Muller, Annals of Mathematical Statistics 29 (1958). */
static inline double draw_normal(uint64_t *state)
{
    double size = sqrt(-2 * log(1 - draw(state)));
    return size * cos(2 * M_PI * draw(state));
}

#endif
