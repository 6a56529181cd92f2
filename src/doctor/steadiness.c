/* SPDX-License-Identifier: MIT */
/*
 * Check: whether the processor keeps its speed.
 *
 * The trap: what comes and goes in seconds can be missed here. The watch sees it, for it
 * looks as long as the run goes on.
 */
#include "doctor/steadiness.h"

#include <math.h>

#include "doctor/table.h"
#include "base/clock.h"

/* Some fifty looks, and nobody waits for it. */
static const uint64_t looking_ns = 150000000;

static void look_around(struct pace *p)
{
    uint64_t begun = clock_now_ns();
    while (p->seen < PACE_ENOUGH || clock_now_ns() - begun < looking_ns)
        pace_add(p, pace_look_ns());
}

struct steadiness steadiness_of(const struct pace *p)
{
    return (struct steadiness){ .median = pace_share(p, 0.5), .slowest = pace_share(p, 0.1) };
}

void steadiness_judge(struct finding *ret, const struct steadiness *s)
{
    if (isnan(s->median) || isnan(s->slowest)) {
        finding_say(ret, VERDICT_UNKNOWN, "not told");
        return;
    }
    bool steady = s->median >= pace_steady_median && s->slowest >= pace_steady_slowest;
    finding_say(ret, steady ? VERDICT_GOOD : VERDICT_WARNING,
                "%.0f %% of its best speed at the median, %.0f %% in the slowest tenth%s",
                100 * s->median, 100 * s->slowest,
                steady ? ""
                       : "; take more rounds or another time, and see with mapread aa what "
                         "differences this machine makes up");
}

static void examine_steadiness(struct finding *ret, const struct subject *s)
{
    struct pace p = { 0 };
    (void)s;
    look_around(&p);
    struct steadiness seen = steadiness_of(&p);
    steadiness_judge(ret, &seen);
}

const struct check check_steadiness = {
    .name = "steadiness",
    .why = "A processor that changes its speed makes every difference look like noise.",
    .portable = true,
    .run = examine_steadiness,
};
