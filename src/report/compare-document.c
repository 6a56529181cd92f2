/* SPDX-License-Identifier: MIT */
#include "report/compare-document.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare-counts.h"
#include "analysis/compare-facts.h"
#include "analysis/compare-matrix.h"
#include "base/text.h"
#include "report/compare-costs.h"
#include "report/compare-table.h"
#include "report/compare-words.h"
#include "report/counts-table.h"
#include "report/matrix-table.h"

enum { LABELS_MAX = 3 /* listed behind a fact where "the others" says the same */ };

struct view {
    const struct compare *compare;
    struct document *document;
    struct document_column *columns; /* the labels of the runs */
};

/* ---- which runs ---- */

static void add_runs(const struct view *v)
{
    const struct compare *c = v->compare;
    document_title(v->document, "mapread compare");
    for (size_t i = 0; i < c->run_count; i++) {
        char *text = compare_describe_run(&c->runs[i]);
        if (text)
            document_labelled(v->document, c->runs[i].label, "%s", text);
        else
            document_fail(v->document, -ENOMEM);
        free(text);
    }
}

/* ---- who wins ---- */

static bool has_state(const struct compare_matrix *m, size_t state)
{
    for (size_t row = 0; row < m->count; row++)
        if (compare_matrix_has(m, row, state))
            return true;
    return false;
}

static struct proof proof_of_table(const struct compare_matrix *m, size_t state)
{
    struct proof p = { 0 };
    for (size_t i = 0; i < m->count * m->run_count; i++)
        proof_add(&p, compare_matrix_cell(m, i / m->run_count, state, i % m->run_count));
    return p;
}

static void add_state(const struct view *v, const struct compare_matrix *m, size_t state)
{
    char label[MATRIX_TEXT_MAX], title[PROOF_TEXT_MAX];
    struct document *d = v->document;
    struct proof proof = proof_of_table(m, state);
    document_heading(d, 3, NULL, "%s", proof_name(matrix_titles[state], proof, title));
    struct document_table *t =
        document_table(d, &(struct document_table){ .class = "heat matrix wide",
                                                    .corner = matrix_states[state],
                                                    .columns = v->columns,
                                                    .column_count = m->run_count });
    for (size_t row = 0; row < m->count; row++) {
        if (!compare_matrix_has(m, row, state))
            continue;
        const struct compare_matrix_row *from = &m->rows[row];
        struct document_row *line =
            document_row(d, t, matrix_label(from->group, from->first, label), "");
        for (size_t run = 0; run < m->run_count; run++)
            matrix_fill(d, line, run, compare_matrix_cell(m, row, state, run), proof);
    }
}

/* Why, of each run that has such cases. */
static void add_unproved(const struct view *v)
{
    const struct compare *c = v->compare;
    for (size_t i = 0; i < c->run_count; i++) {
        const char *text = document_take(v->document, proof_sentence(&c->runs[i].run));
        if (text[0])
            document_labelled(v->document, "CAUTION", "%s: %s", c->runs[i].label, text);
    }
}

/* A table for each state; nothing where no run has a row. */
static void add_winners(const struct view *v)
{
    struct document *d = v->document;
    struct compare_matrix m;
    int r = compare_matrix_build(&m, v->compare);
    document_fail(d, r);
    if (r < 0)
        return;
    if (m.count > 0) {
        document_heading(d, 2, "answer", "Should you mmap?");
        document_paragraph(d, "The best mmap method against the best read method of each run, "
                              "by what factor it wins, and the 95 %% interval of that.");
    }
    for (size_t state = 0; state < MATRIX_STATES; state++)
        if (has_state(&m, state))
            add_state(v, &m, state);
    compare_matrix_free(&m);
    add_unproved(v);
}

/* ---- what differs ---- */

/* All facts of one kind: one text per run. */
typedef char fact_text[FIELD_TEXT_MAX];

static size_t count_same(const fact_text *facts, size_t count, const char *fact)
{
    size_t same = 0;
    for (size_t i = 0; i < count; i++)
        same += strcmp(facts[i], fact) == 0;
    return same;
}

/* "ext4 (a, b)", or "ext4 (the others)" where those are most and many. */
static void write_fact(FILE *out, const struct compare *c, const fact_text *facts, size_t i)
{
    size_t same = count_same(facts, c->run_count, facts[i]);
    const char *gap = "";
    fprintf(out, "%s (", facts[i]);
    if (same > LABELS_MAX && same > c->run_count / 2) {
        fputs("the others)", out);
        return;
    }
    for (size_t j = i; j < c->run_count; j++)
        if (strcmp(facts[j], facts[i]) == 0) {
            fprintf(out, "%s%s", gap, c->runs[j].label);
            gap = ", ";
        }
    fputc(')', out);
}

