/* SPDX-License-Identifier: MIT */
/*
 * What is known about how and where a run was made, fact by fact: how it was asked for,
 * then the fields of the machine, the storage and the toolchain, so that a fact that is
 * added there is compared as well.
 */
#ifndef MAPREAD_ANALYSIS_COMPARE_FACTS_H
#define MAPREAD_ANALYSIS_COMPARE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/compare.h"
#include "base/field.h"

/* How many facts there are. */
size_t compare_fact_count(void);

/* "mount options", "read-ahead": the i-th as people call it. */
const char *compare_fact_name(size_t i, char buffer[FIELD_TEXT_MAX]);

/* The i-th fact of a run, as text, sizes rounded ("24 GiB"); "not known". Two runs differ
   in a fact when these texts differ: what only differs by rounding makes no difference. */
const char *compare_fact(const struct run *r, size_t i, char buffer[FIELD_TEXT_MAX]);

/* It is to be told: not the same in all runs, and not what the runs are labelled with. */
bool compare_fact_differs(const struct compare *c, size_t i);

#endif
