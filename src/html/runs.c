/* SPDX-License-Identifier: MIT */
#include "html/runs.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config.h"
#include "report/compare-facts.h"
#include "report/compare-matrix.h"
#include "report/compare-table.h"
#include "report/machine.h"
#include "report/ratio.h"

/* A table with a column for each run from `first` on. */
static struct document_table *add_table(struct document *d, const struct compare *c,
                                        const char *class, const char *caption,
                                        const char *corner, size_t first)
{
    struct document_column *columns = document_keep(d, c->run_count * sizeof *columns);
    for (size_t i = first; columns && i < c->run_count; i++)
        columns[i - first] =
            (struct document_column){ .title = c->runs[i].label, .text = true };
    return columns ? document_table(
                         d, &(struct document_table){ .caption = caption,
                                                      .class = class,
                                                      .corner = corner,
                                                      .columns = columns,
                                                      .column_count = c->run_count - first })
                   : NULL;
}

/* ---- who wins in each ---- */

static void fill_winner(struct document *d, struct document_row *line, size_t column,
                        const struct summary_row *row)
{
    char text[MATRIX_TEXT_MAX];
    struct document_cell *cell = document_cell(d, line, column, "%s", matrix_winner(row, text));
    if (row && row->best.mmap && row->best.read)
        matrix_shade(&row->best, cell);
}

static void add_state(struct document *d, const struct compare *c,
                      const struct compare_matrix *m, size_t state)
{
    struct document_table *t =
        add_table(d, c, "heat matrix wide", matrix_titles[state], "work", 0);
    for (size_t row = 0; row < m->count; row++) {
        if (!compare_matrix_has(m, row, state))
            continue;
        struct document_row *line = document_row(d, t, m->rows[row].label, "");
        for (size_t run = 0; run < m->run_count; run++)
            fill_winner(d, line, run, compare_matrix_cell(m, row, state, run));
    }
}

static void add_answer(struct document *d, const struct compare *c)
{
    struct compare_matrix m = { 0 };
    document_heading(d, 2, "answer", "Should you mmap?");
    document_fail(d, compare_matrix_build(&m, c));
    document_paragraph(
        d, "%s",
        m.count == 0 ? "No run compares an mmap method with a read method."
                     : "The best mmap method against the best read method of each run: the "
                       "winner, and how many times faster it is. Blue: mmap wins; orange: "
                       "read wins. Each was decided within one run, so it may stand beside "
                       "another's where times may not.");
    for (size_t state = 0; state < MATRIX_STATES; state++)
        if (compare_matrix_has_state(&m, state))
            add_state(d, c, &m, state);
    compare_matrix_free(&m);
}

/* ---- what differs ---- */

static void add_fact(struct document *d, struct document_table *t, const struct compare *c,
                     size_t fact)
{
    char name[FIELD_TEXT_MAX], text[FIELD_TEXT_MAX];
    struct document_row *line = document_row(d, t, compare_fact_name(fact, name), "");
    for (size_t i = 0; i < c->run_count; i++)
        document_cell(d, line, i, "%s", compare_fact(&c->runs[i].run, fact, text));
}

static void add_differences(struct document *d, const struct compare *c)
{
    struct document_table *t = NULL;
    document_heading(d, 2, "differences", "What differs between the runs?");
    for (size_t i = 0; i < compare_fact_count(); i++) {
        if (!compare_fact_differs(c, i))
            continue;
        if (!t)
            t = add_table(d, c, "wide words-of", "What is not the same in all runs", "fact", 0);
        add_fact(d, t, c, i);
    }
    document_paragraph(d, t ? "Everything else recorded is identical."
                            : "Nothing that was recorded.");
    if (compare_differ_in_program(c))
        document_paragraph(d, "The runs were made by different programs (mapread version or "
                              "revision): a difference may be theirs.");
}

/* ---- is another faster? ---- */

/* Writes what a run has to say. */
typedef void writer(FILE *out, const struct compare *c, size_t run);

static const size_t *found(const struct compare *c, size_t run)
{
    return c->runs[run].tallies[COMPARE_TIME].found;
}

static void write_faster(FILE *out, const struct compare *c, size_t run)
{
    fprintf(out, "%zu", found(c, run)[COMPARE_LOWER]);
}

