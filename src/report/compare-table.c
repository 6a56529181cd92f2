/* SPDX-License-Identifier: MIT */
#include "report/compare-table.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report/caption.h"
#include "report/footnote.h"
#include "report/grid.h"

struct view {
    const struct compare *compare;
    enum compare_question question;
    const struct summary_group *group;
    const struct summary_column *columns;
    const struct report_style *style;
    struct footnotes notes;
    bool *marked; /* of each run: a cell with a figure has a note, and the others make room */
};

/* ---- figures ---- */

static int decimals_of(double ratio)
{
    return ratio < 0.00995 ? 4 : ratio < 0.0995 ? 3 : ratio < 9.95 ? 2 : ratio < 99.5 ? 1 : 0;
}

static bool is_readable(double ratio)
{
    return ratio >= 1e-4 && ratio < 1e6;
}

const char *compare_format_ratio(double ratio, char buffer[TEXT_MAX])
{
    if (isnan(ratio))
        buffer[0] = '\0';
    else if (is_readable(ratio))
        snprintf(buffer, TEXT_MAX, "%.*fx", decimals_of(ratio), ratio);
    else
        snprintf(buffer, TEXT_MAX, "%s", ratio < 1 ? "<0.0001x" : ">1e6x");
    return buffer;
}

const char *compare_format_interval(const struct stats_estimate *e, char buffer[TEXT_MAX])
{
    int decimals = decimals_of(e->value);
    buffer[0] = '\0';
    if (is_readable(e->low) && is_readable(e->high))
        snprintf(buffer, TEXT_MAX, "[%.*f, %.*f]", decimals, e->low, decimals, e->high);
    return buffer;
}

/* ---- footnotes ---- */

static int print_footnotes(FILE *out, const struct view *v)
{
    const char *item = v->style->format == DOCUMENT_MARKDOWN ? "- " : "";
    int r = 0;
    if (v->notes.count > 0)
        fputc('\n', out);
    for (size_t i = 0; i < v->notes.count && r == 0; i++) {
        const struct footnote *n = &v->notes.notes[i];
        char bullet[TEXT_MAX];
        snprintf(bullet, sizeof bullet, "%s[%zu] ", item, i + 1);
        char *text = text_printf("%s%s%s", n->lead, n->lead[0] ? ": " : "", n->text);
        r = text ? page_paragraph(out, bullet, text, v->style) : -ENOMEM;
        free(text);
    }
    return r;
}

/* ---- cells ---- */

