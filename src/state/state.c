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

enum unproved state_untold(int error)
{
    return error == -EOPNOTSUPP ? UNPROVED_UNTOLD
           : error == -EPERM    ? UNPROVED_WITHHELD
                                : UNPROVED_NO;
}

int state_prove_if_told(const struct state *s, const char *path, struct state_proof *ret)
{
    double resident = NAN;
    int r = state_prove(s, path, &resident);
    *ret = (struct state_proof){ resident, state_untold(r) };
    return ret->unproved ? 0 : r;
}

int state_establish_within(const struct state *s, const char *path, int *repeats_left,
                           struct state_proof *ret)
{
    for (;;) {
        int r = s->prepare(path);
        if (r == 0)
            r = state_prove_if_told(s, path, ret);
        if (r != -ESTALE || *repeats_left == 0)
            return r;
        --*repeats_left;
    }
}

int state_establish(const struct state *s, const char *path, double *ret_resident)
{
    int repeats_left = STATE_REPEATS_MAX;
    struct state_proof proof;
    int r = state_establish_within(s, path, &repeats_left, &proof);
    if (r == 0 && proof.unproved)
        return state_prove(s, path, ret_resident);
    if (r == 0 || r == -ESTALE)
        *ret_resident = proof.resident;
    return r;
}

const char *state_strerror(int error)
{
    return error == -EBUSY ? "another process maps or locks the file: `fuser -v FILE` names "
                             "it; or this system keeps the pages of a file that is evicted"
                           : strerror(-error);
}
