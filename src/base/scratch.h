/* SPDX-License-Identifier: MIT */
/*
 * Private copies and the folder they lie in. The folder's name carries the
 * process that made it, so that what a killed run left behind is recognised and
 * removed by the next one.
 */
#ifndef MAPREAD_BASE_SCRATCH_H
#define MAPREAD_BASE_SCRATCH_H

#include <stdint.h>

/* Makes `parent`/.mapread-scratch-PID and removes those whose process is gone. 0 or
   -errno; the caller frees *ret_path, after scratch_remove. */
int scratch_make(char **ret_path, const char *parent);
/* Where a private copy of `path` may lie: `scratch`, or where that is "" the file's own
   folder. The caller frees; NULL when memory is short. */
char *scratch_parent(const char *scratch, const char *path);
/* Removes the folder and the files in it. Accepts NULL. */
void scratch_remove(const char *path);
/* Removes what processes that are gone left in `parent`. */
void scratch_remove_stale(const char *parent);

/* Copies a file by read() and write(), always in the same way. 0 or -errno: -ENOSPC
   before anything is written when the space is too small. */
int scratch_copy(const char *from, const char *to);

#endif
