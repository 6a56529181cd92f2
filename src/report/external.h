/* SPDX-License-Identifier: MIT */
/*
 * The second instrument: whole processes timed by hyperfine, beside the passes that
 * mapread timed itself.
 *
 * hyperfine's JSON names its cases by the text of their key, "WORKLOAD/METHOD/STATE/data:NAME"
 * or without a data set, and "startup/WORKLOAD" for the same program on an empty file, whose
 * median is subtracted. Its memory figures are not read: they are maxima over all children so
 * far.
 */
#ifndef MAPREAD_REPORT_EXTERNAL_H
#define MAPREAD_REPORT_EXTERNAL_H

#include <stddef.h>
#include <stdio.h>

#include "report/page.h"
#include "report/summary.h"

/* Beyond this share of the in-process time the two are said to disagree. */
#define WHOLE_TOLERANCE 0.2

struct external_case {
    struct case_key key; /* data set "": not named; what is not named is standard */
    double total_ns;     /* median of the whole process; NAN: a process failed */
};

struct external_startup {
    char workload[CASE_NAME_MAX];
    double median_ns;
    double spread_ns; /* between its quartiles */
};

struct external {
    struct external_case *cases;
    size_t case_count;
    struct external_startup *startups;
    size_t startup_count;
};

/* 0 or -errno: -ENOENT: no such file, -EBADMSG: not hyperfine's, *error says what is
   wrong. Release with external_free. */
int external_read(struct external *ret, const char *path, struct run_error *error);
/* The same of the whole-process.json beside a run's file, or in its folder. */
int external_read_beside(struct external *ret, const char *path, struct run_error *error);
void external_free(struct external *w);

/* The table and the sentences below it. 0 or -ENOMEM. */
int external_print(FILE *out, const struct external *w, const struct summary *s,
                   const struct report_style *style);

#endif
