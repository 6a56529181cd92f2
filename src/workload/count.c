/* SPDX-License-Identifier: MIT */
/* count: every " the ", not overlapping. */
#include "workload/search.h"
#include "workload/table.h"

static void expected(const struct reference_answers *a, struct answer *ret)
{
    answer_count(ret, a->count);
}

const struct workload workload_count = {
    .name = "count",
    .summary = "every \" the \", not overlapping",
    .baseline = "read",
    .flags = WORKLOAD_PATTERN | WORKLOAD_WHOLE,
    .work_bytes = sizeof(struct search),
    .setup = search_setup_needle,
    .run = search_run_all,
    .answer = search_answer_all,
    .teardown = search_teardown,
    .refuses = workload_takes_all,
    .expected = expected,
};
