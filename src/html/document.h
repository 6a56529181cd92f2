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

/* Prints the page. 0 or -errno; what the file could not take is for who closes it to see. */
int html_print(FILE *out, const struct run *r, const struct summary *s);

/*
 * Writes folder/report.html, whole or not at all. `aa`: see struct report_style. 0, or
 * -errno with *error filled.
 */
int html_write(const struct run *r, const char *folder, const struct run *aa,
               struct run_error *error);

#endif
