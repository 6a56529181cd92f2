/* SPDX-License-Identifier: MIT */
/* Sentences about cases of given times. */
#ifndef MAPREAD_TESTS_UNIT_VERDICT_FIXTURE_H
#define MAPREAD_TESTS_UNIT_VERDICT_FIXTURE_H

#include "report/verdict.h"
#include "tests/fixture_run.h"
#include "tests/test.h"

#define MIB 1048576.0

enum { ROUNDS = 10 };

/* One side: a time, and by how much the rounds vary around it. */
struct side {
    const char *method;
    double ms, spread;
    double own_mib, file_mib; /* beside the 4 MiB that every process owns */
    enum case_status status;
    struct reason reason;
    size_t rounds;
};

/* Two sides that differ in nothing but what is named; a third, fast one. */
#define READ(...)                                                                              \
    {                                                                                          \
        .method = "read", .rounds = ROUNDS, __VA_ARGS__                                        \
    }
#define MMAP(...)                                                                              \
    {                                                                                          \
        .method = "mmap", .rounds = ROUNDS, __VA_ARGS__                                        \
    }
#define POPULATE(...)                                                                          \
    {                                                                                          \
        .method = "mmap-populate", .rounds = ROUNDS, __VA_ARGS__                               \
    }

/* Adds a case of 64 MiB, warm. */
void add_side(struct run *r, const char *workload, const struct side *s);

/* Of a run of these sides; the caller frees. */
char *sentence(const char *workload, const struct side *sides, size_t count);

void assert_sentence(const char *workload, const struct side *sides, size_t count,
                     const char *expected);

#endif
