/* SPDX-License-Identifier: MIT */
/* The steps of a table's ablation that lead from one method to another. */
#ifndef MAPREAD_TUTORIAL_PATH_H
#define MAPREAD_TUTORIAL_PATH_H

#include "runfile/run.h"
#include "stats/stats.h"
#include "tutorial/published.h"

enum { STEP_PATH_MAX = 16 };

struct step_path {
    const struct published_step *steps[STEP_PATH_MAX]; /* borrowed from the table */
    size_t count;                                      /* 0: no steps lead there */
};

/* The first path that is found, in the order of the ablation. */
struct step_path step_path_between(const struct published_table *t, const char *from,
                                   const char *to);

struct path_step {
    const struct published_step *step; /* NULL: none goes to that side */
    struct stats_estimate times;       /* finding_of_step of it */
};

/* The step of the path that goes farthest to that side (claim_side), in the cases of the
   row. 0 or -ENOMEM. */
int step_path_widest(struct path_step *ret, const struct step_path *w, const struct run *r,
                     const struct published_row *row, int side);

#endif
