/* SPDX-License-Identifier: MIT */
/* The page that `mapread show --markdown` prints. */
#include "export/table.h"
#include "report/report.h"

static int write(FILE *out, const struct export_source *s, struct run_error *error)
{
    const struct report_style style = { .format = REPORT_MARKDOWN };
    return report_print(out, s->run, s->path, &style, error);
}

const struct export_format export_markdown = {
    .name = "markdown",
    .summary = "the tables and sentences of 'mapread show --markdown'",
    .write = write,
};
