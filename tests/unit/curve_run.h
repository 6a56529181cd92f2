/* SPDX-License-Identifier: MIT */
/* A made-up run whose cases differ in one parameter, and its curves. */
#ifndef MAPREAD_TESTS_UNIT_CURVE_RUN_H
#define MAPREAD_TESTS_UNIT_CURVE_RUN_H

#include <math.h>

#include "analysis/curve.h"
#include "base/text.h"
#include "state/state.h"
#include "tests/fixture_run.h"
#include "tests/test.h"

enum { CURVE_ROUNDS = 12 };

/* Read takes a millisecond; mmap `ratio` of it, times and by e^spread in turn: the interval of
   the ratio is [ratio / e^spread, ratio * e^spread]. 0: both are skipped. */
struct curve_row {
    const char *workload, *read, *state, *dataset;
    double ratio, spread;
};

static inline struct run_case *curve_add(struct run *r, const struct curve_row *c, bool mmap)
{
    double ns[CURVE_ROUNDS];
    for (size_t i = 0; i < CURVE_ROUNDS; i++)
        ns[i] = mmap ? 1e6 * c->ratio * exp(i % 2 ? c->spread : -c->spread) : 1e6;
    fixture_add_case(
        r, &(struct fixture_case){ .workload = c->workload ? c->workload : "full-read",
                                   .method = mmap      ? "mmap"
                                             : c->read ? c->read
                                                       : "chunk",
                                   .state = c->state ? c->state : "warm",
                                   .dataset = c->dataset,
                                   .status = c->ratio > 0 ? CASE_OK : CASE_SKIPPED,
                                   .reason.cause = c->ratio > 0 ? CAUSE_NONE : CAUSE_TOO_DEAR,
                                   .wall_ns = ns,
                                   .count = c->ratio > 0 ? CURVE_ROUNDS : 0 });
    return &r->cases[r->case_count - 1];
}

static inline void curve_add_dataset(struct run *r, const char *name)
{
    uint64_t bytes;
    assert_int_equal(text_parse_size(strrchr(name, '-') + 1, &bytes), 0);
    if (!run_find_dataset(r, name))
        fixture_add_dataset(r, name, bytes);
}

/* Both methods of the row, and then a number of their keys: NULL: none. */
static inline void curve_add_two(struct run *r, struct curve_row c, size_t offset,
                                 uint64_t value)
{
    curve_add_dataset(r, c.dataset);
    for (int mmap = 0; mmap < 2; mmap++) {
        struct run_case *added = curve_add(r, &c, mmap);
        if (offset > 0)
            *(uint64_t *)((char *)&added->key + offset) = value;
        const struct state *s = state_find(added->key.state);
        fixture_text(added->fill, s && s->fill ? s->fill : "");
    }
}

struct curve_run {
    struct run run;
    struct summary summary;
    struct curves curves;
};

static inline void curve_run_build(struct curve_run *b)
{
    assert_int_equal(summary_build(&b->summary, &b->run), 0);
    assert_int_equal(curves_build(&b->curves, &b->summary), 0);
}

static inline void curve_run_free(struct curve_run *b)
{
    curves_free(&b->curves);
    summary_free(&b->summary);
    run_free(&b->run);
}

/* full-read, warm, on files of 4 KiB, 16 KiB ... with these ratios. */
static inline void curve_run_of_sizes(struct curve_run *b, const double *ratios, size_t count,
                                      double spread)
{
    uint64_t bytes = 4096;
    for (size_t i = 0; i < count; i++, bytes *= 4) {
        char name[64], size[TEXT_MAX];
        snprintf(name, sizeof name, "text-%s", text_exact_size(bytes, size));
        curve_add_two(
            &b->run,
            (struct curve_row){ .dataset = name, .ratio = ratios[i], .spread = spread }, 0, 0);
    }
}

#endif
