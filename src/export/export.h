/* SPDX-License-Identifier: MIT */
/*
 * A run in the formats of other tools: one file per format, one table. --help, the
 * parser and the tests walk the table.
 *
 * All samples go out, as they are; where a format wants one figure, it is the median with
 * its interval (stats.h). A case that has no time is never a fast one: each format says
 * how it shows such cases.
 */
#ifndef MAPREAD_EXPORT_H
#define MAPREAD_EXPORT_H

#include <stdio.h>

#include "result/run.h"

struct export_source {
    const struct run *run;
    const char *path; /* of the run, for what lies beside it; NULL: nothing does */
};

struct export_format {
    const char *name, *summary;
    /* 0 or -errno; may say more in *error. */
    int (*write)(FILE *out, const struct export_source *s, struct run_error *error);
};

extern const struct export_format *const export_formats[]; /* NULL-terminated */

/* Writes all of it. 0, or -errno with *error filled. */
int export_write(FILE *out, const struct export_format *f, const struct export_source *s,
                 struct run_error *error);

#endif
