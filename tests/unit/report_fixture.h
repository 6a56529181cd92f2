/* SPDX-License-Identifier: MIT */
/* What the tests of the report share: the page of a run, and its summary. */
#ifndef MAPREAD_TESTS_UNIT_REPORT_FIXTURE_H
#define MAPREAD_TESTS_UNIT_REPORT_FIXTURE_H

#include "report/page.h"
#include "report/summary.h"
#include "tests/fixture_run.h"
#include "tests/test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

extern const struct report_style report_terminal, report_terminal_bold, report_markdown;

/* Everything that report_print says; the caller frees. */
char *report_text(const struct run *r, const struct report_style *style);

/* summary_free() it. */
struct summary summary_of(const struct run *r);

#endif
