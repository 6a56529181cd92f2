/* SPDX-License-Identifier: MIT */
/* The page of a run, and its summary. */
#include "tests/unit/report_fixture.h"

#include "report/report.h"

const struct report_style report_terminal = { .format = REPORT_TERMINAL };
const struct report_style report_terminal_bold = { .format = REPORT_TERMINAL, .bold = true };
const struct report_style report_markdown = { .format = REPORT_MARKDOWN };

char *report_text(const struct run *r, const struct report_style *style)
{
    char *text = NULL;
    size_t size;
    struct run_error error;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(report_print(out, r, NULL, style, &error), 0);
    assert_int_equal(fclose(out), 0);
    return text;
}

struct summary summary_of(const struct run *r)
{
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    return s;
}
