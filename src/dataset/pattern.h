/* SPDX-License-Identifier: MIT */
/* The right answers where a pattern is looked for: byte after byte, as in data-gen/reference.h.
 */
#ifndef MAPREAD_DATASET_PATTERN_H
#define MAPREAD_DATASET_PATTERN_H

#include "data-gen/reference.h"

/* Reads the open file to its end and fills find, seek_find, count, rfind and replaced_checksum.
   The pattern is not empty, and one of a case_key. 0 or -errno. */
int pattern_search(int fd, const char *pattern, struct reference_answers *ret);

/* The same for an expression: fills words5 with the number of distinct offsets at which a match
   ends. 0 or -errno: -EINVAL when it is refused. */
int pattern_count_ends(int fd, const char *regex, struct reference_answers *ret);

#endif
