/* SPDX-License-Identifier: MIT */
#include "run/plan.h"

#include "data-gen/gen.h"

void plan_order(uint64_t seed, unsigned round, size_t count, size_t *order)
{
    uint64_t state = seed ^ ((uint64_t)(round / 2 + 1) << 32);
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    /* Fisher and Yates's shuffle. */
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)(gen_splitmix64(&state) % i), kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
    for (size_t i = 0; round % 2 && i < count / 2; i++) {
        size_t kept = order[i];
        order[i] = order[count - 1 - i];
        order[count - 1 - i] = kept;
    }
}
