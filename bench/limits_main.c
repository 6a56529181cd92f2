/* SPDX-License-Identifier: MIT */
/*
 * mapread-limits: how near is mapread to the limits of this machine?
 *
 *     mapread-limits [--dir DIR] [-o FOLDER] [--pairs N] [--format NAME] [ROW]...
 *
 * Measures the rows of limits_rows.c and writes FOLDER/limits.json, or prints those that are
 * named and writes only where a folder is. Its files lie in a folder of its own in DIR, which
 * is removed at the end, also after Ctrl-C.
 */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/install_paths.h"
#include "base/io.h"
#include "base/revision.h"
#include "base/scratch.h"
#include "base/stop.h"
#include "base/text.h"
#include "bench/limits.h"
#include "config.h"
#include "measure/machine.h"
#include "report/limits-table.h"

/* What all files together may take, in bytes. */
#define NEEDED_BYTES 0x1p31

static const char usage[] = "usage: mapread-limits [--dir DIR] [-o FOLDER] [--pairs N] "
                            "[--format terminal|markdown] [ROW]...";

enum { FAILED = 1, USAGE = 2, PAIRS_USUAL = 8 };

struct arguments {
    const char *directory, *output;
    uint64_t pairs;
    enum document_format format;
    char **words; /* rows */
    int word_count;
};

