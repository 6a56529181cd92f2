/* SPDX-License-Identifier: MIT */
/*
 * How fast a processor runs just now, told by the time that a fixed piece of work takes:
 * of all witnesses the only one that a guest has too. A neighbour on the other thread of
 * the same core is in no count of stolen time, and hosts rarely tell their clocks.
 *
 * The trap: a look keeps a processor busy for about 3 ms, the one that the caller happens
 * to be on. Never look while a sample is measured.
 */
#ifndef MAPREAD_DOCTOR_PACE_H
#define MAPREAD_DOCTOR_PACE_H

#include <stddef.h>

enum {
    PACE_KEPT_MAX = 1024, /* even */
    /* Of fewer looks the fastest says little about what the processor can do; and a verdict
       needs as many rounds. */
    PACE_ENOUGH = 6,
};

/* What was seen; begins as { 0 }. Private. */
struct pace {
    double best_ns; /* of all looks */
    size_t seen;
    unsigned halvings;
    size_t count;
    double ns[PACE_KEPT_MAX]; /* one of 2^halvings looks, evenly over all of them */
};

/* Nanoseconds of a piece of integer work that is always the same, about 1 ms. The
   smallest of three, which leaves single interruptions out. */
double pace_look_ns(void);

/* Adds the time of a look. */
void pace_add(struct pace *p, double ns);

/* Which share of its best speed the processor kept up in all but the slowest `slower` of
   the looks: the time of the fastest over the (1 - slower)-quantile of the times. 0.5: at
   the median. 0 to 1, or NAN below PACE_ENOUGH looks and when memory is short. */
double pace_share(const struct pace *p, double slower);

/* Shares below which a processor is not steady: at the median, and in the slowest tenth. */
extern const double pace_steady_median, pace_steady_slowest;

#endif
