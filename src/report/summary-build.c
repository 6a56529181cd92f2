/* SPDX-License-Identifier: MIT */
#include "report/judge.h"
#include "report/summary.h"

int summary_build(struct summary *ret, const struct run *r)
{
    struct summary s;
    int result = summary_gather(&s, r);
    if (result < 0)
        return result;
    for (size_t i = 0; i < s.group_count && result == 0; i++)
        result = judge_group(&s.groups[i], stats_margin);
    if (result < 0)
        summary_free(&s);
    else
        *ret = s;
    return result;
}
