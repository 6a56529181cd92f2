/* SPDX-License-Identifier: MIT */
/*
 * What became of one case in one process, and its JSON: one object on one line,
 * which `mapread case` prints and mapread-bench hands to the runner.
 */
#ifndef MAPREAD_RESULT_OUTCOME_H
#define MAPREAD_RESULT_OUTCOME_H

#include <stdio.h>

#include "measure/sample.h"
#include "result/run.h"
#include "workload/workload.h"

enum { OUTCOME_REASON_MAX = 256 };

/* Stands in the reason of a sample whose state others disturbed: it is worth another try. */
#define OUTCOME_NOT_PROVED "could not be proved"

/* Begins the reason of an over-limit case that did not run out of time, but of memory. */
#define OUTCOME_KILLED "killed: wants more memory than "

struct outcome {
    enum case_status status;
    char reason[OUTCOME_REASON_MAX]; /* "" when ok */
    struct answer answer;            /* "" when there was none */
    struct sample sample;            /* read only when ok */
};

/* "its limit of 32 MiB" where the case was killed for want of memory, else NULL. Points into
   the case. */
const char *outcome_killed_at(const struct run_case *c);

struct outcome_names {
    const char *workload, *method, *state, *dataset;
};

/* An outcome without answer and sample, and its reason. */
void outcome_say(struct outcome *ret, enum case_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* CASE_OVER_LIMIT, of a pass that SIGALRM ended. */
void outcome_say_over_time(struct outcome *ret, double limit_s);

/* 0 or -errno. */
int outcome_write(FILE *out, const struct outcome_names *names, const struct outcome *o);

/* Reads one line back; the names are left out. 0 or -EBADMSG. */
int outcome_read(struct outcome *ret, const char *line);

#endif
