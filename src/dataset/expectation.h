/* SPDX-License-Identifier: MIT */
/*
 * FILE.expect.json, which lies beside a generated file: how it was made, its
 * hash, and the right answer of every workload.
 */
#ifndef MAPREAD_DATASET_EXPECTATION_H
#define MAPREAD_DATASET_EXPECTATION_H

#include <stdint.h>

#include "data-gen/gen.h"
#include "workload/workload.h"

enum { EXPECTATION_NAME_MAX = 32, EXPECTATION_ANSWERS_MAX = 32, EXPECTATION_SHA256_TEXT = 65 };

struct expectation {
    char kind[EXPECTATION_NAME_MAX];  /* "text"; "file" for one of the user's */
    char needle[GEN_NEEDLE_TEXT_MAX]; /* "early" */
    uint64_t bytes, seed;
    char sha256[EXPECTATION_SHA256_TEXT];
    struct answer answers[EXPECTATION_ANSWERS_MAX]; /* in the order of workloads[] */
};

/* The right answer, or NULL when the expectation has none for this workload. */
const char *expectation_answer(const struct expectation *e, const struct workload *w);

/* Of the data file `path`. 0 or -errno: -ENOENT no such file, -EBADMSG not one of ours. */
int expectation_read(struct expectation *ret, const char *path);
/* Whether it has the answers of all workloads; see dataset.h for one that has none. */
bool expectation_is_whole(const struct expectation *e);
int expectation_write(const struct expectation *e, const char *path);
/* The data file is about to change: what was known about it no longer holds. */
void expectation_remove(const char *path);

#endif
