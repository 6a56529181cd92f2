/* SPDX-License-Identifier: MIT */
#include "report/verdict.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/proof.h"
#include "base/text.h"
#include "report/ratio.h"
#include "report/why.h"
#include "workload/workload.h"

/* Both sides of one comparison. */
struct sides {
    const struct summary_cell *subject, *baseline; /* NULL: no such case */
    const char *subject_name, *baseline_name;
};

static void write_factor(FILE *out, const struct sides *s, const char *word,
                         struct stats_estimate e)
{
    char factor[RATIO_TEXT_MAX], interval[RATIO_TEXT_MAX];
    fprintf(out, "%s is %s %s than %s %s", s->subject_name, ratio_factor(e, factor), word,
            s->baseline_name, ratio_interval(e, interval));
}

/* `chose`: the first pairs of rounds compare nothing. */
static void write_undecided(FILE *out, const struct sides *s, const struct stats_comparison *c,
                            bool chose)
{
    char range[TEXT_MAX];
    const struct stats_estimate *e = &c->ratio;
    fprintf(out, "undecided between %s and %s", s->subject_name, s->baseline_name);
    if (isnan(e->low))
        fprintf(out, ": too few rounds (%zu%s)", e->n,
                chose ? " behind those that choose" : "");
    else if (isnan(c->price) || c->drifting)
        fprintf(out, " %s", ratio_range(*e, range));
    else
        fprintf(out, " %s: %zu rounds, about %.0f would settle it", ratio_range(*e, range),
                e->n, c->price);
}

static bool is_shown(const struct stats_comparison *c)
{
    return c->verdict == STATS_FASTER || c->verdict == STATS_SLOWER;
}

static void write_verdict_of(FILE *out, const struct sides *s, const struct stats_comparison *c,
                             bool chose)
{
    char range[TEXT_MAX];
    if (c->verdict == STATS_FASTER)
        write_factor(out, s, "faster", ratio_inverse(c->ratio));
    else if (c->verdict == STATS_SLOWER)
        write_factor(out, s, "slower", c->ratio);
    else if (c->verdict == STATS_SAME)
        fprintf(out, "%s and %s take the same within 3 %% %s", s->subject_name,
                s->baseline_name, ratio_range(c->ratio, range));
    else
        write_undecided(out, s, c, chose);
    if (c->drifting)
        fprintf(out, ", drifting: the ratio %s with the rounds",
                c->trend > 0 ? "rose" : "fell");
    if (c->two_modes)
        fputs(", two modes: the ratio has two values rather than one", out);
    if (c->dependent)
        fputs(", rounds are not independent: noise lasts from one to the next", out);
}

/* "4 MiB against 68 MiB", or "4 MiB each". */
static void write_two_bytes(FILE *out, double a, double b)
{
    char a_text[TEXT_MAX], b_text[TEXT_MAX];
    text_format_bytes(a, a_text);
    text_format_bytes(b, b_text);
    if (strcmp(a_text, b_text) == 0)
        fprintf(out, "%s each", a_text);
    else
        fprintf(out, "%s against %s", a_text, b_text);
}

