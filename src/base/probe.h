/* SPDX-License-Identifier: MIT */
/*
 * Reads /proc and /sys below a root: "" on this machine, a folder in a test, NULL
 * where nothing is to be found.
 */
#ifndef MAPREAD_BASE_PROBE_H
#define MAPREAD_BASE_PROBE_H

#include <stdbool.h>
#include <stddef.h>

/* ROOT/PATH. The caller frees; NULL when memory is short, or there is no root. */
char *probe_path(const char *root, const char *path);

/* The whole file, unlike procfs_read, which stops where the kernel pauses. 0 or
   -errno, then `text` is "". Cut at size - 1, without the newline at the end. */
int probe_read(const char *root, const char *path, char *text, size_t size);
/* The number that the file begins with, or NAN. */
double probe_number(const char *root, const char *path);
/* Of a line "NAME 12" (/proc/vmstat), or NAN. */
double probe_counter(const char *text, const char *name);
/* Is `word` among the words of the text, between blanks? */
bool probe_has_word(const char *text, const char *word);
bool probe_is_directory(const char *root, const char *path);

#endif