static void write_slower(FILE *out, const struct compare *c, size_t run)
{
    fprintf(out, "%zu", found(c, run)[COMPARE_HIGHER]);
}

static void write_same(FILE *out, const struct compare *c, size_t run)
{
    fprintf(out, "%zu", found(c, run)[COMPARE_SAME]);
}

/* Why nothing of the run was compared: the first note that it has. */
static const char *why_nothing(const struct compare_run *r)
{
    for (size_t i = 0; i < r->run.case_count; i++)
        if (r->cells[i].note != COMPARE_GOOD)
            return compare_note_texts[r->cells[i].note];
    return "no case is in it and in the first run with a time";
}

static void write_not_compared(FILE *out, const struct compare *c, size_t run)
{
    const size_t *n = found(c, run);
    if (n[COMPARE_LOWER] + n[COMPARE_HIGHER] + n[COMPARE_SAME] > 0)
        fprintf(out, "%zu", n[COMPARE_NONE]);
    else
        fprintf(out, "all: %s", why_nothing(&c->runs[run]));
}

/* The case whose ratio of time is shown to be furthest on one side; c->all.case_count: none. */
static size_t find_extreme(const struct compare *c, size_t run, enum compare_finding side)
{
    size_t at = c->all.case_count;
    double furthest = 0;
    for (size_t i = 0; i < c->all.case_count; i++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        if (!cell || cell->answers[COMPARE_TIME].finding != side)
            continue;
        double distance = fabs(log(cell->answers[COMPARE_TIME].ratio.value));
        if (at == c->all.case_count || distance > furthest) {
            at = i;
            furthest = distance;
        }
    }
    return at;
}

static void write_extreme(FILE *out, const struct compare *c, size_t run,
                          enum compare_finding side)
{
    char ratio[TEXT_MAX], interval[TEXT_MAX], name[CASE_TEXT_MAX];
    size_t i = find_extreme(c, run, side);
    if (i == c->all.case_count) {
        fputs("none", out);
        return;
    }
    const struct stats_estimate *e = &compare_cell_of(c, i, run)->answers[COMPARE_TIME].ratio;
    fprintf(out, "%s %s %s", ratio_value(*e, ratio), ratio_range(*e, interval),
            case_key_text(&c->all.cases[i].key, name));
}

static void write_fastest(FILE *out, const struct compare *c, size_t run)
{
    write_extreme(out, c, run, COMPARE_LOWER);
}

static void write_slowest(FILE *out, const struct compare *c, size_t run)
{
    write_extreme(out, c, run, COMPARE_HIGHER);
}

static void write_other_ratio(FILE *out, const struct compare *c, size_t run)
{
    size_t asked = 0, others = 0;
    for (size_t i = 0; i < c->all.case_count; i++) {
        const struct case_key *k = &c->all.cases[i].key;
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        enum compare_finding f = cell ? cell->answers[COMPARE_BASELINE].finding : COMPARE_NONE;
        if (strcmp(k->method, summary_challenger(k->workload)) != 0 || f == COMPARE_NONE)
            continue;
        asked++;
        others += f != COMPARE_SAME;
    }
    fprintf(out, "%zu of %zu", others, asked);
}

static const struct {
    const char *name;
    writer *write;
} tallies[] = {
    { "faster", write_faster },
    { "slower", write_slower },
    { "no difference shown", write_same },
    { "not compared", write_not_compared },
    { "furthest below", write_fastest },
    { "furthest above", write_slowest },
    { "mmap's time / read's differs", write_other_ratio },
};

static void fill_tally(struct document *d, struct document_row *line, size_t column,
                       const struct compare *c, size_t run, writer *write)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (out)
        write(out, c, run);
    if (!out || fclose(out) != 0)
        document_fail(d, -ENOMEM);
    else
        document_cell(d, line, column, "%s", text);
    free(text);
}

