/* SPDX-License-Identifier: MIT */
/* regex: every five-letter word, \b[a-zA-Z]{5}\b; of another expression every end of a match.
 */
#include "workload/search.h"
#include "workload/table.h"

static void expected(const struct reference_answers *a, struct answer *ret)
{
    answer_count(ret, a->words5);
}

const struct workload workload_regex = {
    .name = "regex",
    .summary = "every five-letter word, \\b[a-zA-Z]{5}\\b",
    .baseline = "read",
    .flags = WORKLOAD_REGEX | WORKLOAD_WHOLE,
    .work_bytes = sizeof(struct search),
    .setup = search_setup_regex,
    .run = search_run_all,
    .answer = search_answer_all,
    .teardown = search_teardown,
    .refuses = workload_takes_all,
    .expected = expected,
};
