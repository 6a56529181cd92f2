/* SPDX-License-Identifier: MIT */
/* What a run file holds, as tables of fields: read.c and write.c walk them. */
#ifndef MAPREAD_RUNFILE_TABLES_H
#define MAPREAD_RUNFILE_TABLES_H

#include "base/json.h"

struct run;

/* A structure within struct run: a member of the file that is an object. */
struct run_part {
    const char *name;
    size_t offset; /* in struct run */
    const struct field *fields;
    size_t count;
};

/* A list: a member of the file that is an array of objects. */
struct run_list {
    const char *name;
    size_t items, count; /* where pointer and number lie in struct run */
    size_t item_bytes;
    const struct field *fields;
    size_t field_count;
    void *(*add)(struct run *r);
};

enum { RUN_HEAD_FIELDS = 10, RUN_PARTS = 3, RUN_LISTS = 2, RUN_CASE_FIELDS = 4 };
extern const struct field run_head_fields[RUN_HEAD_FIELDS];
extern const struct run_part run_parts[RUN_PARTS];
extern const struct run_list run_lists[RUN_LISTS];
extern const struct field run_case_fields[RUN_CASE_FIELDS]; /* beside key, reason and samples */

#endif
