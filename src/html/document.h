/* SPDX-License-Identifier: MIT */
/*
 * report.html: one run, or several side by side, as one page that people send each other. It
 * needs no network, no script and no other file; what stands in a run is shown, never
 * interpreted.
 */
#ifndef MAPREAD_HTML_DOCUMENT_H
#define MAPREAD_HTML_DOCUMENT_H

#include <stdio.h>

#include "html/section.h"

/* Prints the page of one run, or of v.compare; v.html is set here. 0 or -errno; what the file
   could not take is for who closes it to see. */
int html_print(FILE *out, struct view v);

/*
 * Writes folder/report.html, whole or not at all. `path`: where the run was read, and where
 * hyperfine's whole-process.json may lie; NULL: nowhere. `aa`: see report_build. 0, or
 * -errno with *error filled; -EBADMSG: whole-process.json is damaged, and the page says so.
 */
int html_write(const struct run *r, const char *path, const char *folder, const struct run *aa,
               struct run_error *error);

/* Writes the page of several runs: folder/report.html, whole or not at all. `c` is finished and
   has kept its samples. 0 or -errno with *error filled. */
int html_write_runs(const struct compare *c, const char *folder, struct run_error *error);

#endif
