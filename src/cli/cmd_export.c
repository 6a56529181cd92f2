/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/atomic_file.h"
#include "cli/command.h"

static const char program[] = "mapread export";

static int list_formats(void)
{
    char names[256] = "";
    for (const struct format *f = formats; f->name; f++) {
        size_t len = strlen(names);
        if (f->commands & COMMAND_EXPORT)
            snprintf(names + len, sizeof names - len, "%s%s", len > 0 ? ", " : "", f->name);
    }
    return options_usage_error(program, "name a format: --format %s", names);
}

/* The samples would be lost: nothing can be made from what takes their place. */
static bool is_the_run(const char *output, const char *path)
{
    struct stat a, b;
    char *file = run_file(path);
    bool same = file && stat(output, &a) == 0 && stat(file, &b) == 0 && a.st_dev == b.st_dev &&
                a.st_ino == b.st_ino;
    free(file);
    return same;
}

/* 0, or the status after a line that says why nothing can be written there. */
static int check_output(const struct command *self, const struct options *o)
{
    struct stat st;
    if (stat(o->output, &st) == 0 && !S_ISREG(st.st_mode))
        return command_fail(self, "%s: not a regular file; name another with -o", o->output);
    for (int i = 0; i < o->argument_count; i++)
        if (is_the_run(o->output, o->arguments[i]))
            return command_fail(self, "%s: is the run itself; name another with -o", o->output);
    return 0;
}

/* 0 or -errno. */
static int write_to(FILE *out, const struct options *o, const struct export_run *runs)
{
    int r = o->format->write_runs(out, runs, (size_t)o->argument_count);
    return r == 0 && (fflush(out) != 0 || ferror(out)) ? -EIO : r;
}

static int write_file(const struct options *o, const struct export_run *runs)
{
    struct atomic_file file;
    int r = atomic_file_begin(&file, NULL, o->output);
    return r < 0 ? r : atomic_file_end(&file, write_to(file.stream, o, runs));
}

static int write_runs(const struct command *self, const struct options *o,
                      const struct export_run *runs)
{
    int status = o->output ? check_output(self, o) : 0;
    if (status != 0)
        return status;
    int r = o->output ? write_file(o, runs) : write_to(stdout, o, runs);
    return r < 0 ? command_fail(self, "%s: %s", o->output ? o->output : "standard output",
                                strerror(-r))
                 : 0;
}

/* All of them, before the first is written: what is bad leaves no half export. */
static int read_runs(const struct command *self, const struct options *o,
                     struct export_run *runs)
{
    struct run_error error = { "out of memory" };
    for (int i = 0; i < o->argument_count; i++) {
        runs[i].path = o->arguments[i];
        if (run_read(&runs[i].run, runs[i].path, &error) < 0)
            return command_fail(self, "%s", error.message);
    }
    return 0;
}

static int run(const struct command *self, const struct options *o)
{
    if (!o->format)
        return list_formats();
    if (o->format->one_run && o->argument_count > 1)
        return options_usage_error(program, "%s holds one run: export each by itself",
                                   o->format->name);
    struct export_run *runs = calloc((size_t)o->argument_count, sizeof *runs);
    if (!runs)
        return command_fail(self, "out of memory");
    int status = read_runs(self, o, runs);
    if (status == 0)
        status = write_runs(self, o, runs);
    for (int i = 0; i < o->argument_count; i++)
        run_free(&runs[i].run);
    free(runs);
    return status;
}

const struct command command_export = {
    .name = "export",
    .bit = COMMAND_EXPORT,
    .arguments = "--format NAME [RUN]... [-o FILE]",
    .summary = "runs in the format of another tool",
    .arguments_max = INT_MAX,
    .takes_runs = true,
    .takes_latest = true,
    .run = run,
};