static void set_cell(struct grid_cell *to, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void set_cell(struct grid_cell *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(to->text, sizeof to->text, format, arguments);
    va_end(arguments);
}

static void write_untimed(struct grid_cell *to, struct view *v, const struct run_case *c)
{
    char reason[CAUSE_SENTENCE_MAX];
    const char *word = summary_untimed(c);
    set_cell(to, "%s [%zu]", word,
             footnotes_number(&v->notes, word, run_case_reason(c, reason)));
}

/* " [1]", or as much room where others of the column have one. */
static void write_mark(char ret[TEXT_MAX], struct view *v, const struct compare_cell *cell,
                       size_t run)
{
    char mark[24] = "";
    if (cell->note != COMPARE_GOOD)
        snprintf(mark, sizeof mark, "[%zu]",
                 footnotes_number(&v->notes, "", compare_note_texts[cell->note]));
    snprintf(ret, TEXT_MAX, "%s%-*s", v->marked[run] ? " " : "", v->marked[run] ? 3 : 0, mark);
}

/* "12.1 ms  1.14x [1.10, 1.18]". Cells are aligned on the right, so what follows the time
   is of equal width in all. */
static void write_time(struct grid_cell *to, struct view *v, const struct compare_cell *cell,
                       size_t run)
{
    const struct compare_answer *a = &cell->answers[COMPARE_TIME];
    char time[TEXT_MAX], ratio[TEXT_MAX], interval[TEXT_MAX], mark[TEXT_MAX];
    text_format_ns(cell->median_ns.value, time);
    compare_format_ratio(a->ratio.value, ratio);
    write_mark(mark, v, cell, run);
    to->bold = cell->best;
    if (run == 0)
        set_cell(to, "%s", time);
    else if (v->compare->run_count > COMPARE_DETAILED_RUNS)
        set_cell(to, "%s %7s%s", time, a->finding == COMPARE_SAME ? "~" : ratio, mark);
    else
        set_cell(to, "%s %7s %12s%s", time, a->finding == COMPARE_SAME ? "~" : ratio,
                 compare_format_interval(&a->ratio, interval), mark);
}

/* "0.45x [0.44, 0.46] ~" */
static void write_baseline(struct grid_cell *to, struct view *v,
                           const struct compare_cell *cell, size_t run)
{
    enum compare_finding finding = cell->answers[COMPARE_BASELINE].finding;
    char ratio[TEXT_MAX], interval[TEXT_MAX] = "", mark[TEXT_MAX];
    bool detailed = v->compare->run_count <= COMPARE_DETAILED_RUNS;
    compare_format_ratio(cell->baseline_ratio.value, ratio);
    if (detailed)
        compare_format_interval(&cell->baseline_ratio, interval);
    write_mark(mark, v, cell, run);
    to->bold = finding == COMPARE_LOWER || finding == COMPARE_HIGHER;
    set_cell(to, "%s%s%s%s%s", ratio, interval[0] ? " " : "", interval,
             run == 0                  ? ""
             : finding == COMPARE_SAME ? " ~"
                                       : "  ",
             mark);
}

static void write_cell(struct grid_cell *to, struct view *v, size_t i, size_t run)
{
    const struct compare_cell *cell = compare_cell_of(v->compare, i, run);
    if (!cell)
        return;
    if (!compare_cell_timed(cell))
        write_untimed(to, v, cell->source);
    else if (v->question == COMPARE_TIME)
        write_time(to, v, cell, run);
    else if (!isnan(cell->baseline_ratio.value))
        write_baseline(to, v, cell, run);
}

/* ---- lines ---- */

bool compare_table_has_line(const struct compare *c, enum compare_question question, size_t i)
{
    for (size_t run = 0; run < c->run_count; run++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        if (cell && (question == COMPARE_TIME || !isnan(cell->baseline_ratio.value)))
            return true;
    }
    return false;
}

static size_t count_lines(const struct compare *c, enum compare_question question,
                          const struct summary_group *g, const struct summary_row *row)
{
    size_t lines = 0;
    for (size_t i = 0; i < g->column_count; i++)
        if (row->cells[i].source)
            lines += compare_table_has_line(c, question,
                                            (size_t)(row->cells[i].source - c->all.cases));
    return lines;
}

bool compare_table_wanted(const struct compare *c, enum compare_question question,
                          const struct summary_group *g)
{
    for (size_t i = 0; i < g->row_count; i++)
        if (count_lines(c, question, g, &g->rows[i]) > 0)
            return true;
    return false;
}

/* On a terminal the workload stands in a line of its own, in Markdown before its first
   method. Returns the line after the row. */
static size_t fill_row(struct grid *grid, size_t line, struct view *v,
                       const struct summary_row *row)
{
    const struct compare *c = v->compare;
    if (count_lines(c, v->question, v->group, row) == 0)
        return line;
    grid->lines[line].row = row->label;
    line += v->style->format == DOCUMENT_TERMINAL;
    for (size_t i = 0; i < v->group->column_count; i++) {
        const struct run_case *source = row->cells[i].source;
        size_t place = source ? (size_t)(source - c->all.cases) : 0;
        if (!source || !compare_table_has_line(c, v->question, place))
            continue;
        grid->lines[line].figure = v->group->columns[i].method;
        for (size_t run = 0; run < c->run_count; run++)
            write_cell(&grid->lines[line].cells[run], v, place, run);
        line++;
    }
    return line;
}

static void find_marks(struct view *v)
{
    const struct summary_group *g = v->group;
    for (size_t i = 0; i < g->row_count * g->column_count; i++) {
        const struct run_case *source =
            g->rows[i / g->column_count].cells[i % g->column_count].source;
        for (size_t run = 0; source && run < v->compare->run_count; run++) {
            const struct compare_cell *cell =
                compare_cell_of(v->compare, (size_t)(source - v->compare->all.cases), run);
            v->marked[run] |= compare_cell_timed(cell) && cell->note != COMPARE_GOOD;
        }
    }
}

static int make_grid(struct grid *ret, struct view *v)
{
    size_t count = 0, line = 0;
    for (size_t i = 0; i < v->group->row_count; i++) {
        size_t lines = count_lines(v->compare, v->question, v->group, &v->group->rows[i]);
        count += lines + (lines > 0 && v->style->format == DOCUMENT_TERMINAL);
    }
    int r = grid_new(ret, v->columns, v->compare->run_count, count);
    if (r < 0)
        return r;
    find_marks(v);
    ret->corner = v->question == COMPARE_TIME ? "time" : "ratio";
    for (size_t i = 0; i < v->group->row_count; i++)
        line = fill_row(ret, line, v, &v->group->rows[i]);
    return 0;
}

int compare_table_print(FILE *out, const struct compare *c, enum compare_question question,
                        const struct summary_group *g, const struct summary_column *columns,
                        const struct report_style *style)
{
    struct view v = { .compare = c,
                      .question = question,
                      .group = g,
                      .columns = columns,
                      .style = style,
                      .marked = calloc(c->run_count + 1, sizeof *v.marked) };
    struct grid grid = { 0 };
    char *title = caption_of_group(&c->layout, g);
    int r = v.marked && title ? make_grid(&grid, &v) : -ENOMEM;
    if (r == 0)
        r = page_heading(out, 3, title, style);
    if (r == 0)
        r = grid_print(out, &grid, style);
    if (r == 0)
        r = print_footnotes(out, &v);
    grid_free(&grid);
    free(title);
    footnotes_free(&v.notes);
    free(v.marked);
    return r;
}
