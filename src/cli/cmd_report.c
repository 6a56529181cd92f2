/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/install_paths.h"
#include "cli/command.h"
#include "html/page.h"
#include "report/report.h"

/* The page needs no gnuplot: it is written whatever became of the other files. 0, or the
   first failure's -errno. */
static int write_all(const struct report_source *of, const char *folder,
                     struct run_error *error)
{
    struct run_error page_error;
    char *scripts = install_path_data(command_argv0(), "plots");
    int r = scripts ? report_write(of, folder, scripts, error) : -ENOMEM;
    int page = html_write(of, folder, &page_error);
    free(scripts);
    if (r == 0 && page < 0)
        *error = page_error;
    return r < 0 ? r : page;
}

/* One page, and no other file: tables of several runs are mapread compare's. */
static int report_several(const struct command *self, const struct options *o,
                          const char *folder)
{
    struct compare c = { 0 };
    struct run_error error = { "out of memory" };
    int r = command_compare_runs(&c, o, &error);
    if (r == 0)
        r = html_write_runs(&c, folder, &error);
    compare_free(&c);
    return r < 0 ? command_fail(self, "%s", error.message) : 0;
}

static int report_one(const struct command *self, const struct options *o, const char *folder)
{
    struct run run, aa;
    struct summary s;
    struct run_error error = { "out of memory" };
    const struct report_source of = { &run, &s, o->arguments[0] };
    int status = command_read_runs(self, o, o->arguments[0], &run, &aa);
    if (status != 0)
        return status;
    status = command_summarize(self, &run, o->aa ? &aa : NULL, &s);
    if (status == 0) {
        if (write_all(&of, folder, &error) < 0)
            status = command_fail(self, "%s", error.message);
        summary_free(&s);
    }
    run_free(&run);
    run_free(&aa);
    return status;
}

/* Makes it where it is named and missing. 0, or -errno: -ENOTDIR where something else lies. */
static int have_folder(const char *path, bool named, bool *ret_made)
{
    struct stat st;
    if (named && mkdir(path, 0777) == 0)
        *ret_made = true;
    else if (named && errno != EEXIST)
        return -errno;
    if (stat(path, &st) != 0)
        return -errno;
    return S_ISDIR(st.st_mode) ? 0 : -ENOTDIR;
}

static int run(const struct command *self, const struct options *o)
{
    const char *folder = o->output ? o->output : o->arguments[0];
    bool made = false;
    if (o->argument_count > 1 && !o->output)
        return options_usage_error("mapread report",
                                   "several runs have no folder in common; name one with -o");
    if (o->argument_count > 1 && o->aa)
        return options_usage_error("mapread report",
                                   "--aa is of one machine, and so of one run");
    int r = have_folder(folder, o->output != NULL, &made);
    if (r < 0)
        return command_fail(self, "%s: %s; name a folder with -o", folder, strerror(-r));
    int status =
        o->argument_count > 1 ? report_several(self, o, folder) : report_one(self, o, folder);
    if (status == 0)
        printf("page     %s/report.html\n", folder);
    else if (made)
        rmdir(folder); /* what was written before the failure stays */
    return status;
}

const struct command command_report = {
    .name = "report",
    .bit = COMMAND_REPORT,
    .arguments = "[RUN]... [-o DIR]",
    .summary =
        "report.html of a run, its table.md and plots; of several, one page side by side",
    .arguments_max = INT_MAX,
    .takes_runs = true,
    .takes_latest = true,
    .run = run,
};
