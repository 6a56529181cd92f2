/* SPDX-License-Identifier: MIT */
/* The page of `mapread tutorial`. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/caption.h"
#include "report/why.h"
#include "tutorial/finding.h"
#include "tutorial/parts.h"
#include "tutorial/words.h"

enum { PUBLISHED, HERE, COLUMNS = HERE + PUBLISHED_LANGUAGES };

/* The columns of what was found here, and what they are of: the source's own program stands
   beside what was published, and is left out where no row has it. */
static const struct document_column columns[COLUMNS] = {
    { .title = "published" },
    { .title = "as published here" },
    { .title = "Python here" },
    { .title = "C here" },
};
static const enum published_language language_of[COLUMNS] = {
    [HERE] = PUBLISHED_PROGRAM,
    [HERE + 1] = PUBLISHED_PYTHON,
    [HERE + 2] = PUBLISHED_C,
};
enum { RATIO, REGULAR, MMAP, CLAIM, LINES };

/* ---- the table ---- */

static void add_published(struct document *d, struct document_row *const rows[LINES],
                          const struct published_row *row)
{
    char words[WORDS_MAX], value[TEXT_MAX];
    const struct published_side *sides[] = { &row->regular, &row->mmap };
    if (!isnan(row->low))
        document_cell(d, rows[RATIO], PUBLISHED, "%s", words_of_claim(row, words));
    for (size_t i = 0; i < 2; i++)
        if (sides[i]->count)
            document_cell(
                d, rows[REGULAR + i], PUBLISHED, "%s",
                row->unit->format(stats_median(sides[i]->values, sides[i]->count), value));
}

