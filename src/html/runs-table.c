/* SPDX-License-Identifier: MIT */
/* Every case side by side: its time in each run, and its ratio to its own baseline. */
#include <math.h>

#include "html/runs.h"
#include "report/compare-table.h"

struct table {
    const struct view *view;
    enum compare_question question;
    struct footnotes notes;
};

static void write_ratio(struct html *h, const struct stats_estimate *e)
{
    char ratio[RATIO_TEXT_MAX];
    html_textf(h, "%s", ratio_text(*e, ratio));
}

/* Behind a ratio: the finding, in a sign and in words. */
static void write_finding(struct html *h, const struct compare_answer *a,
                          enum compare_question question)
{
    const char *words = compare_finding_name(question, a->finding);
    if (!words)
        return;
    html_text(h, a->finding == COMPARE_SAME ? " ~" : "");
    html_elementf(h, "span class=\"hidden\"", " %s", words);
}

/* What is to be said about the cell stands behind its first figure. */
static void write_note(struct table *t, const struct compare_cell *cell)
{
    if (cell->note != COMPARE_GOOD)
        runs_write_mark(t->view->html, &t->notes, "", compare_note_texts[cell->note]);
}

static void write_time(struct table *t, const struct compare_cell *cell)
{
    char time[TEXT_MAX];
    struct html *h = t->view->html;
    const struct compare_answer *a = &cell->answers[COMPARE_TIME];
    html_textf(h, "%s", known_ns(cell->median_ns.value, time));
    if (cell->best)
        html_mark(h, " <span class=\"best\">best</span>");
    write_note(t, cell);
    if (isnan(a->ratio.value))
        return;
    html_mark(h, "<span class=\"of\"> ");
    write_ratio(h, &a->ratio);
    write_finding(h, a, COMPARE_TIME);
    html_mark(h, "</span>");
}

static void write_baseline(struct table *t, const struct compare_cell *cell)
{
    struct html *h = t->view->html;
    const struct compare_answer *a = &cell->answers[COMPARE_BASELINE];
    bool other = a->finding == COMPARE_LOWER || a->finding == COMPARE_HIGHER;
    if (isnan(cell->baseline_ratio.value))
        return;
    html_mark(h, other ? "<strong>" : "");
    write_ratio(h, &cell->baseline_ratio);
    html_mark(h, other ? "</strong>" : "");
    write_finding(h, a, COMPARE_BASELINE);
    write_note(t, cell);
}

static void write_cell(struct table *t, const struct compare_cell *cell)
{
    struct html *h = t->view->html;
    html_mark(h, "<td>");
    if (!cell) {
        html_mark(h, "<span class=\"hidden\">not in this run</span>");
    } else if (isnan(cell->median_ns.value)) {
        char reason[CAUSE_SENTENCE_MAX];
        const char *word = summary_untimed(cell->source);
        html_text(h, word);
        runs_write_mark(h, &t->notes, word, run_case_reason(cell->source, reason));
    } else if (t->question == COMPARE_TIME) {
        write_time(t, cell);
    } else {
        write_baseline(t, cell);
    }
    html_mark(h, "</td>\n");
}

static void write_line(struct table *t, const struct summary_row *row,
                       const struct summary_cell *cell)
{
    const struct view *v = t->view;
    size_t i = runs_case_of(v, cell);
    if (!compare_table_has_line(v->compare, t->question, i))
        return;
    html_mark(v->html, "<tr>");
    runs_write_name(v->html, row->label, cell->source->key.method);
    for (size_t run = 0; run < v->compare->run_count; run++)
        write_cell(t, compare_cell_of(v->compare, i, run));
    html_mark(v->html, "</tr>\n");
}

static void write_group(const struct view *v, const struct summary_group *g,
                        enum compare_question question)
{
    struct table t = { .view = v, .question = question };
    if (!compare_table_wanted(v->compare, question, g))
        return;
    table_begin(v->html, "wide pairs", "%s, %s: %s", g->place, g->key.state,
                question == COMPARE_TIME ? "median time per pass" : "ratio to the baseline");
    runs_write_head(v, "case", 0);
    for (size_t i = 0; i < g->row_count; i++)
        for (size_t j = 0; j < g->column_count; j++)
            if (g->rows[i].cells[j].source)
                write_line(&t, &g->rows[i], &g->rows[i].cells[j]);
    table_end(v->html);
    runs_write_notes(v->html, &t.notes);
    footnotes_free(&t.notes);
}

static void write_tables(const struct view *v, enum compare_question question)
{
    for (size_t i = 0; i < v->compare->layout.group_count; i++)
        write_group(v, &v->compare->layout.groups[i], question);
}

static void write_section(const struct view *v)
{
    const char *first = v->compare->runs[0].label;
    html_element(v->html, "h3", "Times");
    html_elementf(v->html, "p",
                  "The median per pass; below it the ratio to the time of %s with its 95 %% "
                  "interval. ~ no difference shown; best: shown to be the fastest.",
                  first);
    write_tables(v, COMPARE_TIME);
    if (v->compare->compared[COMPARE_BASELINE] == 0)
        return;
    html_element(v->html, "h3", "Do the methods compare differently?");
    html_elementf(
        v->html, "p",
        "Time of the method / time of read (random: of seek) in the same run, paired "
        "by round, with its 95 %% interval. In bold: shown to be another than in %s; ~ "
        "no difference shown.",
        first);
    write_tables(v, COMPARE_BASELINE);
}

const struct section section_runs_table = { "cases", "Every case, side by side",
                                            write_section };
