/* SPDX-License-Identifier: MIT */
/* Cases of given times, and what is judged of them. */
#ifndef MAPREAD_TESTS_UNIT_JUDGE_CASES_H
#define MAPREAD_TESTS_UNIT_JUDGE_CASES_H

#include <math.h>

#include "analysis/judge.h"
#include "analysis/pairings.h"
#include "tests/fixture_run.h"
#include "tests/test.h"
#include "tests/unit/measure_check.h"

enum { ROUNDS = 10 };

static inline void assert_near(double is, double wanted)
{
    if (!(fabs(is - wanted) <= 1e-14 * fabs(wanted)))
        fail_msg("%.17g instead of %.17g", is, wanted);
}

static inline struct run_case *add_times(struct run *r, const char *workload,
                                         const char *method, const double *wall_ns,
                                         size_t count)
{
    fixture_add_case(r, &(struct fixture_case){ .workload = workload,
                                                .method = method,
                                                .state = "warm",
                                                .dataset = "text-64MiB",
                                                .wall_ns = wall_ns,
                                                .count = count });
    return &r->cases[r->case_count - 1];
}

/* ROUNDS rounds of about that time: no two ratios to another such case are equal. */
static inline struct run_case *add_case(struct run *r, const char *workload, const char *method,
                                        double ns)
{
    double wall_ns[ROUNDS];
    size_t seed = strlen(method) + 3 * r->case_count;
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = ns * (1 + 0.001 * (double)((i * 7 + seed * i * i) % 11));
    return add_times(r, workload, method, wall_ns, ROUNDS);
}

static inline struct summary build(const struct run *r)
{
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    return s;
}

#endif
