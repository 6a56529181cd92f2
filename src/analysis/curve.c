/* SPDX-License-Identifier: MIT */
#include "analysis/curve.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/pairings.h"
#include "analysis/terms.h"
#include "dataset/dataset.h"
#include "state/state.h"
#include "workload/workload.h"

/* ---- the parameters ---- */

/* Of a row: the value, or NAN where it is none, and *key without it. */
typedef double take_value(const struct summary_group *g, const struct summary_row *row,
                          struct case_key *key);

/* The key's data set, if it was generated; its name becomes that of `changed`. */
static bool parse_data(const struct case_key *key, struct dataset *ret)
{
    return dataset_parse(ret, key->dataset, 0) == 0;
}

static void set_data(struct case_key *key, struct dataset *d, uint64_t needle, uint64_t bytes)
{
    d->spec.needle = needle;
    dataset_set_size(d, bytes);
    snprintf(key->dataset, sizeof key->dataset, "%s", d->name);
}

static double take_file_bytes(const struct summary_group *g, const struct summary_row *row,
                              struct case_key *key)
{
    struct dataset d;
    (void)row;
    if (!parse_data(key, &d))
        return NAN;
    set_data(key, &d, d.spec.needle, 0);
    return g->bytes;
}

static const char *answer_of(const struct summary_group *g, const struct summary_row *row)
{
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]))
            return row->cells[i].source->answer.text;
    return "";
}

static double take_depth(const struct summary_group *g, const struct summary_row *row,
                         struct case_key *key)
{
    struct dataset d;
    const struct workload *w = workload_find_by_name(key->workload);
    if (!w || !w->useful || !(w->flags & WORKLOAD_PATTERN) || !parse_data(key, &d) ||
        d.spec.needle == GEN_NEEDLE_ABSENT || gen_needle_every_bytes(d.spec.needle))
        return NAN;
    set_data(key, &d, GEN_NEEDLE_EARLY, d.spec.bytes);
    const char *answer = answer_of(g, row);
    return answer[0] ? w->useful(g->bytes, key, answer) : NAN;
}

static double take_needle(const struct summary_group *g, const struct summary_row *row,
                          struct case_key *key)
{
    struct dataset d;
    (void)g, (void)row;
    uint64_t every = parse_data(key, &d) ? gen_needle_every_bytes(d.spec.needle) : 0;
    if (every > 0)
        set_data(key, &d, GEN_NEEDLE_EARLY, d.spec.bytes);
    return (double)every;
}

/* In the order of the states. */
static double take_fill(const struct summary_group *g, const struct summary_row *row,
                        struct case_key *key)
{
    const struct state *s = state_find(key->state);
    (void)row;
    if (!s || !s->fill || !s->flushes || !g->fill)
        return NAN;
    double place = 1;
    while (states[(size_t)place - 1] != s)
        place++;
    snprintf(key->state, sizeof key->state, "warm");
    return place;
}

/* A number of the key, or what a function takes from it; the buffer is no row's, but a
   column's. */
static const struct {
    size_t number; /* its offset */
    take_value *take;
} parameters[CURVE_PARAMETERS] = {
    [CURVE_FILE_BYTES] = { .take = take_file_bytes },
    [CURVE_DEPTH_BYTES] = { .take = take_depth },
    [CURVE_BLOCKS] = { .number = offsetof(struct case_key, blocks) },
    [CURVE_BLOCK_BYTES] = { .number = offsetof(struct case_key, block_bytes) },
    [CURVE_THREADS] = { .number = offsetof(struct case_key, threads) },
    [CURVE_NEEDLE_BYTES] = { .take = take_needle },
    [CURVE_FILL] = { .take = take_fill },
};

static double take_parameter(enum curve_parameter parameter, const struct summary_group *g,
                             const struct summary_row *row, struct case_key *key)
{
    *key = row->key;
    if (parameters[parameter].take)
        return parameters[parameter].take(g, row, key);
    uint64_t *number = (uint64_t *)((char *)key + parameters[parameter].number);
    double value = (double)*number;
    *number = 0;
    return value;
}

/* ---- where it crosses 1 ---- */

enum stats_verdict curve_winner(const struct curve_point *p)
{
    enum stats_verdict v = p->against.verdict;
    return v == STATS_FASTER || v == STATS_SLOWER ? v : STATS_UNKNOWN;
}

enum bound { VALUE, LOW, HIGH };

static double ln_of(const struct curve_point *p, enum bound b)
{
    const struct stats_estimate *e = &p->against.ratio;
    return log(b == VALUE ? e->value : b == LOW ? e->low : e->high);
}

/* Where the line between the two is 0. */
static double zero_between(const struct curve_point *p, const struct curve_point *q,
                           enum bound b)
{
    double share = ln_of(p, b) / (ln_of(p, b) - ln_of(q, b));
    return exp(log(p->value) + share * (log(q->value) - log(p->value)));
}

