/* SPDX-License-Identifier: MIT */
/*
 * Curves: mmap's time as a multiple of read's, over one parameter of the case, and where it
 * crosses 1.
 *
 * A curve is made of the cases that differ in that parameter alone, of at least
 * CURVE_POINTS_MIN values, of which one has a time; a case may lie on several curves. Each
 * point is the decision between the two families at that value. Over the buffer, which only one
 * of the two sides has, each point compares the method with that buffer with the choice of the
 * other family.
 */
#ifndef MAPREAD_ANALYSIS_CURVE_H
#define MAPREAD_ANALYSIS_CURVE_H

#include "analysis/summary.h"

enum { CURVE_POINTS_MIN = 3 };

enum curve_parameter {
    CURVE_FILE_BYTES,
    CURVE_DEPTH_BYTES, /* from where the search begins to the end of the hit */
    CURVE_BLOCKS,      /* that a pass draws */
    CURVE_BLOCK_BYTES,
    CURVE_BUFFER_BYTES,
    CURVE_THREADS,
    CURVE_NEEDLE_BYTES, /* of the file for each match */
    CURVE_FILL,         /* who filled the page cache: no number, and so nothing crosses */
    CURVE_PARAMETERS
};

struct curve_point {
    double value; /* of the parameter, above 0; of CURVE_FILL its place in a list, from 1 */
    const struct summary_group *group;
    const struct summary_row *row;
    const struct summary_cell *read, *mmap; /* NULL: that family has no time here */
    struct stats_comparison against;        /* mmap's time as a multiple of read's */
    double predicted; /* the same by the run's constants; NAN: not known */
};

/*
 * Between two points that show different winners. `at` is where the ratio is 1, by a straight
 * line of ln(ratio) over ln(parameter) between the two neighbours whose ratios lie on either
 * side of 1; of several such pairs, among points that show nothing, the middle one. Its
 * interval reaches from where the nearer bound of the ratio leaves 1 to where the other one
 * arrives there, by the same lines: it is as sure as the intervals of the points, where the
 * ratio rises or falls steadily between them. NAN: a point there has no interval.
 */
struct curve_crossing {
    struct stats_estimate at;
    bool to_mmap; /* mmap is the faster one above it */
};

struct curve {
    enum curve_parameter parameter;
    struct case_key key;        /* of a point, without method and parameter */
    struct curve_point *points; /* by value, ascending; no value twice */
    size_t point_count;
    struct curve_crossing *crossings; /* ascending */
    size_t crossing_count;
};

struct curves {
    struct curve *all; /* by parameter, then in the order of the run */
    size_t count;
};

/* 0 or -ENOMEM. The summary must outlive it. Release with curves_free. */
int curves_build(struct curves *ret, const struct summary *s);
void curves_free(struct curves *c);

/* STATS_FASTER: mmap is shown to be faster there, STATS_SLOWER: read is; else STATS_UNKNOWN. */
enum stats_verdict curve_winner(const struct curve_point *p);

#endif
