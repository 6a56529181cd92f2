/* SPDX-License-Identifier: MIT */
/*
 * A workload: what the program does with the file.
 *
 * setup and teardown are outside the clock, run is inside it. Each workload
 * defines `struct work` for itself. 0 or -errno everywhere.
 *
 * A workload returns an answer; its text is compared with the expected one, which
 * `expected` makes of the reference's figures. A wrong answer is a failed case.
 */
#ifndef MAPREAD_WORKLOAD_H
#define MAPREAD_WORKLOAD_H

#include <stddef.h>
#include <stdint.h>

#include "case/outcome.h"
#include "data-gen/reference.h"
#include "method/method.h"

struct work;

enum workload_flags {
    /* Changes the file: works on a private copy. */
    WORKLOAD_WRITES = 1u << 0,
    /* Every block's own number is checked where the data set carries them. */
    WORKLOAD_BLOCKS = 1u << 1,
    /* Works in memory from the method's allocator, and reaches no file. */
    WORKLOAD_ALLOCATES = 1u << 2,
    /* The answer is what lies in the file afterwards, whoever stored it: setup and answer
       are enough, without a run. */
    WORKLOAD_STORED = 1u << 3,
    /* Two processes at once, over the method's transport. The file is read before the clock
       starts. */
    WORKLOAD_SHARES = 1u << 4,
    /* Several threads may share a pass: workload_input.threads. */
    WORKLOAD_THREADS = 1u << 5,
    /* Looks for case_key.pattern, or for its own. */
    WORKLOAD_PATTERN = 1u << 6,
    /* The same of case_key.regex. */
    WORKLOAD_REGEX = 1u << 8,
    /* Changes bytes where they lie, by the method's put. */
    WORKLOAD_IN_PLACE = 1u << 7,
    /* Goes through all of the file, whatever it finds. */
    WORKLOAD_WHOLE = 1u << 9,
    /* What it changed is on the storage when it ends. */
    WORKLOAD_DURABLE = 1u << 10,
    /* Either of the two in memory: the state of the file does not matter. */
    WORKLOAD_IN_MEMORY = WORKLOAD_ALLOCATES | WORKLOAD_SHARES,
};

enum { WORKLOAD_BLOCKS_USUAL = 4096, WORKLOAD_THREADS_MAX = 1024 };

/* What a workload may know before the clock starts. */
struct workload_input {
    uint64_t file_bytes;
    uint64_t seed;              /* of the block draw */
    const struct case_key *key; /* resolved; outlives the work */
    bool numbered;              /* blocks carry their own number */
    const char *path;           /* the file that the pass works on; outlives the work */
};

struct workload {
    const char *name, *summary;
    const char *promise; /* what a crash leaves, where another workload leaves something else */
    const char *baseline;            /* the method that the others are compared with */
    const char *baseline_of_threads; /* where several share a pass; NULL: the same */
    const char *challenger;          /* the one of them that sentences are about; NULL: mmap */
    unsigned flags;
    uint64_t start;    /* where sequential reading begins */
    size_t work_bytes; /* zeroed memory for it */
    /* NULL: zeros are all it begins with. */
    int (*setup)(struct work *w, const struct workload_input *input);
    int (*run)(struct work *w, const struct method *m, struct file *f);
    /* Outside the clock, between open and run, and after close. end is called once for each
       begin that returned 0. NULL: nothing. */
    int (*begin)(struct work *w, const struct method *m, struct file *f);
    void (*end)(struct work *w);
    /* The answer of the last run; may read the file that the run wrote. */
    int (*answer)(struct work *w, struct answer *ret);
    /* What hangs on the work, also after a setup that failed. NULL: nothing. */
    void (*teardown)(struct work *w);
    /* Why this workload cannot use the method, or NULL when it can. Never asked about a
       method that is a program or whose kind is another: see workload_refuses. */
    enum cause (*refuses)(const struct method *m);
    void (*expected)(const struct reference_answers *a, struct answer *ret);
    /* Bytes that this answer of the case follows from. NULL: all of the file. */
    double (*useful)(double file_bytes, const struct case_key *key, const char *answer);
};

/* NULL-terminated; the order is that of every table. */
extern const struct workload *const workloads[];

const struct workload *workload_find_by_name(const char *name);
size_t workload_count_all(void);

/* The workload without its work: it is set up the same, opens and closes the file, and reads
   nothing; its answer is always the same. In no table; its name is "null". */
struct workload workload_null_of(const struct workload *w);

/* A new work in *ret, which workload_tear_down ends; it accepts NULL. 0 or -errno. */
int workload_set_up(struct work **ret, const struct workload *w,
                    const struct workload_input *input);
void workload_tear_down(const struct workload *w, struct work *work);

/* Why the workload cannot use the method, or NULL when it can: as it says itself; of a
   method that is a program, as the method says; and memory or another process is no file. */
enum cause workload_refuses(const struct workload *w, const struct method *m);
/* Why several threads cannot share a pass of the two, or NULL when they can. */
enum cause workload_refuses_threads(const struct workload *w, const struct method *m);

#endif
