/* SPDX-License-Identifier: MIT */
/* A comparison for people. `c` is finished. */
#ifndef MAPREAD_REPORT_COMPARE_PRINT_H
#define MAPREAD_REPORT_COMPARE_PRINT_H

#include <stdio.h>

#include "report/compare.h"
#include "report/page.h"

/* Who wins in each run, what differs, the tables of both questions and the sums. 0 or -ENOMEM.
 */
int compare_print(FILE *out, const struct compare *c, const struct report_style *style);

/* Only who wins in each run, and what differs between them. 0 or -ENOMEM. */
int compare_print_answer(FILE *out, const struct compare *c, const struct report_style *style);

#endif
