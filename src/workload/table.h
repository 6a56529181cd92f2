/* SPDX-License-Identifier: MIT */
/* The entries of the table in workload.c, each defined in the file of its name. */
#ifndef MAPREAD_WORKLOAD_TABLE_H
#define MAPREAD_WORKLOAD_TABLE_H

#include "workload/workload.h"

extern const struct workload workload_full_read;
extern const struct workload workload_find;
extern const struct workload workload_count;
extern const struct workload workload_regex;
extern const struct workload workload_seek_find;
extern const struct workload workload_replace, workload_replace_durable;
extern const struct workload workload_replace_new, workload_replace_new_durable;
extern const struct workload workload_random;
extern const struct workload workload_slice;
extern const struct workload workload_rfind;
extern const struct workload workload_readline;
extern const struct workload workload_walk;
extern const struct workload workload_patch, workload_patch_durable;
extern const struct workload workload_rows, workload_rows_durable;
extern const struct workload workload_log, workload_log_durable;
extern const struct workload workload_allocate;
extern const struct workload workload_round_trip, workload_transfer;

/* refuses() of the workloads that every method of their kind can serve, that read at offsets,
   and that change bytes of the file where they lie. */
enum cause workload_takes_all(const struct method *m);
enum cause workload_takes_positioned(const struct method *m);
enum cause workload_takes_in_place(const struct method *m);

/* "bytes=12 sum=0123456789abcdef" */
void answer_sum(struct answer *ret, uint64_t bytes, uint64_t sum);

#endif
