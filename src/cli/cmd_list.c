/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/install_paths.h"
#include "base/text.h"
#include "cli/command.h"

/* Every table's structures begin with a name and a summary. */
struct entry {
    const char *name, *summary;
};

/* What tutorials teach. Each has a page that says how it is measured or proved:
   docs/techniques/NAME.md. */
static const struct entry techniques[] = {
    { "slice", "ten bytes bring their pages and not the file" },
    { "rfind", "searched from the end, which a stream is not" },
    { "readline", "a mapping has no borders for lines to cross" },
    { "walk", "moving about in a mapping is no system call" },
    { "patch", "a store changes the file where it is" },
    { "rows", "np.memmap touches the pages of its rows" },
    { "log", "a ring buffer in a file, no call per record" },
    { "window", "at a multiple of the page size, or refused" },
    { "access-modes", "read-only, shared with the file, private" },
    { "empty-file", "zero bytes are read, and cannot be mapped" },
    { "flush", "msync returns when nothing is dirty" },
    { "dontneed", "a file of any size in a few MiB" },
    { "larger-than-memory", "clean pages go, and come again" },
    { "direct", "from the storage, and no page is kept" },
    { "sharing", "one memory for two, against pipes and sockets" },
    { "anonymous-mapping", "memory without a file, and malloc's" },
    { "shootdowns", "a page that goes interrupts other threads" },
    { "truncation", "a cut file is a failed case, and no crash" },
    { 0 },
};

static int print_table(const void *table)
{
    const struct entry *const *entries = table;
    for (; *entries; entries++)
        printf("  %-24s %s\n", (*entries)->name, (*entries)->summary);
    return 0;
}

static int print_workloads(const void *table)
{
    const struct workload *const *w = table;
    for (; *w; w++)
        printf("  %-24s %s%s%s\n", (*w)->name, (*w)->summary, (*w)->promise ? "; " : "",
               (*w)->promise ? (*w)->promise : "");
    return 0;
}

static int print_formats(const void *table)
{
    (void)table;
    formats_print(~0u);
    return 0;
}

static int print_techniques(const void *table)
{
    for (const struct entry *e = table; e->name; e++)
        printf("  %-24s %s: docs/techniques/%s.md\n", e->name, e->summary, e->name);
    return 0;
}

static int print_suite(const char *folder, const char *file)
{
    char line[256] = "", *path = text_printf("%s/%s", folder, file);
    FILE *suite = path ? fopen(path, "re") : NULL;
    free(path);
    if (!suite)
        return -1;
    while (fgets(line, sizeof line, suite) && strncmp(line, "summary ", 8) != 0)
        ;
    fclose(suite);
    line[strcspn(line, "\n")] = '\0';
    printf("  %-24.*s %s\n", (int)(strlen(file) - strlen(".suite")), file,
           strncmp(line, "summary ", 8) == 0 ? line + 8 : "");
    return 0;
}

static int is_suite(const struct dirent *e)
{
    const char *dot = strrchr(e->d_name, '.');
    return dot && strcmp(dot, ".suite") == 0;
}

static int print_suites(const void *table)
{
    (void)table;
    struct dirent **files;
    char *folder = install_path_data(command_argv0(), "bench/suites");
    int count = folder ? scandir(folder, &files, is_suite, alphasort) : -1;
    for (int i = 0; i < count; i++) {
        print_suite(folder, files[i]->d_name);
        free(files[i]);
    }
    if (count >= 0)
        free(files);
    free(folder);
    return count < 0 ? -1 : 0;
}

static const struct topic {
    const char *name;
    const void *table;
    int (*print)(const void *table);
} topics[] = {
    { "methods", methods, print_table }, { "workloads", workloads, print_workloads },
    { "states", states, print_table },   { "kinds", gen_kinds, print_table },
    { "suites", NULL, print_suites },    { "techniques", techniques, print_techniques },
    { "formats", NULL, print_formats },
};

enum { TOPIC_COUNT = sizeof topics / sizeof topics[0] };

static const char *topic_name(const void *names, size_t i)
{
    return ((const struct topic *)names)[i].name;
}

static int run(const struct command *self, const struct options *o)
{
    bool found = false;
    const char *wanted = o->argument_count ? o->arguments[0] : NULL;
    for (size_t i = 0; i < TOPIC_COUNT; i++) {
        if (wanted && strcmp(wanted, topics[i].name) != 0)
            continue;
        found = true;
        printf("%s:\n", topics[i].name);
        if (topics[i].print(topics[i].table) < 0)
            return command_fail(self,
                                "the suites are not beside the program: install it whole");
    }
    if (found)
        return 0;
    const char *nearest = text_nearest(wanted, TOPIC_COUNT, topic_name, topics);
    return options_usage_error("mapread list", "nothing named '%s'; %s%s", wanted,
                               nearest ? "did you mean " : "see mapread list --help",
                               nearest ? nearest : "");
}

const struct command command_list = {
    .name = "list",
    .bit = COMMAND_LIST,
    .arguments = "[methods|workloads|states|kinds|suites|techniques|formats]",
    .summary = "what there is to measure, and how",
    .arguments_max = 1,
    .run = run,
};
