/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/command.h"
#include "document/document.h"
#include "doctor/doctor.h"

/* Of the largest file of the default suite. */
static const uint64_t default_data_bytes = 256u << 20;

enum { CHECK, FOUND, COLUMNS };

static void add_finding(struct document *d, struct document_table *t,
                        const struct doctor_finding *f)
{
    struct document_row *row = document_row(d, t, verdict_names[f->verdict], "");
    document_cell(d, row, CHECK, "%s", f->probe->name);
    document_cell(d, row, FOUND, "%s", f->found);
    if (f->verdict != VERDICT_GOOD)
        document_cell(d, document_row(d, t, "", ""), FOUND, "%s", f->probe->why);
}

/* In one line each, so that they can be copied. */
static void add_commands(struct document *d, const struct doctor_finding *findings,
                         size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (findings[i].fix[0] == '\0')
            continue;
        if (!any)
            document_heading(d, 2, NULL, "How to fix it");
        document_command(d, findings[i].probe->name, "%s", findings[i].fix);
        any = true;
    }
}

static void add_summary(struct document *d, const struct doctor_finding *findings, size_t count)
{
    size_t of[VERDICT_COUNT] = { 0 }, len = 0;
    char text[256] = "";
    for (size_t i = 0; i < count; i++)
        of[findings[i].verdict]++;
    for (size_t v = 0; v < VERDICT_COUNT && len < sizeof text; v++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s %zu %s", v ? "," : "", of[v],
                                verdict_names[v]);
    document_heading(d, 2, NULL, "%zu checks:%s", count, text);
}

static int print_page(const struct options *o, const struct doctor_finding *findings,
                      size_t count, const struct subject *s)
{
    static const struct document_column columns[COLUMNS] = {
        [CHECK] = { .title = "", .text = true },
        [FOUND] = { .title = "", .text = true, .wraps = true },
    };
    char bytes[TEXT_MAX];
    struct document d = { 0 };
    document_paragraph(&d, "Files of up to %s in %s", text_format_bytes(s->data_bytes, bytes),
                       s->directory);
    struct document_table *t = document_table(
        &d,
        &(struct document_table){ .columns = columns, .column_count = COLUMNS, .plain = true });
    for (size_t i = 0; i < count; i++)
        add_finding(&d, t, &findings[i]);
    add_commands(&d, findings, count);
    add_summary(&d, findings, count);
    int r = document_print(stdout, &d, o->format->page, isatty(STDOUT_FILENO));
    document_free(&d);
    return r;
}

static const char *folder_of_data(const struct options *o)
{
    struct stat st;
    if (o->directory)
        return o->directory;
    return stat("data", &st) == 0 && S_ISDIR(st.st_mode) ? "data" : ".";
}

static uint64_t largest_size(const struct options *o)
{
    uint64_t largest = o->size_count > 0 ? 0 : default_data_bytes;
    for (size_t i = 0; i < o->size_count; i++)
        largest = o->sizes[i] > largest ? o->sizes[i] : largest;
    return largest;
}

static int check_folder(const struct command *self, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return command_fail(self, "%s: %s", path, strerror(errno));
    if (!S_ISDIR(st.st_mode))
        return command_fail(self, "%s: not a folder", path);
    return 0;
}

static int run(const struct command *self, const struct options *o)
{
    struct subject subject;
    const char *folder = folder_of_data(o);
    size_t count = doctor_probe_count();
    if (check_folder(self, folder) != 0)
        return 1;
    struct doctor_finding *findings = calloc(count, sizeof *findings);
    if (!findings)
        return command_fail(self, "out of memory");
    subject_read(&subject, folder, largest_size(o));
    for (size_t i = 0; i < count; i++)
        doctor_examine(&findings[i], doctor_probes[i], &subject);
    int r = strcmp(o->format->name, "json") == 0 ? doctor_write_json(stdout, findings, count)
                                                 : print_page(o, findings, count, &subject);
    free(findings);
    return r < 0 ? command_fail(self, "%s", strerror(-r)) : 0;
}

const struct command command_doctor = {
    .name = "doctor",
    .bit = COMMAND_DOCTOR,
    .arguments = "[--dir DIR] [--size SIZE] [--format NAME]",
    .summary = "what on this machine spoils measurements, and how to fix it",
    .run = run,
};