/* Every text once, in the order of the runs. The caller frees. */
static char *describe_fact(const struct compare *c, const fact_text *facts)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    for (size_t i = 0; i < c->run_count; i++)
        if (count_same(facts, i, facts[i]) == 0) {
            fputs(i > 0 ? "; " : "", out);
            write_fact(out, c, facts, i);
        }
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static void add_fact(const struct view *v, size_t fact, fact_text *facts)
{
    char name[FIELD_TEXT_MAX];
    for (size_t i = 0; i < v->compare->run_count; i++)
        compare_fact(&v->compare->runs[i].run, fact, facts[i]);
    char *text = describe_fact(v->compare, facts);
    if (text)
        document_labelled(v->document, compare_fact_name(fact, name), "%s", text);
    else
        document_fail(v->document, -ENOMEM);
    free(text);
}

static void add_differences(const struct view *v)
{
    fact_text *facts = document_keep(v->document, v->compare->run_count * sizeof *facts);
    bool any = false;
    document_heading(v->document, 2, "differences", "What differs");
    for (size_t i = 0; i < compare_fact_count() && facts; i++)
        if (compare_fact_differs(v->compare, i)) {
            add_fact(v, i, facts);
            any = true;
        }
    document_paragraph(v->document, any ? "Everything else recorded is identical."
                                        : "Nothing that the files tell.");
}

/* ---- the tables ---- */

static void add_caution(const struct view *v)
{
    const struct compare *c = v->compare;
    document_labelled(
        v->document, "CAUTION",
        "these are times of different runs: whatever differs between them, listed "
        "above or not recorded (load, temperature, neighbours), has its part in "
        "them. Who wins is found within each run.%s",
        compare_differ_in_program(c)
            ? " The runs were made by different programs (mapread version or "
              "revision): a difference may be theirs."
            : "");
}

static void explain_times(const struct view *v)
{
    const struct compare *c = v->compare;
    document_paragraph(
        v->document,
        "time: median per pass, the best in bold or marked *; ratio: to the time "
        "of %s, so 0.50x is half of it, and its 95 %% interval; ~: no difference "
        "shown, that is, the interval holds a ratio within %.3g %% of 1, or p is "
        "above %.0f %% (rank-sum test, Benjamini and Hochberg over the "
        "comparisons of a table)",
        c->runs[0].label, 100 * c->margin, 100 * COMPARE_ALPHA);
}

static void explain_ratios(const struct view *v)
{
    document_paragraph(
        v->document,
        "ratio: time of the method / time of read (random: of seek) in the same "
        "run, paired by round, and its 95 %% interval; in bold or marked *: shown "
        "to be another than in %s, ~: no difference shown (the same test, on these "
        "ratios)",
        v->compare->runs[0].label);
}

/* Says how many cases compare.only_different hides. */
static void add_hidden(const struct view *v, enum compare_question question)
{
    const struct compare *c = v->compare;
    size_t shown = 0;
    for (size_t i = 0; i < c->all.case_count; i++)
        shown += compare_table_has_line(c, question, i);
    if (c->only_different)
        document_paragraph(v->document,
                           "Cases of which no difference is shown are left out: %zu of %zu are "
                           "listed.",
                           shown, c->all.case_count);
}

static void add_tables(const struct view *v, enum compare_question question)
{
    const struct compare *c = v->compare;
    add_hidden(v, question);
    for (size_t i = 0; i < c->layout.group_count; i++)
        if (compare_table_wanted(c, question, &c->layout.groups[i]))
            compare_table_add(v->document, c, question, &c->layout.groups[i], v->columns);
}

/* ---- sums ---- */

enum { SUM_BEST, SUM_LOWER, SUM_HIGHER, SUM_SAME, SUM_NONE, SUM_MEAN, SUMS };

static const char *const sum_names[COMPARE_QUESTIONS][SUMS] = {
    [COMPARE_TIME] = { "best", "faster", "slower", "no difference shown (~)", "not compared",
                       "geometric mean" },
    [COMPARE_BASELINE] = { NULL, "lower", "higher", "no difference shown (~)" },
};

static const enum compare_finding sum_findings[SUMS] = {
    [SUM_LOWER] = COMPARE_LOWER,
    [SUM_HIGHER] = COMPARE_HIGHER,
    [SUM_SAME] = COMPARE_SAME,
    [SUM_NONE] = COMPARE_NONE,
};

static void write_sum(const struct view *v, struct document_row *row, size_t column, size_t sum,
                      const struct compare_tally *t)
{
    char ratio[TEXT_MAX];
    if (sum == SUM_MEAN)
        document_cell(v->document, row, column, "%s", text_format_ratio(t->mean, ratio));
    else
        document_cell(v->document, row, column, "%zu",
                      sum == SUM_BEST ? t->best : t->found[sum_findings[sum]]);
}

