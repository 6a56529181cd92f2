/* SPDX-License-Identifier: MIT */
/*
 * Why a case has no time: an enumerated cause with its numbers, and words of others (a Python
 * exception, the system's error) that nobody decides by. The sentence is made when it is
 * printed.
 */
#ifndef MAPREAD_CASE_REASON_H
#define MAPREAD_CASE_REASON_H

#include "base/json.h"

/* Their names and sentences stand in reason.c, in this order. */
enum cause {
    CAUSE_NONE,
    /* the two make no sense together: skipped */
    CAUSE_FRONT_TO_BACK,
    CAUSE_NOT_IN_PLACE,
    CAUSE_ONLY_LOOKS,
    CAUSE_NO_SCRIPT,
    CAUSE_NO_SCRIPTS,
    CAUSE_GIVES_MEMORY,
    CAUSE_REACHES_PROCESS,
    CAUSE_GIVES_NO_MEMORY,
    CAUSE_REACHES_NO_PROCESS,
    CAUSE_WORK_OF_ONE_THREAD,
    CAUSE_METHOD_OF_ONE_THREAD,
    CAUSE_WORK_IN_MEMORY,
    /* the system does not offer it: skipped */
    CAUSE_NO_DIRECT,
    CAUSE_NO_EVICTION,
    CAUSE_FILE_SYSTEM_IS_MEMORY,
    CAUSE_FILE_TOO_SMALL,
    CAUSE_FILE_LARGER_THAN_MEMORY,
    CAUSE_NO_MEMORY_CONTROLLER,
    CAUSE_CGROUPS_READ_ONLY,
    CAUSE_NO_CONTROLLER_HANDED_DOWN,
    CAUSE_NO_CGROUP,
    CAUSE_READ_ONLY,    /* text: which folder */
    CAUSE_NOT_OFFERED,  /* text: what, and the system's error */
    CAUSE_NO_PYTHON,    /* text: the interpreter */
    CAUSE_PYTHON_SKIPS, /* text: its words */
    /* a result: over the limit */
    CAUSE_OVER_TIME,   /* the limit in seconds */
    CAUSE_OVER_MEMORY, /* the limit in bytes */
    /* others disturbed the state: it is worth another try */
    CAUSE_NOT_VERIFIED,       /* the share of the file that is resident */
    CAUSE_NOT_KEPT,           /* the same, after the passes */
    CAUSE_LIMIT_NOT_VERIFIED, /* that share; bytes in use, and of the limit */
    /* failed */
    CAUSE_NOT_PREPARED, /* text: the system's error */
    CAUSE_OUTSIDE_GROUP,
    CAUSE_NO_COPY,      /* text: what and where, and the system's error */
    CAUSE_WRONG_ANSWER, /* text: "count=3 instead of count=4" */
    CAUSE_SYSTEM_ERROR, /* text: what, and the system's error */
    CAUSE_INTERRUPTED,
    CAUSE_PEER_ENDED,
    CAUSE_BUS_ERROR,     /* text: where, and why */
    CAUSE_SIGNAL,        /* its number */
    CAUSE_NO_RESULT,     /* the exit status */
    CAUSE_NO_END,        /* seconds that it had to prepare */
    CAUSE_PYTHON_FAILED, /* text: its words */
    CAUSE_PYTHON_SIGNAL, /* its number */
    CAUSE_PYTHON_ENDED,  /* the exit status */
    CAUSE_NO_OUTCOME,    /* text: what was said instead */
    CAUSES
};
extern const char *const cause_names[CAUSES + 1]; /* NULL at the end */

enum { CAUSE_NUMBERS = 3, CAUSE_WORDS_MAX = 224, CAUSE_SENTENCE_MAX = 512 };

struct reason {
    enum cause cause;
    double numbers[CAUSE_NUMBERS]; /* 0 where the cause has none */
    char words[CAUSE_WORDS_MAX];   /* "" where it has none */
};

/* Others disturbed the state; it can be prepared again. */
bool cause_is_disturbance(enum cause c);

/* "the file system is memory: its pages cannot be evicted"; "" of CAUSE_NONE. Returns
   `buffer`. */
const char *reason_sentence(const struct reason *r, char buffer[CAUSE_SENTENCE_MAX]);

/* Members "cause", "cause_numbers" and "cause_words" of the object. 0 or -ENOMEM; NULL, or what
   is wrong. */
int reason_set_json(json_t *object, const struct reason *r);
const char *reason_read_json(struct reason *ret, const json_t *object);

#endif
