/* SPDX-License-Identifier: MIT */
/*
 * Probe: whether the processor keeps its speed.
 *
 * The trap: what comes and goes in seconds can be missed here. The monitor sees it, for it
 * looks as long as the run goes on.
 */
#include "doctor/steadiness.h"

#include <math.h>

#include "doctor/table.h"
#include "base/clock.h"

/* Some fifty looks, and nobody waits for it. */
static const uint64_t looking_ns = 150000000;

static void look_around(struct cpu_speed *p)
{
    uint64_t begun = clock_now_ns();
    while (p->seen < CPU_SPEED_ENOUGH || clock_now_ns() - begun < looking_ns)
        cpu_speed_add(p, cpu_speed_calibrate_ns());
}

struct steadiness steadiness_of(const struct cpu_speed *p)
{
    return (struct steadiness){ .median = cpu_speed_share(p, 0.5),
                                .slowest = cpu_speed_share(p, 0.1) };
}

void steadiness_judge(struct doctor_finding *ret, const struct steadiness *s)
{
    if (isnan(s->median) || isnan(s->slowest)) {
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
        return;
    }
    bool steady =
        s->median >= cpu_speed_steady_median && s->slowest >= cpu_speed_steady_slowest;
    doctor_set(ret, steady ? VERDICT_GOOD : VERDICT_WARNING,
               "%.0f %% of its best speed at the median, %.0f %% in the slowest tenth%s",
               100 * s->median, 100 * s->slowest,
               steady ? ""
                      : "; take more rounds or another time, and see with mapread aa what "
                        "differences this machine makes up");
}

static void examine_steadiness(struct doctor_finding *ret, const struct subject *s)
{
    struct cpu_speed p = { 0 };
    (void)s;
    look_around(&p);
    struct steadiness seen = steadiness_of(&p);
    steadiness_judge(ret, &seen);
}

const struct doctor_probe probe_steadiness = {
    .name = "steadiness",
    .why = "A processor that changes its speed makes every difference look like noise.",
    .portable = true,
    .run = examine_steadiness,
};
