/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare-parts.h"
#include "base/parallel_for.h"
#include "stats/rank.h"

/* ---- what may be compared ---- */

static bool same_data(const struct run_dataset *a, const struct run_dataset *b)
{
    return a && b && a->bytes == b->bytes && strcmp(a->sha256, b->sha256) == 0;
}

static bool both_differ(const char *a, const char *b)
{
    return a[0] && b[0] && strcmp(a, b) != 0;
}

static enum compare_note note_of(const struct run *first_run, const struct compare_cell *first,
                                 const struct run *run, const struct compare_cell *cell)
{
    const struct run_case *a = first->source, *b = cell->source;
    if (!same_data(run_find_dataset(first_run, a->key.dataset),
                   run_find_dataset(run, b->key.dataset)))
        return COMPARE_OTHER_DATA;
    bool both_ok = a->status == CASE_OK && b->status == CASE_OK;
    if (both_ok && both_differ(a->fill, b->fill))
        return COMPARE_OTHER_FILL;
    if (both_ok && both_differ(a->answer.text, b->answer.text))
        return COMPARE_OTHER_CHECK;
    if (both_ok && strcmp(a->fill, b->fill) != 0)
        return COMPARE_NO_FILL;
    /* The first pass of a process is slow, and weighs the more the fewer there are. NAN is not
       known, and no difference. */
    if (first->passes < cell->passes / 2 || first->passes / 2 > cell->passes)
        return COMPARE_OTHER_PASSES;
    return COMPARE_GOOD;
}

/* ---- one comparison ---- */

static int compare_samples(struct stats_ranksum_cache *cache, const struct compare_cell *first,
                           struct compare_cell *cell, enum compare_question question)
{
    struct compare_answer *answer = &cell->answers[question];
    struct stats_ranksum r =
        stats_ranksum(cache, first->samples[question].logs, first->samples[question].count,
                      cell->samples[question].logs, cell->samples[question].count);
    if (isnan(r.p))
        return -ENOMEM;
    if (isnan(r.shift.value))
        return 0;
    answer->ratio = (struct stats_estimate){ .value = exp(r.shift.value),
                                             .low = exp(r.shift.low),
                                             .high = exp(r.shift.high),
                                             .n = r.shift.n };
    answer->p = r.p;
    answer->least_p = r.least_p;
    return 0;
}

static int compare_cells(const struct compare *c, struct stats_ranksum_cache *cache, size_t i,
                         size_t run)
{
    const struct compare_cell *first = c->cells[i * c->run_count];
    struct compare_cell *cell = c->cells[i * c->run_count + run];
    int r = 0;
    if (!first || !cell)
        return 0;
    cell->note = note_of(&c->runs[0].run, first, &c->runs[run].run, cell);
    for (size_t q = 0; q < COMPARE_QUESTIONS && !compare_note_refuses(cell->note) && r == 0;
         q++)
        r = compare_samples(cache, first, cell, (enum compare_question)q);
    return r;
}

/* ---- all of them ---- */

/* The answers to a question in the row of a table: of the cells of all runs but the first.
   Returns how many there are now. */
static size_t list_answers(const struct compare *c, enum compare_question question, size_t i,
                           struct compare_answer **ret, size_t count)
{
    for (size_t run = 1; run < c->run_count; run++) {
        struct compare_cell *cell = c->cells[i * c->run_count + run];
        if (cell && !isnan(cell->answers[question].p))
            ret[count++] = &cell->answers[question];
    }
    return count;
}

static size_t list_group(const struct compare *c, enum compare_question question,
                         const struct summary_group *g, struct compare_answer **ret)
{
    size_t count = 0;
    for (size_t i = 0; i < g->row_count; i++)
        for (size_t j = 0; j < g->column_count; j++)
            if (g->rows[i].cells[j].source)
                count = list_answers(c, question,
                                     (size_t)(g->rows[i].cells[j].source - c->all.cases), ret,
                                     count);
    return count;
}

static enum compare_finding find(const struct compare_answer *a, double margin)
{
    if (a->p <= COMPARE_ALPHA && a->ratio.low > 1 + margin)
        return COMPARE_HIGHER;
    if (a->p <= COMPARE_ALPHA && a->ratio.high < 1 / (1 + margin))
        return COMPARE_LOWER;
    return COMPARE_SAME;
}

/* `p` has room for all of them. 0 or -ENOMEM. */
static int adjust(struct compare *c, enum compare_question question,
                  struct compare_answer **answers, double *p, size_t count)
{
    for (size_t i = 0; i < count; i++)
        p[i] = answers[i]->p;
    stats_benjamini_hochberg(p, count, p);
    for (size_t i = 0; i < count; i++) {
        if (isnan(p[i]))
            return -ENOMEM;
        answers[i]->p = p[i];
        answers[i]->finding = find(answers[i], c->margin);
        if (question == COMPARE_TIME && answers[i]->least_p > COMPARE_ALPHA)
            c->hopeless++;
    }
    c->compared[question] += count;
    return 0;
}

