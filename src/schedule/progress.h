/* SPDX-License-Identifier: MIT */
/*
 * What runs now and how long it will take: on a terminal one line that is
 * rewritten, elsewhere one plain line per finished group. Silent where `out` is
 * NULL.
 *
 * In the parent: mapread run, aa, tutorial.
 */
#ifndef MAPREAD_SCHEDULE_PROGRESS_H
#define MAPREAD_SCHEDULE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
    FILE *out;
    bool terminal;
    double total, done; /* weights, as estimates of seconds */
    size_t total_steps, done_steps;
    uint64_t begun_ns, shown_ns;
};

void progress_begin(struct progress *p, FILE *out);
/* A new stretch of so many steps, of that weight together; the estimate of the time
   left begins anew. */
void progress_expect(struct progress *p, size_t steps, double weight);
/* One more step, of that weight, is done; `now` runs. */
void progress_step(struct progress *p, double weight, const char *now);
/* Work that has no steps: how much of it is done, from 0 to 1. */
void progress_share(struct progress *p, double share, const char *now);
/* A line that stays. */
void progress_line(struct progress *p, const char *line);
void progress_end(struct progress *p);

#endif
