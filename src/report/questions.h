/* SPDX-License-Identifier: MIT */
/*
 * What people ask beside "should I mmap?", each with this run's figures, or with the command
 * that would measure them. Each adds a heading that is the question, and the answer below it.
 */
#ifndef MAPREAD_REPORT_QUESTIONS_H
#define MAPREAD_REPORT_QUESTIONS_H

#include "analysis/summary.h"
#include "document/document.h"

typedef void question(struct document *d, const struct summary *s);

/* Each hint against the same method without it; the comparisons of a group are judged together.
 */
question question_hints;
/* The same work cold and warm. */
question question_cached;
/* Over sizes, depths, densities, buffers, threads: where the winner changes. */
question question_curves;
/* Writing with and without a flush. */
question question_durable;
/* Who got through where memory is limited. */
question question_limit;

/* "This run did not measure WHAT; this does:" and the command. */
void question_missing(struct document *d, const char *what, const char *command);

/* ---- a question whose answer is a table ---- */

struct question_lines;

struct question_table {
    const char *id, *title;
    const char *words;             /* above the table */
    const char *missing, *command; /* where there is no line: see question_missing */
    struct document_table table;
    void (*add_lines)(struct question_lines *l, const struct summary *s);
};

void question_add(struct document *d, const struct summary *s, const struct question_table *q);

/* The next line of the table, which is made with the first. */
struct document_row *question_line(struct question_lines *l, const char *label);
struct document *question_document(const struct question_lines *l);

#endif
