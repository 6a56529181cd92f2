/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "report/compare-print.h"

int command_compare_runs(struct compare *c, const struct options *o, struct run_error *error)
{
    int r = compare_read(c, o->arguments, (size_t)o->argument_count, error);
    return r == 0 ? compare_finish(c, error) : r;
}

static int run(const struct command *self, const struct options *o)
{
    struct compare c = { 0 };
    struct run_error error = { "out of memory" };
    struct report_style style = { .format = o->format->page, .bold = isatty(STDOUT_FILENO) };
    int r = command_compare_runs(&c, o, &error);
    if (r == 0 && (r = compare_print(stdout, &c, &style)) < 0)
        snprintf(error.message, sizeof error.message, "cannot print: %s", strerror(-r));
    compare_free(&c);
    return r < 0 ? command_fail(self, "%s", error.message) : 0;
}

const struct command command_compare = {
    .name = "compare",
    .bit = COMMAND_COMPARE,
    .arguments = "[--format NAME] RUN RUN...",
    .summary = "the same cases across machines, file systems or time",
    .arguments_min = 2,
    .arguments_max = INT_MAX,
    .run = run,
};