static void add_faster(struct document *d, const struct compare *c)
{
    document_heading(d, 2, "faster", "Is another run faster?");
    document_paragraph(d,
                       "Absolute times against those of %s, in cases. They hold for these "
                       "machines; what transfers is who wins, above.",
                       c->runs[0].label);
    struct document_table *t =
        add_table(d, c, "wide words-of", "Cases against the first run", "cases", 1);
    for (size_t i = 0; i < sizeof tallies / sizeof tallies[0]; i++) {
        struct document_row *line = document_row(d, t, tallies[i].name, "");
        for (size_t run = 1; run < c->run_count; run++)
            fill_tally(d, line, run - 1, c, run, tallies[i].write);
    }
    if (c->hopeless > 0)
        document_paragraph(d,
                           "Too few samples to show any difference: %zu of %zu comparisons. "
                           "Run more rounds.",
                           c->hopeless, c->compared[COMPARE_TIME]);
}

/* ---- every case ---- */

/* " [1]": what is to be said about the cell stands below the table. */
static void add_note(struct document *d, struct document_table *t, const char *text,
                     char mark[TEXT_MAX])
{
    snprintf(mark, TEXT_MAX, " [%zu]", document_note(d, t, "%s", text));
}

static void fill_untimed(struct document *d, struct document_table *t,
                         struct document_row *line, size_t run, const struct compare_cell *cell)
{
    char reason[CAUSE_SENTENCE_MAX], mark[TEXT_MAX];
    const char *word = summary_untimed(cell->source);
    char *text = text_printf("%s: %s", word, run_case_reason(cell->source, reason));
    add_note(d, t, document_take(d, text), mark);
    document_cell(d, line, run, "%s%s", word, mark);
}

/* "0.25x [0.24, 0.26] ~", and the shade of what is shown. */
static void fill_ratio(struct document *d, struct document_cell *cell,
                       const struct stats_estimate *e, const struct compare_answer *a,
                       enum compare_question question)
{
    char ratio[TEXT_MAX], interval[TEXT_MAX];
    const char *words = compare_finding_name(question, a->finding);
    cell->detail = document_take(d, text_printf("%s %s%s", ratio_value(*e, ratio),
                                                ratio_range(*e, interval),
                                                a->finding == COMPARE_SAME ? " ~" : ""));
    cell->hidden = words ? words : "";
    if (a->finding == COMPARE_LOWER || a->finding == COMPARE_HIGHER)
        cell->ratio = a->ratio.value;
}

static void fill_case(struct document *d, struct document_table *t, struct document_row *line,
                      size_t run, const struct compare_cell *cell,
                      enum compare_question question)
{
    char time[TEXT_MAX], mark[TEXT_MAX] = "";
    bool times = question == COMPARE_TIME;
    const struct compare_answer *a = &cell->answers[question];
    const struct stats_estimate *e = times ? &a->ratio : &cell->baseline_ratio;
    if (isnan(cell->median_ns.value)) {
        fill_untimed(d, t, line, run, cell);
        return;
    }
    if (cell->note != COMPARE_GOOD)
        add_note(d, t, compare_note_texts[cell->note], mark);
    struct document_cell *to = document_cell(
        d, line, run, "%s%s%s", times ? text_format_ns(cell->median_ns.value, time) : "",
        times && cell->best ? " best" : "", mark);
    if (!isnan(e->value))
        fill_ratio(d, to, e, a, question);
}

static void add_group(struct document *d, const struct compare *c,
                      const struct summary_group *g, enum compare_question question)
{
    if (!compare_table_wanted(c, question, g))
        return;
    struct document_table *t = add_table(
        d, c, "heat wide",
        document_take(d, text_printf("%s, %s: %s", g->place, g->key.state,
                                     question == COMPARE_TIME ? "median time per pass"
                                                              : "ratio to the baseline")),
        "case", 0);
    for (size_t k = 0; k < g->row_count * g->column_count; k++) {
        const struct summary_row *row = &g->rows[k / g->column_count];
        const struct run_case *source = row->cells[k % g->column_count].source;
        size_t i = source ? (size_t)(source - c->all.cases) : 0;
        if (!source || !compare_table_has_line(c, question, i))
            continue;
        struct document_row *line =
            document_row(d, t,
                         document_take(d, text_printf("%s, %s", row->label,
                                                      g->columns[k % g->column_count].method)),
                         "");
        for (size_t run = 0; run < c->run_count; run++)
            if (compare_cell_of(c, i, run))
                fill_case(d, t, line, run, compare_cell_of(c, i, run), question);
    }
}

