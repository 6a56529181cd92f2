/* SPDX-License-Identifier: MIT */
/*
 * The second instrument: whole processes timed by hyperfine, beside the passes that
 * mapread timed itself.
 *
 * hyperfine's JSON names its cases by the text of their key, "WORKLOAD/METHOD/STATE/data:NAME"
 * or without a data set, and "WORKLOAD/startup/STATE/data:NAME" for `case --null` on the same
 * file in the same state, whose median is subtracted (of several, their mean). Its memory
 * figures are not read: they are maxima over all children so far.
 */
#ifndef MAPREAD_ANALYSIS_EXTERNAL_H
#define MAPREAD_ANALYSIS_EXTERNAL_H

#include <stddef.h>

#include "analysis/summary.h"

/* Beyond this share of the in-process time the two are said to disagree. */
#define EXTERNAL_TOLERANCE 0.2

/* Stands in the place of a method. */
#define EXTERNAL_STARTUP "startup"

struct external_time {
    struct case_key key; /* data set "": not named; what is not named is standard */
    double median_ns;    /* of the whole process; NAN: most of its runs failed */
    /* Half of the median's notch, 1.57 times the distance of the quartiles over the root of the
       number of runs: two medians further apart than both halves differ, with about 95 %. NAN:
       too few runs. */
    double notch_ns;
    double cpu_ns; /* the mean of its processor time; NAN: not told */
};

struct external {
    struct external_time *cases, *startups;
    size_t case_count, startup_count;
};

/* 0 or -errno: -ENOENT: no such file, -EBADMSG: not hyperfine's, *error says what is
   wrong. Release with external_free. */
int external_read(struct external *ret, const char *path, struct run_error *error);
/* The same of the whole-process.json beside a run's file, or in its folder. */
int external_read_beside(struct external *ret, const char *path, struct run_error *error);
void external_free(struct external *w);

#endif
