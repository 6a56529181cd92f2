/* SPDX-License-Identifier: MIT */
/* seek-find: seek to 10,000, then the first " the ". */
#include "workload/search.h"
#include "workload/table.h"

static void expected(const struct reference_answers *a, struct answer *ret)
{
    answer_offset(ret, a->seek_find);
}

const struct workload workload_seek_find = {
    .name = "seek-find",
    .summary = "seek to 10,000, then the first \" the \"",
    .baseline = "read",
    .flags = WORKLOAD_PATTERN,
    .start = REFERENCE_SEEK_OFFSET,
    .work_bytes = sizeof(struct search),
    .setup = search_setup_needle,
    .run = search_run_first,
    .answer = search_answer_first_from_seek,
    .teardown = search_teardown,
    .refuses = workload_takes_all,
    .expected = expected,
    .useful = search_useful_from_seek,
};
