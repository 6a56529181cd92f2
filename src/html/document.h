/* SPDX-License-Identifier: MIT */
/*
 * report.html: one run as one page that people send each other. It needs no network, no
 * script and no other file; what stands in the run is shown, never interpreted.
 *
 * A page of several runs would have sections of its own, beside sections[] (section.h).
 */
#ifndef MAPREAD_HTML_DOCUMENT_H
#define MAPREAD_HTML_DOCUMENT_H

#include <stdio.h>

#include "html/section.h"

/* Prints the page of what `v` has; v.html is set here. 0 or -errno; what the file could not
   take is for who closes it to see. */
int html_print(FILE *out, struct view v);

/*
 * Writes folder/report.html, whole or not at all. `path`: where the run was read, and where
 * hyperfine's whole-process.json may lie; NULL: nowhere. `aa`: see struct report_style. 0, or
 * -errno with *error filled; -EBADMSG: whole-process.json is damaged, and the page says so.
 */
int html_write(const struct run *r, const char *path, const char *folder, const struct run *aa,
               struct run_error *error);

#endif
