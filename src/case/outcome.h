/* SPDX-License-Identifier: MIT */
/*
 * What became of one case in one process, and its JSON: one object on one line, which
 * `mapread case` prints and a sample process answers its request with.
 */
#ifndef MAPREAD_CASE_OUTCOME_H
#define MAPREAD_CASE_OUTCOME_H

#include <stdio.h>

#include "case/key.h"
#include "case/reason.h"
#include "case/sample.h"

enum case_status {
    CASE_OK,
    CASE_SKIPPED,    /* the pair makes no sense, or the system does not offer it */
    CASE_FAILED,     /* wrong answer, or an error */
    CASE_OVER_LIMIT, /* a result: one pass took longer than the limit, or the kernel killed it
                        for want of memory */
};
/* "ok", "skipped", "failed", "over-limit"; NULL at the end. */
extern const char *const case_status_names[];

enum { ANSWER_MAX = 96 };

/* The check value as text: "offset=4711", "count=12 checksum=…". */
struct answer {
    char text[ANSWER_MAX];
};

struct outcome {
    enum case_status status;
    struct reason reason;   /* of a status that is not ok */
    struct answer answer;   /* "" when there was none */
    enum unproved unproved; /* the state of its passes */
    struct sample sample;   /* read only when ok */
};

/* An outcome without answer and sample. */
struct outcome outcome_of(enum case_status status, enum cause cause);
/* The same with a number; with words, as printf makes them. */
struct outcome outcome_of_number(enum case_status status, enum cause cause, double number);
struct outcome outcome_of_words(enum case_status status, enum cause cause, const char *format,
                                ...) __attribute__((format(printf, 3, 4)));

/* Of a process that ended with that status of waitpid(2), what it said, and the limit of a pass
   in seconds, which SIGALRM keeps. */
struct outcome outcome_of_process(int status, const char *line, double limit_s);

/* The answer, and behind it " unproved=untold" where that is so: for formats that have one text
   for a case. Returns `buffer`. */
enum { OUTCOME_LABEL_MAX = ANSWER_MAX + 32 };
const char *outcome_label(const struct answer *answer, enum unproved unproved,
                          char buffer[OUTCOME_LABEL_MAX]);

/* The case's key stands first. 0 or -errno. */
int outcome_write(FILE *out, const struct case_key *key, const struct outcome *o);

/* Reads one line back; the key is left out. 0 or -EBADMSG. */
int outcome_read(struct outcome *ret, const char *line);

#endif
