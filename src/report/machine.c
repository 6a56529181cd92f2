/* SPDX-License-Identifier: MIT */
#include "report/machine.h"

#include <string.h>

#include "analysis/compare-facts.h"
#include "analysis/facts.h"
#include "base/text.h"
#include "doctor/doctor.h"

static const char *known(const char *text)
{
    return text && text[0] ? text : "not known";
}

/* ---- the machine ---- */

static const struct document_column value_column[] = { { .title = "value", .text = true } };

static void add_facts(struct document *d, const struct run *r)
{
    char name[FIELD_TEXT_MAX], text[FIELD_TEXT_MAX];
    struct document_table *t =
        document_table(d, &(struct document_table){ .caption = "Where and how it was measured",
                                                    .class = "facts",
                                                    .corner = "fact",
                                                    .columns = value_column,
                                                    .column_count = 1 });
    for (size_t i = 0; i < compare_fact_count(); i++)
        document_cell(d, document_row(d, t, compare_fact_name(i, name), ""), 0, "%s",
                      compare_fact(r, i, text));
}

static void add_interference(struct document *d, const struct run *r)
{
    char name[FIELD_TEXT_MAX], text[FIELD_TEXT_MAX];
    if (!r->watched) {
        document_paragraph(d,
                           "How noisy the machine was is not known: the run was not watched.");
        return;
    }
    struct document_table *t =
        document_table(d, &(struct document_table){ .caption = "The machine during the run",
                                                    .class = "facts",
                                                    .corner = "interference",
                                                    .columns = value_column,
                                                    .column_count = 1 });
    for (size_t i = 0; i < INTERFERENCE_FIELDS; i++)
        document_cell(d, document_row(d, t, fact_name(&interference_fields[i], name), ""), 0,
                      "%s", fact_text(&r->interference, &interference_fields[i], text));
}

static void add_findings(struct document *d, const struct run *r)
{
    static const struct document_column columns[] = {
        { .title = "verdict", .text = true },
        { .title = "found", .text = true },
        { .title = "how to fix it", .text = true, .wraps = true }
    };
    if (r->finding_count == 0) {
        document_paragraph(d, "What the doctor would have found is not known: the run was made "
                              "without it. mapread doctor examines a machine.");
        return;
    }
    struct document_table *t = document_table(
        d, &(struct document_table){ .caption = "What the doctor found before the run",
                                     .class = "list",
                                     .corner = "check",
                                     .columns = columns,
                                     .column_count = sizeof columns / sizeof columns[0] });
    for (size_t i = 0; i < r->finding_count; i++) {
        const struct run_finding *f = &r->findings[i];
        struct document_row *row = document_row(d, t, known(f->probe), "");
        document_cell(d, row, 0, "%s", known(f->verdict));
        document_cell(d, row, 1, "%s", known(f->found));
        document_cell(d, row, 2, "%s", f->fix);
    }
}

static void add_datasets(struct document *d, const struct run *r)
{
    static const struct document_column columns[] = { { .title = "kind", .text = true },
                                                      { .title = "size" },
                                                      { .title = "seed" },
                                                      { .title = "SHA-256", .text = true } };
    char bytes[TEXT_MAX];
    struct document_table *t = document_table(
        d, &(struct document_table){ .caption = "Data sets",
                                     .class = "list",
                                     .corner = "name",
                                     .columns = columns,
                                     .column_count = sizeof columns / sizeof columns[0] });
    for (size_t i = 0; i < r->dataset_count; i++) {
        const struct run_dataset *set = &r->datasets[i];
        struct document_row *row = document_row(d, t, known(set->name), "");
        document_cell(d, row, 0, "%s", known(set->kind));
        document_cell(d, row, 1, "%s", text_format_bytes((double)set->bytes, bytes));
        document_cell(d, row, 2, "%llu", (unsigned long long)set->seed);
        document_cell(d, row, 3, "%s", known(set->sha256));
    }
}

void machine_add(struct document *d, const struct run *r)
{
    add_facts(d, r);
    add_interference(d, r);
    add_findings(d, r);
    add_datasets(d, r);
}

/* ---- warnings ---- */

void machine_add_emulated(struct document *d, const struct run *r)
{
    if (r->emulated)
        document_labelled(d, "CAUTION", "emulated: the times say nothing; the counts do");
}

static size_t add_made(struct document *d, const struct run *r)
{
    size_t count = 0;
    if (!r->complete && ++count)
        document_item(d, "The run was not finished: some rounds or cases are missing.");
    if (r->planted > 0 && ++count)
        document_item(d, "Every second copy of a method was slowed down by %.3g %%.",
                      100 * r->planted);
    return count;
}

static size_t add_untimed(struct document *d, const struct run *r, enum case_status status)
{
    size_t count = 0;
    char name[CASE_TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    for (size_t i = 0; i < r->case_count; i++) {
        const struct run_case *c = &r->cases[i];
        if (c->status != status)
            continue;
        document_item(d, "%s: %s: %s.", case_status_names[status], case_key_text(&c->key, name),
                      run_case_reason(c, reason));
        count++;
    }
    return count;
}

static size_t add_count(struct document *d, size_t count, const char *what)
{
    if (count > 0)
        document_item(d, "%zu comparison%s %s.", count, count == 1 ? "" : "s", what);
    return count > 0;
}

/* Comparisons with the baseline whose verdict is to be taken with care. */
static size_t add_unclear(struct document *d, const struct summary *s)
{
    size_t undecided = 0, drifting = 0, two_modes = 0;
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        for (size_t k = 0; k < g->row_count * g->column_count; k++) {
            const struct summary_cell *cell =
                &g->rows[k / g->column_count].cells[k % g->column_count];
            if (!summary_cell_timed(cell))
                continue;
            undecided += cell->against.verdict == STATS_UNDECIDED;
            drifting += cell->against.drifting;
            two_modes += cell->against.two_modes;
        }
    }
    size_t count = add_count(d, undecided, "undecided");
    count += add_count(d, drifting, "with a ratio that rose or fell with the rounds");
    return count + add_count(d, two_modes, "with times that fall into two heaps");
}

size_t machine_add_warnings(struct document *d, const struct run *r, const struct summary *s)
{
    size_t count = add_made(d, r);
    count += add_untimed(d, r, CASE_FAILED);
    count += add_untimed(d, r, CASE_OVER_LIMIT);
    return r->emulated ? count : count + add_unclear(d, s);
}

size_t machine_add_disturbed(struct document *d, const struct run *r)
{
    char noise[INTERFERENCE_TEXT_MAX];
    size_t count = 0;
    if (run_interference_verdict(r, noise, sizeof noise) && ++count)
        document_item(d, "%s", noise);
    for (size_t i = 0; i < r->finding_count; i++) {
        const struct run_finding *f = &r->findings[i];
        if (strcmp(f->verdict, verdict_names[VERDICT_BAD]) != 0 &&
            strcmp(f->verdict, verdict_names[VERDICT_WARNING]) != 0)
            continue;
        document_item(d, "Doctor, %s: %s: %s.", f->verdict, f->probe, known(f->found));
        count++;
    }
    return count;
}
