/* SPDX-License-Identifier: MIT */
/*
 * Small files of /proc and /sys.
 *
 * The trap: the kernel may hand out a long file in pieces, one a call. The first
 * piece is always one whole record: the first processor of /proc/cpuinfo, all of
 * /proc/self/status.
 */
#ifndef MAPREAD_MEASURE_PROCFS_H
#define MAPREAD_MEASURE_PROCFS_H

#include <stddef.h>

/* The number of bytes that were read, or -errno, then `text` is "". Makes ONE read call,
   so that a caller who counts calls and bytes can take it out. Cut at size - 1
   (size >= 1), without the newline at the end. */
int procfs_read(const char *path, char *text, size_t size);

/* The number that the file begins with, or NAN. */
double procfs_number(const char *path);

#endif
