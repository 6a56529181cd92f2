/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare-print.h"

/* Quoted where it must be; control bytes are cleaned away, so that a line is a line. */
static int put_text(FILE *out, const char *text)
{
    char *clean = page_clean(text ? text : "");
    if (!clean)
        return -ENOMEM;
    bool quoted = strpbrk(clean, ",\"") != NULL;
    fputs(quoted ? "\"" : "", out);
    for (const char *c = clean; *c; c++)
        fprintf(out, "%s%c", *c == '"' ? "\"" : "", *c);
    fputs(quoted ? "\"," : ",", out);
    free(clean);
    return 0;
}

static int put_texts(FILE *out, const char *const *texts, size_t count)
{
    int r = 0;
    for (size_t i = 0; i < count && r == 0; i++)
        r = put_text(out, texts[i]);
    return r;
}

static void put_number(FILE *out, double number)
{
    if (isfinite(number))
        fprintf(out, "%.12g", number);
    fputc(',', out);
}

static int put_cell(FILE *out, const struct compare_run *r, const struct compare_cell *cell)
{
    const struct run_case *c = cell->source;
    const char *names[] = {
        r->label, r->path, c->dataset, c->state, c->workload, c->method,
    };
    const char *words[] = {
        compare_finding_name(COMPARE_TIME, cell->answers[COMPARE_TIME].finding),
        compare_finding_name(COMPARE_BASELINE, cell->answers[COMPARE_BASELINE].finding),
        compare_note_texts[cell->note],
        c->reason,
    };
    int result = put_texts(out, names, sizeof names / sizeof names[0]);
    if (result < 0)
        return result;
    fprintf(out, "%u,%s,%zu,", c->threads, case_status_names[c->status], c->sample_count);
    for (size_t i = 0; i < COMPARE_FIELDS; i++)
        put_number(out, *field_number(cell, &compare_fields[i]));
    result = put_texts(out, words, sizeof words / sizeof words[0]);
    fprintf(out, "%s\n", cell->best ? "best" : "");
    return result;
}

int compare_print_csv(FILE *out, const struct compare *c)
{
    int r = 0;
    fputs("run,path,dataset,state,workload,method,threads,status,samples,", out);
    for (size_t i = 0; i < COMPARE_FIELDS; i++)
        fprintf(out, "%s,", compare_fields[i].name);
    fputs("finding,change_finding,note,reason,best\n", out);
    for (size_t i = 0; i < c->all.case_count; i++)
        for (size_t run = 0; run < c->run_count && r == 0; run++) {
            const struct compare_cell *cell = compare_cell_of(c, i, run);
            if (cell)
                r = put_cell(out, &c->runs[run], cell);
        }
    return r;
}
