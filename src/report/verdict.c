/* SPDX-License-Identifier: MIT */
#include "report/verdict.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The method that the sentences are about. */
#define SUBJECT "mmap"

/* A ratio within this of 1 makes no difference to anybody. */
#define MARGIN 0.01
/* Memory that differs by less is called the same. */
#define MEMORY_MARGIN 0.1

/* Both sides of one comparison. */
struct comparison {
    const struct summary_row *row;
    const struct summary_cell *subject, *baseline;
};

/* Two significant digits, "3.9x" and "23x", but "1.64x"; one more where the interval's
   ends would read the same. */
static int decimals_of(struct stats_estimate e)
{
    int decimals = e.value < 1.995 ? 2 : e.value < 9.95 ? 1 : 0;
    return decimals == 1 && e.high - e.low < 0.1 ? 2 : decimals;
}

static struct stats_estimate inverse(struct stats_estimate e)
{
    return (struct stats_estimate){
        .value = 1 / e.value, .low = 1 / e.high, .high = 1 / e.low, .n = e.n
    };
}

static void put_factor(FILE *out, const struct comparison *c, const char *word,
                       struct stats_estimate e)
{
    int decimals = decimals_of(e);
    fprintf(out, SUBJECT " is %.*fx %s than %s [%.*f, %.*f]", decimals, e.value, word,
            c->row->baseline, decimals, e.low, decimals, e.high);
}

static bool said_faster_or_slower(FILE *out, const struct comparison *c)
{
    struct stats_estimate slowdown = c->subject->ratio, speedup = inverse(slowdown);
    if (speedup.low > 1 + MARGIN)
        put_factor(out, c, "faster", speedup);
    else if (slowdown.low > 1 + MARGIN)
        put_factor(out, c, "slower", slowdown);
    else
        return false;
    return true;
}

static void put_memory(FILE *out, const struct comparison *c, const char *lead)
{
    char ours[TEXT_MAX], theirs[TEXT_MAX];
    double a = c->subject->peak_rss_bytes, b = c->baseline->peak_rss_bytes;
    if (isnan(a) || isnan(b))
        return;
    if (fmax(a, b) <= (1 + MEMORY_MARGIN) * fmin(a, b))
        fprintf(out, "%s the same memory", lead);
    else
        fprintf(out, "%s %s instead of %s", lead, text_format_bytes(a, ours),
                text_format_bytes(b, theirs));
}

static void put_measured(FILE *out, const struct comparison *c)
{
    struct stats_estimate ratio = c->subject->ratio;
    if (ratio.n < STATS_INTERVAL_MIN) {
        fprintf(out, "too few rounds for a verdict (%zu of at least %d)", ratio.n,
                STATS_INTERVAL_MIN);
        return;
    }
    if (said_faster_or_slower(out, c)) {
        put_memory(out, c, " and needs");
        return;
    }
    fprintf(out, "no difference shown between " SUBJECT " and %s [%.2f, %.2f]",
            c->row->baseline, ratio.low, ratio.high);
    put_memory(out, c, "; " SUBJECT " needs");
}

static bool over_limit(const struct summary_cell *cell)
{
    return cell && cell->source && cell->source->status == CASE_OVER_LIMIT;
}

static const char *reason_of(const struct summary_cell *cell)
{
    return cell->source->reason ? cell->source->reason : "no reason is given";
}

/* A pass that was stopped is a result: the other side, which finished, is faster. */
static void put_over_limit(FILE *out, const struct comparison *c)
{
    char time[TEXT_MAX];
    if (over_limit(c->subject) && over_limit(c->baseline))
        fprintf(out, "no verdict: both " SUBJECT " and %s ran over the limit (%s)",
                c->row->baseline, reason_of(c->subject));
    else if (over_limit(c->subject))
        fprintf(out, SUBJECT " is slower than %s: it ran over the limit (%s), %s took %s",
                c->row->baseline, reason_of(c->subject), c->row->baseline,
                text_format_ns(c->baseline->wall_ns.value, time));
    else
        fprintf(out,
                SUBJECT " is faster than %s, which ran over the limit (%s); " SUBJECT
                        " took %s",
                c->row->baseline, reason_of(c->baseline),
                text_format_ns(c->subject->wall_ns.value, time));
}

/* Says why this side has no times. */
static void put_obstacle(FILE *out, const struct summary_cell *cell, const char *method)
{
    fprintf(out, "no verdict: %s ", method);
    if (!cell || !cell->source)
        fprintf(out, "was not measured");
    else if (cell->source->status == CASE_SKIPPED)
        fprintf(out, "was skipped (%s)", reason_of(cell));
    else if (cell->source->status == CASE_FAILED)
        fprintf(out, "failed (%s)", reason_of(cell));
    else
        fprintf(out, "has no samples yet");
}

static void put_verdict(FILE *out, const struct comparison *c)
{
    bool subject = summary_cell_timed(c->subject), baseline = summary_cell_timed(c->baseline);
    if (subject && baseline)
        put_measured(out, c);
    else if (!subject && !over_limit(c->subject))
        put_obstacle(out, c->subject, SUBJECT);
    else if (!baseline && !over_limit(c->baseline))
        put_obstacle(out, c->baseline, c->row->baseline);
    else
        put_over_limit(out, c);
}

/* Of a single method, or of a handful of samples, nothing is said. */
static void put_fastest(FILE *out, const struct summary_group *g, const struct summary_row *row)
{
    const char *fastest = NULL;
    size_t timed = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *cell = &row->cells[i];
        if (!summary_cell_timed(cell))
            continue;
        timed++;
        if (cell->best && cell->wall_ns.n >= STATS_INTERVAL_MIN)
            fastest = g->columns[i].method;
    }
    if (fastest && timed > 1)
        fprintf(out, "; fastest: %s", fastest);
}

char *verdict_sentence(const struct summary_group *g, const struct summary_row *row,
                       const char *dataset)
{
    char *text = NULL;
    size_t size;
    struct comparison c = {
        .row = row,
        .subject = summary_find_cell(g, row, SUBJECT),
        .baseline = summary_find_cell(g, row, row->baseline),
    };
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "%s, %s, %s: ", row->workload, dataset, g->state);
    put_verdict(out, &c);
    put_fastest(out, g, row);
    fprintf(out, ".");
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

/* Its size, unless another data set of that size has this workload in this state. */
static const char *call_dataset(const struct summary *s, const struct summary_group *g,
                                const char *workload, char size[TEXT_MAX])
{
    text_format_bytes(g->bytes, size);
    if (isnan(g->bytes))
        return g->dataset;
    for (size_t i = 0; i < s->group_count; i++) {
        char other[TEXT_MAX];
        const struct summary_group *o = &s->groups[i];
        if (o != g && strcmp(o->state, g->state) == 0 && summary_find_row(o, workload) &&
            strcmp(text_format_bytes(o->bytes, other), size) == 0)
            return g->dataset;
    }
    return size;
}

static int print_row(FILE *out, const struct summary *s, const struct summary_group *g,
                     const struct summary_row *row, const struct report_style *style)
{
    char size[TEXT_MAX];
    char *sentence = verdict_sentence(g, row, call_dataset(s, g, row->workload, size));
    if (!sentence)
        return -ENOMEM;
    int r = page_item(out, sentence, style);
    free(sentence);
    return r;
}

int verdict_print(FILE *out, const struct summary *s, const struct report_style *style)
{
    int r = 0;
    for (size_t i = 0; i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count && r == 0; j++)
            r = print_row(out, s, &s->groups[i], &s->groups[i].rows[j], style);
    return r;
}
