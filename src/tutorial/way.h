/* SPDX-License-Identifier: MIT */
/* The steps of a table's ladder that lead from one method to another. */
#ifndef MAPREAD_TUTORIAL_WAY_H
#define MAPREAD_TUTORIAL_WAY_H

#include "result/run.h"
#include "stats/stats.h"
#include "tutorial/published.h"

enum { WAY_MAX = 16 };

struct way {
    const struct published_step *steps[WAY_MAX]; /* borrowed from the table */
    size_t count;                                /* 0: no steps lead there */
};

/* The first way that is found, in the order of the ladder. */
struct way way_between(const struct published_table *t, const char *from, const char *to);

struct way_step {
    const struct published_step *step; /* NULL: none goes to that side */
    struct stats_estimate times;       /* finding_of_step of it */
};

/* The step of the way that goes farthest to that side (claim_side), in the cases of the
   row. 0 or -ENOMEM. */
int way_widest(struct way_step *ret, const struct way *w, const struct run *r,
               const struct published_row *row, int side);

#endif
