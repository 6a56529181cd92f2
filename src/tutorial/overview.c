/* SPDX-License-Identifier: MIT */
/*
 * The summary of the page: a line per claim under its source's name, which is what --source
 * takes. The rows of a table stand under its title, unless there is but one.
 *
 * As published is the source's own program, or where that is not measured the methods in the
 * source's language. The verdict is that of this column; where it has no ratio, that of C.
 */
#include <math.h>

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

/* The ratio alone: its interval stands in the source's own table. */
static void set_ratio(const struct page *p, struct document_row *line, size_t column,
                      const struct published_row *row, const struct finding *f)
{
    char words[WORDS_MAX];
    struct stats_estimate e = { f->better.value, NAN, NAN, f->better.n };
    document_cell(p->d, line, column, "%s",
                  isnan(e.value) ? "-" : words_of_ratio(row->unit, e, words));
}

/* Of the first that has a ratio, else of the last. */
static int find_first(struct finding *ret, const struct page *p,
                      const struct published_row *row, const enum published_language order[2])
{
    int r = finding_of_row(ret, p->run, row, order[0]);
    return r == 0 && ret->note[0] ? finding_of_row(ret, p->run, row, order[1]) : r;
}

static void add_line(const struct page *p, struct document_row *line,
                     const struct published_row *row, enum published_language language)
{
    char words[WORDS_MAX];
    struct finding program, c;
    int r = find_first(&program, p, row,
                       (const enum published_language[]){ PUBLISHED_PROGRAM, language });
    if (r == 0)
        r = finding_of_row(&c, p->run, row, PUBLISHED_C);
    document_fail(p->d, r);
    if (r < 0)
        return;
    const struct finding *judged = program.note[0] ? &c : &program;
    document_cell(p->d, line, PUBLISHED, "%s", words_of_claim(row, words));
    set_ratio(p, line, PROGRAM, row, &program);
    set_ratio(p, line, C, row, &c);
    document_cell(p->d, line, VERDICT, "%s",
                  judged->note[0] ? "-" : claim_verdict_names[judged->verdict]);
}

static void add_claims(const struct page *p, struct document_table *to,
                       const struct published_source *s, const struct published_table *t)
{
    bool several = count_claims(t) > 1;
    if (several)
        document_row(p->d, to, t->title, "");
    for (size_t i = 0; i < t->row_count; i++)
        if (has_claim(&t->rows[i]))
            add_line(p, document_row(p->d, to, "", several ? t->rows[i].label : t->title),
                     &t->rows[i], s->language);
}

static size_t count_of_source(const struct published_source *s)
{
    size_t claims = 0;
    for (size_t i = 0; i < s->table_count; i++)
        claims += count_claims(&s->tables[i]);
    return claims;
}

static size_t count_all(const struct published *published)
{
    size_t claims = 0;
    for (size_t i = 0; i < published->source_count; i++)
        claims += count_of_source(&published->sources[i]);
    return claims;
}

void overview_add(const struct page *p, const struct published *published)
{
    static const struct document_column columns[COLUMNS] = {
        { .title = "published" },
        { .title = "as published" },
        { .title = "C here" },
        { .title = "verdict" },
    };
    if (count_all(published) == 0)
        return;
    struct document_table *t = document_table(
        p->d, &(struct document_table){ .columns = columns, .column_count = COLUMNS });
    for (size_t i = 0; i < published->source_count; i++) {
        const struct published_source *s = &published->sources[i];
        if (count_of_source(s) > 0)
            document_row(p->d, t, s->name, "");
        for (size_t k = 0; k < s->table_count; k++)
            add_claims(p, t, s, &s->tables[k]);
    }
    document_paragraph(p->d, "As published: the source's own program, or where it is not "
                             "measured the methods of its language. The verdict is on that, "
                             "and on C where it has no ratio.");
}
