/* SPDX-License-Identifier: MIT */
/* The page of `mapread tutorial`. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/caption.h"
#include "report/grid.h"
#include "report/why.h"
#include "tutorial/finding.h"
#include "tutorial/parts.h"
#include "tutorial/words.h"

enum { PUBLISHED, HERE, COLUMNS = HERE + PUBLISHED_LANGUAGES };

/* The columns of what was found here, and what they are of: the source's own program stands
   beside what was published, and is left out where no row has it. */
static const struct summary_column columns[COLUMNS] = {
    { .method = "published", .family = SUMMARY_FAMILY_UNKNOWN },
    { .method = "as published here", .family = SUMMARY_FAMILY_UNKNOWN },
    { .method = "Python here", .family = SUMMARY_FAMILY_UNKNOWN },
    { .method = "C here", .family = SUMMARY_FAMILY_UNKNOWN },
};
static const enum published_language language_of[COLUMNS] = {
    [HERE] = PUBLISHED_PROGRAM,
    [HERE + 1] = PUBLISHED_PYTHON,
    [HERE + 2] = PUBLISHED_C,
};
enum { RATIO, REGULAR, MMAP, CLAIM, LINES };

static void set_cell(struct grid_cell *cell, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void set_cell(struct grid_cell *cell, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(cell->text, sizeof cell->text, format, arguments);
    va_end(arguments);
}

/* ---- the table ---- */

static void write_published(struct grid_line *lines, const struct published_row *row)
{
    char words[WORDS_MAX], value[TEXT_MAX];
    const struct published_side *sides[] = { &row->regular, &row->mmap };
    if (!isnan(row->low))
        set_cell(&lines[RATIO].cells[PUBLISHED], "%.60s", words_of_claim(row, words));
    for (size_t i = 0; i < 2; i++)
        if (sides[i]->count)
            set_cell(&lines[REGULAR + i].cells[PUBLISHED], "%s",
                     row->unit->format(stats_median(sides[i]->values, sides[i]->count), value));
}

static void write_found(struct grid_line *lines, const struct published_row *row,
                        const struct finding *f, size_t column)
{
    char words[WORDS_MAX], value[TEXT_MAX];
    const double medians[] = { f->regular.value, f->mmap.value };
    const bool killed[] = { f->regular_killed, f->mmap_killed };
    set_cell(&lines[RATIO].cells[column], "%.60s",
             f->note[0] ? "-" : words_of_ratio(row->unit, f->better, words));
    for (size_t i = 0; i < 2; i++)
        if (!isnan(medians[i]))
            set_cell(&lines[REGULAR + i].cells[column], "%s",
                     row->unit->format(medians[i], value));
        else if (killed[i])
            set_cell(&lines[REGULAR + i].cells[column], "killed");
    if (!f->note[0] && finding_has_claim(row))
        set_cell(&lines[CLAIM].cells[column], "%s", claim_verdict_names[f->verdict]);
}

static const char *label_of(const struct published_side *side, const char *method,
                            const char *otherwise)
{
    return side->label ? side->label : method ? method : otherwise;
}

/* Whether the table has anything to say about the row. */
static bool has_figures(const struct published_row *row)
{
    return !row->missing || row->regular.count;
}

/* How many lines the row takes: the claim's has nothing to say about some. */
static size_t count_lines(const struct published_row *row)
{
    return !has_figures(row) ? 0 : row->missing || !finding_has_claim(row) ? CLAIM : LINES;
}

/* What column i of the grid is. */
static size_t column_of(const struct grid *g, size_t i)
{
    return i == PUBLISHED ? i : i + COLUMNS - g->column_count;
}

static int fill_row(const struct page *p, const struct grid *g, struct grid_line *lines,
                    const struct published_row *row)
{
    const struct published_methods *m =
        &row->methods[row->methods[PUBLISHED_C].regular ? PUBLISHED_C : PUBLISHED_PYTHON];
    int r = 0;
    lines[RATIO].row = row->label;
    lines[RATIO].figure = "mmap is";
    lines[REGULAR].figure = label_of(&row->regular, m->regular, "regular");
    lines[MMAP].figure = label_of(&row->mmap, m->mmap, "mmap");
    if (count_lines(row) > CLAIM)
        lines[CLAIM].figure = "the claim";
    write_published(lines, row);
    for (size_t i = HERE; i < g->column_count && r == 0 && !row->missing; i++) {
        struct finding f;
        r = finding_of_row(&f, p->run, row, language_of[column_of(g, i)]);
        if (r == 0)
            write_found(lines, row, &f, i);
    }
    return r;
}

static int fill_rows(const struct page *p, struct grid *g, const struct published_table *t)
{
    int r = 0;
    g->corner = "";
    g->line_count = 0;
    for (size_t i = 0; i < t->row_count && r == 0; i++) {
        if (has_figures(&t->rows[i]))
            r = fill_row(p, g, &g->lines[g->line_count], &t->rows[i]);
        g->line_count += count_lines(&t->rows[i]);
    }
    return r;
}

static bool has_program(const struct published_table *t)
{
    bool has = false;
    for (size_t i = 0; i < t->row_count; i++)
        has |= t->rows[i].methods[PUBLISHED_PROGRAM].regular != NULL;
    return has;
}

static int print_grid(const struct page *p, const struct published_table *t)
{
    struct summary_column shown[COLUMNS];
    struct grid g;
    size_t left_out = has_program(t) ? 0 : 1, count = COLUMNS - left_out;
    shown[PUBLISHED] = columns[PUBLISHED];
    for (size_t i = HERE; i < count; i++)
        shown[i] = columns[i + left_out];
    size_t capacity = t->row_count * LINES;
    int r = grid_new(&g, shown, count, capacity);
    if (r < 0)
        return r;
    r = fill_rows(p, &g, t);
    if (r == 0 && g.line_count > 0) {
        fputc('\n', p->out);
        r = grid_print(p->out, &g, p->style);
    }
    g.line_count = capacity; /* what grid_new made is what grid_free frees */
    grid_free(&g);
    return r;
}

/* ---- the sentences ---- */

enum { REASON_MAX = FINDING_NOTE_MAX + 2 * WORDS_MAX };

/* How it holds, or why it does not. */
static const char *reason_of(const struct finding *f, const struct published_row *row,
                             char reason[REASON_MAX])
{
    char found[WORDS_MAX], claimed[WORDS_MAX];
    words_of_ratio(row->unit, f->better, found);
    words_of_claim(row, claimed);
    if (f->verdict == CLAIM_NOT_COMPARABLE)
        snprintf(reason, REASON_MAX, "%s; %s here", f->differs, found);
    else if (f->verdict == CLAIM_NOT_DECIDED && isnan(f->better.low))
        snprintf(reason, REASON_MAX, "fewer than %d rounds", STATS_INTERVAL_MIN);
    else if (f->verdict == CLAIM_NOT_DECIDED)
        snprintf(reason, REASON_MAX, "no difference is shown: %s", found);
    else if (f->verdict == CLAIM_HOLDS)
        snprintf(reason, REASON_MAX, "%s", found);
    else
        snprintf(reason, REASON_MAX, "%s instead of %s", found, claimed);
    return reason;
}

/* "" where the claim holds, or nothing is to be judged. */
static char *counters_of(const struct page *p, const struct published_row *row,
                         const struct published_methods *m, const struct finding *f)
{
    bool is_judged = f->verdict != CLAIM_NOT_COMPARABLE && !isnan(f->better.low);
    return is_judged && f->verdict != CLAIM_HOLDS
               ? why_of_two(finding_case(p->run, row, m->mmap),
                            finding_case(p->run, row, m->regular), NAN)
               : text_printf("%s", "");
}

static char *sentence_of_claim(const struct page *p, const struct published_row *row,
                               enum published_language l, const struct finding *f)
{
    char words[REASON_MAX];
    const struct published_methods *m = &row->methods[l];
    char *why = counters_of(p, row, m, f);
    char *text = why ? text_printf("%s (%s, %s): %s (%s).%s", published_language_names[l],
                                   m->regular, m->mmap, claim_verdict_names[f->verdict],
                                   reason_of(f, row, words), why)
                     : NULL;
    free(why);
    return text;
}

static char *sentence_of_finding(const struct page *p, const struct published_row *row,
                                 enum published_language l, const struct finding *f)
{
    char words[WORDS_MAX];
    const struct published_methods *m = &row->methods[l];
    if (f->note[0])
        return text_printf("%s: %s.", published_language_names[l], f->note);
    if (finding_has_claim(row))
        return sentence_of_claim(p, row, l, f);
    return text_printf("%s (%s, %s): %s.", published_language_names[l], m->regular, m->mmap,
                       words_of_ratio(row->unit, f->better, words));
}

static char *start_of_sentence(const struct page *p, const struct published_row *row)
{
    char dataset[128], claim[WORDS_MAX], threads[TEXT_MAX], where[256] = "";
    if (!row->missing) {
        finding_dataset(p->run, row, dataset, sizeof dataset);
        snprintf(where, sizeof where, " (%.60s on %.100s, %.40s%.20s)", row->workload, dataset,
                 row->state, text_format_threads(row->threads, threads));
    }
    if (row->said && row->regular.count)
        return text_printf("%s%s, \"%s\" (it is %s).", row->label, where, row->said,
                           words_of_claim(row, claim));
    if (row->said)
        return text_printf("%s%s, \"%s\".", row->label, where, row->said);
    return text_printf("%s%s.", row->label, where);
}

/* *text gets the language's sentence behind it. 0 or -errno. */
static int add_language(const struct page *p, const struct published_row *row,
                        enum published_language l, char **text)
{
    struct finding f;
    int r = finding_of_row(&f, p->run, row, l);
    if (r < 0)
        return r;
    char *part = sentence_of_finding(p, row, l, &f);
    char *whole = part ? text_printf("%s %s", *text, part) : NULL;
    free(part);
    if (!whole)
        return -ENOMEM;
    free(*text);
    *text = whole;
    return 0;
}

/* NULL when memory is short. */
static char *sentence_of_row(const struct page *p, const struct published_row *row)
{
    int r = 0;
    char *text = start_of_sentence(p, row);
    if (text && row->missing) {
        char *whole = text_printf("%s Not reproduced: %s.", text, row->missing);
        free(text);
        return whole;
    }
    for (size_t i = HERE; i < COLUMNS && text && r == 0; i++)
        if (row->methods[language_of[i]].regular)
            r = add_language(p, row, language_of[i], &text);
    if (r == 0)
        return text;
    free(text);
    return NULL;
}

static int print_rows(const struct page *p, const struct published_table *t)
{
    int r = 0;
    for (size_t i = 0; i < t->row_count && r == 0; i++) {
        char *text = sentence_of_row(p, &t->rows[i]);
        r = text ? page_item(p->out, text, p->style) : -ENOMEM;
        free(text);
    }
    return r;
}

/* ---- the page ---- */

static int print_table(const struct page *p, const struct published_table *t)
{
    int r = page_heading(p->out, 3, t->title, p->style);
    if (r == 0)
        r = page_printf(p->out, p->style, "%s", t->what);
    if (r == 0)
        r = print_grid(p, t);
    fputc('\n', p->out);
    if (r == 0)
        r = print_rows(p, t);
    return r == 0 ? ablation_print(p, t) : r;
}

static int print_source(const struct page *p, const struct published_source *s)
{
    bool dated = strcmp(s->date, "unknown") != 0;
    int r = page_heading(p->out, 2, s->title, p->style);
    if (r == 0)
        r = page_printf(p->out, p->style, "%s%s%s, %s%s%s. Conditions: %s.",
                        s->author ? s->author : "", s->author ? ", " : "", s->site,
                        dated ? s->date : "date unknown", s->url ? ", " : "",
                        s->url ? s->url : "", s->conditions);
    for (size_t i = 0; i < s->table_count && r == 0; i++)
        r = print_table(p, &s->tables[i]);
    return r == 0 ? sentences_print(p, s) : r;
}

static int print_rule(const struct page *p)
{
    fputc('\n', p->out);
    return page_printf(
        p->out, p->style,
        "A ratio tells how many times better the mmap side is, and in brackets where it lies "
        "with a confidence of at least 95 %%, each by itself, paired by round. Published times "
        "were measured elsewhere: they are shown, and only their ratio is compared. A claim "
        "holds where the whole interval lies on its side of 1 and the ratio within a factor %g "
        "of its size, or it names no size; farther from 1 it holds, larger, and nearer to 1 "
        "it holds, smaller. It is not decided where the interval has both sides, and not "
        "comparable where something else was measured here. Where a claim does not simply "
        "hold, "
        "both sides' counters follow.",
        CLAIM_FACTOR);
}

static void print_picture(const struct page *p, const char *path)
{
    if (path && p->style->format == DOCUMENT_MARKDOWN)
        fprintf(p->out, "\n![Published and measured ratios](%s)\n", path);
}

static int print_captions(FILE *out, const struct run *r, const struct report_style *style)
{
    struct document d = { 0 };
    caption_add(&d, r);
    int result = document_print(out, &d, style->format, style->bold);
    document_free(&d);
    return result;
}

int tutorial_print(FILE *out, const struct tutorial *t, const struct report_style *style)
{
    const struct published *p = t->published;
    struct page page = { .out = out, .style = style, .run = t->run, .trials = t->trials };
    int result = 0;
    if (style->format == DOCUMENT_MARKDOWN)
        result = page_heading(out, 1, "mapread tutorial", style);
    if (result == 0)
        result = print_captions(out, t->run, style);
    if (result == 0)
        result = overview_print(&page, p);
    if (result == 0)
        print_picture(&page, t->picture);
    if (result == 0)
        result = print_rule(&page);
    for (size_t i = 0; i < p->source_count && result == 0; i++)
        result = print_source(&page, &p->sources[i]);
    return result;
}
