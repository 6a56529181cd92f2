/* SPDX-License-Identifier: MIT */
#include "tutorial/path.h"

#include <math.h>
#include <string.h>

#include "stats/claim.h"
#include "tutorial/finding.h"

static bool has_been_at(const struct step_path *w, const char *method)
{
    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->steps[i]->from, method) == 0)
            return true;
    return false;
}

/* Goes on from `at`; false, and the path as it was, where that leads nowhere. */
static bool go_on(struct step_path *w, const struct published_table *t, const char *at,
                  const char *to)
{
    if (strcmp(at, to) == 0)
        return true;
    for (size_t i = 0; i < t->step_count && w->count < STEP_PATH_MAX; i++) {
        const struct published_step *step = &t->steps[i];
        if (strcmp(step->from, at) != 0 || has_been_at(w, step->to))
            continue;
        w->steps[w->count++] = step;
        if (go_on(w, t, step->to, to))
            return true;
        w->count--;
    }
    return false;
}

struct step_path step_path_between(const struct published_table *t, const char *from,
                                   const char *to)
{
    struct step_path w = { .count = 0 };
    if (from && to)
        go_on(&w, t, from, to);
    return w;
}

int step_path_widest(struct path_step *ret, const struct step_path *w, const struct run *r,
                     const struct published_row *row, int side)
{
    struct path_step widest = { .step = NULL };
    for (size_t i = 0; i < w->count; i++) {
        struct stats_estimate e;
        int result = finding_of_step(&e, r, row, w->steps[i]);
        if (result < 0)
            return result;
        if (e.n == 0 || claim_side(e) != side)
            continue;
        if (!widest.step || fabs(log(e.value)) > fabs(log(widest.times.value)))
            widest = (struct path_step){ w->steps[i], e };
    }
    *ret = widest;
    return 0;
}
