/* SPDX-License-Identifier: MIT */
/*
 * The report of one run: the page for people, and the files beside run.json.
 *
 * `path` is the folder of the run or a file in it: hyperfine's whole-process.json is
 * looked for there, and its section left out where there is none (or path is NULL).
 */
#ifndef MAPREAD_REPORT_H
#define MAPREAD_REPORT_H

#include "document/document.h"
#include "runfile/run.h"

/*
 * The tables, the sentences and the section on whole processes. `aa`: a run of copies on this
 * machine: what lies within its widths is no difference; NULL: only what lies within
 * stats_margin. 0, or -errno with *error filled; -EBADMSG: whole-process.json is damaged, and
 * all else is in the document.
 */
int report_build(struct document *d, const struct run *r, const char *path,
                 const struct run *aa, struct run_error *error);
/* Why a report or a screen could not be made or printed. `r`: -errno. */
void report_explain(struct run_error *error, int r);

/*
 * Writes table.md, plots/time.dat and rss.dat, and the pictures plots/time.svg, time.png,
 * rss.svg and rss.png into `folder`, each whole or not at all. `scripts`: the folder of
 * panels.gp; NULL: no pictures. `aa`: see report_build. 0, or -errno with *error telling the
 * first failure; everything else was written all the same (-ENOENT: there is no gnuplot).
 */
int report_write(const struct run *r, const char *path, const char *folder, const char *scripts,
                 const struct run *aa, struct run_error *error);

#endif