/* Each table by itself: it is what people look at, and draw their conclusions from. */
static int adjust_tables(struct compare *c)
{
    size_t most = c->all.case_count * c->run_count + 1;
    struct compare_answer **answers = malloc(most * sizeof(struct compare_answer *));
    double *p = malloc(most * sizeof *p);
    int r = answers && p ? 0 : -ENOMEM;
    for (size_t q = 0; q < COMPARE_QUESTIONS && r == 0; q++)
        for (size_t i = 0; i < c->layout.group_count && r == 0; i++) {
            enum compare_question question = (enum compare_question)q;
            size_t count = list_group(c, question, &c->layout.groups[i], answers);
            r = adjust(c, question, answers, p, count);
        }
    free(answers);
    free(p);
    return r;
}

/* ---- rows and runs ---- */

/* Only what is shown counts: a lower median alone makes no winner. */
static void mark_best(struct compare *c, size_t i)
{
    struct compare_cell **cells = c->cells + i * c->run_count, *best = NULL;
    bool beaten = false;
    for (size_t run = 1; run < c->run_count; run++) {
        enum compare_finding f =
            cells[run] ? cells[run]->answers[COMPARE_TIME].finding : COMPARE_NONE;
        beaten = beaten || f == COMPARE_HIGHER;
        if (f == COMPARE_LOWER &&
            (!best || cells[run]->median_ns.value < best->median_ns.value))
            best = cells[run];
    }
    if (!best && beaten)
        best = cells[0];
    if (best)
        best->best = true;
}

/* Every run has it, and it was compared in all. */
static bool is_shared(const struct compare *c, size_t i)
{
    for (size_t run = 1; run < c->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        if (!cell || cell->answers[COMPARE_TIME].finding == COMPARE_NONE)
            return false;
    }
    return true;
}

/* `ratios` has room for all cases. */
static void count_run(struct compare *c, size_t run, const bool *shared, double *ratios)
{
    struct compare_tally *tallies = c->runs[run].tallies;
    size_t count = 0;
    for (size_t i = 0; i < c->all.case_count; i++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        for (size_t q = 0; q < COMPARE_QUESTIONS; q++) {
            tallies[q].found[cell ? cell->answers[q].finding : COMPARE_NONE]++;
            tallies[q].best += q == COMPARE_TIME && cell && cell->best;
        }
        if (shared[i])
            ratios[count++] = cell ? cell->answers[COMPARE_TIME].ratio.value : NAN;
    }
    tallies[COMPARE_TIME].mean = stats_geometric_mean(ratios, count);
    tallies[COMPARE_BASELINE].mean = NAN;
}

static int count_all(struct compare *c)
{
    double *ratios = malloc((c->all.case_count + 1) * sizeof *ratios);
    bool *shared = malloc(c->all.case_count + 1);
    for (size_t i = 0; i < c->all.case_count && ratios && shared; i++) {
        mark_best(c, i);
        shared[i] = is_shared(c, i);
        c->shared += shared[i];
    }
    for (size_t run = 0; run < c->run_count && ratios && shared; run++)
        count_run(c, run, shared, ratios);
    int r = ratios && shared ? 0 : -ENOMEM;
    free(ratios);
    free(shared);
    return r;
}

/* Every so many'th case is the share of one thread. */
enum { SHARES_MAX = 8, SHARE_CELLS = 4096 };

struct shares {
    const struct compare *compare;
    size_t count;
};

/* With a cache of its own, which two threads must not use at once. */
static int answer_share(void *data, size_t share)
{
    const struct shares *shares = data;
    const struct compare *c = shares->compare;
    struct stats_ranksum_cache cache = { 0 };
    int r = 0;
    for (size_t i = share; i < c->all.case_count; i += shares->count)
        for (size_t run = 1; run < c->run_count && r == 0; run++)
            r = compare_cells(c, &cache, i, run);
    stats_ranksum_free(&cache);
    return r;
}

int compare_answer_questions(struct compare *c)
{
    size_t wanted = 1 + c->all.case_count * c->run_count / SHARE_CELLS;
    struct shares shares = { .compare = c, .count = wanted < SHARES_MAX ? wanted : SHARES_MAX };
    int r = parallel_for(shares.count, answer_share, &shares);
    if (r == 0)
        r = adjust_tables(c);
    return r == 0 ? count_all(c) : r;
}
