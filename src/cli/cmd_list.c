/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/install_paths.h"
#include "base/text.h"
#include "cli/command.h"
#include "cost/cost.h"
#include "document/document.h"

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

/* Where names and what they are go: to a table, or to an array of JSON. */
struct listing {
    struct document *document;
    struct document_table *table;
    json_t *array; /* NULL: to the table */
};

static void list(struct listing *to, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void list(struct listing *to, const char *name, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int len = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (len < 0)
        document_fail(to->document, -ENOMEM);
    else if (to->array && json_array_append_new(to->array, json_pack("{s:s, s:s}", "name", name,
                                                                     "summary", text)))
        document_fail(to->document, -ENOMEM);
    else if (!to->array)
        document_cell(to->document, document_row(to->document, to->table, name, ""), 0, "%s",
                      text);
    if (len >= 0)
        free(text);
}

/* The names of any table of pointers to structures that begin so. */
static int list_table(struct listing *to, const void *table)
{
    for (const struct entry *const *entries = table; *entries; entries++)
        list(to, (*entries)->name, "%s", (*entries)->summary);
    return 0;
}

static int list_workloads(struct listing *to, const void *table)
{
    for (const struct workload *const *w = table; *w; w++)
        list(to, (*w)->name, "%s%s%s", (*w)->summary, (*w)->promise ? "; " : "",
             (*w)->promise ? (*w)->promise : "");
    return 0;
}

static int list_costs(struct listing *to, const void *table)
{
    for (const struct cost *const *c = table; *c; c++)
        list(to, (*c)->name, "%s: %s", (*c)->summary, (*c)->how);
    return 0;
}

static int list_formats(struct listing *to, const void *table)
{
    (void)table;
    for (const struct format *f = formats; f->name; f++)
        list(to, f->name, "%s", f->summary);
    return 0;
}

static int list_techniques(struct listing *to, const void *table)
{
    for (const struct entry *e = table; e->name; e++)
        list(to, e->name, "%s: docs/techniques/%s.md", e->summary, e->name);
    return 0;
}

static void list_suite(struct listing *to, const char *folder, char *file)
{
    char line[256] = "", *path = text_printf("%s/%s", folder, file);
    FILE *suite = path ? fopen(path, "re") : NULL;
    free(path);
    if (!suite)
        return;
    while (fgets(line, sizeof line, suite) && strncmp(line, "summary ", 8) != 0)
        ;
    fclose(suite);
    line[strcspn(line, "\n")] = '\0';
    *strrchr(file, '.') = '\0';
    list(to, file, "%s",
         strncmp(line, "summary ", 8) == 0 ? line + 8 + strspn(line + 8, " ") : "");
}

static int is_suite(const struct dirent *e)
{
    const char *dot = strrchr(e->d_name, '.');
    return dot && strcmp(dot, ".suite") == 0;
}

static int list_suites(struct listing *to, const void *table)
{
    (void)table;
    struct dirent **files;
    char *folder = install_path_data(command_argv0(), "bench/suites");
    int count = folder ? scandir(folder, &files, is_suite, alphasort) : -1;
    for (int i = 0; i < count; i++) {
        list_suite(to, folder, files[i]->d_name);
        free(files[i]);
    }
    if (count >= 0)
        free(files);
    free(folder);
    return count < 0 ? -1 : 0;
}

static const struct topic {
    const char *name;
    const char *use; /* the next step */
    const void *table;
    int (*list)(struct listing *to, const void *table);
} topics[] = {
    { "methods", "mapread run -m NAME", methods, list_table },
    { "workloads", "mapread run -w NAME", workloads, list_workloads },
    { "states", "mapread run -s NAME", states, list_table },
    { "kinds", "mapread gen NAME --size SIZE -o FILE", gen_kinds, list_table },
    { "suites", "mapread run --suite NAME", NULL, list_suites },
    { "costs", "mapread costs", cost_table, list_costs },
    { "techniques", "mapread run --suite techniques", techniques, list_techniques },
    { "formats", "mapread show --format NAME, or another command that has it", NULL,
      list_formats },
};

enum { TOPIC_COUNT = sizeof topics / sizeof topics[0] };

static const char *topic_name(const void *names, size_t i)
{
    return ((const struct topic *)names)[i].name;
}

/* 0, or below: the topic's file is not there. */
static int list_topic(struct document *d, const struct topic *t, json_t *object)
{
    const struct document_column column = { .title = t->use, .text = true, .wraps = true };
    struct listing to = { .document = d };
    if (object) {
        to.array = json_array();
        if (json_object_set_new(object, t->name, to.array) != 0)
            document_fail(d, -ENOMEM);
    } else {
        to.table = document_table(
            d, &(struct document_table){
                   .corner = t->name, .columns = &column, .column_count = 1, .plain = true });
    }
    return d->error ? 0 : t->list(&to, t->table);
}

static int print_all(const struct options *o, const struct document *d, const json_t *object)
{
    if (d->error || !object)
        return document_print(stdout, d, o->format->page, isatty(STDOUT_FILENO));
    if (json_dumpf(object, stdout, JSON_INDENT(1)) < 0)
        return -EIO;
    putchar('\n');
    return 0;
}

static int print_unknown(const char *wanted)
{
    const char *nearest = text_nearest(wanted, TOPIC_COUNT, topic_name, topics);
    return options_usage_error("mapread list", "nothing named '%s'; %s%s", wanted,
                               nearest ? "did you mean " : "see mapread list --help",
                               nearest ? nearest : "");
}

static int run(const struct command *self, const struct options *o)
{
    const char *wanted = o->argument_count ? o->arguments[0] : NULL;
    struct document d = { 0 };
    json_t *object = strcmp(o->format->name, "json") == 0 ? json_object() : NULL;
    size_t found = 0;
    int r = 0;
    for (size_t i = 0; i < TOPIC_COUNT && r == 0; i++) {
        if (wanted && strcmp(wanted, topics[i].name) != 0)
            continue;
        found++;
        r = list_topic(&d, &topics[i], object);
    }
    int printed = r == 0 && found > 0 ? print_all(o, &d, object) : 0;
    document_free(&d);
    json_decref(object);
    if (found == 0)
        return print_unknown(wanted);
    if (r < 0)
        return command_fail(self, "the suites are not beside the program: install it whole");
    return printed == -ENOMEM ? command_fail(self, "%s", strerror(ENOMEM)) : 0;
}

const struct command command_list = {
    .name = "list",
    .bit = COMMAND_LIST,
    .arguments = "[--format NAME] [methods|workloads|states|kinds|suites|techniques|costs|formats]",
    .summary = "what there is to measure, and how",
    .arguments_max = 1,
    .run = run,
};