/* The first run is compared with nobody; but it may be the best. */
static void add_sums(const struct view *v, enum compare_question question)
{
    const struct compare *c = v->compare;
    char *corner = text_printf("cases, against %s", c->runs[0].label);
    size_t first = question != COMPARE_TIME;
    struct document_table *t = document_table(
        v->document, &(struct document_table){ .corner = corner,
                                               .columns = v->columns + first,
                                               .column_count = c->run_count - first });
    for (size_t sum = 0; sum < SUMS; sum++) {
        if (!sum_names[question][sum])
            continue;
        struct document_row *row = document_row(v->document, t, sum_names[question][sum], "");
        for (size_t run = sum == SUM_BEST ? 0 : 1; run < c->run_count; run++)
            write_sum(v, row, run - first, sum, &c->runs[run].tallies[question]);
    }
    free(corner);
}

static void add_time_sums(const struct view *v)
{
    const struct compare *c = v->compare;
    add_sums(v, COMPARE_TIME);
    document_paragraph(v->document,
                       "geometric mean: of the ratios of the cases that were compared in all "
                       "runs (%zu of %zu). "
                       "One number misleads: a case of microseconds weighs as much as one of "
                       "seconds, wins and losses cancel out, and another choice of cases gives "
                       "another mean. Look at the case that is yours.",
                       c->shared, c->all.case_count);
    if (c->hopeless > 0)
        document_paragraph(
            v->document,
            "Comparisons with too few samples to show any difference: %zu of %zu. "
            "Run more rounds.",
            c->hopeless, c->compared[COMPARE_TIME]);
}

/* Columns of the runs. */
static struct view view_of(struct document *d, const struct compare *c, bool text)
{
    struct view v = { .compare = c, .document = d };
    v.columns = document_keep(d, (c->run_count + 1) * sizeof *v.columns);
    for (size_t i = 0; v.columns && i < c->run_count; i++)
        v.columns[i] = (struct document_column){ .title = c->runs[i].label, .text = text };
    return v;
}

/* "a and b are emulated". The caller frees; NULL: memory is short. */
static char *list_emulated(const struct compare *c)
{
    char *text = NULL;
    size_t size, all = 0, told = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    for (size_t i = 0; i < c->run_count; i++)
        all += c->runs[i].run.emulated;
    for (size_t i = 0; i < c->run_count; i++)
        if (c->runs[i].run.emulated) {
            const char *gap = told == 0 ? "" : told + 1 == all ? " and " : ", ";
            fprintf(out, "%s%s", gap, c->runs[i].label);
            told++;
        }
    fputs(all == 1 ? " is emulated" : " are emulated", out);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static void add_emulated(struct document *d, const struct compare *c)
{
    document_labelled(
        d, "CAUTION",
        "emulated: the times say nothing; the counts do. So no times are compared: %s",
        document_take(d, list_emulated(c)));
}

void compare_document_answer(struct document *d, const struct compare *c)
{
    struct view v = view_of(d, c, true);
    if (!v.columns)
        return;
    if (compare_emulated(c))
        add_emulated(d, c);
    else
        add_winners(&v);
    add_differences(&v);
    if (!compare_emulated(c))
        compare_costs_add(d, c);
}

void compare_document_counts(struct document *d, const struct compare *c)
{
    struct view v = view_of(d, c, false);
    if (v.columns)
        counts_table_add(d, c, v.columns);
}

void compare_document_sums(struct document *d, const struct compare *c)
{
    struct view v = view_of(d, c, false);
    if (v.columns)
        add_time_sums(&v);
}

void compare_document_caution(struct document *d, const struct compare *c)
{
    add_caution(&(struct view){ .compare = c, .document = d });
}

void compare_document_times(struct document *d, const struct compare *c)
{
    struct view v = view_of(d, c, false);
    if (!v.columns)
        return;
    explain_times(&v);
    add_tables(&v, COMPARE_TIME);
}

void compare_document_ratios(struct document *d, const struct compare *c)
{
    struct view v = view_of(d, c, false);
    if (!v.columns)
        return;
    explain_ratios(&v);
    add_tables(&v, COMPARE_BASELINE);
    document_heading(d, 3, NULL, "All ratios");
    add_sums(&v, COMPARE_BASELINE);
}

static void add_times(struct document *d, const struct compare *c)
{
    document_heading(d, 2, "times", "Is one faster?");
    compare_document_caution(d, c);
    compare_document_times(d, c);
    document_heading(d, 2, "sums", "Wins and losses");
    compare_document_sums(d, c);
    if (c->compared[COMPARE_BASELINE] == 0)
        return;
    document_heading(d, 2, "ratios", "Do the methods compare differently?");
    compare_document_ratios(d, c);
}

void compare_document(struct document *d, const struct compare *c, bool answer_alone)
{
    add_runs(&(struct view){ .compare = c, .document = d });
    compare_document_answer(d, c);
    if (!compare_emulated(c) && answer_alone)
        return;
    if (!compare_emulated(c))
        add_times(d, c);
    document_heading(d, 2, "counts", COMPARE_COUNTS_TITLE);
    compare_document_counts(d, c);
}
