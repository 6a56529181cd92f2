/* SPDX-License-Identifier: MIT */
/* The constants of a machine as a run keeps them: the values of all rounds, by name. */
#ifndef MAPREAD_COST_VALUES_H
#define MAPREAD_COST_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "stats/stats.h"

enum { COST_NAME_MAX = 64, COST_UNIT_MAX = 16 };

struct cost_values {
    char name[COST_NAME_MAX], unit[COST_UNIT_MAX];
    double *values; /* of each round, in that unit; NAN: not in this round */
    size_t count;
};

/* All zeros: nothing was measured. A file may have constants that this version does not know.
 */
struct costs {
    uint64_t file_bytes; /* of the file that they were measured on */
    struct cost_values *items;
    size_t count;
};

void costs_free(struct costs *c); /* frees what hangs on *c */

/* `count` more values, NAN all, of the entry of that name, which is new where there was none;
   valid until the next. NULL: memory is short. */
struct cost_values *costs_extend(struct costs *c, const char *name, const char *unit,
                                 size_t count);
const struct cost_values *costs_find(const struct costs *c, const char *name);
/* Whether it was measured, or what held its price in an earlier version: what the two below
   then tell. */
bool costs_know(const struct costs *c, const char *name);

/* The median and its interval; value NAN: it was not measured. */
struct stats_estimate costs_estimate(const struct costs *c, const char *name);
/* Of one round; NAN: not in this round. */
double costs_in_round(const struct costs *c, const char *name, size_t round);
size_t costs_rounds(const struct costs *c);

/* A new value, null where nothing was measured; NULL: memory is short. */
json_t *costs_json(const struct costs *c);
/* NULL, or what is wrong. *ret is { 0 } before, and to be freed also after an error. */
const char *costs_read(struct costs *ret, const json_t *json);

#endif
