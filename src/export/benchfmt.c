/* SPDX-License-Identifier: MIT */
/*
 * The Go benchmark format, for benchstat: https://golang.org/design/14313-benchmark-format
 * and, for the lines that begin with "Unit", https://golang.org/issue/43744.
 *
 * A name is fields without spaces, parts behind '/' are KEY=VALUE, and digits behind the
 * last '-' would be taken for GOMAXPROCS: so whatever is not a letter, digit or "-._~"
 * is %XX as in a URL, and a name ends in "/threads=N". Configuration lines say where the
 * run took place. By default benchstat compares only what has the same configuration: so
 * what differs between any two runs (time, load, revision) stands in a comment, as do the
 * cases without a time. No unit is "assume=exact": faults and memory vary from pass to pass.
 */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/glyph.h"
#include "export/case.h"
#include "export/export.h"

/* The last word before '/' is the unit; benchstat knows ns, B and bytes. */
static const struct unit {
    size_t offset; /* in struct sample */
    const char *name;
} units[] = {
    { offsetof(struct sample, wall_ns), "ns/op" },
    { offsetof(struct sample, user_ns), "user-ns/op" },
    { offsetof(struct sample, system_ns), "sys-ns/op" },
    { offsetof(struct sample, open_ns), "open-ns/op" },
    { offsetof(struct sample, access_ns), "access-ns/op" },
    { offsetof(struct sample, close_ns), "close-ns/op" },
    { offsetof(struct sample, minor_faults), "minor-faults/op" },
    { offsetof(struct sample, major_faults), "major-faults/op" },
    { offsetof(struct sample, voluntary_switches), "voluntary-switches/op" },
    { offsetof(struct sample, involuntary_switches), "involuntary-switches/op" },
    { offsetof(struct sample, storage_read_bytes), "storage-B/op" },
    { offsetof(struct sample, read_calls), "read-calls/op" },
    { offsetof(struct sample, peak_rss_bytes), "peak-RSS-bytes" },
    { offsetof(struct sample, rss_anon_bytes), "anon-RSS-bytes" },
    { offsetof(struct sample, rss_file_bytes), "file-RSS-bytes" },
    { offsetof(struct sample, baseline_rss_bytes), "baseline-RSS-bytes" },
};

enum { UNIT_COUNT = sizeof units / sizeof units[0] };

/* What two runs on one machine need not share. */
static const char *const volatile_fields[] = { "memory_bytes", "swap_bytes", "load_average",
                                               "directory" };

/* ---- names ---- */

static void write_character(FILE *out, unsigned char c)
{
    if (c < 0x80 && (isalnum(c) || strchr("-._~", c)))
        fputc(c, out);
    else
        fprintf(out, "%%%02X", c);
}

/* "seek-find" -> "SeekFind" */
static void write_base_name(FILE *out, const char *workload)
{
    bool begins = true;
    fputs("Benchmark", out);
    for (; *workload; workload++) {
        unsigned char c = (unsigned char)*workload;
        if (c != '-')
            write_character(out, begins ? (unsigned char)toupper(c) : c);
        begins = c == '-';
    }
}

static void write_part(FILE *out, const char *key, const char *value)
{
    fprintf(out, "/%s=", key);
    for (; *value; value++)
        write_character(out, (unsigned char)*value);
}

static void write_name(FILE *out, const struct run_case *c)
{
    write_base_name(out, export_text(c->key.workload));
    write_part(out, "method", export_text(c->key.method));
    write_part(out, "state", export_text(c->key.state));
    if (c->fill[0])
        write_part(out, "fill", c->fill);
    if (c->unproved)
        write_part(out, "unproved", unproved_names[c->unproved]);
    write_part(out, "dataset", export_text(c->key.dataset));
    write_part(out, "workload", export_text(c->key.workload));
    for (size_t i = 0; i < CASE_PARAMETERS; i++) {
        struct case_parameter p = case_key_parameter(&c->key, i);
        char number[TEXT_MAX];
        if (p.is_written)
            write_part(out, p.word, p.text ? p.text : export_number((double)p.value, number));
    }
}

