/* SPDX-License-Identifier: MIT */
/*
 * Why a method takes the time it takes: what its counters say, in words and figures: what was
 * copied, faults, what came from storage. What that costs, report/terms.h says.
 */
#ifndef MAPREAD_REPORT_WHY_H
#define MAPREAD_REPORT_WHY_H

#include "runfile/run.h"

/* "copies 64 MiB in 513 reads, 34 faults". Figures are medians per pass. What is not known or
   too small to matter is left out, so it may be "". file_bytes may be NAN. The caller frees;
   NULL when memory is short. */
char *why_text(const struct run_case *c, double file_bytes);

/* " Why: mmap: no copy, 34 faults; chunk: copies 64 MiB in 513 reads." for two cases with
   times; "" where one has nothing to tell. */
char *why_of_two(const struct run_case *a, const struct run_case *b, double file_bytes);

#endif
