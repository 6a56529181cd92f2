/* SPDX-License-Identifier: MIT */
/*
 * report.html: one run, or several side by side, as one page that people send each other. It
 * needs no network, no script and no other file; what stands in a run is shown, never
 * interpreted. Questions are titles, what answers them stands below; details are folded.
 */
#ifndef MAPREAD_HTML_PAGE_H
#define MAPREAD_HTML_PAGE_H

#include "analysis/compare.h"
#include "analysis/external.h"
#include "analysis/limits.h"
#include "document/document.h"
#include "report/report.h"

/* What a page of one run is made of; all borrowed, and must outlive the document. */
struct page_input {
    const struct report_source *of;
    const struct external *external; /* NULL: none was read */
    const char *external_error;      /* why; NULL: there is none */
    const struct limits *limits;     /* likewise */
    const char *limits_error;
};

void page_build(struct document *d, const struct page_input *p);

/*
 * Writes folder/report.html, whole or not at all. 0, or -errno with *error filled; -EBADMSG:
 * whole-process.json or limits.json is damaged, and the page says so.
 */
int html_write(const struct report_source *of, const char *folder, struct run_error *error);

/* Writes the page of several runs: folder/report.html, whole or not at all. `c` is finished. 0
   or -errno with *error filled. */
int html_write_runs(const struct compare *c, const char *folder, struct run_error *error);

#endif
