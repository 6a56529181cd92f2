/* SPDX-License-Identifier: MIT */
/*
 * A file that is whole or not there: written under another name beside it, flushed,
 * renamed at the end.
 */
#ifndef MAPREAD_REPORT_SAVE_H
#define MAPREAD_REPORT_SAVE_H

#include <stdio.h>

struct save {
    FILE *file; /* to write to */
    char *path, *temporary;
};

/* 0 or -errno. End with save_end. */
int save_begin(struct save *ret, const char *folder, const char *name);

/* `result` 0: keeps the file, and returns 0 or -errno. Otherwise drops what was written
   and returns `result`. */
int save_end(struct save *s, int result);

/* Makes the folder `name` in `folder` unless it is there. 0 or -errno. */
int save_make_folder(const char *folder, const char *name);

#endif
