/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/locate.h"
#include "base/text.h"
#include "cli/command.h"
#include "doctor/probe.h"
#include "measure/facts.h"
#include "tutorial/finding.h"
#include "tutorial/plan.h"
#include "tutorial/tutorial.h"

static int read_published(const struct command *self, struct published *ret)
{
    struct published_error error = { "out of memory" };
    char *folder = locate_data(command_argv0(), "results/published");
    int r = folder ? published_read(ret, folder, &error) : -ENOMEM;
    free(folder);
    return r < 0 ? command_fail(self, "%s", error.message) : 0;
}

/* ---- the page ---- */

static int print(const struct command *self, const struct published *p, const struct run *run)
{
    struct report_style style = { .format = REPORT_TERMINAL, .bold = isatty(STDOUT_FILENO) };
    int r = tutorial_print(stdout, p, run, &style);
    return r < 0 ? command_fail(self, "%s", strerror(-r)) : 0;
}

static int write_files(const struct command *self, const struct published *p,
                       const struct run *run, const char *folder)
{
    struct run_error error = { "out of memory" };
    char *scripts = locate_data(command_argv0(), "plots");
    int r = scripts ? tutorial_write(p, run, folder, scripts, &error) : -ENOMEM;
    free(scripts);
    return r < 0 ? command_fail(self, "%s", error.message) : 0;
}

static int tell(const struct command *self, const struct run *run, const char *folder)
{
    struct published p;
    int status = read_published(self, &p);
    if (status != 0)
        return status;
    int written = folder ? write_files(self, &p, run, folder) : 0;
    status = print(self, &p, run);
    published_free(&p);
    return status != 0 ? status : written;
}

static int finish(const struct command *self, const struct run *run, const char *folder)
{
    printf("%s\n\n", folder);
    return tell(self, run, folder);
}

static int print_earlier(const struct command *self, const struct options *o)
{
    struct run run, aa;
    struct stat st;
    if (o->small || o->rounds || o->directory)
        return options_usage_error("mapread tutorial",
                                   "%s is printed, not measured: without --small, --rounds "
                                   "and --dir",
                                   o->arguments[0]);
    if (o->output && (stat(o->output, &st) != 0 || !S_ISDIR(st.st_mode)))
        return command_fail(self, "%s: not a folder", o->output);
    int status = command_read_runs(self, o, o->arguments[0], &run, &aa);
    if (status != 0)
        return status;
    status = finding_is_tutorial(&run)
                 ? tell(self, &run, o->output)
                 : command_fail(self, "%s: not a run of mapread tutorial, but of the suite %s",
                                o->arguments[0], run.suite ? run.suite : "(unknown)");
    run_free(&run);
    return status;
}

/* ---- the plan ---- */

/* Of the data sets, what lies there already needs no space. */
static double bytes_there(const struct plan *p, const char *folder)
{
    double bytes = 0;
    for (size_t i = 0; i < p->dataset_count; i++) {
        struct stat st;
        char *path = text_printf("%s/%s", folder, p->datasets[i].name);
        if (path && stat(path, &st) == 0 && (uint64_t)st.st_size == p->datasets[i].spec.bytes)
            bytes += (double)st.st_size;
        free(path);
    }
    return bytes;
}

/* What the system does not tell is no reason to refuse. */
static int check_disk(const struct command *self, const struct options *o, const struct plan *p,
                      double needed)
{
    char wanted[TEXT_MAX], there[TEXT_MAX];
    struct statvfs fs;
    const char *folder = o->directory ? o->directory : "data";
    needed -= bytes_there(p, folder);
    if (statvfs(folder, &fs) != 0 && statvfs(".", &fs) != 0)
        return 0;
    double free_bytes = (double)fs.f_bavail * (double)fs.f_frsize;
    if (needed <= free_bytes)
        return 0;
    return command_fail(self, "%s: the data sets need %s more, and %s are free; %s%s", folder,
                        text_format_bytes(needed, wanted), text_format_bytes(free_bytes, there),
                        o->small ? "" : "use --small, or ", "name another folder with --dir");
}

static int check_memory(const struct command *self, const struct options *o, double needed)
{
    char text[8192], wanted[TEXT_MAX], there[TEXT_MAX];
    probe_read("", "/proc/meminfo", text, sizeof text);
    double available = facts_number(text, "MemAvailable") * 1024;
    if (!(needed > available))
        return 0;
    return command_fail(self,
                        "the largest file and the copy that read makes of it need %s of "
                        "memory, and %s are available; %s",
                        text_format_bytes(needed, wanted), text_format_bytes(available, there),
                        o->small ? "stop other programs" : "use --small");
}

static int make_plan(const struct command *self, const struct options *o, struct plan *ret)
{
    struct published p;
    struct plan_error error;
    int status = read_published(self, &p);
    if (status != 0)
        return status;
    int r =
        tutorial_plan(ret, &p,
                      &(struct tutorial_request){
                          .small = o->small, .rounds = (unsigned)o->rounds, .seed = o->seed },
                      &error);
    published_free(&p);
    if (r < 0)
        return command_fail(self, "%s", error.message);
    struct tutorial_needs needs = tutorial_needs(ret);
    status = check_disk(self, o, ret, needs.disk_bytes);
    return status != 0 ? status : check_memory(self, o, needs.memory_bytes);
}

static int run(const struct command *self, const struct options *o)
{
    struct measuring how = { .label = "", .make_plan = make_plan, .finish = finish };
    how.smaller = o->small ? NULL : ", or use --small";
    if (o->argument_count > 0)
        return print_earlier(self, o);
    return command_measure(self, o, &how);
}

static void explain(void)
{
    puts(
        "\nMeasures what results/published/*.json name, and prints for each table: published,\n"
        "in C here, in Python here, and whether the claim holds here. Keeps run.json,\n"
        "tutorial.md and plots/tutorial.svg. With RUN: prints an earlier one; with -o, writes\n"
        "its page and picture into that folder, too.");
}

const struct command command_tutorial = {
    .name = "tutorial",
    .bit = COMMAND_TUTORIAL,
    .arguments = "[RUN] [--small] [--dir DIR] [--rounds N] [-o DIR]",
    .summary = "the published tables, reproduced on this machine",
    .arguments_max = 1,
    .run = run,
    .explain = explain,
};
