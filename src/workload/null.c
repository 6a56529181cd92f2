/* SPDX-License-Identifier: MIT */
/*
 * null: the set-up of a workload, and a pass that opens the file, reads nothing and closes it.
 *
 * It is no entry of the table, for nothing is compared by it. What a process takes with it is
 * what a process of that workload costs beside its pass: the loader, the pattern that is
 * compiled, the proof of the state.
 */
#include <stdio.h>

#include "workload/table.h"

static int run(struct work *w, const struct method *m, struct file *f)
{
    (void)w, (void)m, (void)f;
    return 0;
}

static int answer(struct work *w, struct answer *ret)
{
    (void)w;
    snprintf(ret->text, sizeof ret->text, "nothing");
    return 0;
}

struct workload workload_null_of(const struct workload *w)
{
    struct workload null = *w;
    null.name = "null";
    null.run = run;
    null.answer = answer;
    null.begin = NULL;
    null.end = NULL;
    return null;
}
