/* SPDX-License-Identifier: MIT */
/* A file to show what tutorials say about mappings. */
#ifndef MAPREAD_TESTS_UNIT_TECHNIQUES_FIXTURE_H
#define MAPREAD_TESTS_UNIT_TECHNIQUES_FIXTURE_H

#include "method/mapping.h"
#include "tests/disk.h"
#include "workload/workload.h"

enum { MIB = 1 << 20, BYTES = 32 * MIB };

/* The file, and another name in its folder; neither is there at first. Borrowed. */
extern char *path, *other;

/* Set-up and teardown of a group of tests. */
int techniques_begin(void **state);
int techniques_end(void **state);

/* Skips the test where the file is on no disk, whose pages come and go. */
void needs_disk(void);

void write_bytes(size_t len);
void write_text(const char *text);
void check_text(const char *file, const char *text);

/* Opens the file; the method's close() ends it. */
struct file *open_by(const char *method, bool writable);

#endif
