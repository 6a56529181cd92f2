/* SPDX-License-Identifier: MIT */
#include "report/compare-table.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "report/caption.h"
#include "report/compare-words.h"
#include "report/ratio.h"

struct view {
    const struct compare *compare;
    enum compare_question question;
    struct document *document;
    struct document_table *table;
    bool *marked; /* of each run: a cell with a figure has a note, and the others make room */
};

/* ---- cells ---- */

static void write_untimed(struct view *v, struct document_row *row, size_t run,
                          const struct run_case *c)
{
    char reason[CAUSE_SENTENCE_MAX];
    const char *word = summary_untimed(c);
    size_t note =
        document_note(v->document, v->table, "%s: %s", word, run_case_reason(c, reason));
    document_cell(v->document, row, run, "%s [%zu]", word, note);
}

/* " [1]", or as much room where others of the column have one. */
static void write_mark(char ret[TEXT_MAX], struct view *v, const struct compare_cell *cell,
                       size_t run)
{
    char mark[24] = "";
    if (cell->note != COMPARE_GOOD)
        snprintf(mark, sizeof mark, "[%zu]",
                 document_note(v->document, v->table, "%s", compare_note_texts[cell->note]));
    snprintf(ret, TEXT_MAX, "%s%-*s", v->marked[run] ? " " : "", v->marked[run] ? 3 : 0, mark);
}

/* In HTML: the shade of what is shown, and what it is in words. */
static void stand_out(struct document_cell *cell, const struct compare_answer *a,
                      enum compare_question question)
{
    const char *words = compare_finding_name(question, a->finding);
    cell->hidden = words ? words : "";
    if (a->finding == COMPARE_LOWER || a->finding == COMPARE_HIGHER)
        cell->ratio = a->ratio.value;
}

/* "12.1 ms  1.14x [1.10, 1.18]". Cells are aligned on the right, so what follows the time
   is of equal width in all. */
static void write_time(struct view *v, struct document_row *row, size_t run,
                       const struct compare_cell *cell)
{
    const struct compare_answer *a = &cell->answers[COMPARE_TIME];
    char time[TEXT_MAX], ratio[TEXT_MAX], interval[TEXT_MAX], mark[TEXT_MAX], rest[96] = "";
    text_format_ns(cell->median_ns.value, time);
    write_mark(mark, v, cell, run);
    if (run > 0)
        snprintf(rest, sizeof rest, " %7s %-14s%s",
                 a->finding == COMPARE_SAME ? "~" : ratio_value(a->ratio, ratio),
                 ratio_range(a->ratio, interval), mark);
    struct document_cell *to = document_cell(v->document, row, run, "%s%s", time, rest);
    to->strong = cell->best;
    stand_out(to, a, COMPARE_TIME);
}

/* "0.45x [0.44, 0.46] ~" */
static void write_baseline(struct view *v, struct document_row *row, size_t run,
                           const struct compare_cell *cell)
{
    enum compare_finding finding = cell->answers[COMPARE_BASELINE].finding;
    char ratio[RATIO_TEXT_MAX], mark[TEXT_MAX];
    write_mark(mark, v, cell, run);
    struct document_cell *to =
        document_cell(v->document, row, run, "%s%s%s", ratio_text(cell->baseline_ratio, ratio),
                      run == 0                  ? ""
                      : finding == COMPARE_SAME ? " ~"
                                                : "  ",
                      mark);
    to->strong = finding == COMPARE_LOWER || finding == COMPARE_HIGHER;
    stand_out(to, &cell->answers[COMPARE_BASELINE], COMPARE_BASELINE);
}

static void write_cell(struct view *v, struct document_row *row, size_t i, size_t run)
{
    const struct compare_cell *cell = compare_cell_of(v->compare, i, run);
    if (!cell)
        return;
    if (!compare_cell_timed(cell))
        write_untimed(v, row, run, cell->source);
    else if (v->question == COMPARE_TIME)
        write_time(v, row, run, cell);
    else if (!isnan(cell->baseline_ratio.value))
        write_baseline(v, row, run, cell);
}

/* ---- lines ---- */

