/* SPDX-License-Identifier: MIT */
/* What the tests of the report share: the page of a run, and its summary. */
#ifndef MAPREAD_TESTS_UNIT_REPORT_FIXTURE_H
#define MAPREAD_TESTS_UNIT_REPORT_FIXTURE_H

#include "analysis/summary.h"
#include "tests/fixture_run.h"
#include "tests/test.h"
#include "tests/unit/document_text.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Everything that report_build says; the caller frees. */
char *report_text(const struct run *r, enum document_format format, bool bold);

/* summary_free() it. */
struct summary summary_of(const struct run *r);

#endif
