/* SPDX-License-Identifier: MIT */
/* What the tests of published figures share: ours, made-up ones, and a run of those. */
#ifndef MAPREAD_TESTS_UNIT_TUTORIAL_FIXTURE_H
#define MAPREAD_TESTS_UNIT_TUTORIAL_FIXTURE_H

#include "tests/test.h"
#include "runfile/run.h"
#include "tutorial/published.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A file with everything in it that a file can have. */
extern const char tutorial_good[];

/* Reads that text as the only file; the message is in *error. published_free() what is read. */
int tutorial_read_text(const char *text, struct published *ret, struct published_error *error);

/* The figures of tutorial_good; published_free() them. */
struct published tutorial_read_good(void);

/* The figures of results/published; published_free() them. */
struct published tutorial_read_ours(void);

/* The cases of tutorial_good, but for Python's. run_free() it. */
struct run tutorial_run_of_good(void);

/* Rounds of `ms`: the weather hits all methods alike, the jitter each in its own way. */
void tutorial_add_case(struct run *r, const char *method, double ms, double file_bytes);

#endif
