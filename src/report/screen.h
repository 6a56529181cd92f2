/* SPDX-License-Identifier: MIT */
/*
 * The last screen of a run: the matrix, what it costs in memory, what to be careful about and
 * the command that fixes it, and where the rest lies. At most 40 lines of a suite of ours.
 */
#ifndef MAPREAD_REPORT_SCREEN_H
#define MAPREAD_REPORT_SCREEN_H

#include "report/page.h"
#include "runfile/run.h"

/* `path`: the folder of the run, where its page and hyperfine's file are looked for. 0, or
   -errno with *error filled. */
int screen_print(FILE *out, const struct run *r, const char *path,
                 const struct report_style *style, struct run_error *error);

#endif