bool compare_table_has_line(const struct compare *c, enum compare_question question, size_t i)
{
    bool any = false, differs = false;
    for (size_t run = 0; run < c->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        any |= cell && (question == COMPARE_TIME || !isnan(cell->baseline_ratio.value));
        differs |= cell && cell->answers[question].finding > COMPARE_SAME;
    }
    return any && (differs || !c->only_different);
}

/* The place of a cell's case in c->all; none where it has no line. */
static bool find_line(const struct compare *c, enum compare_question question,
                      const struct summary_cell *cell, size_t *ret)
{
    if (!cell->source)
        return false;
    *ret = (size_t)(cell->source - c->all.cases);
    return compare_table_has_line(c, question, *ret);
}

bool compare_table_wanted(const struct compare *c, enum compare_question question,
                          const struct summary_group *g)
{
    size_t at;
    for (size_t i = 0; i < g->row_count * g->column_count; i++)
        if (find_line(c, question, &g->rows[i / g->column_count].cells[i % g->column_count],
                      &at))
            return true;
    return false;
}

static void find_marks(struct view *v, const struct summary_group *g)
{
    size_t at;
    for (size_t i = 0; i < g->row_count * g->column_count; i++) {
        const struct summary_cell *of =
            &g->rows[i / g->column_count].cells[i % g->column_count];
        if (!find_line(v->compare, v->question, of, &at))
            continue;
        for (size_t run = 0; run < v->compare->run_count; run++) {
            const struct compare_cell *cell = compare_cell_of(v->compare, at, run);
            v->marked[run] |= compare_cell_timed(cell) && cell->note != COMPARE_GOOD;
        }
    }
}

static void add_lines(struct view *v, const struct summary_group *g,
                      const struct summary_row *row)
{
    const char *name = row->label;
    size_t at;
    for (size_t i = 0; i < g->column_count; i++) {
        if (!find_line(v->compare, v->question, &row->cells[i], &at))
            continue;
        struct document_row *line =
            document_row(v->document, v->table, name, g->columns[i].method);
        for (size_t run = 0; run < v->compare->run_count; run++)
            write_cell(v, line, at, run);
        name = "";
    }
}

/* " (unproved in vm-1, vm-2)" of runs that have a line of the group; "": there is none. The
   caller frees. */
static char *list_unproved(const struct view *v, const struct summary_group *g)
{
    char *text = NULL;
    size_t size, at;
    const struct compare *c = v->compare;
    const char *before = " (unproved in ";
    FILE *out = open_memstream(&text, &size);
    for (size_t run = 0; out && run < c->run_count; run++)
        for (size_t i = 0; i < g->row_count * g->column_count; i++) {
            const struct summary_cell *of =
                &g->rows[i / g->column_count].cells[i % g->column_count];
            if (!find_line(c, v->question, of, &at))
                continue;
            const struct compare_cell *cell = compare_cell_of(c, at, run);
            if (!compare_cell_timed(cell) || !cell->source->unproved)
                continue;
            fprintf(out, "%s%s", before, c->runs[run].label);
            before = ", ";
            break;
        }
    if (out && ftell(out) > 0)
        fputc(')', out);
    if (out && fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

void compare_table_add(struct document *d, const struct compare *c,
                       enum compare_question question, const struct summary_group *g,
                       const struct document_column *columns)
{
    struct view v = { .compare = c, .question = question, .document = d };
    char *title = caption_of_group(&c->layout, g, NULL);
    v.marked = document_keep(d, c->run_count + 1);
    if (v.marked && title) {
        document_heading(d, 3, NULL, "%s%s", title, document_take(d, list_unproved(&v, g)));
        v.table = document_table(
            d, &(struct document_table){ .class = "heat wide",
                                         .corner = question == COMPARE_TIME ? "time" : "ratio",
                                         .columns = columns,
                                         .column_count = c->run_count,
                                         .apart = true });
        find_marks(&v, g);
        for (size_t i = 0; i < g->row_count; i++)
            add_lines(&v, g, &g->rows[i]);
    } else {
        document_fail(d, -ENOMEM);
    }
    free(title);
}
