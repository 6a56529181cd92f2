/* SPDX-License-Identifier: MIT */
/* find: the first " the ". */
#include "workload/search.h"
#include "workload/table.h"

static void expected(const struct reference_answers *a, struct answer *ret)
{
    answer_offset(ret, a->find);
}

const struct workload workload_find = {
    .name = "find",
    .summary = "the first \" the \"",
    .baseline = "read",
    .flags = WORKLOAD_PATTERN,
    .work_bytes = sizeof(struct search),
    .setup = search_setup_needle,
    .run = search_run_first,
    .answer = search_answer_first,
    .teardown = search_teardown,
    .refuses = workload_takes_all,
    .expected = expected,
    .useful = search_useful,
};
