/* SPDX-License-Identifier: MIT */
/* What all formats say of a case in the same way. */
#ifndef MAPREAD_EXPORT_CASE_H
#define MAPREAD_EXPORT_CASE_H

#include "base/text.h"
#include "result/run.h"

/* Why it has none, for a case that has none: "skipped" ... and the reason. */
const char *export_case_status(const struct run_case *c);
const char *export_case_reason(const struct run_case *c);

/* "find/mmap/warm/text-64MiB", and "/threads:4" when there are several, as Google
   Benchmark writes it. A run file has no two cases with the same name. The caller frees;
   NULL when memory is short. */
char *export_case_name(const struct run_case *c);

/* A figure as the run file has it: whole numbers whole, else 12 digits; "" for NAN. */
const char *export_number(double value, char buffer[TEXT_MAX]);

/* "?" for NULL. */
const char *export_text(const char *text);

#endif
