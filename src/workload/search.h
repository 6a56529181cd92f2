/* SPDX-License-Identifier: MIT */
/*
 * What find, seek-find, count and regex have in common: a pattern, whose matches are all of one
 * length, or an expression, whose matches are known by their ends alone; fed with every span of
 * the file.
 *
 * The functions have the shapes of struct workload's members.
 */
#ifndef MAPREAD_WORKLOAD_SEARCH_H
#define MAPREAD_WORKLOAD_SEARCH_H

#include "workload/workload.h"

struct scan;

/* All that their struct work holds. */
struct search {
    struct scan *scan;
    uint64_t match_bytes; /* from the end of one that counts to that of the next, at least */
    int stop_at_first;
    uint64_t count, first, last_end;
};

/* What a case of WORKLOAD_PATTERN looks for; lies in the key, or for ever. */
const char *search_pattern(const struct case_key *key);

int search_setup_needle(struct work *w, const struct workload_input *input);
int search_setup_regex(struct work *w, const struct workload_input *input);
int search_run_first(struct work *w, const struct method *m, struct file *f);
int search_run_all(struct work *w, const struct method *m, struct file *f);
int search_answer_first(struct work *w, struct answer *ret);
int search_answer_first_from_seek(struct work *w, struct answer *ret);
int search_answer_all(struct work *w, struct answer *ret);
void search_teardown(struct work *w);

/* From where the search began to the end of its first match. */
double search_useful(double file_bytes, const struct case_key *key, const char *answer);
double search_useful_from_seek(double file_bytes, const struct case_key *key,
                               const char *answer);

/* An offset (REFERENCE_ABSENT: "none") and a count as check values. */
void answer_offset(struct answer *ret, uint64_t offset);
void answer_count(struct answer *ret, uint64_t count);

#endif
