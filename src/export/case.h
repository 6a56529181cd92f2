/* SPDX-License-Identifier: MIT */
/* What all formats say of a case in the same way. */
#ifndef MAPREAD_EXPORT_CASE_H
#define MAPREAD_EXPORT_CASE_H

#include "base/text.h"
#include "runfile/run.h"

/* What a case is that has no time: "skipped", "unmeasured". */
const char *export_case_status(const struct run_case *c);

/* A figure as the run file has it: whole numbers whole, else 12 digits; "" for NAN. */
const char *export_number(double value, char buffer[TEXT_MAX]);

/* "?" for NULL. */
const char *export_text(const char *text);

#endif
