/* SPDX-License-Identifier: MIT */
/* A comparison for people and for programs. `c` is finished. */
#ifndef MAPREAD_REPORT_COMPARE_PRINT_H
#define MAPREAD_REPORT_COMPARE_PRINT_H

#include <stdio.h>

#include "report/compare.h"
#include "report/page.h"

/* What differs, the tables of both questions and the sums, and mmap against read in each
   run. 0 or -ENOMEM. */
int compare_print(FILE *out, const struct compare *c, const struct report_style *style);

/* One line per case and run, with a heading; RFC 4180, but lines end in LF. What is not
   known is empty. 0 or -ENOMEM. */
int compare_print_csv(FILE *out, const struct compare *c);

/* One object; what is not known is null. 0, -ENOMEM or -EIO. */
int compare_print_json(FILE *out, const struct compare *c);

#endif
