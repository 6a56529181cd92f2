/* SPDX-License-Identifier: MIT */
#include "cli/format.h"

#include "cli/options.h"

enum {
    PAGES = COMMAND_SHOW | COMMAND_COMPARE | COMMAND_AA | COMMAND_DOCTOR | COMMAND_LIST |
            COMMAND_COSTS | COMMAND_ADVISE,
};

const struct format formats[FORMATS + 1] = {
    { "terminal", "tables for people", PAGES, .page = DOCUMENT_TERMINAL },
    { "markdown", "the same for a page on the web", PAGES, .page = DOCUMENT_MARKDOWN },
    { "text72", "a plain table, 72 columns wide, for a letter: the cover of a kernel patch",
      COMMAND_COMPARE, .page = DOCUMENT_TEXT72 },
    { "json", "for programs: medians, intervals and ratios of every case, or what is listed",
      COMMAND_SHOW | COMMAND_DOCTOR | COMMAND_LIST | COMMAND_EXPORT | COMMAND_COSTS,
      .write_runs = export_json },
    { "csv", "one row per sample, for spreadsheets, R and pandas", COMMAND_EXPORT,
      .write_runs = export_csv },
    { "benchfmt", "the Go benchmark format, for benchstat", COMMAND_EXPORT,
      .write_runs = export_benchfmt, .one_run = true },
    { "google-benchmark", "Google Benchmark's JSON, for its compare.py", COMMAND_EXPORT,
      .write_runs = export_google, .one_run = true },
    { 0 },
};

void formats_print(unsigned commands)
{
    for (const struct format *f = formats; f->name; f++)
        if (f->commands & commands)
            printf("  %-24s %s\n", f->name, f->summary);
}
