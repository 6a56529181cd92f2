/* SPDX-License-Identifier: MIT */
/*
 * The run file in memory: everything that a run found, all samples kept.
 *
 * A run owns what hangs on it; run_free frees it all. Texts are "" where the file has null.
 */
#ifndef MAPREAD_RUNFILE_RUN_H
#define MAPREAD_RUNFILE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "case/outcome.h"
#include "cost/values.h"
#include "measure/interference.h"
#include "measure/machine.h"
#include "stats/comparison.h"

enum {
    RUN_SCHEMA_VERSION = 2,
    RUN_WORD_MAX = 64,
    RUN_SHA256_TEXT = 65,
    RUN_COMMAND_MAX = 1024
};

struct run_dataset {
    char name[CASE_DATASET_MAX], kind[RUN_WORD_MAX];
    uint64_t bytes, seed;
    char sha256[RUN_SHA256_TEXT];
};

struct run_case {
    struct case_key key;
    char fill[RUN_WORD_MAX]; /* who filled the page cache */
    enum case_status status;
    struct reason reason;   /* of a status that is not ok */
    struct answer answer;   /* once there was one */
    uint64_t seed;          /* of the last sample; not in the file */
    enum unproved unproved; /* the state of its samples */
    struct sample *samples;
    size_t sample_count;
};

/* What one of the doctor's probes found before the run. A file may name probes and
   verdicts that this version does not know. */
struct run_finding {
    char probe[RUN_WORD_MAX];
    char verdict[RUN_WORD_MAX]; /* "good", "warning", "bad", "unknown" */
    char found[FIELD_TEXT_MAX]; /* with the figures */
    char fix[RUN_COMMAND_MAX];  /* a shell command; "": there is only knowing it */
};

struct run {
    char mapread_version[RUN_WORD_MAX], revision[RUN_WORD_MAX], started_at[RUN_WORD_MAX];
    char suite[FIELD_TEXT_MAX];
    bool complete;
    char cpu_cache[RUN_WORD_MAX]; /* what came before a warm pass: "flush", or "stream", of
                                     which it is assumed that it works */
    bool emulated;                /* the machine is: its times are no times */
    uint64_t seed, rounds;
    struct stats_looks looks; /* at the comparisons; none: one, at the end */
    double planted; /* by what share every second copy of a method was slowed down: 0 but
                       for `mapread aa --plant` */
    struct machine machine;
    struct storage storage;
    struct toolchain toolchain;
    struct costs costs; /* the machine's constants; none where they were not measured */
    bool watched;       /* the rounds were; otherwise interference is unset */
    struct interference interference;
    struct run_finding *findings; /* in the doctor's order */
    size_t finding_count;
    struct run_dataset *datasets;
    size_t dataset_count;
    struct run_case *cases;
    size_t case_count;
};

void run_free(struct run *r); /* frees what hangs on *r, not r itself */

/* Appends; the returned entry is zeroed and valid until the next append. NULL when
   memory is short. */
struct run_dataset *run_add_dataset(struct run *r);
struct run_case *run_add_case(struct run *r);
struct run_finding *run_add_finding(struct run *r);
int case_add_sample(struct run_case *c, const struct sample *s); /* 0 or -ENOMEM */

/* It has a time: it is ok and has samples. Accepts NULL. */
bool run_case_timed(const struct run_case *c);

/* Why the case has no time, as a sentence; of one that is ok, that no sample was taken yet.
   Returns `buffer`. */
const char *run_case_reason(const struct run_case *c, char buffer[CAUSE_SENTENCE_MAX]);

/* 1, and the first case that is the same as an earlier one; 0: there is none; -ENOMEM. */
int run_find_repeated(const struct run *r, size_t *ret_index);

/* The data set of that name, or NULL. */
const struct run_dataset *run_find_dataset(const struct run *r, const char *name);

/* interference_verdict of a run that was watched; NULL when it was quiet or not watched, and
   `text` is "". */
const char *run_interference_verdict(const struct run *r, char *text, size_t size);

/* Where a file was wrong. */
struct run_error {
    char message[512]; /* one line: what, where */
};

/* The file that `path` stands for: itself, or the run.json in that folder. The caller
   frees; NULL when memory is short. */
char *run_file(const char *path);
/* The folder of that file, where what belongs to the run lies; in the same way. */
char *run_folder(const char *path);

/*
 * `path`: a run.json or the folder that holds it. 0, or -errno (-EBADMSG: the
 * content) with *error filled. On failure *ret is left alone.
 */
int run_read(struct run *ret, const char *path, struct run_error *error);

/* Writes a temporary file beside `path`, flushes it and renames. 0 or -errno. */
int run_write(const struct run *r, const char *path);

#endif
