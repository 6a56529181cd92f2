/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "report/report.h"
#include "report/screen.h"

static int build(const struct options *o, struct document *d, const struct report_source *of,
                 struct run_error *error)
{
    if (!o->answer)
        return report_build(d, of, error);
    screen_build(d, of);
    return 0;
}

/* 0 or -errno with *error filled. */
static int print_page(const struct options *o, const struct report_source *of,
                      struct run_error *error)
{
    struct document d = { 0 };
    int result = build(o, &d, of, error);
    if (result == 0 || result == -EBADMSG) {
        int printed = document_print(stdout, &d, o->format->page, isatty(STDOUT_FILENO));
        if (printed < 0)
            report_explain(error, result = printed);
    }
    document_free(&d);
    return result;
}

static int print_figures(const struct options *o, const struct run *r, struct run_error *error)
{
    const struct export_run exported = { *r, o->arguments[0] };
    int result = o->format->write_runs(stdout, &exported, 1);
    if (result < 0)
        report_explain(error, result);
    return result;
}

static int print(const struct command *self, const struct options *o, const struct run *run,
                 const struct run *aa)
{
    struct summary s;
    struct run_error error = { "out of memory" };
    int r;
    if (o->format->write_runs) {
        r = print_figures(o, run, &error);
    } else {
        int status = command_summarize(self, run, aa, &s);
        if (status != 0)
            return status;
        r = print_page(o, &(struct report_source){ run, &s, o->arguments[0] }, &error);
        summary_free(&s);
    }
    return r < 0 ? command_fail(self, "%s", error.message) : 0;
}

static int run(const struct command *self, const struct options *o)
{
    struct run run, aa;
    int status = command_read_runs(self, o, o->arguments[0], &run, &aa);
    if (status != 0)
        return status;
    status = print(self, o, &run, o->aa ? &aa : NULL);
    run_free(&run);
    run_free(&aa);
    return status;
}

const struct command command_show = {
    .name = "show",
    .bit = COMMAND_SHOW,
    .arguments = "[--answer] [--format NAME] [RUN]",
    .summary = "the tables, sentences and verdicts of one run",
    .arguments_max = 1,
    .takes_runs = true,
    .takes_latest = true,
    .run = run,
};
