/* SPDX-License-Identifier: MIT */
/*
 * A run that nobody measured: made up, but like a real one, and the same on every
 * machine. No libm, so no last digit depends on the C library.
 */
#ifndef MAPREAD_TESTS_FIXTURE_RUN_H
#define MAPREAD_TESTS_FIXTURE_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "runfile/run.h"

/* Into an array; what does not fit is cut. */
#define fixture_text(to, text) fixture_copy(to, sizeof(to), text)
void fixture_copy(char *to, size_t size, const char *text);

struct fixture_options {
    const char *const *methods;   /* NULL-terminated; NULL: all of this version */
    const char *const *workloads; /* likewise */
    const char *host;             /* NULL: "testbox" */
    unsigned rounds;              /* 0: 20 */
    bool warm_only;
    bool obstacles; /* one case failed, one ran over the limit, one was never run */
    bool noisy;     /* the machine was, and the doctor had warned */
    bool unknown;   /* a workload and a method that this version does not have */
};

/* Ends the process when memory is short. The caller frees with run_free. */
struct run fixture_run(const struct fixture_options *o);

/* Words of others, as they stand. */
struct reason fixture_words(const char *words);

/* One thread, and the method's own buffer. */
struct case_key fixture_key(const char *workload, const char *method, const char *state,
                            const char *dataset);

/* Adds a case with one sample per entry of wall_ns, rounds counted from 0; the memory
   is 4 MiB anonymous, `own_bytes` more, and `file_bytes` of the file. */
struct fixture_case {
    const char *workload, *method, *state, *dataset;
    enum case_status status;
    struct reason reason;
    const double *wall_ns;
    size_t count;
    double own_bytes, file_bytes;
};
void fixture_add_case(struct run *r, const struct fixture_case *c);

/* Adds a data set of that name and size. */
void fixture_add_dataset(struct run *r, const char *name, uint64_t bytes);

#endif
