/* SPDX-License-Identifier: MIT */
/*
 * mapread-limits: the table of what is compared with what, and how a pair of it is measured.
 * A program of its own: it starts mapread and its peers as anybody would.
 */
#ifndef MAPREAD_BENCH_LIMITS_H
#define MAPREAD_BENCH_LIMITS_H

#include <stdbool.h>

#include "analysis/limits.h"

/* Where files lie, and how many pairs are asked for. */
struct place {
    const char *scratch;
    const char *mapread; /* the program */
    size_t pairs;
};

/* Which time of a command counts. */
enum timing {
    TIMING_PROCESS, /* from its start to its end */
    TIMING_PASS,    /* mapread case: that of its pass */
    TIMING_FIO,     /* fio in JSON: TRANSFER_BYTES over its bandwidth */
};

/* A command ends with NULL. Of each argument "@NAME" at its end is that file in the scratch
   folder; a first argument of "mapread" is the program. */
typedef const char *const command[16];

struct side {
    command arguments;
    enum timing timing;
};

struct row {
    const char *word; /* of the command line */
    const char *work, *peer_name;
    double goal, within; /* as in struct limit: one of them is 0 */
    double bytes;        /* that TIMING_FIO is to be the time of */
    command make;        /* the file, once; all of these may be empty */
    command settle;      /* its state, once a row, and again where a command of ours fails */
    command before;      /* each command, outside its time */
    command after;       /* the row */
    struct side ours, peer;
    size_t more;      /* so many times the pairs: it is short, and varies; 0: once */
    bool same_answer; /* both print a count, which must be one */
    /* Instead of the two commands. 0 or -errno; with *ret's problem set, 0 as well. */
    int (*measure)(const struct place *p, const struct row *row, struct limit *ret);
};

extern const struct row limits_rows[];
extern const size_t limits_row_count;

/* How many pairs the row is to have. */
size_t limits_pairs(const struct place *p, const struct row *row);

/* Fills the row's pairs or its problem. 0, or -EINTR: a stop was requested. */
int limits_measure(const struct place *p, const struct row *row, struct limit *ret);

/* Of the table: a warm scan of a mapping and the same over memory that is resident; passes 1
   and 8 of one process. */
int limits_measure_bus(const struct place *p, const struct row *row, struct limit *ret);
int limits_measure_flush(const struct place *p, const struct row *row, struct limit *ret);

#endif
