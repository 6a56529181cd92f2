/* SPDX-License-Identifier: MIT */
#include "report/compare-letter.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare-counts.h"
#include "base/text.h"
#include "report/caption.h"
#include "report/counts-table.h"

enum { CHANGE_TEXT_MAX = 4 * TEXT_MAX, LETTERS = 26 };

/* "A", "B"; behind "Z" the number. */
static const char *letter_of(size_t run, char text[TEXT_MAX])
{
    if (run < LETTERS)
        snprintf(text, TEXT_MAX, "%c", (char)('A' + run));
    else
        snprintf(text, TEXT_MAX, "%zu", run + 1);
    return text;
}

/* The columns of a run: its figure, and but for the first what it changed by. */
static size_t figure_column(size_t run)
{
    return run == 0 ? 0 : 2 * run - 1;
}

static size_t change_column(size_t run)
{
    return 2 * run;
}

/* ---- what was compared ---- */

static const char *known(const char *text)
{
    return text[0] ? text : "not known";
}

static void add_run(struct document *d, const struct compare_run *r, size_t run)
{
    char label[TEXT_MAX];
    const struct run *of = &r->run;
    document_labelled(d, letter_of(run, label), "%s, %s, %ju round%s%s (%s)",
                      known(of->machine.kernel), known(of->storage.filesystem),
                      (uintmax_t)of->rounds, of->rounds == 1 ? "" : "s",
                      of->emulated ? ", emulated" : "", r->label);
}

static bool same_machine(const struct compare *c)
{
    const struct machine *first = &c->runs[0].run.machine;
    bool same = true;
    for (size_t i = 1; i < c->run_count; i++) {
        const struct machine *m = &c->runs[i].run.machine;
        same &= strcmp(m->cpu, first->cpu) == 0 && !(m->cores < first->cores) &&
                !(m->cores > first->cores);
    }
    return same;
}

/* Its processor, cores and memory; the host's name stands with each run. */
static void add_machine(struct document *d, const struct compare *c)
{
    const char *text = document_take(d, caption_part(&c->runs[0].run, 0)),
               *name = strstr(text, ": ");
    if (same_machine(c))
        document_paragraph(d, "on %s", name ? name + strlen(": ") : text);
    else
        document_paragraph(d, "The runs are of different machines.");
}

static void explain(struct document *d, const struct compare *c)
{
    size_t all, different = compare_counts_different(c, &all);
    if (compare_emulated(c))
        document_paragraph(
            d, "Emulated: the times say nothing; the counts do. Per pass, medians.");
    else
        document_paragraph(
            d,
            "Time per pass, medians; the change of time has its 95 %% interval, ~: no "
            "difference shown (rank-sum test, 5 %% after Benjamini and Hochberg, beyond %.3g "
            "%%).",
            100 * c->margin);
    document_paragraph(d,
                       "Counts differ in %zu of %zu cases: the ranges over the rounds do not "
                       "meet.%s",
                       different, all,
                       c->all_counts || different == 0 ? "" : " Others are left out.");
}

/* ---- figures ---- */

/* "+15.7", "-50.0", "+210": a ratio as what it changes, in per cent. */
static const char *percent_text(double ratio, char text[TEXT_MAX])
{
    double percent = 100 * (ratio - 1);
    if (percent < 1e6)
        snprintf(text, TEXT_MAX, "%+.*f", fabs(percent) < 100 ? 1 : 0, percent);
    else
        snprintf(text, TEXT_MAX, ">1e6");
    return text;
}

/* "+15.7 % [+14.1, +17.2]", "~ [-0.2, +0.3]". */
static const char *time_change(const struct compare_answer *a, char text[CHANGE_TEXT_MAX])
{
    char change[TEXT_MAX], low[TEXT_MAX], high[TEXT_MAX];
    if (a->finding == COMPARE_NONE)
        snprintf(text, CHANGE_TEXT_MAX, "not compared");
    else
        snprintf(text, CHANGE_TEXT_MAX, "%s%s [%s, %s]",
                 a->finding == COMPARE_SAME ? "~" : percent_text(a->ratio.value, change),
                 a->finding == COMPARE_SAME ? "" : " %", percent_text(a->ratio.low, low),
                 percent_text(a->ratio.high, high));
    return text;
}

