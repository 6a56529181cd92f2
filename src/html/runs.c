/* SPDX-License-Identifier: MIT */
#include "html/runs.h"

#include "analysis/compare-counts.h"
#include "analysis/compare-facts.h"
#include "base/revision.h"
#include "config.h"
#include "report/compare-document.h"
#include "report/compare-words.h"
#include "report/machine.h"

/* ---- machines and warnings ---- */

static void add_fact(struct document *d, struct document_table *t, const struct compare *c,
                     size_t fact)
{
    char name[FIELD_TEXT_MAX], text[FIELD_TEXT_MAX];
    struct document_row *line = document_row(d, t, compare_fact_name(fact, name), "");
    for (size_t i = 0; i < c->run_count; i++)
        document_cell(d, line, i, "%s", compare_fact(&c->runs[i].run, fact, text));
}

static void add_machines(struct document *d, const struct compare *c)
{
    char noise[INTERFERENCE_TEXT_MAX];
    document_details(d, "The machines");
    struct document_column *columns = document_keep(d, (c->run_count + 1) * sizeof *columns);
    for (size_t i = 0; columns && i < c->run_count; i++)
        columns[i] = (struct document_column){ .title = c->runs[i].label, .text = true };
    struct document_table *t = document_table(
        d, &(struct document_table){ .caption = "Machines, storage and programs",
                                     .class = "wide words-of",
                                     .corner = "fact",
                                     .columns = columns,
                                     .column_count = columns ? c->run_count : 0 });
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
                    revision, c->run_count);
}

static void add_cases(struct document *d, const struct compare *c)
{
    document_details(d, "Every case, side by side");
    compare_document_times(d, c);
    document_details_end(d);
    if (c->compared[COMPARE_BASELINE] == 0)
        return;
    document_details(d, "Do the methods compare differently?");
    compare_document_ratios(d, c);
    document_details_end(d);
}

static void add_times(struct document *d, const struct compare *c)
{
    document_heading(d, 2, "faster", "Is another run faster?");
    compare_document_caution(d, c);
    compare_document_sums(d, c);
}

/* Few counts are worth a section of their own where times are compared. */
static void add_counts(struct document *d, const struct compare *c)
{
    document_details(d, COMPARE_COUNTS_TITLE);
    compare_document_counts(d, c);
    document_details_end(d);
}

void runs_build(struct document *d, const struct compare *c)
{
    bool emulated = compare_emulated(c);
    add_titles(d, c);
    compare_document_answer(d, c);
    if (emulated) {
        document_heading(d, 2, "counts", COMPARE_COUNTS_TITLE);
        compare_document_counts(d, c);
    } else {
        add_times(d, c);
    }
    document_heading(d, 2, "details", "Details");
    if (!emulated) {
        add_cases(d, c);
        add_counts(d, c);
    }
    add_machines(d, c);
    add_warnings(d, c);
}
