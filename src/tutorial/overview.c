/* SPDX-License-Identifier: MIT */
/*
 * The summary of the page: a line per claim under its source's name, which is what --source
 * takes. The rows of a table stand under its title, unless there is but one.
 *
 * As published is the source's own program, or where that is not measured the methods in the
 * source's language. The verdict is that of this column; where it has no ratio, that of C.
 */
#include <math.h>

#include "report/grid.h"
#include "tutorial/finding.h"
#include "tutorial/parts.h"
#include "tutorial/words.h"

enum { PUBLISHED, PROGRAM, C, VERDICT, COLUMNS };

static bool has_claim(const struct published_row *row)
{
    return !row->missing && finding_has_claim(row);
}

static size_t count_claims(const struct published_table *t)
{
    size_t count = 0;
    for (size_t i = 0; i < t->row_count; i++)
        count += has_claim(&t->rows[i]);
    return count;
}

static void set_text(struct grid_line *line, size_t column, const char *text)
{
    snprintf(line->cells[column].text, GRID_TEXT_MAX, "%.60s", text);
}

/* A line that is a name alone: the grid leaves out rows that have no text in any cell. */
static void add_name(struct grid *g, const char *name)
{
    struct grid_line *line = &g->lines[g->line_count++];
    line->row = name;
    set_text(line, PUBLISHED, " ");
}

/* The ratio alone: its interval stands in the source's own table. */
static void set_ratio(struct grid_line *line, size_t column, const struct published_row *row,
                      const struct finding *f)
{
    char words[WORDS_MAX];
    struct stats_estimate e = { f->better.value, NAN, NAN, f->better.n };
    set_text(line, column, isnan(e.value) ? "-" : words_of_ratio(row->unit, e, words));
}

/* Of the first that has a ratio, else of the last. */
static int find_first(struct finding *ret, const struct page *p,
                      const struct published_row *row, const enum published_language order[2])
{
    int r = finding_of_row(ret, p->run, row, order[0]);
    return r == 0 && ret->note[0] ? finding_of_row(ret, p->run, row, order[1]) : r;
}

static int fill_line(const struct page *p, struct grid_line *line,
                     const struct published_row *row, enum published_language language)
{
    char words[WORDS_MAX];
    struct finding program, c;
    int r = find_first(&program, p, row,
                       (const enum published_language[]){ PUBLISHED_PROGRAM, language });
    if (r == 0)
        r = finding_of_row(&c, p->run, row, PUBLISHED_C);
    if (r < 0)
        return r;
    const struct finding *judged = program.note[0] ? &c : &program;
    set_text(line, PUBLISHED, words_of_claim(row, words));
    set_ratio(line, PROGRAM, row, &program);
    set_ratio(line, C, row, &c);
    set_text(line, VERDICT, judged->note[0] ? "-" : claim_verdict_names[judged->verdict]);
    return 0;
}

static int fill_table(const struct page *p, struct grid *g, const struct published_source *s,
                      const struct published_table *t)
{
    int r = 0;
    size_t claims = count_claims(t);
    if (claims > 1)
        add_name(g, t->title);
    for (size_t i = 0; i < t->row_count && r == 0; i++) {
        struct grid_line *line = &g->lines[g->line_count];
        if (!has_claim(&t->rows[i]))
            continue;
        line->figure = claims > 1 ? t->rows[i].label : t->title;
        r = fill_line(p, line, &t->rows[i], s->language);
        g->line_count++;
    }
    return r;
}

static int fill_source(const struct page *p, struct grid *g, const struct published_source *s)
{
    size_t claims = 0;
    int r = 0;
    for (size_t i = 0; i < s->table_count; i++)
        claims += count_claims(&s->tables[i]);
    if (claims > 0)
        add_name(g, s->name);
    for (size_t i = 0; i < s->table_count && r == 0; i++)
        r = fill_table(p, g, s, &s->tables[i]);
    return r;
}

/* With a line for every name, table and row. */
static size_t most_lines(const struct published *published)
{
    size_t count = published->source_count;
    for (size_t i = 0; i < published->source_count; i++)
        for (size_t k = 0; k < published->sources[i].table_count; k++)
            count += 1 + published->sources[i].tables[k].row_count;
    return count;
}

int overview_print(const struct page *p, const struct published *published)
{
    static const struct summary_column columns[COLUMNS] = {
        { .method = "published", .family = SUMMARY_FAMILY_UNKNOWN },
        { .method = "as published", .family = SUMMARY_FAMILY_UNKNOWN },
        { .method = "C here", .family = SUMMARY_FAMILY_UNKNOWN },
        { .method = "verdict", .family = SUMMARY_FAMILY_UNKNOWN },
    };
    struct grid g;
    size_t capacity = most_lines(published);
    int r = grid_new(&g, columns, COLUMNS, capacity);
    if (r < 0)
        return r;
    g.line_count = 0;
    for (size_t i = 0; i < published->source_count && r == 0; i++)
        r = fill_source(p, &g, &published->sources[i]);
    if (r == 0 && g.line_count > 0) {
        fputc('\n', p->out);
        r = grid_print(p->out, &g, p->style);
        fputc('\n', p->out);
    }
    if (r == 0 && g.line_count > 0)
        r = page_printf(p->out, p->style,
                        "As published: the source's own program, or where it is not measured "
                        "the methods of its language. The verdict is on that, and on C where "
                        "it has no ratio.");
    g.line_count = capacity; /* what grid_new made is what grid_free frees */
    grid_free(&g);
    return r;
}
