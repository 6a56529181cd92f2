/* SPDX-License-Identifier: MIT */
#include "analysis/limits.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/beside.h"
#include "base/json.h"
#include "base/text.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct field pair_fields[] = {
    FIELD_NUMBER_OF(struct limit_pair, ours_ns),
    FIELD_NUMBER_OF(struct limit_pair, peer_ns),
};

static const struct field row_fields[] = {
    FIELD_TEXT_OF(struct limit, work),         FIELD_TEXT_OF(struct limit, peer),
    FIELD_TEXT_OF(struct limit, peer_version), FIELD_NUMBER_OF(struct limit, goal),
    FIELD_NUMBER_OF(struct limit, within),     FIELD_TEXT_OF(struct limit, problem),
};

static const struct field head_fields[] = {
    FIELD_TEXT_OF(struct limits, host),       FIELD_TEXT_OF(struct limits, cpu),
    FIELD_TEXT_OF(struct limits, filesystem), FIELD_TEXT_OF(struct limits, revision),
    FIELD_TEXT_OF(struct limits, started_at),
};

/* ---- figures ---- */

struct stats_estimate limit_ratio(const struct limit *l)
{
    double ours[LIMIT_PAIRS_MAX], peer[LIMIT_PAIRS_MAX];
    for (size_t i = 0; i < l->pair_count; i++) {
        ours[i] = l->pairs[i].ours_ns;
        peer[i] = l->pairs[i].peer_ns;
    }
    return stats_compare(ours, peer, l->pair_count).ratio;
}

enum limit_verdict limit_verdict(const struct limit *l)
{
    const bool same = !isnan(l->within);
    const double low = same ? 1 / (1 + l->within) : l->goal;
    const double high = same ? 1 + l->within : INFINITY;
    struct stats_estimate e = limit_ratio(l);
    if (isnan(e.low) || isnan(e.high) || isnan(low))
        return LIMIT_UNKNOWN;
    if (e.low >= low && e.high <= high)
        return LIMIT_REACHED;
    return e.high < low || e.low > high ? LIMIT_MISSED : LIMIT_UNDECIDED;
}

/* ---- writing ---- */

static json_t *row_to_json(const void *rows, size_t i)
{
    const struct limit *l = &((const struct limit *)rows)[i];
    json_t *json = json_of_fields(l, row_fields, COUNT(row_fields));
    for (size_t k = 0; json && k < COUNT(pair_fields); k++) {
        json_t *column =
            json_of_column(l->pairs, sizeof l->pairs[0], l->pair_count, &pair_fields[k], false);
        if (json_object_set_new(json, pair_fields[k].name, column) != 0) {
            json_decref(json);
            json = NULL;
        }
    }
    return json;
}

int limits_save(const struct limits *l, const char *folder)
{
    json_t *json = json_of_fields(l, head_fields, COUNT(head_fields));
    json_t *rows = json_list(row_to_json, l->rows, l->row_count);
    char *path = text_printf("%s/" LIMITS_FILE, folder);
    int r = json && json_object_set_new(json, "limits", rows) == 0 && path ? 0 : -ENOMEM;
    if (r == 0)
        r = json_save(json, path, JSON_INDENT(1) | JSON_DIGITS);
    json_decref(json);
    free(path);
    return r;
}

/* ---- reading ---- */

static int read_pairs(struct limit *l, const json_t *json, struct json_complaint *ret)
{
    size_t count = json_array_size(json_object_get(json, pair_fields[0].name));
    *ret = (struct json_complaint){ pair_fields[0].name, "holds too many numbers" };
    if (count > LIMIT_PAIRS_MAX)
        return -EBADMSG;
    l->pair_count = count;
    for (size_t k = 0; k < COUNT(pair_fields); k++) {
        const struct field *f = &pair_fields[k];
        const char *what = json_to_column(json_object_get(json, f->name), l->pairs,
                                          sizeof l->pairs[0], count, f, false);
        *ret = (struct json_complaint){ f->name, what };
        if (what)
            return -EBADMSG;
    }
    return 0;
}

static int read_row(struct limit *l, const json_t *json, struct json_complaint *ret)
{
    int r = json_to_fields(json, l, row_fields, COUNT(row_fields), ret);
    return r < 0 ? r : read_pairs(l, json, ret);
}

static int read_all(struct limits *l, const json_t *json, struct json_complaint *ret)
{
    const json_t *rows = json_object_get(json, "limits");
    int r = json_to_fields(json, l, head_fields, COUNT(head_fields), ret);
    if (r == 0 && !json_is_array(rows)) {
        *ret = (struct json_complaint){ "limits", "is no list" };
        r = -EBADMSG;
    }
    if (r < 0)
        return r;
    l->rows = calloc(json_array_size(rows) + 1, sizeof *l->rows);
    if (!l->rows)
        return -ENOMEM;
    for (; l->row_count < json_array_size(rows) && r == 0; l->row_count++)
        r = read_row(&l->rows[l->row_count], json_array_get(rows, l->row_count), ret);
    return r;
}

int limits_read(struct limits *ret, const char *file, struct run_error *error)
{
    struct limits l = { .row_count = 0 };
    struct json_complaint complaint = { "", "" };
    char bad[TEXT_MAX * 4];
    json_t *json = NULL;
    int r = beside_load(&json, file, error);
    if (r < 0)
        return r;
    r = read_all(&l, json, &complaint);
    json_decref(json);
    if (r == 0) {
        *ret = l;
        return 0;
    }
    snprintf(bad, sizeof bad, "%s%s%s", complaint.name, complaint.name[0] ? " " : "",
             complaint.what);
    limits_free(&l);
    return beside_explain(error, file, r, bad);
}

int limits_read_beside(struct limits *ret, const char *path, struct run_error *error)
{
    static const char *const places[] = { LIMITS_FILE, "../" LIMITS_FILE };
    int r = -ENOENT;
    for (size_t i = 0; i < COUNT(places) && r == -ENOENT; i++) {
        char *file = beside_path(path, places[i]);
        r = file ? limits_read(ret, file, error)
                 : beside_explain(error, LIMITS_FILE, -ENOMEM, "");
        free(file);
    }
    return r;
}

void limits_free(struct limits *l)
{
    free(l->rows);
    *l = (struct limits){ .row_count = 0 };
}
