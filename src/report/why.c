/* SPDX-License-Identifier: MIT */
#include "report/why.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "workload/workload.h"

/* Less is not worth a word: one block, and what runs beside the work. */
#define BYTES_LEAST 4096
#define MEMORY_LEAST (1024 * 1024)
#define SHARE_LEAST 0.1
/* Below this the kernel's own rounding of times to microseconds shows. */
#define TIME_LEAST_NS 20000

struct subject {
    const struct sample *median;
    double all_ns;       /* of all threads that shared the pass, waiting included */
    double useful_bytes; /* of the file, in whole pages; not above 0, NAN: not known */
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
    const struct sample *m = s->median;
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
    const struct sample *m = s->median;
    double faults = m->minor_faults + m->major_faults;
    if (isnan(faults))
        return;
    FILE *out = next_fact(s);
    fprintf(out, "%s fault%s", text_format_count(faults, count), faults == 1 ? "" : "s");
    if (m->rss_anon_bytes >= m->baseline_rss_bytes + MEMORY_LEAST)
        fprintf(out, " in a buffer of %s", text_format_bytes(m->rss_anon_bytes, bytes));
    if (m->major_faults >= 1)
        fprintf(out, " (%s waited for storage)", text_format_count(m->major_faults, count));
}

static void write_storage(struct subject *s)
{
    char bytes[TEXT_MAX];
    double read = s->median->storage_read_bytes;
    if (!(read >= BYTES_LEAST))
        return;
    FILE *out = next_fact(s);
    fprintf(out, "%s from storage", text_format_bytes(read, bytes));
    double per_byte = read / s->useful_bytes;
    if (s->useful_bytes > 0 && (per_byte >= 1.05 || per_byte <= 0.95))
        fprintf(out, " (%.*f per useful byte)", per_byte < 9.95 ? 1 : 0, per_byte);
}

static void write_share(struct subject *s, double ns, const char *where)
{
    double share = ns / s->all_ns;
    if (s->median->wall_ns >= TIME_LEAST_NS && share >= SHARE_LEAST)
        fprintf(next_fact(s), "%.0f %% %s", share < 1 ? 100 * share : 100, where);
}

static void write_system(struct subject *s)
{
    write_share(s, s->median->system_ns, "in the kernel");
}

static void write_waiting(struct subject *s)
{
    const struct sample *m = s->median;
    write_share(s, s->all_ns - m->user_ns - m->system_ns, "waiting");
}

static fact *const facts[] = { write_copied, write_faults, write_storage, write_system,
                               write_waiting };

static double useful_bytes(const struct summary_group *g, const struct summary_row *row,
                           const struct summary_cell *cell)
{
    const double page = 4096;
    const struct workload *w = workload_find_by_name(row->key.workload);
    double bytes = g->bytes;
    if (w && w->useful)
        bytes = w->useful(bytes, &cell->source->key, cell->source->answer.text);
    return ceil(bytes / page) * page;
}

char *why_text(const struct summary_group *g, const struct summary_row *row,
               const struct summary_cell *cell)
{
    char *text = NULL;
    size_t size;
    struct subject s = { .median = &cell->median,
                         .all_ns =
                             cell->median.wall_ns * (g->key.threads > 1 ? g->key.threads : 1),
                         .useful_bytes = useful_bytes(g, row, cell),
                         .out = open_memstream(&text, &size) };
    if (!s.out)
        return NULL;
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        facts[i](&s);
    if (fclose(s.out) == 0)
        return text;
    free(text);
    return NULL;
}
