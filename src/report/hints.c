/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/pairings.h"
#include "method/method.h"
#include "report/matrix-table.h"
#include "report/questions.h"
#include "report/ratio.h"

struct hint {
    const struct summary_group *group;
    const struct summary_row *row;
    const struct summary_cell *plain, *hinted;
    struct stats_comparison against;
};

/* Of one group. */
struct hints {
    const struct summary_group *group;
    struct hint *all;
    size_t count;
    struct pairings family;
};

/* ---- the comparisons ---- */

/* The cell of the method that the column's is with a hint; NULL: it is none, or has no time. A
   copy of mapread aa, "mmap-2", is no method. */
static const struct summary_cell *find_plain(const struct summary_group *g,
                                             const struct summary_row *row, const char *hinted)
{
    const struct method *m = method_find(hinted);
    const struct summary_cell *plain =
        m && m->variant_of ? summary_find_cell(g, row, m->variant_of->name) : NULL;
    return summary_cell_timed(plain) ? plain : NULL;
}

static int add_row(struct hints *h, const struct summary_row *row)
{
    int r = 0;
    for (size_t i = 0; i < h->group->column_count && r == 0; i++) {
        struct hint *hint = &h->all[h->count];
        *hint = (struct hint){ .group = h->group, .row = row, .hinted = &row->cells[i] };
        hint->plain = find_plain(h->group, row, h->group->columns[i].method);
        if (!hint->plain || !summary_cell_timed(hint->hinted))
            continue;
        h->count++;
        r = pairings_add(&h->family, hint->plain->source, hint->hinted->source,
                         h->group->margin, &hint->against);
    }
    return r;
}

static int collect(struct hints *ret, const struct summary *s, const struct summary_group *g)
{
    *ret = (struct hints){ .group = g };
    ret->all = calloc(g->row_count * g->column_count + 1, sizeof *ret->all);
    if (!ret->all)
        return -ENOMEM;
    int r = 0;
    for (size_t i = 0; i < g->row_count && r == 0; i++)
        r = add_row(ret, &g->rows[i]);
    return pairings_judge(&ret->family, &s->looks, r);
}

/* ---- what is said ---- */

/* How many times faster, or slower, the hint makes the method. */
static struct stats_estimate factor_of(const struct hint *h)
{
    return h->against.verdict == STATS_FASTER ? ratio_inverse(h->against.ratio)
                                              : h->against.ratio;
}

static const struct document_column columns[] = {
    { .title = "state", .text = true },
    { .title = "faster with the hint", .text = true },
    { .title = "slower with it", .text = true },
    { .title = "no difference shown", .text = true, .wraps = true },
};
enum { STATE, FASTER, SLOWER, NEITHER, COLUMNS };

static size_t column_of(const struct hint *h)
{
    return h->against.verdict == STATS_FASTER   ? FASTER
           : h->against.verdict == STATS_SLOWER ? SLOWER
                                                : NEITHER;
}

/* "mmap-populate 1.3x [1.2, 1.4], mmap-random 22x [20, 25]" of one row; "" for none. */
static char *list_those(const struct hints *h, const struct summary_row *row, size_t column)
{
    char *text = NULL, factor[RATIO_TEXT_MAX], interval[RATIO_TEXT_MAX];
    const char *before = "";
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; out && i < h->count; i++) {
        const struct hint *hint = &h->all[i];
        if (hint->row != row || column_of(hint) != column)
            continue;
        struct stats_estimate e = factor_of(hint);
        fprintf(out, "%s%s", before, summary_method(hint->hinted));
        if (column != NEITHER)
            fprintf(out, " %s %s", ratio_factor(e, factor), ratio_interval(e, interval));
        before = ", ";
    }
    if (out && fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static void add_line(struct document *d, struct document_table *t, const struct hints *h,
                     const struct summary_row *row)
{
    char label[MATRIX_TEXT_MAX];
    struct document_row *line = document_row(d, t, matrix_label(h->group, row, label), "");
    document_cell(d, line, STATE, "%s%s", h->group->key.state, proof_mark(row));
    for (size_t i = FASTER; i < COLUMNS; i++)
        document_cell(d, line, i, "%s", document_take(d, list_those(h, row, i)));
}

static void add_group(struct document *d, struct document_table *t, const struct hints *h)
{
    const struct summary_row *last = NULL;
    for (size_t i = 0; i < h->count; i++) {
        if (h->all[i].row != last)
            add_line(d, t, h, h->all[i].row);
        last = h->all[i].row;
    }
}

/* The furthest of those with that verdict, or `found`. */
static struct hint furthest(const struct hints *h, enum stats_verdict verdict,
                            struct hint found)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->all[i].against.verdict == verdict &&
            (!found.row || factor_of(&h->all[i]).value > factor_of(&found).value))
            found = h->all[i];
    return found;
}

/* "The largest gain: mmap-random, 14x faster than mmap in random, 2 % of 64 MiB, cold." */
static void add_extreme(struct document *d, const struct hint *h, const char *words)
{
    char factor[RATIO_TEXT_MAX], label[MATRIX_TEXT_MAX];
    if (h->row)
        document_paragraph(d, "%s: %s, %s %s than %s in %s, %s%s.", words,
                           summary_method(h->hinted), ratio_factor(factor_of(h), factor),
                           stats_verdict_names[h->against.verdict], summary_method(h->plain),
                           matrix_label(h->group, h->row, label), h->group->key.state,
                           proof_mark(h->row));
}

void question_hints(struct document *d, const struct summary *s)
{
    struct hint gain = { 0 }, loss = { 0 };
    struct hints *all = calloc(s->group_count + 1, sizeof *all);
    size_t count = 0;
    if (!all)
        document_fail(d, -ENOMEM);
    for (size_t i = 0; all && i < s->group_count; i++) {
        document_fail(d, collect(&all[i], s, &s->groups[i]));
        count += all[i].count;
        gain = furthest(&all[i], STATS_FASTER, gain);
        loss = furthest(&all[i], STATS_SLOWER, loss);
    }
    document_heading(d, 2, "hints", "Do the hints help?");
    if (count == 0) {
        question_missing(d, "hints beside the same methods without them",
                         "mapread run -w full-read -w random -s warm -s cold");
    } else {
        add_extreme(d, &gain, "The largest gain");
        add_extreme(d, &loss, "The largest loss");
        struct document_table *t = document_table(
            d,
            &(struct document_table){ .caption = "Each method against itself without its hint",
                                      .corner = "work",
                                      .columns = columns,
                                      .column_count = COLUMNS });
        for (size_t i = 0; i < s->group_count; i++)
            add_group(d, t, &all[i]);
    }
    for (size_t i = 0; all && i < s->group_count; i++)
        free(all[i].all);
    free(all);
}
