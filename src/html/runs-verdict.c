/* SPDX-License-Identifier: MIT */
/*
 * The answers first: mmap or read in each run, is one run faster than the first and where, and
 * does mmap compare with read differently there; then wins and losses.
 */
#include <math.h>
#include <string.h>

#include "html/runs.h"
#include "html/tally.h"
#include "report/compare-table.h"

/* ---- mmap or read, in each ---- */

static void write_tallies(const struct view *v)
{
    html_mark(v->html, "<ul class=\"verdicts\">\n");
    for (size_t i = 0; i < v->compare->run_count; i++) {
        struct view own = runs_view(v, i);
        struct tally t = tally_of_headlines(&own, tally_any_row);
        html_mark(v->html, "<li>");
        html_elementf(v->html, "strong", "%s", v->compare->runs[i].label);
        html_text(v->html, ": ");
        tally_write(v->html, &t);
        html_mark(v->html, "</li>\n");
    }
    html_mark(v->html, "</ul>\n");
}

/* ---- against the first run ---- */

/* The case of the run whose ratio of time is shown to be furthest on one side;
   c->all.case_count: there is none. */
static size_t find_extreme(const struct compare *c, size_t run, enum compare_finding side)
{
    size_t found = c->all.case_count;
    double furthest = 0;
    for (size_t i = 0; i < c->all.case_count; i++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        if (!cell || cell->answers[COMPARE_TIME].finding != side)
            continue;
        double distance = fabs(log(cell->answers[COMPARE_TIME].ratio.value));
        if (found == c->all.case_count || distance > furthest) {
            found = i;
            furthest = distance;
        }
    }
    return found;
}

static void write_extreme(const struct view *v, size_t run, enum compare_finding side,
                          const char *words)
{
    const struct compare *c = v->compare;
    char ratio[RATIO_TEXT_MAX];
    size_t i = find_extreme(c, run, side);
    if (i == c->all.case_count)
        return;
    const struct stats_estimate *e = &compare_cell_of(c, i, run)->answers[COMPARE_TIME].ratio;
    html_textf(v->html, " %s: ", words);
    runs_name_case(v, i);
    html_textf(v->html, ", %s of the time.", ratio_text(*e, ratio));
}

/* Why nothing of the run was compared: the first note that it has. */
static const char *why_nothing(const struct compare_run *r)
{
    for (size_t i = 0; i < r->run.case_count; i++)
        if (r->cells[i].note != COMPARE_GOOD)
            return compare_note_texts[r->cells[i].note];
    return "no case is in it and in the first run with a time";
}

static void write_faster(const struct view *v, size_t run)
{
    char mean[TEXT_MAX];
    const struct compare_run *r = &v->compare->runs[run];
    const struct compare_tally *t = &r->tallies[COMPARE_TIME];
    size_t compared =
        t->found[COMPARE_LOWER] + t->found[COMPARE_HIGHER] + t->found[COMPARE_SAME];
    if (compared == 0) {
        html_textf(v->html, "nothing was compared: %s.", why_nothing(r));
        return;
    }
    html_textf(
        v->html,
        "compared with %s in %zu case%s: faster in %zu, slower in %zu, no difference shown "
        "in %zu.",
        v->compare->runs[0].label, compared, compared == 1 ? "" : "s", t->found[COMPARE_LOWER],
        t->found[COMPARE_HIGHER], t->found[COMPARE_SAME]);
    if (t->found[COMPARE_NONE] > 0)
        html_textf(v->html, " %zu %s not compared.", t->found[COMPARE_NONE],
                   t->found[COMPARE_NONE] == 1 ? "was" : "were");
    write_extreme(v, run, COMPARE_LOWER, "Where it was fastest");
    write_extreme(v, run, COMPARE_HIGHER, "Where it was slowest");
    if (!isnan(t->mean))
        html_textf(v->html, " Geometric mean of the cases of all runs: %s.",
                   compare_format_ratio(t->mean, mean));
}

/* ---- the ratio of mmap to read ---- */

enum { NAMED = 3 /* that are told one by one */ };

static void write_other_ratio(const struct view *v, size_t i, size_t run)
{
    char here[TEXT_MAX], there[TEXT_MAX];
    html_text(v->html, " ");
    runs_name_case(v, i);
    html_textf(
        v->html, ": %s instead of %s.",
        compare_format_ratio(compare_cell_of(v->compare, i, run)->baseline_ratio.value, here),
        compare_format_ratio(compare_cell_of(v->compare, i, 0)->baseline_ratio.value, there));
}

