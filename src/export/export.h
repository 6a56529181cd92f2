/* SPDX-License-Identifier: MIT */
/*
 * Runs in the formats of other tools: one file and one function each.
 *
 * All samples go out, as they are; where a format wants one figure, it is the median with
 * its interval (stats.h). A case that has no time is never a fast one: each format says
 * how it shows such cases.
 */
#ifndef MAPREAD_EXPORT_H
#define MAPREAD_EXPORT_H

#include <stdio.h>

#include "runfile/run.h"

struct export_run {
    struct run run;
    const char *path; /* as the user wrote it: which run it is, where there are several */
};

/* Writes the runs, at least one, without a flush. 0 or -errno; what the stream refuses is
   for the caller to ask it. */
typedef int export_writer(FILE *out, const struct export_run *runs, size_t count);

export_writer export_csv, export_json;
/* Of one run: the tools that read these take a file for each. */
export_writer export_benchfmt, export_google;

#endif
