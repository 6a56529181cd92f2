/* SPDX-License-Identifier: MIT */
/*
 * What only the whole system counts: requests to the device under a file, and pages of files
 * that had to be read again. What other processes do meanwhile is in it.
 *
 * Sources: Linux, Documentation/block/stat.rst; /proc/vmstat, of which the kernel keeps up to
 * some dozen pages back on each processor.
 */
#ifndef MAPREAD_MEASURE_SYSTEM_IO_H
#define MAPREAD_MEASURE_SYSTEM_IO_H

#include "measure/facts.h"

struct system_io {
    double storage_reads; /* read requests that the device got, each of which the kernel may
                             have made of several */
    double refaults; /* pages of files that were read though they had been in the page cache
                        not long before */
};

/* What `device` and the system counted so far; below `root`: "" on this machine, a folder in a
   test. NAN where it does not tell. Some 50 us. */
struct system_io system_io_now(const char *root, struct facts_device device);
/* total += to - from. */
void system_io_add(struct system_io *total, const struct system_io *from,
                   const struct system_io *to);

#endif
