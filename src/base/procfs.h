/* SPDX-License-Identifier: MIT */
/*
 * Reads /proc, /sys and the like below a root: "" on this machine, a folder in a test, NULL
 * where nothing is to be found. Texts are cut at size - 1 (size >= 1), without the newline at
 * the end; "" where there is none.
 */
#ifndef MAPREAD_BASE_PROCFS_H
#define MAPREAD_BASE_PROCFS_H

#include <stdbool.h>
#include <stddef.h>

/* ROOT/PATH. The caller frees; NULL when memory is short, or there is no root. */
char *procfs_path(const char *root, const char *path);

/* The number of bytes that were read, or -errno. */
int procfs_read(const char *root, const char *path, char *text, size_t size);
/* The same by ONE read call, so that a caller who counts calls and bytes can take it out. The
   kernel may pause within a long file. */
int procfs_read_once(const char *path, char *text, size_t size);

/* The number that the file begins with, or NAN. */
double procfs_number(const char *root, const char *path);
/* Of a line "NAME 12" or "NAME : 12 kB" of the text, or NAN. */
double procfs_value(const char *text, const char *name);
/* Of /proc/meminfo, in bytes, or NAN. */
double procfs_memory_bytes(const char *root, const char *name);

/* Is `word` among the words of the text, between blanks? */
bool procfs_has_word(const char *text, const char *word);
bool procfs_is_directory(const char *root, const char *path);

#endif
