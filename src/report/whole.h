/* SPDX-License-Identifier: MIT */
/*
 * The second instrument: whole processes timed by hyperfine, beside the passes that
 * mapread timed itself.
 *
 * hyperfine's JSON names its cases "WORKLOAD/METHOD/STATE", or with "/DATASET" behind
 * it, and "startup/WORKLOAD" for the same program on an empty file, whose median is
 * subtracted. Its memory figures are not read: they are maxima over all children so far.
 */
#ifndef MAPREAD_REPORT_WHOLE_H
#define MAPREAD_REPORT_WHOLE_H

#include <stddef.h>
#include <stdio.h>

#include "report/page.h"
#include "report/summary.h"

/* Beyond this share of the in-process time the two are said to disagree. */
#define WHOLE_TOLERANCE 0.2

struct whole_case {
    char *workload, *method, *state;
    char *dataset;   /* NULL: not named */
    double total_ns; /* median of the whole process; NAN: a process failed */
};

struct whole_startup {
    char *workload;
    double median_ns;
    double spread_ns; /* between its quartiles */
};

struct whole {
    struct whole_case *cases;
    size_t case_count;
    struct whole_startup *startups;
    size_t startup_count;
};

/* 0 or -errno: -ENOENT: no such file, -EBADMSG: not hyperfine's, *error says what is
   wrong. Release with whole_free. */
int whole_read(struct whole *ret, const char *path, struct run_error *error);
/* The same of the whole-process.json beside a run's file, or in its folder. */
int whole_read_beside(struct whole *ret, const char *path, struct run_error *error);
void whole_free(struct whole *w);

/* The table and the sentences below it. 0 or -ENOMEM. */
int whole_print(FILE *out, const struct whole *w, const struct summary *s,
                const struct report_style *style);

#endif