static int fail(int status, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("mapread-limits: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    return status;
}

/* ---- the command line ---- */

static int parse_format(const char *name, enum document_format *ret)
{
    static const char *const names[] = {
        [DOCUMENT_TERMINAL] = "terminal", [DOCUMENT_MARKDOWN] = "markdown"
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0) {
            *ret = (enum document_format)i;
            return 0;
        }
    return fail(USAGE, "--format '%s': there are terminal and markdown", name);
}

static int parse_pairs(const char *text, uint64_t *ret)
{
    if (text_parse_count(text, ret) == 0 && *ret >= 1 && *ret <= LIMIT_PAIRS_MAX)
        return 0;
    return fail(USAGE, "--pairs '%s': name a number from 1 to %d", text, LIMIT_PAIRS_MAX);
}

static bool is_asked(const struct arguments *a, const char *word)
{
    for (int i = 0; i < a->word_count; i++)
        if (strcmp(a->words[i], word) == 0)
            return true;
    return a->word_count == 0;
}

static int check_words(const struct arguments *a)
{
    char names[256] = "";
    size_t len = 0;
    for (size_t i = 0; i < limits_row_count; i++)
        len += (size_t)snprintf(names + len, sizeof names - len, "%s%s", i ? ", " : "",
                                limits_rows[i].word);
    for (int i = 0; i < a->word_count; i++) {
        size_t k = 0;
        while (k < limits_row_count && strcmp(limits_rows[k].word, a->words[i]) != 0)
            k++;
        if (k == limits_row_count)
            return fail(USAGE, "no row '%s': there are %s", a->words[i], names);
    }
    return 0;
}

/* 0 or an exit status; -1: the help was printed. */
static int parse(struct arguments *a, int argc, char **argv)
{
    static const struct option options[] = {
        { "dir", required_argument, NULL, 'd' },   { "output", required_argument, NULL, 'o' },
        { "pairs", required_argument, NULL, 'p' }, { "format", required_argument, NULL, 'f' },
        { "help", no_argument, NULL, 'h' },        { 0 }
    };
    int option, status = 0;
    *a = (struct arguments){ .directory = "data", .pairs = PAIRS_USUAL };
    opterr = 0;
    while (status == 0 && (option = getopt_long(argc, argv, "o:h", options, NULL)) != -1) {
        if (option == 'd')
            a->directory = optarg;
        else if (option == 'o')
            a->output = optarg;
        else if (option == 'p')
            status = parse_pairs(optarg, &a->pairs);
        else if (option == 'f')
            status = parse_format(optarg, &a->format);
        else if (option == 'h')
            return puts(usage) < 0 ? FAILED : -1;
        else
            return fail(USAGE, "%s", usage);
    }
    a->words = argv + optind;
    a->word_count = argc - optind;
    return status ? status : check_words(a);
}

/* ---- measuring ---- */

static int check_space(const char *directory)
{
    struct statvfs fs;
    char available[TEXT_MAX], needed[TEXT_MAX];
    if (io_make_directory(directory) < 0 || statvfs(directory, &fs) != 0)
        return fail(FAILED, "%s: %s; name a folder with --dir", directory, strerror(errno));
    double bytes = (double)fs.f_bavail * (double)fs.f_frsize;
    if (fs.f_blocks == 0 || bytes >= NEEDED_BYTES)
        return 0;
    return fail(FAILED, "%s: %s free, %s needed; name another folder with --dir", directory,
                text_format_bytes(bytes, available), text_format_bytes(NEEDED_BYTES, needed));
}

static void describe(struct limits *l, const char *directory)
{
    struct machine machine;
    struct storage storage;
    time_t now = time(NULL);
    machine_read(&machine);
    storage_read(&storage, directory);
    snprintf(l->host, sizeof l->host, "%s", machine.host);
    snprintf(l->cpu, sizeof l->cpu, "%s", machine.cpu);
    snprintf(l->filesystem, sizeof l->filesystem, "%s", storage.filesystem);
    snprintf(l->revision, sizeof l->revision, "%s", revision);
    strftime(l->started_at, sizeof l->started_at, "%Y-%m-%dT%H:%M:%S%z", localtime(&now));
}

/* 0, or -EINTR: the rows so far are whole. */
static int measure_rows(const struct arguments *a, const struct place *p, struct limits *l)
{
    int r = 0;
    for (size_t i = 0; i < limits_row_count && r == 0; i++) {
        const struct row *row = &limits_rows[i];
        if (!is_asked(a, row->word))
            continue;
        fprintf(stderr, "mapread-limits: %s against %s\n", row->work, row->peer_name);
        r = limits_measure(p, row, &l->rows[l->row_count]);
        l->row_count += r == 0;
    }
    return r;
}

static int measure(const struct arguments *a, const char *mapread, struct limits *l)
{
    char *scratch = NULL;
    int r = scratch_make(&scratch, a->directory);
    if (r < 0)
        return fail(FAILED, "%s: %s; name a folder with --dir", a->directory, strerror(-r));
    const struct place p = { .scratch = scratch, .mapread = mapread, .pairs = a->pairs };
    r = measure_rows(a, &p, l);
    scratch_remove(scratch);
    free(scratch);
    return r < 0 ? fail(FAILED, "interrupted; nothing was written") : 0;
}

/* ---- what comes of it ---- */

static int print(const struct limits *l, enum document_format format)
{
    struct document d = { 0 };
    limits_add(&d, l);
    int r = document_print(stdout, &d, format, isatty(STDOUT_FILENO));
    document_free(&d);
    return r < 0 ? fail(FAILED, "cannot print: %s", strerror(-r)) : 0;
}

static int save(const struct limits *l, const char *output)
{
    char *folder =
        output ? strdup(output) : text_printf("results/%s", l->host[0] ? l->host : "unknown");
    int r = !folder ? -ENOMEM : output ? 0 : io_make_directory("results");
    if (r == 0)
        r = io_make_directory(folder);
    if (r == 0)
        r = limits_save(l, folder);
    int status = r < 0 ? fail(FAILED, "%s/" LIMITS_FILE ": %s; name a folder with -o",
                              folder ? folder : "", strerror(-r))
                       : 0;
    if (r == 0)
        fprintf(stderr,
                "mapread-limits: wrote %s/" LIMITS_FILE
                "; mapread report shows it on the page of a run there\n",
                folder);
    free(folder);
    return status;
}

int main(int argc, char **argv)
{
    struct arguments a;
    struct limits l = { .rows = calloc(limits_row_count, sizeof *l.rows) };
    char *mapread = install_path_program(argv[0], "mapread");
    int status = parse(&a, argc, argv);
    if (status == 0 && (!l.rows || !mapread))
        status = fail(FAILED, "out of memory");
    if (status == 0)
        status = check_space(a.directory);
    if (status == 0) {
        stop_install();
        describe(&l, a.directory);
        status = measure(&a, mapread, &l);
    }
    if (status == 0)
        status = print(&l, a.format);
    if (status == 0 && (a.output || a.word_count == 0)) /* some rows replace no whole file */
        status = save(&l, a.output);
    limits_free(&l);
    free(mapread);
    return status < 0 ? 0 : status;
}
