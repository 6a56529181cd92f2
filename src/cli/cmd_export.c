/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "export/export.h"
#include "report/save.h"

static const char program[] = "mapread export";

static void explain(void)
{
    puts("\nFormats:");
    for (size_t i = 0; export_formats[i]; i++)
        printf("  %-18s %s\n", export_formats[i]->name, export_formats[i]->summary);
}

static int tell_formats(void)
{
    char names[256] = "";
    for (size_t i = 0; export_formats[i]; i++) {
        size_t len = strlen(names);
        snprintf(names + len, sizeof names - len, "%s%s", i > 0 ? ", " : "",
                 export_formats[i]->name);
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
static int check_output(const struct command *self, const char *output, const char *path)
{
    struct stat st;
    if (stat(output, &st) == 0 && !S_ISREG(st.st_mode))
        return command_fail(self, "%s: not a regular file; name another with -o", output);
    if (is_the_run(output, path))
        return command_fail(self, "%s: is the run itself; name another with -o", output);
    return 0;
}

static int begin(struct save *ret, const char *output)
{
    const char *slash = strrchr(output, '/');
    char *folder = slash ? strndup(output, (size_t)(slash - output)) : strdup(".");
    int r = folder ? save_begin(ret, folder, slash ? slash + 1 : output) : -ENOMEM;
    free(folder);
    return r;
}

static int write_file(const struct command *self, const char *output,
                      const struct export_format *f, const struct export_source *s)
{
    struct save save;
    struct run_error error;
    int status = check_output(self, output, s->path);
    if (status != 0)
        return status;
    int r = begin(&save, output);
    if (r < 0)
        return command_fail(self, "%s: %s", output, strerror(-r));
    int written = export_write(save.file, f, s, &error);
    r = save_end(&save, written);
    if (r < 0)
        return command_fail(self, "%s: %s", output, written < 0 ? error.message : strerror(-r));
    return 0;
}

static int write_stdout(const struct command *self, const struct export_format *f,
                        const struct export_source *s)
{
    struct run_error error;
    return export_write(stdout, f, s, &error) < 0 ? command_fail(self, "%s", error.message) : 0;
}

static int run(const struct command *self, const struct options *o)
{
    struct run run;
    struct run_error error = { "out of memory" };
    const struct export_source source = { .run = &run, .path = o->arguments[0] };
    if (!o->format)
        return tell_formats();
    const struct export_format *f = options_entry(program, "format", o->format, export_formats);
    if (!f)
        return EXIT_USAGE;
    if (run_read(&run, source.path, &error) < 0)
        return command_fail(self, "%s", error.message);
    int status =
        o->output ? write_file(self, o->output, f, &source) : write_stdout(self, f, &source);
    run_free(&run);
    return status;
}

const struct command command_export = {
    .name = "export",
    .bit = COMMAND_EXPORT,
    .arguments = "--format NAME RUN [-o FILE]",
    .summary = "a run in the format of another tool",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run,
    .explain = explain,
};