static void add_found(struct document *d, struct document_row *const rows[LINES],
                      const struct published_row *row, const struct finding *f, size_t column)
{
    char words[WORDS_MAX], value[TEXT_MAX];
    const double medians[] = { f->regular.value, f->mmap.value };
    const bool killed[] = { f->regular_killed, f->mmap_killed };
    document_cell(d, rows[RATIO], column, "%s",
                  f->note[0] ? "-" : words_of_ratio(row->unit, f->better, words));
    for (size_t i = 0; i < 2; i++)
        if (!isnan(medians[i]))
            document_cell(d, rows[REGULAR + i], column, "%s",
                          row->unit->format(medians[i], value));
        else if (killed[i])
            document_cell(d, rows[REGULAR + i], column, "killed");
    if (!f->note[0] && finding_has_claim(row))
        document_cell(d, rows[CLAIM], column, "%s", claim_verdict_names[f->verdict]);
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

/* `left_out`: columns between what was published and what was found. */
static void add_row(const struct page *p, struct document_table *t, size_t left_out,
                    const struct published_row *row)
{
    const struct published_methods *m =
        &row->methods[row->methods[PUBLISHED_C].regular ? PUBLISHED_C : PUBLISHED_PYTHON];
    struct document_row *rows[LINES] = {
        [RATIO] = document_row(p->d, t, row->label, "mmap is"),
        [REGULAR] = document_row(p->d, t, "", label_of(&row->regular, m->regular, "regular")),
        [MMAP] = document_row(p->d, t, "", label_of(&row->mmap, m->mmap, "mmap")),
    };
    if (!row->missing && finding_has_claim(row))
        rows[CLAIM] = document_row(p->d, t, "", "the claim");
    add_published(p->d, rows, row);
    for (size_t i = HERE; i + left_out < COLUMNS && !row->missing; i++) {
        struct finding f;
        int r = finding_of_row(&f, p->run, row, language_of[i + left_out]);
        document_fail(p->d, r);
        if (r == 0)
            add_found(p->d, rows, row, &f, i);
    }
}

static bool has_program(const struct published_table *t)
{
    bool has = false;
    for (size_t i = 0; i < t->row_count; i++)
        has |= t->rows[i].methods[PUBLISHED_PROGRAM].regular != NULL;
    return has;
}

static bool any_has_figures(const struct published_table *t)
{
    bool any = false;
    for (size_t i = 0; i < t->row_count; i++)
        any |= has_figures(&t->rows[i]);
    return any;
}

static void add_figures(const struct page *p, const struct published_table *t)
{
    struct document_column shown[COLUMNS];
    size_t left_out = has_program(t) ? 0 : 1;
    if (!any_has_figures(t))
        return;
    shown[PUBLISHED] = columns[PUBLISHED];
    for (size_t i = HERE; i + left_out < COLUMNS; i++)
        shown[i] = columns[i + left_out];
    struct document_table *to = document_table(
        p->d, &(struct document_table){ .columns = shown, .column_count = COLUMNS - left_out });
    for (size_t i = 0; i < t->row_count; i++)
        if (has_figures(&t->rows[i]))
            add_row(p, to, left_out, &t->rows[i]);
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

static bool is_unproved(const struct page *p, const struct published_row *row)
{
    bool unproved = false;
    for (size_t l = 0; l < PUBLISHED_LANGUAGES; l++) {
        const struct published_methods *m = &row->methods[l];
        const struct run_case *c = m->mmap ? finding_case(p->run, row, m->mmap) : NULL;
        unproved |= run_case_timed(c) && c->unproved;
    }
    return unproved;
}

static char *start_of_sentence(const struct page *p, const struct published_row *row)
{
    char dataset[128], claim[WORDS_MAX], threads[TEXT_MAX], where[256] = "";
    if (!row->missing) {
        finding_dataset(p->run, row, dataset, sizeof dataset);
        snprintf(where, sizeof where, " (%.60s on %.100s, %.40s%s%.20s)", row->workload,
                 dataset, row->state, is_unproved(p, row) ? " (unproved)" : "",
                 text_format_threads(row->threads, threads));
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

/* ---- the page ---- */

static void add_table(const struct page *p, const struct published_table *t)
{
    document_heading(p->d, 3, NULL, "%s", t->title);
    document_paragraph(p->d, "%s", t->what);
    add_figures(p, t);
    for (size_t i = 0; i < t->row_count; i++)
        document_item(p->d, "%s", document_take(p->d, sentence_of_row(p, &t->rows[i])));
    ablation_add(p, t);
}

static void add_source(const struct page *p, const struct published_source *s)
{
    bool dated = strcmp(s->date, "unknown") != 0;
    document_heading(p->d, 2, NULL, "%s", s->title);
    document_paragraph(p->d, "%s%s%s, %s%s%s. Conditions: %s.", s->author ? s->author : "",
                       s->author ? ", " : "", s->site, dated ? s->date : "date unknown",
                       s->url ? ", " : "", s->url ? s->url : "", s->conditions);
    for (size_t i = 0; i < s->table_count; i++)
        add_table(p, &s->tables[i]);
    sentences_add(p, s);
}

static void add_rule(struct document *d)
{
    document_paragraph(
        d,
        "A ratio tells how many times better the mmap side is, and in brackets where it lies "
        "with a confidence of at least 95 %%, each by itself, paired by round. Published times "
        "were measured elsewhere: they are shown, and only their ratio is compared. A claim "
        "holds where the whole interval lies on its side of 1 and the ratio within a factor %g "
        "of its size, or it names no size; farther from 1 it holds, larger, and nearer to 1 "
        "it holds, smaller. It is not decided where the interval has both sides, and not "
        "comparable where something else was measured here. Where a claim does not simply "
        "hold, both sides' counters follow.",
        CLAIM_FACTOR);
}

void tutorial_add(struct document *d, const struct tutorial *t)
{
    const struct page page = { .d = d, .run = t->run, .trials = t->trials };
    document_title(d, "mapread tutorial");
    caption_add(d, t->run);
    overview_add(&page, t->published);
    if (t->picture)
        document_figure(d, &(struct document_figure){ .title = "Published and measured ratios",
                                                      .path = t->picture });
    add_rule(d);
    for (size_t i = 0; i < t->published->source_count; i++)
        add_source(&page, &t->published->sources[i]);
}