/* The points between two that show different winners. */
struct stretch {
    const struct curve_point *from, *to;
};

/* The zeros of that bound there, in order: how many, and the one with that number. */
static size_t zeros(const struct stretch *s, enum bound b, size_t number, double *ret)
{
    const struct curve_point *last = s->from;
    size_t count = 0;
    for (const struct curve_point *p = last + 1; p <= s->to; p++) {
        if (isnan(ln_of(p, b)))
            continue;
        if ((ln_of(last, b) > 0) != (ln_of(p, b) > 0) && count++ == number)
            *ret = zero_between(last, p, b);
        last = p;
    }
    return count;
}

static bool has_intervals(const struct stretch *s)
{
    for (const struct curve_point *p = s->from; p <= s->to; p++) {
        const struct stats_estimate *e = &p->against.ratio;
        if (!isnan(e->value) && (!(e->low > 0) || !isfinite(e->high)))
            return false;
    }
    return true;
}

/* The ratio is on either side of 1, and so are its bounds, but for a verdict of an earlier look
   that the interval no longer bears out. */
static struct curve_crossing cross(const struct stretch *s)
{
    struct curve_crossing x = { .at = { NAN, NAN, NAN, 0 },
                                .to_mmap = curve_winner(s->to) == STATS_FASTER };
    zeros(s, VALUE, zeros(s, VALUE, SIZE_MAX, NULL) / 2, &x.at.value);
    if (!has_intervals(s))
        return x;
    x.at.low = s->from->value;
    x.at.high = s->to->value;
    /* Falling, the lower bound is the first to reach 1. */
    enum bound leaves = x.to_mmap ? LOW : HIGH, arrives = x.to_mmap ? HIGH : LOW;
    zeros(s, leaves, 0, &x.at.low);
    zeros(s, arrives, zeros(s, arrives, SIZE_MAX, NULL) - 1, &x.at.high);
    return x;
}

static int find_crossings(struct curve *c)
{
    const struct curve_point *shown = NULL;
    c->crossings = calloc(c->point_count, sizeof *c->crossings);
    if (!c->crossings)
        return -ENOMEM;
    for (size_t i = 0; i < c->point_count && c->parameter != CURVE_FILL; i++) {
        const struct curve_point *p = &c->points[i];
        if (curve_winner(p) == STATS_UNKNOWN)
            continue;
        if (shown && curve_winner(shown) != curve_winner(p))
            c->crossings[c->crossing_count++] = cross(&(struct stretch){ shown, p });
        shown = p;
    }
    return 0;
}

/* ---- the points ---- */

static int by_value(const void *a, const void *b)
{
    const struct curve_point *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

static void free_curve(struct curve *c)
{
    free(c->points);
    free(c->crossings);
}

static bool says_something(const struct curve *c)
{
    bool any = false;
    for (size_t i = 0; i < c->point_count; i++)
        any |= c->points[i].read && c->points[i].mmap;
    return any && c->point_count >= CURVE_POINTS_MIN;
}

/* Takes the points over: a curve, unless they are too few or all without a time. 0 or -ENOMEM.
 */
static int add_curve(struct curves *all, struct curve *c)
{
    size_t count = 0;
    qsort(c->points, c->point_count, sizeof *c->points, by_value);
    for (size_t i = 0; i < c->point_count; i++)
        if (count == 0 || c->points[count - 1].value < c->points[i].value)
            c->points[count++] = c->points[i];
    c->point_count = count;
    for (size_t i = 0; i < count && c->parameter == CURVE_FILL; i++)
        c->points[i].value = (double)i + 1;
    const bool says = says_something(c);
    struct curve *grown = says ? realloc(all->all, (all->count + 1) * sizeof *grown) : NULL;
    int r = !says ? 0 : grown ? find_crossings(c) : -ENOMEM;
    if (grown)
        all->all = grown;
    if (grown && r == 0)
        all->all[all->count++] = *c;
    else
        free_curve(c);
    return r;
}

static bool is_known(const struct curves *all, const struct curve *c)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->all[i].parameter == c->parameter &&
            case_key_same_row(&all->all[i].key, &c->key))
            return true;
    return false;
}

/* What is looked through. */
struct place {
    const struct summary *summary;
    const struct summary_group *group;
    const struct summary_row *row;
};

static void add_points_of(struct curve *c, const struct summary_group *g)
{
    for (size_t i = 0; i < g->row_count; i++) {
        const struct summary_row *row = &g->rows[i];
        struct case_key key;
        double value = take_parameter(c->parameter, g, row, &key);
        if (value > 0 && case_key_same_row(&key, &c->key) && summary_row_has_both(g, row))
            c->points[c->point_count++] = (struct curve_point){
                value, g, row, row->best.read, row->best.mmap, row->best.against, NAN
            };
    }
}

