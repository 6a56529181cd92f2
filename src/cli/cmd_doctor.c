/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "cli/command.h"
#include "doctor/doctor.h"

/* Of the largest file of the default suite. */
static const uint64_t default_data_bytes = 256u << 20;

enum { VERDICT_WIDTH = 9, NAME_WIDTH = 16, TEXT_WIDTH = 72 };

/* Words in lines of TEXT_WIDTH; the first line stands where the cursor is. */
static void print_wrapped(const char *text)
{
    size_t column = 0;
    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        len = len > TEXT_WIDTH ? TEXT_WIDTH : len; /* a list of mount options */
        if (column > 0 && column + 1 + len > TEXT_WIDTH) {
            printf("\n%*s", 2 + VERDICT_WIDTH + NAME_WIDTH, "");
            column = 0;
        }
        printf("%s%.*s", column > 0 ? " " : "", (int)len, text);
        column += len + (column > 0);
        text += len + strspn(text + len, " ");
    }
    putchar('\n');
}

static void print_finding(const struct doctor_finding *f)
{
    printf("  %-*s%-*s", VERDICT_WIDTH, verdict_names[f->verdict], NAME_WIDTH, f->probe->name);
    print_wrapped(f->found);
    if (f->verdict == VERDICT_GOOD)
        return;
    printf("%*s", 2 + VERDICT_WIDTH + NAME_WIDTH, "");
    print_wrapped(f->probe->why);
}

/* In one line each, so that they can be copied. */
static void print_commands(const struct doctor_finding *findings, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (findings[i].fix[0] == '\0')
            continue;
        printf("%s  # %s\n  %s\n", any ? "" : "\nHow to fix it:\n", findings[i].probe->name,
               findings[i].fix);
        any = true;
    }
}

static void print_summary(const struct doctor_finding *findings, size_t count)
{
    size_t of[VERDICT_COUNT] = { 0 };
    for (size_t i = 0; i < count; i++)
        of[findings[i].verdict]++;
    printf("\n%zu checks:", count);
    for (size_t v = 0; v < VERDICT_COUNT; v++)
        printf("%s %zu %s", v ? "," : "", of[v], verdict_names[v]);
    putchar('\n');
}

static void print_table(const struct doctor_finding *findings, size_t count,
                        const struct subject *s)
{
    char bytes[TEXT_MAX];
    printf("Files of up to %s in %s\n\n", text_format_bytes(s->data_bytes, bytes),
           s->directory);
    for (size_t i = 0; i < count; i++)
        print_finding(&findings[i]);
    print_commands(findings, count);
    print_summary(findings, count);
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
    int r = 0;
    if (strcmp(o->format->name, "json") == 0)
        r = doctor_write_json(stdout, findings, count);
    else
        print_table(findings, count, &subject);
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