static void add_cases(struct document *d, const struct compare *c)
{
    document_details(d, "Every case, side by side");
    document_paragraph(
        d,
        "The median per pass; below it the ratio to the time in %s with its "
        "95 %% interval. ~: no difference shown; best: shown to be the fastest. A "
        "difference is shown when its interval lies beyond %.0f %% and p, by rank "
        "sum, adjusted by Benjamini and Hochberg over the table, is at most %.0f "
        "%%. Blue is faster, orange slower, each shade a factor of 1.5.",
        c->runs[0].label, 100 * COMPARE_MARGIN, 100 * COMPARE_ALPHA);
    for (size_t i = 0; i < c->layout.group_count; i++)
        add_group(d, c, &c->layout.groups[i], COMPARE_TIME);
    document_details_end(d);
    if (c->compared[COMPARE_BASELINE] == 0)
        return;
    document_details(d, "Do the methods compare differently?");
    document_paragraph(
        d,
        "Time of the method / time of the baseline in the same run, paired by "
        "round, with its 95 %% interval. Shaded: shown to be another than in %s; "
        "~: no difference shown.",
        c->runs[0].label);
    for (size_t i = 0; i < c->layout.group_count; i++)
        add_group(d, c, &c->layout.groups[i], COMPARE_BASELINE);
    document_details_end(d);
}

/* ---- machines and warnings ---- */

static void add_machines(struct document *d, const struct compare *c)
{
    char noise[INTERFERENCE_TEXT_MAX];
    document_details(d, "The machines");
    struct document_table *t =
        add_table(d, c, "wide words-of", "Machines, storage and programs", "fact", 0);
    for (size_t i = 0; i < compare_fact_count(); i++)
        add_fact(d, t, c, i);
    struct document_row *line = document_row(d, t, "noise", "");
    for (size_t i = 0; i < c->run_count; i++) {
        const struct run *r = &c->runs[i].run;
        bool noisy = run_interference_verdict(r, noise, sizeof noise) != NULL;
        document_cell(d, line, i, "%s", noisy ? "noisy" : r->watched ? "quiet" : "not known");
    }
    document_details_end(d);
}

/* Of each note, how many cases of the run have it; returns how many notes. */
static size_t add_notes(struct document *d, const struct compare_run *r)
{
    size_t counts[COMPARE_NOTES] = { 0 };
    for (size_t i = 0; i < r->run.case_count; i++)
        counts[r->cells[i].note]++;
    size_t count = 0;
    for (size_t i = COMPARE_GOOD + 1; i < COMPARE_NOTES; i++)
        if (counts[i] > 0 && ++count)
            document_item(d, "In %zu case%s: %s.", counts[i], counts[i] == 1 ? "" : "s",
                          compare_note_texts[i]);
    return count;
}

static void add_warnings(struct document *d, const struct compare *c)
{
    document_details(d, "Warnings");
    for (size_t i = 0; i < c->run_count; i++) {
        document_heading(d, 3, NULL, "Warnings of %s", c->runs[i].label);
        size_t count = machine_add_warnings(d, &c->runs[i].run, &c->runs[i].summary);
        count += machine_add_disturbed(d, &c->runs[i].run);
        if (count + add_notes(d, &c->runs[i]) == 0)
            document_paragraph(d, "None.");
    }
    document_details_end(d);
}

/* ---- the page ---- */

static void add_titles(struct document *d, const struct compare *c)
{
    document_title(d, "mmap or read, side by side");
    for (size_t i = 0; i < c->run_count; i++)
        document_labelled(d, c->runs[i].label, "%s",
                          document_take(d, compare_describe_run(&c->runs[i])));
    document_footer(d, "Made by mapread %s (%s) from the samples of %zu runs.", MAPREAD_VERSION,
                    MAPREAD_REVISION, c->run_count);
}

void runs_build(struct document *d, const struct compare *c)
{
    add_titles(d, c);
    add_answer(d, c);
    add_differences(d, c);
    add_faster(d, c);
    document_heading(d, 2, "details", "Details");
    add_cases(d, c);
    add_machines(d, c);
    add_warnings(d, c);
}
