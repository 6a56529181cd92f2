/* SPDX-License-Identifier: MIT */
/* The two ways of run_read, one after the other: for it, and for the test that they agree. */
#ifndef MAPREAD_RESULT_READ_H
#define MAPREAD_RESULT_READ_H

#include "result/run.h"

/* `run` starts as { 0 }; the caller frees it, also after a failure. 0 or -errno. */

/* Samples straight from the text (see samples.h). A failure says nothing about the file. */
int run_read_quickly(struct run *run, const char *file);

/* All of it as JSON. *error is filled on failure. */
int run_read_plainly(struct run *run, const char *file, struct run_error *error);

#endif
