/* SPDX-License-Identifier: MIT */
/*
 * How fast a processor runs just now, told by the time that a fixed piece of work takes:
 * of all witnesses the only one that a guest has too. A neighbour on the other thread of
 * the same core is in no count of stolen time, and hosts rarely tell their clocks.
 *
 * The trap: a look keeps a processor busy for about 3 ms, the one that the caller happens
 * to be on. Never look while a sample is measured.
 */
#ifndef MAPREAD_MEASURE_CPU_SPEED_H
#define MAPREAD_MEASURE_CPU_SPEED_H

#include <stddef.h>

enum {
    CPU_SPEED_KEPT_MAX = 1024, /* even */
    /* Of fewer looks the fastest says little about what the processor can do; and a verdict
       needs as many rounds. */
    CPU_SPEED_ENOUGH = 6,
};

/* What was seen; begins as { 0 }. Private. */
struct cpu_speed {
    double best_ns; /* of all looks */
    size_t seen;
    unsigned halvings;
    size_t count;
    double ns[CPU_SPEED_KEPT_MAX]; /* one of 2^halvings looks, evenly over all of them */
};

/* Nanoseconds of a piece of integer work that is always the same, about 1 ms. The
   smallest of three, which leaves single interruptions out. */
double cpu_speed_calibrate_ns(void);

/* Adds the time of a look. */
void cpu_speed_add(struct cpu_speed *p, double ns);

/* Which share of its best speed the processor kept up in all but the slowest `slower` of
   the looks: the time of the fastest over the (1 - slower)-quantile of the times. 0.5: at
   the median. 0 to 1, or NAN below CPU_SPEED_ENOUGH looks and when memory is short. */
double cpu_speed_share(const struct cpu_speed *p, double slower);

/* Shares below which a processor is not steady: at the median, and in the slowest tenth. */
extern const double cpu_speed_steady_median, cpu_speed_steady_slowest;

#endif