static size_t count_rows(const struct summary *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->group_count; i++)
        count += s->groups[i].row_count;
    return count;
}

/* The curve that the row lies on, unless an earlier one has led to it. */
static int add_curve_through(struct curves *all, const struct place *p,
                             enum curve_parameter parameter)
{
    struct curve c = { .parameter = parameter };
    if (!(take_parameter(parameter, p->group, p->row, &c.key) > 0) || is_known(all, &c))
        return 0;
    c.points = calloc(count_rows(p->summary), sizeof *c.points);
    if (!c.points)
        return -ENOMEM;
    for (size_t i = 0; i < p->summary->group_count; i++)
        add_points_of(&c, &p->summary->groups[i]);
    return add_curve(all, &c);
}

/* ---- over the buffer ---- */

static bool is_of_method(const struct summary_cell *cell, const char *method)
{
    return cell->source && strcmp(cell->source->key.method, method) == 0;
}

/* Each buffer of the method against the choice of the other family; `first` is its first
   column. */
static int add_curve_of_buffers(struct curves *all, const struct place *p, size_t first)
{
    const struct summary_group *g = p->group;
    struct curve c = { .parameter = CURVE_BUFFER_BYTES, .key = p->row->key };
    struct pairings family = { 0 };
    bool of_read = g->columns[first].family == SUMMARY_FAMILY_READ;
    const struct summary_cell *cells = p->row->cells,
                              *other = of_read ? p->row->best.mmap : p->row->best.read;
    int r = 0;
    c.points = calloc(g->column_count, sizeof *c.points);
    for (size_t i = first; c.points && i < g->column_count && r == 0; i++) {
        if (!is_of_method(&cells[i], cells[first].source->key.method) ||
            !summary_cell_timed(&cells[i]) || cells[i].source->key.buffer_bytes == 0)
            continue;
        struct curve_point *at = &c.points[c.point_count++];
        *at = (struct curve_point){ .value = (double)cells[i].source->key.buffer_bytes,
                                    .group = g,
                                    .row = p->row,
                                    .read = of_read ? &cells[i] : other,
                                    .mmap = of_read ? other : &cells[i] };
        r = pairings_add(&family, at->read->source, at->mmap->source, g->margin, &at->against);
    }
    r = pairings_judge(&family, &p->summary->looks, c.points ? r : -ENOMEM);
    if (r == 0)
        return add_curve(all, &c);
    free_curve(&c);
    return r;
}

static bool is_first_of_its_method(const struct summary_row *row, size_t column)
{
    for (size_t i = 0; i < column; i++)
        if (is_of_method(&row->cells[i], row->cells[column].source->key.method))
            return false;
    return true;
}

static int add_buffers(struct curves *all, const struct place *p,
                       enum curve_parameter parameter)
{
    int r = 0;
    (void)parameter;
    for (size_t i = 0; i < p->group->column_count && r == 0; i++)
        if (p->row->best.mmap && p->row->best.read && p->row->cells[i].source &&
            p->group->columns[i].family < SUMMARY_FAMILY_UNGROUPED &&
            is_first_of_its_method(p->row, i))
            r = add_curve_of_buffers(all, p, i);
    return r;
}

/* ---- all ---- */

static int add_parameter(struct curves *all, const struct summary *s,
                         enum curve_parameter parameter)
{
    int (*add)(struct curves * all, const struct place *p, enum curve_parameter parameter) =
        parameter == CURVE_BUFFER_BYTES ? add_buffers : add_curve_through;
    int r = 0;
    for (const struct summary_group *g = s->groups; g < s->groups + s->group_count; g++)
        for (size_t i = 0; i < g->row_count && r == 0; i++)
            r = add(all, &(struct place){ s, g, &g->rows[i] }, parameter);
    return r;
}

static void predict_points(struct curve *c)
{
    for (size_t i = 0; i < c->point_count; i++) {
        struct curve_point *p = &c->points[i];
        const struct costs *costs = p->group->costs;
        p->predicted = p->read && p->mmap
                           ? terms_predict_ns(costs, p->mmap, p->group->bytes) /
                                 terms_predict_ns(costs, p->read, p->group->bytes)
                           : NAN;
    }
}

int curves_build(struct curves *ret, const struct summary *s)
{
    struct curves all = { 0 };
    int r = 0;
    for (int k = 0; k < CURVE_PARAMETERS && r == 0; k++)
        r = add_parameter(&all, s, (enum curve_parameter)k);
    for (size_t i = 0; i < all.count && r == 0; i++)
        predict_points(&all.all[i]);
    if (r < 0)
        curves_free(&all);
    else
        *ret = all;
    return r;
}

void curves_free(struct curves *c)
{
    for (size_t i = 0; i < c->count; i++)
        free_curve(&c->all[i]);
    free(c->all);
    *c = (struct curves){ 0 };
}
