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
static enum stats_verdict verdict_of(const struct summary_group *g,
                                     const struct summary_row *row, const char *method)
{
    const struct summary_cell *subject = summary_find_cell(g, row, method);
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    if (over_limit(subject) && summary_cell_timed(baseline))
        return STATS_SLOWER;
    if (over_limit(baseline) && summary_cell_timed(subject))
        return STATS_FASTER;
    return summary_cell_timed(subject) ? subject->against.verdict : STATS_UNKNOWN;
}

static bool is_decided(const struct summary_row *row)
{
    return row->best.mmap && row->best.read;
}

enum stats_verdict tally_headline(const struct summary_group *g, const struct summary_row *row)
{
    return is_decided(row) ? row->best.against.verdict
                           : verdict_of(g, row, summary_challenger(row->key.workload));
}

/* One of the two may have no time, because its pass ran over the limit. */
static bool is_compared(const struct summary_group *g, const struct summary_row *row)
{
    const struct summary_cell *mmap = summary_find_cell(g, row, "mmap");
    return is_decided(row) || (mmap && mmap->source);
}

struct tally tally_of_headlines(const struct view *v, wanted_row *wanted)
{
    struct tally t = { { 0 } };
    for (size_t i = 0; i < v->summary->group_count; i++) {
        const struct summary_group *g = &v->summary->groups[i];
        for (size_t j = 0; j < g->row_count; j++)
            if (wanted(&g->rows[j]) && is_compared(g, &g->rows[j]))
                t.of[tally_headline(g, &g->rows[j])]++;
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
    { STATS_SAME, "it was the same within 3 %" },
    { STATS_UNDECIDED, "it is undecided" },
    { STATS_UNKNOWN, "one of the two has no time" },
};

void tally_write(struct html *h, const struct tally *t)
{
    size_t total = 0, said = 0;
    for (size_t i = 0; i < STATS_VERDICTS; i++)
        total += t->of[i];
    if (total == 0) {
        html_text(h, "This run did not compare mmap methods with read methods.");
        return;
    }
    html_textf(h, "The best mmap method was compared with the best read method in %zu case%s: ",
               total, total == 1 ? "" : "s");
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
    [STATS_UNDECIDED] = { "none", "? undecided" },
    [STATS_SAME] = { "same", "~ the same within 3 %" },
    [STATS_FASTER] = { "faster", "\u25bc mmap faster" },
    [STATS_SLOWER] = { "slower", "\u25b2 mmap slower" },
};

void tally_badge(struct html *h, enum stats_verdict verdict)
{
    html_mark(h, "<span class=\"badge %s\">", badges[verdict].class);
    html_text(h, badges[verdict].words);
    html_mark(h, "</span> ");
}
