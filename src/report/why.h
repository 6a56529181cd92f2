/* SPDX-License-Identifier: MIT */
/*
 * Why a method takes the time it takes: what its counters say, in words and figures, the
 * heaviest first: what was copied, faults, what came from storage, where the time went.
 */
#ifndef MAPREAD_REPORT_WHY_H
#define MAPREAD_REPORT_WHY_H

#include "runfile/run.h"

/*
 * "copies 64 MiB in 513 reads, 34 faults, 90 % in the kernel". Figures are medians per pass.
 * Shares are of the time of all threads in all samples together, because kernels that look
 * once a tick (1 to 10 ms) whether the program or the kernel runs know nothing of a short
 * pass. What is not known or too small to matter is left out, so it may be "". file_bytes
 * may be NAN. The caller frees; NULL when memory is short.
 */
char *why_text(const struct run_case *c, double file_bytes);

/* " Why: mmap: no copy, 34 faults; chunk: copies 64 MiB in 513 reads." for two cases with
   times; "" where one has nothing to tell. */
char *why_of_two(const struct run_case *a, const struct run_case *b, double file_bytes);

#endif
