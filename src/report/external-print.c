/* SPDX-License-Identifier: MIT */
#include "report/external-print.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/external-pair.h"
#include "base/text.h"
#include "report/table.h"

/* ---- figures; they return `text` ---- */

static const char *describe_inside(const struct external_pair *p, char text[TEXT_MAX])
{
    return text_format_ns(p->inside_ns, text);
}

/* "20.2 ms", "< 240 us" or "failed": what cannot be told has a bound. */
static const char *describe_outside(const struct external_pair *p, char text[TEXT_MAX])
{
    char time[TEXT_MAX];
    bool told = p->verdict != EXTERNAL_CANNOT_TELL;
    double ns = told ? p->external_ns : fmax(p->external_ns, 0) + p->resolution_ns;
    if (isnan(p->source->median_ns))
        snprintf(text, TEXT_MAX, "failed");
    else
        snprintf(text, TEXT_MAX, "%s%.29s", told ? "" : "< ", text_format_ns(ns, time));
    return text;
}

/* "+43 % !" or "cannot tell" */
static const char *describe_difference(const struct external_pair *p, char text[TEXT_MAX])
{
    const char *mark = p->verdict == EXTERNAL_DISAGREE ? " !" : "";
    double percent = (p->external_ns / p->inside_ns - 1) * 100;
    if (p->verdict == EXTERNAL_NOT_COMPARED)
        snprintf(text, TEXT_MAX, "-");
    else if (p->verdict == EXTERNAL_CANNOT_TELL)
        snprintf(text, TEXT_MAX, "cannot tell");
    else if (fabs(percent) < 0.5)
        snprintf(text, TEXT_MAX, "0 %%");
    else if (percent > 999)
        snprintf(text, TEXT_MAX, ">999 %%%s", mark);
    else
        snprintf(text, TEXT_MAX, "%+.0f %%%s", percent, mark);
    return text;
}

/* ---- texts; the caller frees, NULL: memory is short ---- */

/* The counter that tells where a difference lies, for a pass is processor time and waiting:
   "processor time 3.1 ms in process, 6.2 ms whole". */
static char *describe_reason(const struct external_pair *p)
{
    char inside[TEXT_MAX], whole[TEXT_MAX];
    double more_ns = p->external_ns - p->inside_ns;
    double more_cpu_ns = p->external_cpu_ns - p->inside_cpu_ns;
    if (isnan(more_cpu_ns))
        return strdup("no counter explains it");
    bool is_cpu = more_cpu_ns / more_ns >= 0.5;
    double inside_ns = is_cpu ? p->inside_cpu_ns : p->inside_ns - p->inside_cpu_ns;
    double whole_ns = is_cpu ? p->external_cpu_ns : p->external_ns - p->external_cpu_ns;
    return text_printf("%s %s in process, %s whole", is_cpu ? "processor time" : "waiting",
                       text_format_ns(fmax(inside_ns, 0), inside),
                       text_format_ns(fmax(whole_ns, 0), whole));
}

char *external_agreement(const struct external *w, const struct summary *s)
{
    size_t counts[EXTERNAL_VERDICTS] = { 0 };
    char hidden[2 * TEXT_MAX] = "", missing[2 * TEXT_MAX] = "";
    for (size_t i = 0; i < w->case_count; i++)
        counts[external_pair_of(w, s, &w->cases[i]).verdict]++;
    if (counts[EXTERNAL_CANNOT_TELL] > 0)
        snprintf(hidden, sizeof hidden, "; %zu cannot be told", counts[EXTERNAL_CANNOT_TELL]);
    if (counts[EXTERNAL_NOT_COMPARED] > 0)
        snprintf(missing, sizeof missing, "; %zu not compared", counts[EXTERNAL_NOT_COMPARED]);
    if (counts[EXTERNAL_NOT_COMPARED] == w->case_count)
        return strdup("hyperfine: no case could be compared");
    return text_printf("hyperfine agrees in %zu of %zu within %.0f %%%s%s",
                       counts[EXTERNAL_AGREE],
                       counts[EXTERNAL_AGREE] + counts[EXTERNAL_DISAGREE],
                       100 * EXTERNAL_TOLERANCE, hidden, missing);
}

/* What the figures are. */
static char *explain(const struct external *w, const struct summary *s)
{
    bool all_passes = false;
    for (size_t i = 0; i < w->case_count; i++)
        all_passes |= external_pair_of(w, s, &w->cases[i]).of_all_passes;
    return text_printf(
        "In process: the median of the %s. Whole process: its median less that of its start-up "
        "(the same program, set up the same on the same file in the same state, that reads "
        "nothing), timed before and after. ! marks a difference of more than %.0f %%. Cannot "
        "tell: start-up and process vary by more than that.",
        all_passes ? "samples' passes, for the run kept no first ones" : "first passes",
        100 * EXTERNAL_TOLERANCE);
}

/* ---- the table ---- */

enum { INSIDE, EXTERNAL, DIFFERENCE, LINES };

static const char *const line_names[LINES] = { "in process", "whole process", "difference" };

/* What is printed: rows are cases that differ in nothing but the method. */
struct view {
    const struct external *external;
    const struct summary *summary;
    struct external_pair *pairs; /* one per case */
    struct summary_column *columns;
    size_t column_count;
    const struct case_key **rows; /* of the first case of each row */
    char **names;
    size_t row_count;
};

