/* SPDX-License-Identifier: MIT */
/*
 * Each hint against the same method without it: mmap-random against mmap. The comparisons of
 * a group are judged together, like every table of comparisons.
 */
#include <errno.h>
#include <stdlib.h>

#include "html/answer.h"
#include "method/method.h"
#include "report/comparisons.h"
#include "report/pairings.h"

struct hint {
    const struct summary_row *row;
    const struct summary_cell *plain, *hinted;
    struct stats_comparison against;
};

struct hints {
    struct hint *all;
    size_t count;
    struct pairings family;
};

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

static int add_row(struct hints *h, const struct summary_group *g,
                   const struct summary_row *row)
{
    int r = 0;
    for (size_t i = 0; i < g->column_count && r == 0; i++) {
        struct hint *hint = &h->all[h->count];
        *hint = (struct hint){ .row = row, .hinted = &row->cells[i] };
        hint->plain = find_plain(g, row, g->columns[i].method);
        if (!hint->plain || !summary_cell_timed(hint->hinted))
            continue;
        h->count++;
        r = pairings_add(&h->family, hint->plain->source, hint->hinted->source, g->margin,
                         &hint->against);
    }
    return r;
}

static int collect(struct hints *h, const struct summary *s, const struct summary_group *g)
{
    int r = 0;
    h->all = calloc(g->row_count * g->column_count + 1, sizeof *h->all);
    if (!h->all)
        return -ENOMEM;
    for (size_t i = 0; i < g->row_count && r == 0; i++)
        r = add_row(h, g, &g->rows[i]);
    return pairings_judge(&h->family, &s->looks, r);
}

/* "Faster: mmap-populate (full-read 0.82x [0.80, 0.85])." Returns how many. */
static size_t write_those(struct html *h, const struct hints *hints, enum stats_verdict verdict,
                          const char *lead)
{
    char ratio[COMPARISONS_RATIO_MAX];
    size_t count = 0;
    for (size_t i = 0; i < hints->count; i++) {
        const struct hint *hint = &hints->all[i];
        if (hint->against.verdict == verdict)
            html_textf(h, "%s%s in %s %s", count++ ? ", " : lead, summary_method(hint->hinted),
                       hint->row->label, comparisons_ratio(hint->against.ratio, ratio));
    }
    if (count > 0)
        html_text(h, ". ");
    return count;
}

static void write_group(const struct view *v, const struct summary_group *g,
                        const struct hints *hints)
{
    html_mark(v->html, "<li>");
    view_name_group(v, g);
    html_text(v->html, ": ");
    size_t shown = write_those(v->html, hints, STATS_FASTER, "Faster: ") +
                   write_those(v->html, hints, STATS_SLOWER, "Slower: ");
    if (shown < hints->count)
        html_textf(v->html, "The same within 3 %%, or undecided, in %zu of %zu comparisons.",
                   hints->count - shown, hints->count);
    html_mark(v->html, "</li>\n");
}

void answer_hints(const struct view *v)
{
    size_t count = 0;
    for (size_t i = 0; i < v->summary->group_count; i++) {
        struct hints hints = { 0 };
        const struct summary_group *g = &v->summary->groups[i];
        if (collect(&hints, v->summary, g) < 0)
            v->html->error = -ENOMEM;
        if (hints.count > 0 && count++ == 0)
            html_mark(v->html, "<p>Times with the hint as multiples of those of the same "
                               "method without it.</p>\n<ul>\n");
        if (hints.count > 0)
            write_group(v, g, &hints);
        free(hints.all);
    }
    if (count > 0)
        html_mark(v->html, "</ul>\n");
    else
        answer_write_missing(v->html, "hints beside the same methods without them",
                             "mapread run -w full-read -s warm -s cold");
}
