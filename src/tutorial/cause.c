/* SPDX-License-Identifier: MIT */
#include "tutorial/cause.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "report/summary.h"
#include "tutorial/cause-rules.h"

/* Fewer ticks do not tell the program's time from the kernel's: 10 at 100 a second, 25 at
   250. */
#define SPLIT_LEAST_NS 100e6

/* In this order; the first that applies. That the claim may be right comes before everything,
   and what names a reason before what only tells where the time goes. */
static cause_rule *const rules[] = {
    cause_noise,        cause_mapped,    cause_opposite_step, cause_more_storage,
    cause_same_storage, cause_same_work, cause_own_work,      cause_few_rounds,
    cause_widest_step,  cause_kernel,    cause_phase,
};

bool cause_are_alike(double a, double b, double percent)
{
    return fabs(a - b) <= percent / 100 * fmax(a, b);
}

bool cause_is_of_time(const struct cause_facts *f)
{
    return f->q->row->unit->figure == offsetof(struct sample, wall_ns);
}

/* ---- the facts ---- */

static int find_medians(struct cause_side *s)
{
    int r = 0;
    s->median = sample_unknown();
    for (size_t i = 0; i < SAMPLE_FIELDS && r == 0; i++) {
        struct stats_estimate e;
        r = summary_estimate(&e, s->measured, sample_fields[i].offset);
        if (r == 0)
            *field_number(&s->median, &sample_fields[i]) = e.value;
    }
    return r;
}

/* How many of the row's threads can run at the same time. */
static double running_at_once(const struct cause_question *q)
{
    return fmax(fmin(q->row->threads, q->run->machine.cores), 1); /* cores: NAN, not known */
}

static int find_processor(struct cause_side *s, double at_once)
{
    const size_t count = s->measured->sample_count;
    double user = 0, system = 0, *shares = calloc(count, sizeof *shares);
    if (!shares)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const struct sample *one = &s->measured->samples[i];
        user += one->passes * one->user_ns;
        system += one->passes * one->system_ns;
        shares[i] = (one->user_ns + one->system_ns) / one->wall_ns / at_once;
    }
    s->processor_share = stats_median(shares, count);
    s->own_share = user / (user + system);
    s->is_split = user + system >= SPLIT_LEAST_NS;
    free(shares);
    return 0;
}

double cause_own_ns(const struct cause_side *s)
{
    return s->median.wall_ns * s->processor_share * s->own_share;
}

double cause_kernel_ns(const struct cause_side *s)
{
    return s->median.wall_ns * s->processor_share * (1 - s->own_share);
}

double cause_waiting_ns(const struct cause_side *s)
{
    return s->median.wall_ns * fmax(1 - s->processor_share, 0);
}

static int find_side(struct cause_side *ret, const struct cause_question *q, const char *method)
{
    ret->method = method;
    ret->measured = finding_case(q->run, q->row, method);
    int r = find_medians(ret);
    return r < 0 ? r : find_processor(ret, running_at_once(q));
}

/* f->slower and the like point into *f. */
static int find_facts(struct cause_facts *f, const struct cause_question *q)
{
    const struct published_methods *m = &q->row->methods[q->language];
    *f = (struct cause_facts){ .q = q,
                               .path = step_path_between(q->table, m->regular, m->mmap) };
    f->claimed = claim_side_claimed(q->row->low, q->row->high);
    int r = find_side(&f->regular, q, m->regular);
    if (r == 0)
        r = find_side(&f->mmap, q, m->mmap);
    bool regular_is_slower = f->regular.median.wall_ns >= f->mmap.median.wall_ns;
    f->slower = regular_is_slower ? &f->regular : &f->mmap;
    f->faster = regular_is_slower ? &f->mmap : &f->regular;
    return r;
}

/* ---- the clause ---- */

/* Where nothing is claimed, or there is no ratio, nothing is known. */
static bool needs_cause(const struct cause_question *q)
{
    return q->finding->verdict == CLAIM_FAILS || q->finding->verdict == CLAIM_PARTLY;
}

static int print_clause(const struct cause_facts *f, FILE *out)
{
    const struct published_row *row = f->q->row;
    double at_once = running_at_once(f->q);
    int r = 0;
    if (row->differs)
        fprintf(out, "%s, and ", row->differs);
    if (at_once < row->threads)
        fprintf(out, "%u threads take turns on %.0f processor%s here, and ", row->threads,
                at_once, at_once == 1 ? "" : "s");
    for (size_t i = 0; i < sizeof rules / sizeof rules[0] && r == 0; i++)
        r = rules[i](f, out);
    if (r == 0)
        fputs("no cause is seen in this run's counters", out);
    return r < 0 ? r : 0;
}

char *cause_of(const struct cause_question *q)
{
    struct cause_facts f;
    char *text = NULL;
    size_t size;
    if (!needs_cause(q))
        return text_printf("%s", "");
    int r = find_facts(&f, q);
    FILE *out = r == 0 ? open_memstream(&text, &size) : NULL;
    if (!out)
        return NULL;
    r = print_clause(&f, out);
    if (fclose(out) == 0 && r == 0)
        return text;
    free(text);
    return NULL;
}
