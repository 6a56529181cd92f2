/* SPDX-License-Identifier: MIT */
/*
 * Why a case has no time: an enumerated cause with its numbers, and words of others (a Python
 * exception, the system's error) that nobody decides by. The sentence is made when it is
 * printed. And why a state has no proof.
 */
#ifndef MAPREAD_CASE_REASON_H
#define MAPREAD_CASE_REASON_H

#include "base/json.h"

/* A cause is one line here: its name after CAUSE_, its name in files, and its sentence, in
   which
   '@' stands for the words, '#' for the next number, '$' for the next one as an amount of
   bytes. Of those of a state the number is the share of the file that is resident. */
#define CAUSE_TABLE(X)                                                                         \
    X(NONE, "none", "")                                                                        \
    /* the two make no sense together: skipped */                                              \
    X(FRONT_TO_BACK, "front-to-back", "the method reads from front to back only")              \
    X(NOT_IN_PLACE, "not-in-place", "the method cannot change a file in place")                \
    X(ONLY_CHANGES, "only-changes", "the method is for changes in place")                      \
    X(NO_SCRIPT, "no-script", "the script of this method does not do this")                    \
    X(NO_SCRIPTS, "no-scripts", "where the scripts of such methods lie is not known")          \
    X(GIVES_MEMORY, "gives-memory", "the method gives memory and reaches no file")             \
    X(REACHES_PROCESS, "reaches-process", "the method reaches another process and no file")    \
    X(GIVES_NO_MEMORY, "gives-no-memory", "the method reaches a file and gives no memory")     \
    X(REACHES_NO_PROCESS, "reaches-no-process",                                                \
      "the method reaches a file and no other process")                                        \
    X(WORK_OF_ONE_THREAD, "work-of-one-thread", "one thread does this work")                   \
    X(METHOD_OF_ONE_THREAD, "method-of-one-thread", "the method serves one thread at a time")  \
    X(WORK_IN_MEMORY, "work-in-memory",                                                        \
      "the work is done in memory: where the file's bytes are does not matter")                \
    X(NEVER_HOT, "never-hot",                                                                  \
      "a pass that writes begins with a new copy, so that none is hot")                        \
    /* the system does not offer it: skipped */                                                \
    X(NO_DIRECT, "no-direct",                                                                  \
      "the file cannot be read past the page cache: this system, or its file system, has no "  \
      "O_DIRECT")                                                                              \
    X(NO_EVICTION, "no-eviction", "this system has no call that evicts pages")                 \
    X(FILE_SYSTEM_IS_MEMORY, "file-system-is-memory",                                          \
      "the file system is memory: its pages cannot be evicted")                                \
    X(FILE_TOO_SMALL, "file-too-small",                                                        \
      "the file is too small to be limited to half of it: take one of at least 16 MiB")        \
    X(FILE_LARGER_THAN_MEMORY, "file-larger-than-memory",                                      \
      "the file is larger than the memory that is free here, which is all that limited is "    \
      "about: measure it cold")                                                                \
    X(NO_MEMORY_CONTROLLER, "no-memory-controller",                                            \
      "this system shows no memory controller: cgroup v1 or v2 is needed to limit memory")     \
    X(CGROUPS_READ_ONLY, "cgroups-read-only",                                                  \
      "the cgroups are read-only here, as in most containers: run it outside, or in a "        \
      "container with --privileged")                                                           \
    X(NO_CONTROLLER_HANDED_DOWN, "no-controller-handed-down",                                  \
      "no cgroup here hands its memory controller down: run it by systemd-run --scope, or as " \
      "root outside the container")                                                            \
    X(NO_CGROUP, "no-cgroup",                                                                  \
      "a memory cgroup cannot be made: run it as root, or by systemd-run --user --scope")      \
    X(READ_ONLY, "read-only", "@ is read-only: no private copy or file can be made there")     \
    X(NOT_OFFERED, "not-offered", "@")                                                         \
    X(NO_PYTHON, "no-python", "@ cannot be run: Python 3.8 or later is needed")                \
    X(PYTHON_SKIPS, "python-skips", "@")                                                       \
    /* left out of a run that looks at its verdicts, to keep its budget: skipped */            \
    X(TOO_DEAR, "too-dear", "left out: a sample takes # s, and the budget is # s (--budget)")  \
    X(FIRST_ROUND_TOO_LONG, "first-round-too-long",                                            \
      "left out: the first round of what comes before it took # s, and the budget is # s "     \
      "(--budget)")                                                                            \
    /* a result: over the limit */                                                             \
    X(OVER_TIME, "over-time", "one pass takes at least # s")                                   \
    X(OVER_MEMORY, "over-memory", "killed: wants more memory than its limit of $")             \
    /* others disturbed the state: it is worth another try */                                  \
    X(NOT_VERIFIED, "not-verified",                                                            \
      "the state could not be verified: a share of # of the file is resident")                 \
    X(NOT_KEPT, "not-kept",                                                                    \
      "the state could not be verified afterwards: a share of # of the file is resident")      \
    X(LIMIT_NOT_VERIFIED, "limit-not-verified",                                                \
      "the limit could not be verified afterwards: a share of # of the file is resident, $ "   \
      "of $ in use")                                                                           \
    /* failed */                                                                               \
    X(NOT_PREPARED, "not-prepared", "the state could not be prepared: @")                      \
    X(OUTSIDE_GROUP, "outside-group", "the pass was not made in the memory cgroup")            \
    X(NO_COPY, "no-copy", "cannot make @; name a folder with --dir")                           \
    X(FILE_CHANGED, "file-changed",                                                            \
      "the file was changed while it was measured: measure a copy (@)")                        \
    X(WRONG_ANSWER, "wrong-answer", "wrong answer: @")                                         \
    X(SYSTEM_ERROR, "system-error", "@")                                                       \
    X(INTERRUPTED, "interrupted", "interrupted")                                               \
    X(PEER_ENDED, "peer-ended", "the other process ended before it was done")                  \
    X(BUS_ERROR, "bus-error", "@")                                                             \
    X(SIGNAL, "signal", "killed by signal #")                                                  \
    X(NO_RESULT, "no-result", "no result, exit status #")                                      \
    X(NO_END, "no-end", "no end after preparing for # s")                                      \
    X(PYTHON_FAILED, "python-failed", "@")                                                     \
    X(PYTHON_SIGNAL, "python-signal", "@ was killed by signal #")                              \
    X(PYTHON_ENDED, "python-ended", "@ ended with status # before it answered")                \
    X(NO_OUTCOME, "no-outcome", "@")

#define CAUSE_IDENTIFIER(identifier, name, sentence) CAUSE_##identifier,
enum cause { CAUSE_TABLE(CAUSE_IDENTIFIER) CAUSES };
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

/* Why a state was prepared and not verified: which pages are cached is not known everywhere,
   nor to everybody. What was measured so has its time, and is marked. */
enum unproved {
    UNPROVED_NO,       /* it was verified, or there was nothing to verify */
    UNPROVED_UNTOLD,   /* the system has no call that tells */
    UNPROVED_WITHHELD, /* the kernel does not tell this user */
    UNPROVED_CAUSES
};
/* "no", "untold", "withheld"; NULL at the end. */
extern const char *const unproved_names[UNPROVED_CAUSES + 1];
/* "this system has no way to tell which pages are cached"; "" of UNPROVED_NO. */
extern const char *const unproved_sentences[UNPROVED_CAUSES];

#endif
