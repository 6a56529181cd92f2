/* SPDX-License-Identifier: MIT */
/* From which size on mapping a file pays, by the machine's constants. */
#ifndef MAPREAD_ANALYSIS_BREAK_EVEN_H
#define MAPREAD_ANALYSIS_BREAK_EVEN_H

#include "cost/values.h"

#define BREAK_EVEN_LEAST 4096.0              /* bytes that are looked at, */
#define BREAK_EVEN_MOST (64.0 * 1024 * 1024) /* and up to here: the costs know no larger file  \
                                              */
#define BREAK_EVEN_NEVER (2 * BREAK_EVEN_MOST)

/*
 * The size from which mmap is faster than read() into 64 KiB in reading a whole file from the
 * page cache: where the sums of terms_of_key meet. One value per round of the constants, the
 * median of them, and its interval. BREAK_EVEN_LEAST: always; BREAK_EVEN_NEVER: never; value
 * NAN: a constant is not known.
 */
struct stats_estimate break_even_bytes(const struct costs *c);

#endif
