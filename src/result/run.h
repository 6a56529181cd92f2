/* SPDX-License-Identifier: MIT */
/*
 * The run file in memory: everything that a run found, all samples kept.
 *
 * A run owns what hangs on it; run_free frees it all. Texts are allocated,
 * NULL where the file has null.
 */
#ifndef MAPREAD_RESULT_RUN_H
#define MAPREAD_RESULT_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "measure/interference.h"
#include "measure/machine.h"
#include "measure/sample.h"

enum { RUN_SCHEMA_VERSION = 1, RUN_SHA256_TEXT = 65 };

enum case_status {
    CASE_OK,
    CASE_SKIPPED,    /* the pair makes no sense, or the system does not offer it */
    CASE_FAILED,     /* wrong answer, or an error */
    CASE_OVER_LIMIT, /* a result: one pass took longer than the limit, or the kernel killed it
                        for want of memory */
};

/* "ok", "skipped", "failed", "over-limit". */
extern const char *const case_status_names[];

struct run_dataset {
    char *name, *kind;
    uint64_t bytes, seed;
    char sha256[RUN_SHA256_TEXT];
};

struct run_case {
    char *workload, *method, *state, *fill, *dataset;
    unsigned threads;
    enum case_status status;
    char *reason; /* of a status that is not ok */
    char *check;  /* the answer, once there was one */
    struct sample *samples;
    size_t sample_count;
};

/* What one of the doctor's probes found before the run. A file may name probes and
   verdicts that this version does not know. */
struct run_finding {
    char *check;
    char *verdict; /* "good", "warning", "bad", "unknown" */
    char *found;   /* with the figures */
    char *fix;     /* a shell command, or NULL: there is only knowing it */
};

struct run {
    char *mapread_version, *revision, *started_at, *suite;
    bool complete;
    uint64_t seed;
    unsigned rounds;
    double planted; /* by what share every second copy of a method was slowed down: 0 but
                       for `mapread aa --plant` */
    struct machine machine;
    struct storage storage;
    struct toolchain toolchain;
    bool watched; /* the rounds were; otherwise interference is unset */
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

/* 0: the same case, whatever was found. Otherwise below or above 0, and an order. */
int run_case_compare(const struct run_case *a, const struct run_case *b);

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
