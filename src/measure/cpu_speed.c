/* SPDX-License-Identifier: MIT */
#include "measure/cpu_speed.h"

#include <math.h>
#include <stdint.h>

#include "base/clock.h"
#include "stats/stats.h"

enum { LANES = 8, STEPS = 300000, REPEATS = 3 };

/* A step of the turbo is 100 MHz, 2 to 4 % of the clock, and comes and goes on a fit
   machine. Beyond it half of all samples took five times the percent that a verdict
   settles. */
const double cpu_speed_steady_median = 0.95;
/* Twice that for a tenth of the looks: rounds are compared pair by pair, and a few slow
   ones do not move a median. */
const double cpu_speed_steady_slowest = 0.9;

/* Numbers that do not wait for each other, so that a core is filled: a chain of one would
   leave room for a neighbour's work and not feel it. */
static uint64_t work(uint64_t seed)
{
    uint64_t lane[LANES], sum = 0;
    for (unsigned i = 0; i < LANES; i++)
        lane[i] = seed + i + 1;
    for (unsigned step = 0; step < STEPS; step++)
        for (unsigned i = 0; i < LANES; i++) { /* Marsaglia's xorshift */
            lane[i] ^= lane[i] << 13;
            lane[i] ^= lane[i] >> 7;
            lane[i] ^= lane[i] << 17;
        }
    for (unsigned i = 0; i < LANES; i++)
        sum ^= lane[i];
    return sum;
}

double cpu_speed_calibrate_ns(void)
{
    volatile uint64_t number = 0; /* or nobody would need the work */
    double least = INFINITY;
    for (unsigned i = 0; i < REPEATS; i++) {
        uint64_t begun = clock_now_ns();
        number = work(number);
        least = fmin(least, (double)(clock_now_ns() - begun));
    }
    return least;
}

/* Every second look gives way to those to come. */
static void halve(struct cpu_speed *p)
{
    p->count /= 2;
    for (size_t i = 0; i < p->count; i++)
        p->ns[i] = p->ns[2 * i];
    p->halvings++;
}

void cpu_speed_add(struct cpu_speed *p, double ns)
{
    p->best_ns = p->seen == 0 ? ns : fmin(p->best_ns, ns);
    if (p->seen++ % ((size_t)1 << p->halvings) != 0)
        return;
    if (p->count == CPU_SPEED_KEPT_MAX)
        halve(p);
    p->ns[p->count++] = ns;
}

double cpu_speed_share(const struct cpu_speed *p, double slower)
{
    return p->seen >= CPU_SPEED_ENOUGH
               ? p->best_ns / stats_quantile(p->ns, p->count, 1 - slower)
               : NAN;
}