static void fill_cells(struct document *d, struct document_row *rows[LINES], size_t column,
                       const struct external_pair *p)
{
    static const char *(*const figures[LINES])(const struct external_pair *p,
                                               char text[TEXT_MAX]) = {
        [INSIDE] = describe_inside,
        [EXTERNAL] = describe_outside,
        [DIFFERENCE] = describe_difference,
    };
    char text[TEXT_MAX];
    for (size_t i = 0; i < LINES; i++)
        document_cell(d, rows[i], column, "%s", figures[i](p, text));
}

static size_t column_of(const struct view *v, const char *method)
{
    size_t column = 0;
    while (strcmp(v->columns[column].method, method) != 0)
        column++;
    return column;
}

static void add_row(struct document *d, struct document_table *t, const struct view *v,
                    size_t row)
{
    struct document_row *rows[LINES];
    for (size_t i = 0; i < LINES; i++)
        rows[i] = document_row(d, t, i == 0 ? v->names[row] : "", line_names[i]);
    for (size_t i = 0; i < v->external->case_count; i++)
        if (case_key_same_row(v->rows[row], &v->pairs[i].source->key))
            fill_cells(d, rows, column_of(v, v->pairs[i].method), &v->pairs[i]);
}

static void add_table(struct document *d, const struct view *v)
{
    struct document_table *t = document_table(
        d, &(struct document_table){ .corner = "workload, state",
                                     .columns = table_columns(d, v->columns, v->column_count),
                                     .column_count = v->column_count });
    for (size_t i = 0; i < v->row_count; i++)
        add_row(d, t, v, i);
}

/* ---- which rows and columns there are ---- */

static bool has_method(const struct view *v, const char *method)
{
    for (size_t i = 0; i < v->external->case_count; i++)
        if (strcmp(v->pairs[i].method, method) == 0)
            return true;
    return false;
}

static bool has_column(const struct view *v, const char *method)
{
    for (size_t i = 0; i < v->column_count; i++)
        if (strcmp(v->columns[i].method, method) == 0)
            return true;
    return false;
}

/* In the run's order; then what the run does not have. */
static void find_columns(struct view *v)
{
    for (size_t i = 0; i < v->summary->column_count; i++)
        if (has_method(v, v->summary->columns[i].method))
            v->columns[v->column_count++] = v->summary->columns[i];
    for (size_t i = 0; i < v->external->case_count; i++)
        if (!has_column(v, v->pairs[i].method)) {
            struct summary_column *c = &v->columns[v->column_count++];
            c->family = SUMMARY_FAMILY_UNKNOWN;
            snprintf(c->method, sizeof c->method, "%s", v->pairs[i].method);
        }
}

static char *name_row(const struct external_pair *p)
{
    const struct case_key *k = &p->source->key;
    char threads[TEXT_MAX];
    return text_printf("%s, %s%s%s%s%s", p->workload, k->state,
                       p->unproved ? " (unproved)" : "", k->dataset[0] ? ", " : "", k->dataset,
                       text_format_threads(k->threads, threads));
}

static int find_rows(struct view *v)
{
    for (size_t i = 0; i < v->external->case_count; i++) {
        const struct case_key *k = &v->external->cases[i].key;
        size_t row = 0;
        while (row < v->row_count && !case_key_same_row(v->rows[row], k))
            row++;
        if (row < v->row_count)
            continue;
        v->rows[row] = k;
        v->names[row] = name_row(&v->pairs[i]);
        if (!v->names[row])
            return -ENOMEM;
        v->row_count++;
    }
    return 0;
}

static void view_free(struct view *v)
{
    for (size_t i = 0; i < v->row_count; i++)
        free(v->names[i]);
    free(v->names);
    free(v->rows);
    free(v->columns);
    free(v->pairs);
}

static int view_new(struct view *v)
{
    size_t cases = v->external->case_count + 1;
    v->columns = calloc(v->summary->column_count + cases, sizeof *v->columns);
    v->rows = calloc(cases, sizeof *v->rows);
    v->names = calloc(cases, sizeof *v->names);
    v->pairs = calloc(cases, sizeof *v->pairs);
    if (!v->columns || !v->rows || !v->names || !v->pairs)
        return -ENOMEM;
    for (size_t i = 0; i + 1 < cases; i++)
        v->pairs[i] = external_pair_of(v->external, v->summary, &v->external->cases[i]);
    find_columns(v);
    return find_rows(v);
}

/* ---- all ---- */

static void add_disagreements(struct document *d, const struct view *v)
{
    char name[CASE_TEXT_MAX];
    for (size_t i = 0; i < v->external->case_count; i++)
        if (v->pairs[i].verdict == EXTERNAL_DISAGREE)
            document_item(d, "%s disagrees: %s", case_key_text(&v->pairs[i].source->key, name),
                          document_take(d, describe_reason(&v->pairs[i])));
}

void external_add(struct document *d, const struct external *w, const struct summary *s)
{
    struct view v = { .external = w, .summary = s };
    if (w->case_count == 0)
        return;
    document_fail(d, view_new(&v));
    if (d->error == 0) {
        document_paragraph(d, "%s", document_take(d, explain(w, s)));
        add_table(d, &v);
        document_paragraph(d, "%s", document_take(d, external_agreement(w, s)));
        add_disagreements(d, &v);
    }
    view_free(&v);
}
