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
extern const struct workload workload_random;

/* refuses() of the workloads that every method can serve. */
const char *workload_takes_all(const struct method *m);

#endif
