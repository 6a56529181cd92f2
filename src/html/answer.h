/* SPDX-License-Identifier: MIT */
/*
 * The answers to the questions that people ask, in sentences of this run's own figures. An
 * answer that the run cannot give says which command would.
 */
#ifndef MAPREAD_HTML_ANSWER_H
#define MAPREAD_HTML_ANSWER_H

#include "html/section.h"
#include "html/tally.h"

/* Writes paragraphs and lists. */
typedef void answer_writer(const struct view *v);

answer_writer answer_one_pass, answer_second_run, answer_memory, answer_container,
    answer_random, answer_hints, answer_sizes, answer_larger_than_memory, answer_failure,
    answer_writing;

/* ---- what they share ---- */

wanted_row answer_reads_through; /* a file: neither writes nor draws blocks, in memory enough */
wanted_row answer_draws_blocks, answer_writes;

/* "mmap takes 0.16x [0.15, 0.17] of read's time, 3.1 ms instead of 19 ms: faster". Both
   cells are timed. */
void answer_write_comparison(struct html *h, const struct summary_cell *subject,
                             const struct summary_cell *other,
                             const struct stats_comparison *c);

/* The same of the best of each family; false, and nothing, where one family has no times. */
bool answer_write_decision(struct html *h, const struct summary_decision *c);

/* A list with an item for each wanted row in which mmap and the baseline are timed: the
   decision, then what mmap takes of the baseline's time. Returns the number of items. */
size_t answer_list_rows(const struct view *v, wanted_row *wanted);

/* A list that is there only when it has an item: before each, and behind the last. */
void answer_begin_item(struct html *h, size_t *count);
void answer_end_list(struct html *h, size_t count);

/* The list of writer's items, writer's context being their count; without any,
   answer_write_missing, or nothing where `what` is NULL. */
void answer_list(const struct view *v, row_writer *writer, const char *what,
                 const char *command);

/* "This run did not measure <what>. This does:" and the command. */
void answer_write_missing(struct html *h, const char *what, const char *command);

#endif
