/* SPDX-License-Identifier: MIT */
/*
 * A run file is read quickly or plainly: whatever is in it, both find the same bits, or the
 * quick way gives up.
 */
#ifndef MAPREAD_TESTS_UNIT_SAMPLES_FIXTURE_H
#define MAPREAD_TESTS_UNIT_SAMPLES_FIXTURE_H

#include "base/text.h"
#include "result/run.h"
#include "tests/source.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Which of both ways could read it. */
enum way { REFUSED, PLAIN, QUICK };

/* A file in a folder of its own: set-up and teardown of a group of tests. */
int samples_begin(void **state);
int samples_end(void **state);
const char *samples_path(void);

/* Reads it both ways and fails where they do not agree. */
enum way read_file(const char *path);

/* Likewise; the text is left in the file where they do not agree. */
enum way read_text(const char *text, size_t len);

/* A file that has everything; the caller frees. */
char *good_text(void);

/* The first `old` in the text is now `new`; the caller frees. */
char *replaced(const char *text, const char *old, const char *new);

void check_replaced(const char *text, const char *old, const char *new, enum way expected);

/* Of the good text, one after the other. */
struct change {
    const char *old, *new;
    enum way way;
};
void check_changes(const struct change *changes, size_t count);

/* Between 0 and 2^63; the same on every machine. */
uint64_t draw(uint64_t *state);

#endif
