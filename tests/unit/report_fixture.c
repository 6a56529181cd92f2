/* SPDX-License-Identifier: MIT */
/* The page of a run, and its summary. */
#include "tests/unit/report_fixture.h"

#include "report/report.h"

char *report_text(const struct run *r, enum document_format format, bool bold)
{
    struct run_error error;
    struct document d = { 0 };
    struct summary s = summary_of(r);
    assert_int_equal(report_build(&d, &(struct report_source){ r, &s, NULL }, &error), 0);
    summary_free(&s);
    return document_text(&d, format, bold);
}

struct summary summary_of(const struct run *r)
{
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    return s;
}
