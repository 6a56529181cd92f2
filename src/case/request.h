/* SPDX-License-Identifier: MIT */
/*
 * A request: run this case so. It goes into a sample process (mapread-bench, or a script of
 * Python) as one line of JSON on standard input, and holds all that the process is told.
 */
#ifndef MAPREAD_CASE_REQUEST_H
#define MAPREAD_CASE_REQUEST_H

#include <limits.h>

#include "base/cpu_cache.h"
#include "case/outcome.h"

enum {
    REQUEST_ANSWER_FD = 3, /* where mapread-bench writes the outcome */
    REQUEST_LINE_MAX = 16 * PATH_MAX,
};

struct request {
    struct case_key key;
    char path[PATH_MAX];       /* the data set; never changed, unless overwrite */
    char scratch[PATH_MAX];    /* folder where private copies may lie; "": the data set's */
    char programs[PATH_MAX];   /* folder of the scripts of methods that are programs; "": such
                                  methods are skipped */
    char channel[PATH_MAX];    /* of a script: where the method may make a file; "": nowhere */
    char expected[ANSWER_MAX]; /* the right answer; "": not known */
    uint64_t seed;             /* of the block draw */
    uint64_t passes;           /* how many will be made: memory is read in the last */
    double
        limit_s;  /* one pass may take this long, then SIGALRM ends the process; 0: any time */
    double plant; /* every pass is made longer by this share of itself, to see whether it is
                     noticed */
    enum cpu_cache cpu_cache; /* what comes before a pass of a state that flushes */
    bool numbered;            /* blocks carry their number */
    bool takes_turns;         /* waits before each pass for its turn: see schedule/launch.h */
    bool prepared;            /* the state was prepared by the caller: only verify it */
    bool strict;              /* a state that others disturbed is a failure at once */
    bool overwrite;           /* a writing workload changes `path` itself */
    bool unchecked;           /* the answer is not asked for */
    bool fresh_pages;         /* of a script: large buffers get them in every pass */
};

/* NULL, and a path that is longer than any can be, become "". */
void request_set_path(char to[PATH_MAX], const char *path);

/* One line, to be freed; NULL: no memory. */
char *request_line(const struct request *r);
/* 0 or -EBADMSG with what is wrong in `error`. */
int request_read(struct request *ret, const char *line, char *error, size_t error_size);

#endif