static void write_time(const struct counts_view *v, struct document_row *line,
                       const struct compare_cell *cell, size_t run)
{
    char time[TEXT_MAX], change[CHANGE_TEXT_MAX];
    document_cell(v->document, line, figure_column(run), "%s",
                  text_format_ns(cell->median_ns.value, time));
    if (run > 0)
        document_cell(v->document, line, change_column(run), "%s",
                      time_change(&cell->answers[COMPARE_TIME], change));
}

static void write_count(const struct counts_view *v, struct document_row *line,
                        enum count_kind kind, size_t i, size_t run)
{
    char text[TEXT_MAX];
    const struct compare_cell *first = compare_cell_of(v->compare, i, 0),
                              *cell = compare_cell_of(v->compare, i, run);
    if (!compare_cell_timed(cell))
        return;
    document_cell(v->document, line, figure_column(run), "%s",
                  counts_value(kind, cell->counts[kind].median, text));
    if (run == 0)
        return;
    double from = compare_cell_timed(first) ? first->counts[kind].median : NAN;
    struct document_cell *change = document_cell(v->document, line, change_column(run), "~");
    if (compare_count_differs(v->compare, kind, i, run))
        change->text =
            from > 0 ? document_take(
                           v->document,
                           text_printf("%s %%",
                                       percent_text(cell->counts[kind].median / from, text)))
                     : "from 0";
}

/* ---- rows ---- */

static void add_outcomes(const struct counts_view *v, struct document_row *line, size_t i)
{
    for (size_t run = 0; run < v->compare->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(v->compare, i, run);
        if (cell)
            document_cell(v->document, line, figure_column(run), "%s",
                          compare_cell_timed(cell) ? "ok" : summary_untimed(cell->source));
    }
}

static void add_times(const struct counts_view *v, struct document_row *line, size_t i)
{
    for (size_t run = 0; run < v->compare->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(v->compare, i, run);
        if (compare_cell_timed(cell))
            write_time(v, line, cell, run);
    }
}

static bool time_differs(const struct compare *c, size_t i)
{
    bool any = false;
    for (size_t run = 1; run < c->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        any |= cell && cell->answers[COMPARE_TIME].finding > COMPARE_SAME;
    }
    return any;
}

static bool is_timed(const struct compare *c, size_t i)
{
    bool any = false;
    for (size_t run = 0; run < c->run_count; run++)
        any |= compare_cell_timed(compare_cell_of(c, i, run));
    return any;
}

static bool shows_time(const struct compare *c, size_t i)
{
    return !compare_emulated(c) && is_timed(c, i) && (!c->only_different || time_differs(c, i));
}

static bool is_listed(const struct compare *c, size_t i)
{
    return shows_time(c, i) || compare_counts_listed(c, i);
}

static void add_case(const struct counts_view *v, const char *name, size_t i)
{
    const struct compare *c = v->compare;
    if (compare_outcome_differs(c, i))
        add_outcomes(v, counts_line(v, &name, "outcome"), i);
    if (shows_time(c, i))
        add_times(v, counts_line(v, &name, "time"), i);
    counts_lines_add(v, &name, i);
}

/* A run's figure, and behind it by how much it changed. NULL when memory is short. */
static const struct document_column *make_columns(struct document *d, size_t runs)
{
    char letter[TEXT_MAX];
    struct document_column *columns =
        document_keep(d, (change_column(runs) + 1) * sizeof *columns);
    for (size_t run = 0; run < runs && columns; run++) {
        const int group = run == 0 ? 1 : (int)run;
        columns[figure_column(run)] =
            (struct document_column){ .title = document_copy(d, letter_of(run, letter)),
                                      .group = group };
        if (run > 0)
            columns[change_column(run)] =
                (struct document_column){ .title = "change", .text = true, .group = group };
    }
    return columns;
}

void compare_letter(struct document *d, const struct compare *c)
{
    struct counts_view v = { .compare = c,
                             .document = d,
                             .form = { .corner = "per pass",
                                       .columns = make_columns(d, c->run_count),
                                       .column_count = change_column(c->run_count - 1) + 1,
                                       .apart = true },
                             .wants = is_listed,
                             .add = add_case,
                             .write = write_count };
    document_paragraph(d, "mapread %s: mmap and read, %zu runs%s",
                       known(c->runs[0].run.mapread_version), c->run_count,
                       compare_differ_in_program(c) ? " (of different mapreads)" : "");
    for (size_t i = 0; i < c->run_count; i++)
        add_run(d, &c->runs[i], i);
    add_machine(d, c);
    explain(d, c);
    if (v.form.columns)
        counts_tables_add(&v);
}