/* ---- lines ---- */

/* Prints `before`, the text in one line, and a line end. 0 or -ENOMEM. */
static int write_line(FILE *out, const char *before, const char *text)
{
    char *clean = glyph_clean(text);
    if (!clean)
        return -ENOMEM;
    fprintf(out, "%s%s\n", before, clean);
    free(clean);
    return 0;
}

static bool is_volatile(const struct field *f)
{
    for (size_t i = 0; i < sizeof volatile_fields / sizeof volatile_fields[0]; i++)
        if (strcmp(volatile_fields[i], f->name) == 0)
            return true;
    return false;
}

/* "read_ahead_bytes" -> "read-ahead-bytes: 131072", as words of keys are joined there. */
static int write_configuration(FILE *out, const char *name, const char *value)
{
    char key[64];
    snprintf(key, sizeof key, "%s: ", name);
    for (char *at = strchr(key, '_'); at; at = strchr(at, '_'))
        *at = '-';
    return value && value[0] ? write_line(out, key, value) : 0;
}

static int write_fields(FILE *out, const void *object, const struct field *fields, size_t count)
{
    int r = 0;
    for (size_t i = 0; i < count && r == 0; i++) {
        char number[TEXT_MAX];
        const struct field *f = &fields[i];
        if (!is_volatile(f))
            r = write_configuration(out, f->name,
                                    f->kind == FIELD_TEXT
                                        ? field_text(object, f)
                                        : export_number(*field_number(object, f), number));
    }
    return r;
}

static int write_head(FILE *out, const struct run *r)
{
    char *made = text_printf("mapread %s (%s), %s%s", export_text(r->mapread_version),
                             export_text(r->revision), export_text(r->started_at),
                             r->complete ? "" : ", not complete");
    int result = made ? write_line(out, "# ", made) : -ENOMEM;
    free(made);
    if (result == 0)
        result = write_configuration(out, "suite", r->suite);
    if (result == 0)
        result = write_fields(out, &r->machine, machine_fields, MACHINE_FIELDS);
    if (result == 0)
        result = write_fields(out, &r->storage, storage_fields, STORAGE_FIELDS);
    if (result == 0)
        result = write_fields(out, &r->toolchain, toolchain_fields, TOOLCHAIN_FIELDS);
    fputc('\n', out);
    for (size_t i = 0; i < UNIT_COUNT; i++)
        fprintf(out, "Unit %s better=lower\n", units[i].name);
    fputc('\n', out);
    return result;
}

static void write_sample(FILE *out, const struct run_case *c, const struct sample *s)
{
    char number[TEXT_MAX];
    write_name(out, c);
    fprintf(out, " %.0f", s->passes >= 1 ? s->passes : 1);
    for (size_t i = 0; i < UNIT_COUNT; i++) {
        const char *text =
            export_number(*(const double *)((const char *)s + units[i].offset), number);
        if (text[0])
            fprintf(out, " %s %s", text, units[i].name);
    }
    fputc('\n', out);
}

/* The format has no place for it but a comment. */
static int write_untimed(FILE *out, const struct run_case *c)
{
    char name[CASE_TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    char *text = text_printf("%s %s: %s", export_case_status(c), case_key_text(&c->key, name),
                             run_case_reason(c, reason));
    int r = text ? write_line(out, "# ", text) : -ENOMEM;
    free(text);
    return r;
}

int export_benchfmt(FILE *out, const struct export_run *runs, size_t count)
{
    const struct run *run = &runs->run;
    int r = count == 1 ? write_head(out, run) : -EINVAL;
    for (size_t i = 0; i < run->case_count && r == 0; i++) {
        const struct run_case *c = &run->cases[i];
        if (!run_case_timed(c))
            r = write_untimed(out, c);
        for (size_t j = 0; j < c->sample_count && run_case_timed(c); j++)
            write_sample(out, c, &c->samples[j]);
    }
    return r;
}
