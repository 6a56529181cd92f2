/* SPDX-License-Identifier: MIT */
/*
 * Comma-separated values, RFC 4180: lines end in CR LF, quotes are doubled. One row per
 * sample; one without figures for a case that has none. An empty field is not known.
 */
#include <math.h>
#include <string.h>

#include "export/case.h"
#include "export/export.h"

/* What stands before the figures of a sample, the same in all rows of a case. */
enum { BEFORE_PARAMETERS = 12, CASE_COLUMNS = BEFORE_PARAMETERS + CASE_PARAMETERS + 4 };

struct column {
    const char *name, *text;
};

struct numbers {
    char dataset_bytes[TEXT_MAX], parameters[CASE_PARAMETERS][TEXT_MAX];
    char reason[CAUSE_SENTENCE_MAX];
};

/* `numbers` holds what the columns refer to. */
static void describe(struct column ret[CASE_COLUMNS], struct numbers *numbers,
                     const struct export_run *entry, const struct run_case *c)
{
    const struct run *r = &entry->run;
    const struct run_dataset *d = run_find_dataset(r, c->key.dataset);
    const struct column before[BEFORE_PARAMETERS] = {
        { "run", entry->path },
        { "started_at", r->started_at },
        { "host", r->machine.host },
        { "kernel", r->machine.kernel },
        { "filesystem", r->storage.filesystem },
        { "workload", c->key.workload },
        { "method", c->key.method },
        { "state", c->key.state },
        { "fill", c->fill },
        { "unproved", unproved_names[c->unproved] },
        { "dataset", c->key.dataset },
        { "dataset_bytes", export_number(d ? (double)d->bytes : NAN, numbers->dataset_bytes) },
    };
    const struct column behind[] = {
        { "status", case_status_names[c->status] },
        { "cause", cause_names[c->reason.cause] },
        { "reason", c->status == CASE_OK ? "" : run_case_reason(c, numbers->reason) },
        { "answer", c->answer.text },
    };
    memcpy(ret, before, sizeof before);
    for (size_t i = 0; i < CASE_PARAMETERS; i++) {
        struct case_parameter p = case_key_parameter(&c->key, i);
        ret[BEFORE_PARAMETERS + i] = (struct column){
            p.name, p.text ? p.text : export_number((double)p.value, numbers->parameters[i])
        };
    }
    memcpy(ret + BEFORE_PARAMETERS + CASE_PARAMETERS, behind, sizeof behind);
}

static void write_field(FILE *out, const char *text)
{
    if (!text || !strpbrk(text, "\",\r\n")) {
        fputs(text ? text : "", out);
        return;
    }
    fputc('"', out);
    for (; *text; text++)
        fputs(*text == '"' ? "\"\"" : (char[]){ *text, '\0' }, out);
    fputc('"', out);
}

static void write_header(FILE *out)
{
    struct column columns[CASE_COLUMNS];
    struct numbers numbers;
    describe(columns, &numbers, &(const struct export_run){ 0 }, &(const struct run_case){ 0 });
    for (size_t i = 0; i < CASE_COLUMNS; i++)
        fprintf(out, "%s,", columns[i].name);
    for (size_t i = 0; i < SAMPLE_FIELDS; i++)
        fprintf(out, "%s%s", sample_fields[i].name, i + 1 < SAMPLE_FIELDS ? "," : "\r\n");
}

static void write_row(FILE *out, const struct column columns[CASE_COLUMNS],
                      const struct sample *s)
{
    char number[TEXT_MAX];
    for (size_t i = 0; i < CASE_COLUMNS; i++) {
        write_field(out, columns[i].text);
        fputc(',', out);
    }
    for (size_t i = 0; i < SAMPLE_FIELDS; i++)
        fprintf(out, "%s%s", export_number(*field_number(s, &sample_fields[i]), number),
                i + 1 < SAMPLE_FIELDS ? "," : "\r\n");
}

static void write_run(FILE *out, const struct export_run *entry)
{
    const struct sample unknown = sample_unknown();
    for (size_t i = 0; i < entry->run.case_count; i++) {
        const struct run_case *c = &entry->run.cases[i];
        struct column columns[CASE_COLUMNS];
        struct numbers numbers;
        describe(columns, &numbers, entry, c);
        for (size_t j = 0; j < c->sample_count; j++)
            write_row(out, columns, &c->samples[j]);
        if (c->sample_count == 0)
            write_row(out, columns, &unknown);
    }
}

int export_csv(FILE *out, const struct export_run *runs, size_t count)
{
    write_header(out);
    for (size_t i = 0; i < count; i++)
        write_run(out, &runs[i]);
    return 0;
}