static void write_ratios(const struct view *v, size_t run)
{
    const struct compare *c = v->compare;
    size_t asked = 0, others = 0, places[NAMED];
    for (size_t i = 0; i < c->all.case_count; i++) {
        const struct compare_cell *cell = compare_cell_of(c, i, run);
        enum compare_finding f = cell ? cell->answers[COMPARE_BASELINE].finding : COMPARE_NONE;
        if (strcmp(c->all.cases[i].key.method,
                   summary_challenger(c->all.cases[i].key.workload)) != 0 ||
            f == COMPARE_NONE)
            continue;
        asked++;
        if (f != COMPARE_SAME && others++ < NAMED)
            places[others - 1] = i;
    }
    if (asked == 0)
        return;
    html_mark(v->html, "<span class=\"why\">");
    if (others == 0)
        html_textf(v->html, "That mmap's time / read's is another than in %s is not shown.",
                   c->runs[0].label);
    else
        html_textf(v->html,
                   "mmap's time / read's is shown to be another than in %s in %zu of %zu.",
                   c->runs[0].label, others, asked);
    for (size_t i = 0; i < others && i < NAMED; i++)
        write_other_ratio(v, places[i], run);
    html_mark(v->html, "</span>");
}

static void write_answers(const struct view *v)
{
    html_mark(v->html, "<ul class=\"verdicts\">\n");
    for (size_t i = 1; i < v->compare->run_count; i++) {
        html_mark(v->html, "<li>");
        html_elementf(v->html, "strong", "%s", v->compare->runs[i].label);
        html_text(v->html, ": ");
        write_faster(v, i);
        write_ratios(v, i);
        html_mark(v->html, "</li>\n");
    }
    html_mark(v->html, "</ul>\n");
}

/* ---- wins and losses ---- */

static const struct {
    const char *name;
    enum compare_finding finding;
} sums[] = {
    { "faster", COMPARE_LOWER },
    { "slower", COMPARE_HIGHER },
    { "no difference shown", COMPARE_SAME },
    { "not compared", COMPARE_NONE },
};

static void write_counts(const struct view *v, const char *name, enum compare_finding finding)
{
    html_mark(v->html, "<tr>");
    html_element(v->html, "th scope=\"row\"", name);
    html_mark(v->html, "<td></td>");
    for (size_t i = 1; i < v->compare->run_count; i++)
        html_elementf(v->html, "td", "%zu",
                      v->compare->runs[i].tallies[COMPARE_TIME].found[finding]);
    html_mark(v->html, "</tr>\n");
}

static void write_sums(const struct view *v)
{
    char ratio[TEXT_MAX];
    const struct compare *c = v->compare;
    table_begin(v->html, "wide pairs", "Wins and losses against %s, in cases",
                c->runs[0].label);
    runs_write_head(v, "cases", 0);
    html_mark(v->html, "<tr><th scope=\"row\">best</th>");
    for (size_t i = 0; i < c->run_count; i++)
        html_elementf(v->html, "td", "%zu", c->runs[i].tallies[COMPARE_TIME].best);
    html_mark(v->html, "</tr>\n");
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++)
        write_counts(v, sums[i].name, sums[i].finding);
    html_mark(v->html, "<tr><th scope=\"row\">geometric mean</th><td></td>");
    for (size_t i = 1; i < c->run_count; i++)
        html_element(v->html, "td",
                     isnan(c->runs[i].tallies[COMPARE_TIME].mean)
                         ? "none"
                         : compare_format_ratio(c->runs[i].tallies[COMPARE_TIME].mean, ratio));
    html_mark(v->html, "</tr>\n");
    table_end(v->html);
}

static void write_section(const struct view *v)
{
    const struct compare *c = v->compare;
    html_element(v->html, "h3", "Is mmap faster than read?");
    html_element(
        v->html, "p",
        "In each run by itself, against the workload's baseline: read, or seek for random "
        "blocks.");
    write_tallies(v);
    html_elementf(v->html, "h3", "Is another run faster than %s?", c->runs[0].label);
    write_answers(v);
    write_sums(v);
    html_elementf(
        v->html, "p",
        "Geometric mean: of the ratios of the cases that were compared in all runs (%zu "
        "of %zu). " COMPARE_CAUTION,
        c->shared, c->all.case_count);
    if (c->hopeless > 0)
        html_elementf(
            v->html, "p",
            "Comparisons with too few samples to show any difference: %zu of %zu. Run more "
            "rounds.",
            c->hopeless, c->compared[COMPARE_TIME]);
}

const struct section section_runs_verdict = { "verdict", "The verdict", write_section };