/* Memory of their own, for which a limit kills; what they map of the page cache beside it. */
static void write_memory(FILE *out, const struct sides *s)
{
    char text[TEXT_MAX];
    const struct summary_cell *a = s->subject, *b = s->baseline;
    if (isnan(a->own_bytes) || isnan(b->own_bytes))
        return;
    fputs("; own memory ", out);
    write_two_bytes(out, a->own_bytes, b->own_bytes);
    if (!(a->mapped_bytes > 0 || b->mapped_bytes > 0))
        return;
    fputs(" (mapped page cache ", out);
    if (b->mapped_bytes > 0)
        write_two_bytes(out, a->mapped_bytes, b->mapped_bytes);
    else
        fputs(text_format_bytes(a->mapped_bytes, text), out);
    fputs(" beside it, reclaimable)", out);
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
static void write_over_limit(FILE *out, const struct sides *s, const char *lead)
{
    char time[TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    const char *subject = s->subject_name, *baseline = s->baseline_name;
    if (over_limit(s->subject) && over_limit(s->baseline))
        fprintf(out, "%sboth %s and %s ran over the limit (%s)", lead, subject, baseline,
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
    fputs(method, out);
    if (!cell || !cell->source)
        fprintf(out, " was not measured");
    else if (cell->source->status == CASE_SKIPPED)
        fprintf(out, " was skipped (%s)", run_case_reason(cell->source, reason));
    else if (cell->source->status == CASE_FAILED)
        fprintf(out, " failed (%s)", run_case_reason(cell->source, reason));
    else
        fprintf(out, " has no samples yet");
}

static bool is_obstacle(const struct summary_cell *cell)
{
    return !summary_cell_timed(cell) && !over_limit(cell);
}

static void write_untimed(FILE *out, const struct sides *s, const char *lead)
{
    bool subject = is_obstacle(s->subject);
    if (!subject && !is_obstacle(s->baseline)) {
        write_over_limit(out, s, lead);
        return;
    }
    fputs(lead, out);
    write_obstacle(out, subject ? s->subject : s->baseline,
                   subject ? s->subject_name : s->baseline_name);
}

static bool both_in_run(const struct sides *s)
{
    return s->subject && s->subject->source && s->baseline && s->baseline->source;
}

static bool both_timed(const struct sides *s)
{
    return summary_cell_timed(s->subject) && summary_cell_timed(s->baseline);
}

/* ---- the decision ---- */

static bool is_decided(const struct summary_decision *c)
{
    return c->mmap && c->read;
}

static struct sides sides_of_decision(const struct summary_decision *c)
{
    return (struct sides){ c->mmap, c->read, summary_method(c->mmap), summary_method(c->read) };
}

/* The others that were compared for the family of `last` in more than a fifth of the pairs. */
static void write_others_chosen(FILE *out, const struct summary_group *g,
                                const struct summary_row *row, const struct summary_cell *last)
{
    const double least = 0.2;
    enum summary_family family = g->columns[last - row->cells].family;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *cell = &row->cells[i];
        double share = (double)cell->decides / (double)row->best.against.ratio.n;
        if (g->columns[i].family == family && cell != last && share > least)
            fprintf(out, "; in %.0f %% of the pairs %s instead of %s", 100 * share,
                    summary_method(cell), summary_method(last));
    }
}

static void write_decision(FILE *out, const struct summary_group *g,
                           const struct summary_row *row)
{
    const struct summary_decision *c = &row->best;
    const struct sides s = sides_of_decision(c);
    write_verdict_of(out, &s, &c->against, c->chose);
    if (c->chose) {
        fputs(" (the best of each family", out);
        write_others_chosen(out, g, row, c->mmap);
        write_others_chosen(out, g, row, c->read);
        fputs(")", out);
    }
    write_memory(out, &s);
}

/* Beside the decision the workload's own comparison is worth a word where it says more. */
static void write_beside(FILE *out, const struct summary_decision *c, const struct sides *s)
{
    if (c->mmap == s->subject && c->read == s->baseline)
        return;
    if (both_timed(s) && is_shown(&s->subject->against)) {
        fputs("; ", out);
        write_verdict_of(out, s, &s->subject->against, false);
    } else if (!both_timed(s) && both_in_run(s)) {
        fputs("; ", out);
        write_untimed(out, s, "");
    }
}

static void write_alone(FILE *out, const struct sides *s)
{
    if (!both_timed(s)) {
        write_untimed(out, s, "no verdict: ");
        return;
    }
    write_verdict_of(out, s, &s->subject->against, false);
    write_memory(out, s);
}

/* Of two methods the verdict has said it. */
static void write_fastest(FILE *out, const struct summary_group *g,
                          const struct summary_row *row)
{
    const char *fastest = NULL;
    size_t timed = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        timed += summary_cell_timed(&row->cells[i]);
        if (row->cells[i].fastest)
            fastest = g->columns[i].method;
    }
    if (fastest && timed > 2)
        fprintf(out, "; fastest: %s", fastest);
}

/* The methods that the kernel killed, beside the two that the sentence is about. */
static void write_others_killed(FILE *out, const struct summary_group *g,
                                const struct summary_row *row, const struct sides *said)
{
    size_t count = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *cell = &row->cells[i];
        bool is_said = both_in_run(said) && (cell == said->subject || cell == said->baseline);
        if (summary_cell_killed(cell) && !is_said)
            fprintf(out, "%s%s",
                    count++ ? ", " : "; killed for want of memory: ", g->columns[i].method);
    }
}

/* Whoever reads of one kind of change is told that it is not the other. */
static void write_promise(FILE *out, const char *workload)
{
    const struct workload *w = workload_find_by_name(workload);
    if (w && w->promise)
        fprintf(out, "; %s", w->promise);
}

/* What the counters of both sides say. */
static int write_why(FILE *out, const struct summary_group *g, const struct summary_row *row,
                     const struct sides *alone)
{
    const struct sides s = is_decided(&row->best) ? sides_of_decision(&row->best) : *alone;
    if (!both_timed(&s))
        return 0;
    char *why = why_of_two(s.subject->source, s.baseline->source, g->bytes);
    fputs(why ? why : "", out);
    free(why);
    return why ? 0 : -ENOMEM;
}

static void write_answer(FILE *out, const struct summary_group *g,
                         const struct summary_row *row, const struct sides *s)
{
    if (is_decided(&row->best)) {
        write_decision(out, g, row);
        write_beside(out, &row->best, s);
    } else {
        write_alone(out, s);
    }
    write_fastest(out, g, row);
    write_others_killed(out, g, row, s);
    write_promise(out, row->key.workload);
    fprintf(out, ".");
}

char *verdict_sentence(const struct summary_group *g, const struct summary_row *row,
                       const char *dataset)
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
    fprintf(out, "%s, %s, %s%s%s: ", row->label, dataset, g->key.state, proof_mark(row),
            text_format_threads(g->key.threads, threads));
    write_answer(out, g, row, &s);
    int r = write_why(out, g, row, &s);
    if (fclose(out) == 0 && r == 0)
        return text;
    free(text);
    return NULL;
}

/* How sentences call the data set of a group: by its size (in `size`), or by its name where
   another data set of that size has this workload in this state. */
static const char *dataset_of(const struct summary *s, const struct summary_group *g,
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

void verdict_add(struct document *d, const struct summary *s)
{
    char size[TEXT_MAX];
    for (size_t i = 0; i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count; j++) {
            const struct summary_group *g = &s->groups[i];
            const struct summary_row *row = &g->rows[j];
            const char *dataset = dataset_of(s, g, row->workload, size);
            document_item(d, "%s", document_take(d, verdict_sentence(g, row, dataset)));
        }
}
