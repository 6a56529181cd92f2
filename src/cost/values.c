/* SPDX-License-Identifier: MIT */
#include "cost/values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void costs_free(struct costs *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->items[i].values);
    free(c->items);
    *c = (struct costs){ 0 };
}

static struct cost_values *find(const struct costs *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->items[i].name, name) == 0)
            return &c->items[i];
    return NULL;
}

const struct cost_values *costs_find(const struct costs *c, const char *name)
{
    return find(c, name);
}

/* What a price was part of, or was taken for, before it was measured by itself. */
static const struct {
    const char *name, *before;
} held[] = {
    { "fault-page", "map-page" },
    { "block-read-hot", "block-read" },
    { "block-mapped-hot", "block-mapped" },
    { "find-again", "find-memory" },
};

static const struct cost_values *find_price(const struct costs *c, const char *name)
{
    const struct cost_values *v = find(c, name);
    for (size_t i = 0; i < sizeof held / sizeof held[0] && !v; i++)
        if (strcmp(held[i].name, name) == 0)
            v = find(c, held[i].before);
    return v;
}

bool costs_know(const struct costs *c, const char *name)
{
    return find_price(c, name);
}

static struct cost_values *add(struct costs *c, const char *name, const char *unit)
{
    struct cost_values *items = reallocarray(c->items, c->count + 1, sizeof *items);
    if (!items)
        return NULL;
    c->items = items;
    struct cost_values *v = &items[c->count++];
    *v = (struct cost_values){ 0 };
    snprintf(v->name, sizeof v->name, "%s", name);
    snprintf(v->unit, sizeof v->unit, "%s", unit);
    return v;
}

struct cost_values *costs_extend(struct costs *c, const char *name, const char *unit,
                                 size_t count)
{
    struct cost_values *v = find(c, name);
    if (!v && !(v = add(c, name, unit)))
        return NULL;
    double *values = reallocarray(v->values, v->count + count + 1, sizeof *values);
    if (!values)
        return NULL;
    for (size_t i = 0; i < count; i++)
        values[v->count + i] = NAN;
    v->values = values;
    v->count += count;
    return v;
}

struct stats_estimate costs_estimate(const struct costs *c, const char *name)
{
    const struct cost_values *v = find_price(c, name);
    return v ? stats_median_interval(v->values, v->count)
             : (struct stats_estimate){ NAN, NAN, NAN, 0 };
}

double costs_in_round(const struct costs *c, const char *name, size_t round)
{
    const struct cost_values *v = find_price(c, name);
    return v && round < v->count ? v->values[round] : NAN;
}

size_t costs_rounds(const struct costs *c)
{
    size_t most = 0;
    for (size_t i = 0; i < c->count; i++)
        most = c->items[i].count > most ? c->items[i].count : most;
    return most;
}

/* ---- JSON ---- */

static json_t *value_json(const void *values, size_t i)
{
    return json_number(((const double *)values)[i]);
}

static json_t *item_json(const void *items, size_t i)
{
    const struct cost_values *v = (const struct cost_values *)items + i;
    return json_pack("{s:s, s:s, s:o}", "name", v->name, "unit", v->unit, "values",
                     json_list(value_json, v->values, v->count));
}

json_t *costs_json(const struct costs *c)
{
    return c->count == 0 ? json_null()
                         : json_pack("{s:I, s:o}", "file_bytes", (json_int_t)c->file_bytes,
                                     "constants", json_list(item_json, c->items, c->count));
}

static const char *read_item(struct costs *ret, const json_t *json)
{
    const char *name = json_string_value(json_object_get(json, "name"));
    const char *unit = json_string_value(json_object_get(json, "unit"));
    const json_t *values = json_object_get(json, "values");
    if (!name || !unit || !json_is_array(values) || costs_find(ret, name))
        return "holds what is not a constant: a name of its own, a unit and values";
    struct cost_values *v = costs_extend(ret, name, unit, json_array_size(values));
    if (!v)
        return "is too large for this memory";
    for (size_t i = 0; i < v->count; i++) {
        const json_t *value = json_array_get(values, i);
        if (!json_is_number(value) && !json_is_null(value))
            return "has a value that is not a number";
        v->values[i] = json_is_null(value) ? NAN : json_number_value(value);
    }
    return NULL;
}

const char *costs_read(struct costs *ret, const json_t *json)
{
    const json_t *list = json_object_get(json, "constants");
    const json_t *bytes = json_object_get(json, "file_bytes");
    const char *what = NULL;
    if (!json || json_is_null(json))
        return NULL;
    if (!json_is_array(list) || !json_is_integer(bytes))
        return "is not an object with file_bytes and constants";
    ret->file_bytes = (uint64_t)json_integer_value(bytes);
    for (size_t i = 0; i < json_array_size(list) && !what; i++)
        what = read_item(ret, json_array_get(list, i));
    return what;
}
