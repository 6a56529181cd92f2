/* SPDX-License-Identifier: MIT */
/*
 * The data files that plots/panels.gp draws: time.dat, rss.dat and flips.dat.
 *
 * One line per thing to draw: its kind, its family, x and y, x2 and y2 in pixels from the upper
 * left corner, a text. Names of methods, hosts and the like stand only in here, so that no
 * shell, no script and no markup ever interprets them. A panel is a workload in one state.
 */
#ifndef MAPREAD_REPORT_PLOTDATA_H
#define MAPREAD_REPORT_PLOTDATA_H

#include "analysis/summary.h"

/* Writes time.dat and rss.dat into folder/plots, which is made when it is missing. 0 or -errno;
   -ENODATA: the run has no case. */
int plotdata_write(const struct run *r, const struct summary *s, const char *folder);
/* flips.dat alone. 0 or -errno; -ENODATA: the run has no curve. */
int plotdata_write_flips(const struct run *r, const struct summary *s, const char *folder);

#endif
