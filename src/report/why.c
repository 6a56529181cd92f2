/* SPDX-License-Identifier: MIT */
#include "report/why.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/summary.h"
#include "base/text.h"
#include "workload/workload.h"

/* Less is not worth a word: one block, and what runs beside the work. */
#define BYTES_LEAST 4096
#define MEMORY_LEAST (1024 * 1024)

struct subject {
    struct sample median;
    double useful_bytes;               /* of the file, in whole pages; NAN: not known */
    FILE *out;
    bool any; /* fact has been told */
};

/* The stream, ready for one more fact. */
static FILE *next_fact(struct subject *s)
{
    if (s->any)
        fputs(", ", s->out);
    s->any = true;
    return s->out;
}

/* Tells one fact, or nothing. */
typedef void fact(struct subject *s);

static void write_copied(struct subject *s)
{
    char bytes[TEXT_MAX], calls[TEXT_MAX];
    const struct sample *m = &s->median;
    if (m->read_call_bytes >= BYTES_LEAST)
        fprintf(next_fact(s), "copies %s in %s read%s",
                text_format_bytes(m->read_call_bytes, bytes),
                text_format_count(m->read_calls, calls), m->read_calls == 1 ? "" : "s");
    else if (!(m->read_call_bytes > 0) && !isnan(m->read_call_bytes))
        fputs("no copy", next_fact(s));
}

/* Anonymous memory that was not there before the pass was touched for the first time. */
static void write_faults(struct subject *s)
{
    char count[TEXT_MAX], bytes[TEXT_MAX];
    const struct sample *m = &s->median;
    double faults = m->minor_faults + m->major_faults;
    if (isnan(faults))
        return;
    FILE *out = next_fact(s);
    text_format_count(faults, count);
    fprintf(out, "%s fault%s", count, strcmp(count, "1") == 0 ? "" : "s");
    if (m->rss_anon_bytes >= m->baseline_rss_bytes + MEMORY_LEAST)
        fprintf(out, " in a buffer of %s", text_format_bytes(m->rss_anon_bytes, bytes));
    if (m->major_faults >= 1)
        fprintf(out, " (%s waited for storage)", text_format_count(m->major_faults, count));
}

static void write_storage(struct subject *s)
{
    char bytes[TEXT_MAX];
    double read = s->median.storage_read_bytes;
    if (!(read >= BYTES_LEAST))
        return;
    FILE *out = next_fact(s);
    fprintf(out, "%s from storage", text_format_bytes(read, bytes));
    double per_byte = read / s->useful_bytes;
    if (s->useful_bytes > 0 && (per_byte >= 1.05 || per_byte <= 0.95))
        fprintf(out, " (%.*f per useful byte)", per_byte < 9.95 ? 1 : 0, per_byte);
}

static fact *const facts[] = { write_copied, write_faults, write_storage };

static double useful_bytes(const struct run_case *c, double bytes)
{
    const double page = 4096;
    const struct workload *w = workload_find_by_name(c->key.workload);
    if (w && w->useful)
        bytes = w->useful(bytes, &c->key, c->answer.text);
    return ceil(bytes / page) * page;
}

char *why_text(const struct run_case *c, double file_bytes)
{
    char *text = NULL;
    size_t size;
    struct subject s = { .useful_bytes = useful_bytes(c, file_bytes) };
    if (summary_median(&s.median, c) < 0 || !(s.out = open_memstream(&text, &size)))
        return NULL;
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        facts[i](&s);
    if (fclose(s.out) == 0)
        return text;
    free(text);
    return NULL;
}

char *why_of_two(const struct run_case *a, const struct run_case *b, double file_bytes)
{
    char *text = NULL, *of_a = why_text(a, file_bytes), *of_b = why_text(b, file_bytes);
    char name_a[CASE_TEXT_MAX], name_b[CASE_TEXT_MAX];
    if (of_a && of_b)
        text = of_a[0] && of_b[0]
                   ? text_printf(" Why: %s: %s; %s: %s.", case_key_column(&a->key, name_a),
                                 of_a, case_key_column(&b->key, name_b), of_b)
                   : text_printf("%s", "");
    free(of_a);
    free(of_b);
    return text;
}
