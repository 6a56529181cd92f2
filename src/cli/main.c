/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/aa.h"
#include "base/revision.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/latest.h"
#include "cli/manual.h"
#include "config.h"

static const struct command *const commands[] = {
    &command_list,   &command_gen,      &command_case, &command_state,   &command_run,
    &command_aa,     &command_tutorial, &command_show, &command_compare, &command_report,
    &command_export, &command_costs,    &command_advise,  &command_doctor, NULL,
};

static const char *argv0 = "mapread";

const char *command_argv0(void)
{
    return argv0;
}

int command_fail(const struct command *self, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "mapread %s: ", self->name);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return 1;
}

static int read_run(const struct command *self, const char *path, struct run *ret)
{
    struct run_error error = { "out of memory" };
    return run_read(ret, path, &error) < 0 ? command_fail(self, "%s", error.message) : 0;
}

int command_read_runs(const struct command *self, const struct options *o, const char *path,
                      struct run *ret, struct run *ret_aa)
{
    *ret_aa = (struct run){ 0 };
    int status = read_run(self, path, ret);
    if (status != 0 || !o->aa)
        return status;
    status = read_run(self, o->aa, ret_aa);
    if (status != 0)
        run_free(ret);
    return status;
}

int command_summarize(const struct command *self, const struct run *r, const struct run *aa,
                      struct summary *ret)
{
    int result = summary_build(ret, r);
    if (result == 0 && aa && (result = aa_widen(ret, aa)) < 0)
        summary_free(ret);
    if (result == -ENODATA)
        return command_fail(self,
                            "the run of --aa has no copies to compare; make one by mapread aa");
    return result < 0 ? command_fail(self, "%s", strerror(-result)) : 0;
}

int command_check_file(const struct command *self, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return command_fail(self, "%s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return command_fail(self, "%s: not a regular file", path);
    if (access(path, R_OK) != 0)
        return command_fail(self, "%s: cannot be read: %s", path, strerror(errno));
    return 0;
}

static void write_help(FILE *out)
{
    fputs("mapread: mmap or read, and do the hints help? Measured on this machine.\n\n"
          "Usage: mapread COMMAND [OPTION]... [ARGUMENT]...\n\nCommands:\n",
          out);
    for (size_t i = 0; commands[i]; i++)
        fprintf(out, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n'mapread help COMMAND' tells more; 'mapread --version' the version.\n", out);
}

static int print_help(void)
{
    write_help(stdout);
    return 0;
}

static const char *name_at(const void *names, size_t i)
{
    const struct command *const *table = names;
    return table[i]->name;
}

static int unknown_command(const char *name)
{
    size_t count = sizeof commands / sizeof commands[0] - 1;
    const char *nearest = text_nearest(name, count, name_at, commands);
    if (nearest)
        return options_usage_error("mapread", "no command '%s'; did you mean '%s'?", name,
                                   nearest);
    return options_usage_error("mapread", "no command '%s'; see mapread --help", name);
}

static int print_command_help(const struct command *c)
{
    printf("Usage: mapread %s %s\n\n%s\n", c->name, c->arguments, c->summary);
    options_print(c->bit);
    if (c->explain)
        c->explain();
    return 0;
}

static int run_on_latest(const struct command *c, struct options *o)
{
    char *folder = latest_run();
    if (!folder)
        return command_fail(c, "no run below results/; name one, or make one by mapread run");
    fprintf(stderr, "mapread %s: %s\n", c->name, folder);
    o->arguments = &folder;
    o->argument_count = 1;
    int status = c->run(c, o);
    free(folder);
    return status;
}

/* The runs in a folder that is none, as lines; NULL: there are none. The caller frees. */
static char *runs_in(const char *path)
{
    char *lines = NULL, *file = run_file(path);
    size_t size, count = 0;
    bool is_run = !file || strcmp(file, path) == 0 || access(file, F_OK) == 0;
    FILE *list = is_run ? NULL : open_memstream(&lines, &size);
    free(file);
    if (!list)
        return NULL;
    count = latest_list(list, path);
    if (fclose(list) == 0 && count > 0)
        return lines;
    free(lines);
    return NULL;
}

/* 0, or the status after a list of the runs in an argument that is a folder of them. */
static int refuse_folders(const struct command *c, const struct options *o)
{
    for (int i = 0; c->takes_runs && i < o->argument_count; i++) {
        char *lines = runs_in(o->arguments[i]);
        if (!lines)
            continue;
        fprintf(stderr, "mapread %s: %s is a folder of runs; name one of them:\n%s", c->name,
                o->arguments[i], lines);
        free(lines);
        return 1;
    }
    return 0;
}

static int run_command(const struct command *c, int argc, char **argv)
{
    struct options o;
    char program[64];
    snprintf(program, sizeof program, "mapread %s", c->name);
    if (options_parse(&o, c->bit, program, argc, argv) < 0)
        return EXIT_USAGE;
    if (o.help)
        return print_command_help(c);
    int status = refuse_folders(c, &o);
    if (status != 0)
        return status;
    if (o.argument_count < c->arguments_min || o.argument_count > c->arguments_max)
        return options_usage_error(program, "usage: mapread %s %s", c->name, c->arguments);
    return c->takes_latest && o.argument_count == 0 ? run_on_latest(c, &o) : c->run(c, &o);
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

/* "help" alone, the help of a command, or what "--as" names. */
static int help(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[2], "--as") == 0)
        return manual_print(argv[3], commands) == 0
                   ? 0
                   : options_usage_error("mapread help", "--as %s: man, bash, zsh or fish",
                                         argv[3]);
    const struct command *c = argc > 2 ? find_command(argv[2]) : NULL;
    if (argc > 2)
        return c ? print_command_help(c) : unknown_command(argv[2]);
    return print_help();
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2) {
        write_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return print_help();
    if (strcmp(argv[1], "help") == 0)
        return help(argc, argv);
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        printf("mapread %s (%s)\n", MAPREAD_VERSION, revision);
        return 0;
    }
    const struct command *c = find_command(argv[1]);
    return c ? run_command(c, argc - 1, argv + 1) : unknown_command(argv[1]);
}

int main(int argc, char **argv)
{
    if (argc > 0)
        argv0 = argv[0];
    int status = dispatch(argc, argv);
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == 0) {
        fputs("mapread: cannot write to standard output\n", stderr);
        return 1;
    }
    return status;
}
