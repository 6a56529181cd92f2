/* SPDX-License-Identifier: MIT */
/*
 * The data files that plots/time.gp and plots/rss.gp read: time.dat and rss.dat.
 *
 * A file is a sequence of named blocks of tab-separated lines: "# name", the lines,
 * two empty lines. Names of methods, hosts and the like stand only in here, so that
 * no shell, no script and no markup ever interprets them. A row is a method; its y
 * grows downwards. A panel is a workload.
 */
#ifndef MAPREAD_REPORT_PLOTDATA_H
#define MAPREAD_REPORT_PLOTDATA_H

#include "analysis/summary.h"

/* Writes both files into folder/plots, which is made when it is missing. 0 or -errno;
   -ENODATA: the run has no case. */
int plotdata_write(const struct run *r, const struct summary *s, const char *folder);

#endif
