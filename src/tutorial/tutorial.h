/* SPDX-License-Identifier: MIT */
/*
 * The published tables beside what a run of `mapread tutorial` found: the page and its
 * picture.
 */
#ifndef MAPREAD_TUTORIAL_H
#define MAPREAD_TUTORIAL_H

#include "document/document.h"
#include "runfile/run.h"
#include "tutorial/published.h"
#include "tutorial/trial-results.h"

/* Borrowed. */
struct tutorial {
    const struct published *published;
    const struct run *run;
    const struct trial_results *trials; /* NULL: none was done */
    const char *picture;                /* its path from the page; NULL: there is none */
};

/* The summary, the picture, every table and every sentence. */
void tutorial_add(struct document *d, const struct tutorial *t);

/* Writes plots/tutorial.dat, whose blocks are those of report/plotdata.h, into `folder`. 0 or
   -errno; -ENODATA: no row has a ratio. */
int tutorial_plotdata_write(const struct published *p, const struct run *r, const char *folder);

/*
 * Writes tutorial.md, plots/tutorial.dat, tutorial.svg and tutorial.png into `folder`, each
 * whole or not at all. `scripts`: the folder of tutorial.gp; NULL: no pictures. 0, or -errno
 * with *error telling the first failure; all else was written all the same (-ENOENT: there
 * is no gnuplot).
 */
int tutorial_write(const struct tutorial *t, const char *folder, const char *scripts,
                   struct run_error *error);

#endif
