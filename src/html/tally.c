/* SPDX-License-Identifier: MIT */
#include "html/tally.h"

bool tally_any_row(const struct summary_row *row)
{
    (void)row;
    return true;
}

static bool over_limit(const struct summary_cell *c)
{
    return c && c->source && c->source->status == CASE_OVER_LIMIT;
}

/* A pass that was stopped is a result: the other side, which finished, is faster. */
enum stats_verdict tally_verdict(const struct summary_group *g, const struct summary_row *row,
                                 const char *method)
{
    const struct summary_cell *subject = summary_find_cell(g, row, method);
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    if (over_limit(subject) && summary_cell_timed(baseline))
        return STATS_SLOWER;
    if (over_limit(baseline) && summary_cell_timed(subject))
        return STATS_FASTER;
    return summary_cell_timed(subject) ? subject->against.verdict : STATS_UNKNOWN;
}

struct tally tally_of(const struct view *v, const char *method, wanted_row *wanted)
{
    struct tally t = { { 0 } };
    for (size_t i = 0; i < v->summary->group_count; i++) {
        const struct summary_group *g = &v->summary->groups[i];
        for (size_t j = 0; j < g->row_count; j++) {
            const struct summary_row *row = &g->rows[j];
            const struct summary_cell *cell = summary_find_cell(g, row, method);
            if (wanted(row) && cell && cell->source)
                t.of[tally_verdict(g, row, method)]++;
        }
    }
    return t;
}

struct tally tally_of_decisions(const struct view *v)
{
    struct tally t = { { 0 } };
    for (size_t i = 0; i < v->summary->group_count; i++)
        for (size_t j = 0; j < v->summary->groups[i].row_count; j++) {
            const struct summary_decision *c = &v->summary->groups[i].rows[j].best;
            if (c->mmap && c->read)
                t.of[c->against.verdict]++;
        }
    return t;
}

/* Parts of the sentence, in this order; those that are 0 are left out. */
static const struct {
    enum stats_verdict verdict;
    const char *words; /* behind "in 3" or, first, "in 3 of 14 comparisons" */
} parts[] = {
    { STATS_FASTER, "it was faster" },
    { STATS_SLOWER, "it was slower" },
    { STATS_SAME, "no difference was shown" },
    { STATS_DRIFTING, "the ratio drifted" },
    { STATS_TOO_FEW, "there were too few rounds for a verdict" },
    { STATS_UNKNOWN, "one of the two has no time" },
};

void tally_write(struct html *h, const char *method, const char *other, const struct tally *t)
{
    size_t total = 0, said = 0;
    for (size_t i = 0; i < STATS_VERDICTS; i++)
        total += t->of[i];
    if (total == 0) {
        html_textf(h, "This run did not compare %s with %s.", method, other);
        return;
    }
    html_textf(h, "%s was compared with %s in %zu case%s: ", method, other, total,
               total == 1 ? "" : "s");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (t->of[parts[i].verdict] > 0)
            html_textf(h, "%sin %zu %s", said++ ? ", " : "", t->of[parts[i].verdict],
                       parts[i].words);
    html_text(h, ".");
}

static const struct {
    const char *class, *words;
} badges[STATS_VERDICTS] = {
    [STATS_UNKNOWN] = { "none", "\u2013 no verdict" },
    [STATS_TOO_FEW] = { "none", "? too few rounds" },
    [STATS_DRIFTING] = { "none", "? drifting" },
    [STATS_SAME] = { "same", "~ no difference shown" },
    [STATS_FASTER] = { "faster", "\u25bc mmap faster" },
    [STATS_SLOWER] = { "slower", "\u25b2 mmap slower" },
};

void tally_badge(struct html *h, enum stats_verdict verdict)
{
    html_mark(h, "<span class=\"badge %s\">", badges[verdict].class);
    html_text(h, badges[verdict].words);
    html_mark(h, "</span> ");
}
