/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "report/report.h"
#include "report/screen.h"

static int run(const struct command *self, const struct options *o)
{
    struct run run, aa;
    struct run_error error = { "out of memory" };
    struct report_style style = { .format = o->format->page,
                                  .bold = isatty(STDOUT_FILENO),
                                  .aa = o->aa ? &aa : NULL };
    int status = command_read_runs(self, o, o->arguments[0], &run, &aa);
    if (status != 0)
        return status;
    int r = o->answer ? screen_print(stdout, &run, o->arguments[0], &style, &error)
                      : report_print(stdout, &run, o->arguments[0], &style, &error);
    run_free(&run);
    run_free(&aa);
    return r < 0 ? command_fail(self, "%s", error.message) : 0;
}

const struct command command_show = {
    .name = "show",
    .bit = COMMAND_SHOW,
    .arguments = "[--answer] [--format NAME] [RUN]",
    .summary = "the tables, sentences and verdicts of one run",
    .arguments_max = 1,
    .takes_latest = true,
    .run = run,
};
