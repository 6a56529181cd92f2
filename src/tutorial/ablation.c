/* SPDX-License-Identifier: MIT */
/*
 * The steps between a table's methods, and which of them made the published difference.
 *
 * The steps that lead from the first row's regular side to its mmap side are its path: that
 * of the source's own program where it was measured, else that of Python, else that of C.
 * The difference is put down to the step on the path that goes farthest to its side.
 */
#include "report/ratio.h"
#include "tutorial/finding.h"
#include "tutorial/parts.h"
#include "tutorial/path.h"
#include "tutorial/words.h"

struct ablation {
    const struct page *page;
    const struct published_table *table;
    enum published_language language; /* of the path */
    struct finding whole;             /* all of the path */
    struct path_step widest;
    size_t known; /* steps that have figures */
};

static int measure_step(const struct ablation *l, const struct published_step *step,
                        struct stats_estimate *ret)
{
    return finding_of_step(ret, l->page->run, &l->table->rows[0], step);
}

/* To the published side. */
static int find_widest(struct ablation *l)
{
    const struct published_row *row = &l->table->rows[0];
    const struct published_methods *m = &row->methods[l->language];
    const struct step_path path = step_path_between(l->table, m->regular, m->mmap);
    for (size_t i = 0; i < l->table->step_count; i++) {
        struct stats_estimate e;
        int r = measure_step(l, &l->table->steps[i], &e);
        if (r < 0)
            return r;
        l->known += e.n > 0;
    }
    return step_path_widest(&l->widest, &path, l->page->run, row, row->low < 1 ? -1 : 1);
}

/* The first path that has a ratio; that of C where none has. */
static int choose_path(struct ablation *l)
{
    static const enum published_language order[] = { PUBLISHED_PROGRAM, PUBLISHED_PYTHON,
                                                     PUBLISHED_C };
    const struct published_row *row = &l->table->rows[0];
    int r = 0;
    for (size_t i = 0; i < sizeof order / sizeof order[0] && r == 0; i++) {
        l->language = order[i];
        r = finding_of_row(&l->whole, l->page->run, row, l->language);
        if (l->whole.better.n > 0)
            break;
    }
    return r;
}

static void add_widest(const struct ablation *l)
{
    char claim[WORDS_MAX], whole[WORDS_MAX], times[WORDS_MAX] = "";
    const struct published_row *row = &l->table->rows[0];
    const struct published_step *step = l->widest.step;
    static const char *const here[PUBLISHED_LANGUAGES] = { "in C", "in Python",
                                                           "as published," };
    if (step)
        ratio_text(l->widest.times, times);
    document_paragraph(
        l->page->d,
        "What made the difference (published: %s; %s here: %s): %s%s%s%s. Step by step, times "
        "faster:",
        words_of_claim(row, claim), here[l->language],
        l->whole.better.n > 0 ? words_of_ratio(row->unit, l->whole.better, whole) : "no figure",
        step ? "most of all " : "no step here goes that way", step ? step->what : "",
        step ? ", " : "", times);
}

static void add_step(const struct ablation *l, const struct published_step *step)
{
    char times[WORDS_MAX];
    struct stats_estimate e = { .n = 0 };
    document_fail(l->page->d, measure_step(l, step, &e));
    if (e.n > 0)
        document_item(l->page->d, "%s (%s to %s): %s", step->what, step->from, step->to,
                      ratio_text(e, times));
}

void ablation_add(const struct page *p, const struct published_table *t)
{
    struct ablation l = { .page = p, .table = t };
    int r = t->step_count ? choose_path(&l) : 0;
    if (r == 0)
        r = find_widest(&l);
    document_fail(p->d, r);
    if (r < 0 || l.known == 0)
        return;
    if (finding_has_claim(&t->rows[0]))
        add_widest(&l);
    else
        document_paragraph(p->d, "Step by step, times faster:");
    for (size_t i = 0; i < t->step_count; i++)
        add_step(&l, &t->steps[i]);
}
