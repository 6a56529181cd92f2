/* SPDX-License-Identifier: MIT */
#include "state/state.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "state/table.h"

/* The one table of states. Adding one: its file, a line in table.h and here. */
const struct state *const states[] = {
    &state_warm,       &state_cold,        &state_hot,         &state_limited,
    &state_warm_pages, &state_warm_random, &state_warm_mapped, NULL,
};

const struct state *state_find(const char *name)
{
    for (size_t i = 0; states[i]; i++)
        if (strcmp(states[i]->name, name) == 0)
            return states[i];
    return NULL;
}

size_t state_count(void)
{
    return sizeof states / sizeof states[0] - 1;
}

int state_prove(const struct state *s, const char *path, double *ret_resident)
{
    double resident;
    int r = state_residency(path, &resident);
    if (r < 0)
        return r;
    *ret_resident = resident;
    return isnan(resident) || resident == s->resident ? 0 : -ESTALE;
}

const char *state_fill(const struct state *s, const char *path)
{
    return s->fill && !state_refuses_eviction(path) ? s->fill : NULL;
}

int state_establish_within(const struct state *s, const char *path, int *repeats_left,
                           double *ret_resident)
{
    for (;;) {
        int r = s->prepare(path);
        if (r == 0)
            r = state_prove(s, path, ret_resident);
        if (r != -ESTALE || *repeats_left == 0)
            return r;
        --*repeats_left;
    }
}

int state_establish(const struct state *s, const char *path, double *ret_resident)
{
    int repeats_left = STATE_REPEATS_MAX;
    return state_establish_within(s, path, &repeats_left, ret_resident);
}

const char *state_strerror(int error)
{
    return error == -EBUSY ? "another process maps or locks the file: `fuser -v FILE` names it"
                           : strerror(-error);
}
