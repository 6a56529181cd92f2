/* SPDX-License-Identifier: MIT */
/*
 * A file that is whole or not there: written under another name beside it, flushed,
 * renamed at the end. The other name, ".NAME.PID.tmp", is this process's own.
 */
#ifndef MAPREAD_BASE_ATOMIC_FILE_H
#define MAPREAD_BASE_ATOMIC_FILE_H

#include <stdbool.h>
#include <stdio.h>

struct atomic_file {
    FILE *stream; /* to write to */
    char *path, *temporary;
    bool volatile_data; /* the caller's choice: it gets its name before it is on the storage */
};

/* FOLDER/NAME, or the path `name` where `folder` is NULL. 0 or -errno. End with
   atomic_file_end. */
int atomic_file_begin(struct atomic_file *ret, const char *folder, const char *name);

/* `result` 0: keeps the file, and returns 0 or -errno. Otherwise drops what was written
   and returns `result`. */
int atomic_file_end(struct atomic_file *f, int result);

#endif
