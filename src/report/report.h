/* SPDX-License-Identifier: MIT */
/* The report of one run: the page for people, and the files beside run.json. */
#ifndef MAPREAD_REPORT_H
#define MAPREAD_REPORT_H

#include "analysis/summary.h"
#include "document/document.h"

/* What a report is made of; all borrowed. */
struct report_source {
    const struct run *run;
    const struct summary *summary; /* of that run */
    /* Its folder or a file in it: hyperfine's whole-process.json and limits.json are looked for
       there, and their sections left out where there are none. NULL: nowhere. */
    const char *path;
};

/*
 * The tables, the sentences and the sections on whole processes and limits. 0, or -errno with
 * *error filled; -EBADMSG: one of their files is damaged, and all else is in the document.
 */
int report_build(struct document *d, const struct report_source *of, struct run_error *error);
/* Why a report or a screen could not be made or printed. `r`: -errno. */
void report_explain(struct run_error *error, int r);

/*
 * Writes table.md, plots/time.dat and rss.dat, and the pictures plots/time.svg, time.png,
 * rss.svg and rss.png into `folder`, each whole or not at all; of a run with curves flips.dat,
 * flips.svg and flips.png as well. `scripts`: the folder of
 * panels.gp; NULL: no pictures. 0, or -errno with *error telling the first failure;
 * everything else was written all the same (-ENOENT: there is no gnuplot).
 */
int report_write(const struct report_source *of, const char *folder, const char *scripts,
                 struct run_error *error);

#endif
