/* SPDX-License-Identifier: MIT */
#include "report/verdict.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/why.h"

/* Memory that differs by less is called the same. */
#define MEMORY_MARGIN 0.1

/* Both sides of one comparison. */
struct sides {
    const struct summary_cell *subject, *baseline; /* NULL: no such case */
    const char *subject_name, *baseline_name;
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

static void write_factor(FILE *out, const struct sides *s, const char *word,
                         struct stats_estimate e)
{
    int decimals = decimals_of(e);
    fprintf(out, "%s is %.*fx %s than %s [%.*f, %.*f]", s->subject_name, decimals, e.value,
            word, s->baseline_name, decimals, e.low, decimals, e.high);
}

static void write_too_few(FILE *out, const struct stats_comparison *c)
{
    size_t n = c->ratio.n;
    if (n < STATS_INTERVAL_MIN)
        fprintf(out, "too few rounds for a verdict (%zu of at least %d)", n,
                STATS_INTERVAL_MIN);
    else
        fprintf(out,
                "too few rounds for a verdict: all %zu point one way [%.2f, %.2f], and still, "
                "among so many comparisons, that may be chance",
                n, c->ratio.low, c->ratio.high);
}

/* True: a difference was shown. */
static bool write_verdict_of(FILE *out, const struct sides *s, const struct stats_comparison *c)
{
    if (c->verdict == STATS_FASTER)
        write_factor(out, s, "faster", inverse(c->ratio));
    else if (c->verdict == STATS_SLOWER)
        write_factor(out, s, "slower", c->ratio);
    else if (c->verdict == STATS_DRIFTING)
        fprintf(out,
                "no verdict between %s and %s, for their ratio %s from round to round "
                "[%.2f, %.2f]: drifting",
                s->subject_name, s->baseline_name, c->trend > 0 ? "rose" : "fell", c->ratio.low,
                c->ratio.high);
    else if (c->verdict == STATS_TOO_FEW)
        write_too_few(out, c);
    else
        fprintf(out, "no difference shown between %s and %s [%.2f, %.2f]", s->subject_name,
                s->baseline_name, c->ratio.low, c->ratio.high);
    return c->verdict == STATS_FASTER || c->verdict == STATS_SLOWER;
}

static void write_memory(FILE *out, const struct sides *s, const char *lead)
{
    char subject_text[TEXT_MAX], baseline_text[TEXT_MAX];
    double a = s->subject->median.peak_rss_bytes, b = s->baseline->median.peak_rss_bytes;
    if (isnan(a) || isnan(b))
        return;
    if (fmax(a, b) <= (1 + MEMORY_MARGIN) * fmin(a, b))
        fprintf(out, "%s the same memory", lead);
    else
        fprintf(out, "%s %s instead of %s", lead, text_format_bytes(a, subject_text),
                text_format_bytes(b, baseline_text));
}

static void write_measured(FILE *out, const struct sides *s)
{
    char lead[64];
    snprintf(lead, sizeof lead, "; %.40s needs", s->subject_name);
    if (write_verdict_of(out, s, &s->subject->against))
        write_memory(out, s, " and needs");
    else if (s->subject->against.verdict != STATS_TOO_FEW)
        write_memory(out, s, lead);
}

static bool over_limit(const struct summary_cell *cell)
{
    return cell && cell->source && cell->source->status == CASE_OVER_LIMIT;
}

/* A process that was killed is a result as well: slow is not the word for it. */
static void write_killed(FILE *out, const struct summary_cell *ended, const char *ended_name,
                         const struct summary_cell *other, const char *other_name)
{
    char time[TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    fprintf(out, "%s does not get through (%s); %s does, in %s", ended_name,
            run_case_reason(ended->source, reason), other_name,
            text_format_ns(other->wall_ns.value, time));
}

/* A pass that was stopped is a result: the other side, which finished, is faster. */
static void write_over_limit(FILE *out, const struct sides *s)
{
    char time[TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    const char *subject = s->subject_name, *baseline = s->baseline_name;
    if (over_limit(s->subject) && over_limit(s->baseline))
        fprintf(out, "no verdict: both %s and %s ran over the limit (%s)", subject, baseline,
                run_case_reason(s->subject->source, reason));
    else if (summary_cell_killed(s->subject))
        write_killed(out, s->subject, s->subject_name, s->baseline, baseline);
    else if (summary_cell_killed(s->baseline))
        write_killed(out, s->baseline, baseline, s->subject, s->subject_name);
    else if (over_limit(s->subject))
        fprintf(out, "%s is slower than %s: it ran over the limit (%s), %s took %s", subject,
                baseline, run_case_reason(s->subject->source, reason), baseline,
                text_format_ns(s->baseline->wall_ns.value, time));
    else
        fprintf(out, "%s is faster than %s, which ran over the limit (%s); %s took %s", subject,
                baseline, run_case_reason(s->baseline->source, reason), subject,
                text_format_ns(s->subject->wall_ns.value, time));
}

/* Says why this side has no times. */
static void write_obstacle(FILE *out, const struct summary_cell *cell, const char *method)
{
    char reason[CAUSE_SENTENCE_MAX];
    fprintf(out, "no verdict: %s ", method);
    if (!cell || !cell->source)
        fprintf(out, "was not measured");
    else if (cell->source->status == CASE_SKIPPED)
        fprintf(out, "was skipped (%s)", run_case_reason(cell->source, reason));
    else if (cell->source->status == CASE_FAILED)
        fprintf(out, "failed (%s)", run_case_reason(cell->source, reason));
    else
        fprintf(out, "has no samples yet");
}

static void write_verdict(FILE *out, const struct sides *s)
{
    bool subject = summary_cell_timed(s->subject), baseline = summary_cell_timed(s->baseline);
    if (subject && baseline)
        write_measured(out, s);
    else if (!subject && !over_limit(s->subject))
        write_obstacle(out, s->subject, s->subject_name);
    else if (!baseline && !over_limit(s->baseline))
        write_obstacle(out, s->baseline, s->baseline_name);
    else
        write_over_limit(out, s);
}

/* Of a single method, or of a handful of samples, nothing is said. */
static void write_fastest(FILE *out, const struct summary_group *g,
                          const struct summary_row *row)
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

/* The methods that the kernel killed, beside the two that the sentence is about. */
static void write_others_killed(FILE *out, const struct summary_group *g,
                                const struct summary_row *row, const struct sides *said)
{
    size_t count = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *cell = &row->cells[i];
        if (summary_cell_killed(cell) && cell != said->subject && cell != said->baseline)
            fprintf(out, "%s%s",
                    count++ ? ", " : "; killed for want of memory: ", g->columns[i].method);
    }
}

/* Unless that has just been said. */
static void write_best(FILE *out, const struct summary_decision *c, const struct sides *said)
{
    if (c->against.verdict == STATS_UNKNOWN ||
        (c->mmap == said->subject && c->read == said->baseline))
        return;
    struct sides s = { c->mmap, c->read, summary_method(c->mmap), summary_method(c->read) };
    fputs("; the best of each family: ", out);
    write_verdict_of(out, &s, &c->against);
}

/* What the counters of both sides say. */
static int write_why(FILE *out, const struct summary_group *g, const struct sides *s)
{
    if (!summary_cell_timed(s->subject) || !summary_cell_timed(s->baseline))
        return 0;
    char *why = why_of_two(s->subject->source, s->baseline->source, g->bytes);
    fputs(why ? why : "", out);
    free(why);
    return why ? 0 : -ENOMEM;
}

char *verdict_sentence(const struct summary_group *g, const struct summary_row *row,
                       const char *dataset, size_t *ret_answer)
{
    char *text = NULL, threads[TEXT_MAX];
    size_t size;
    const char *challenger = summary_challenger(row->key.workload);
    struct sides s = {
        .subject = summary_find_cell(g, row, challenger),
        .baseline = summary_find_cell(g, row, row->baseline),
        .subject_name = challenger,
        .baseline_name = row->baseline,
    };
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "%s, %s, %s%s: ", row->workload, dataset, g->key.state,
            text_format_threads(g->key.threads, threads));
    write_verdict(out, &s);
    write_best(out, &row->best, &s);
    write_fastest(out, g, row);
    write_others_killed(out, g, row, &s);
    fprintf(out, ".");
    int r = fflush(out) == 0 ? 0 : -ENOMEM;
    if (ret_answer)
        *ret_answer = size;
    if (r == 0)
        r = write_why(out, g, &s);
    if (fclose(out) == 0 && r == 0)
        return text;
    free(text);
    return NULL;
}

const char *verdict_dataset(const struct summary *s, const struct summary_group *g,
                            const char *workload, char size[TEXT_MAX])
{
    text_format_bytes(g->bytes, size);
    if (isnan(g->bytes))
        return g->key.dataset;
    for (size_t i = 0; i < s->group_count; i++) {
        char other[TEXT_MAX];
        const struct summary_group *o = &s->groups[i];
        if (!case_key_same_table(&o->key, &g->key) && summary_same_but_data(o, g) &&
            summary_find_row(o, workload) &&
            strcmp(text_format_bytes(o->bytes, other), size) == 0)
            return g->key.dataset;
    }
    return size;
}

static int print_row(FILE *out, const struct summary *s, const struct summary_group *g,
                     const struct summary_row *row, const struct report_style *style)
{
    char size[TEXT_MAX];
    char *sentence = verdict_sentence(g, row, verdict_dataset(s, g, row->workload, size), NULL);
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
