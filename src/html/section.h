/* SPDX-License-Identifier: MIT */
/*
 * The sections of the page: each one file, one const struct section, in the order of
 * sections[]. A section writes what stands under its heading, from the run and its summary
 * and nothing else, and leaves errors to the writer.
 */
#ifndef MAPREAD_HTML_SECTION_H
#define MAPREAD_HTML_SECTION_H

#include <stdbool.h>

#include "base/text.h"
#include "document/writer.h"
#include "report/compare.h"
#include "report/summary.h"
#include "report/external.h"

/* What a page is made of; all borrowed. */
struct view {
    struct html *html;
    const struct run *run;
    const struct summary *summary;
    const struct external *external; /* NULL: none was read */
    const char *external_error;      /* why; NULL: there is none */
    /* Of several runs, with their samples; on their page the fields above but `html` are unset.
       NULL: of one. */
    const struct compare *compare;
    size_t place; /* of a run on their page, from 1; 0: it is on its own */
};

struct section {
    const char *id, *title;
    void (*write)(const struct view *v);
};

extern const struct section section_answer, section_verdict, section_heat, section_questions,
    section_time, section_trade, section_memory, section_ecdf, section_order, section_external,
    section_machine, section_warnings, section_comparisons;

extern const struct section section_runs_answer, section_runs_verdict, section_runs_differences,
    section_runs_heat, section_runs_table, section_runs_time, section_runs_questions,
    section_runs_machines, section_runs_warnings;

/* NULL-terminated: of a page of one run, and of one of several. */
extern const struct section *const sections[];
extern const struct section *const sections_of_runs[];

/* Calls writer(v, g, row, context) for every row of every group. */
typedef void row_writer(const struct view *v, const struct summary_group *g,
                        const struct summary_row *row, void *context);
void view_rows(const struct view *v, row_writer *writer, void *context);

/* Pictures of one row each, beside each other where there is room; rows without any time
   are left out. `explanation` stands above them. */
void view_figures(const struct view *v, const char *explanation, row_writer *writer);

bool view_row_timed(const struct summary_group *g, const struct summary_row *row);

/* "find, text-64MiB, warm" as text of the page. */
void view_name_row(const struct view *v, const struct summary_group *g,
                   const struct summary_row *row);
void view_name_group(const struct view *v, const struct summary_group *g);

/* Figures for people; NAN: "not known". They return `text`. */
const char *known_ns(double ns, char text[TEXT_MAX]);
const char *known_bytes(double bytes, char text[TEXT_MAX]);
/* "" and NULL: "not known". */
const char *known_text(const char *text);

#endif
