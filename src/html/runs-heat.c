/* SPDX-License-Identifier: MIT */
/* Each run's times as multiples of the first run's, methods down and workloads across. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "html/runs.h"
#include "html/shade.h"
#include "report/caption.h"
#include "report/compare-table.h"

static enum stats_verdict verdict_of(enum compare_finding finding)
{
    static const enum stats_verdict verdicts[] = {
        [COMPARE_NONE] = STATS_UNKNOWN,
        [COMPARE_SAME] = STATS_SAME,
        [COMPARE_LOWER] = STATS_FASTER,
        [COMPARE_HIGHER] = STATS_SLOWER,
    };
    return verdicts[finding];
}

static void write_against_first(struct html *h, const struct compare_cell *cell)
{
    char ratio[TEXT_MAX];
    const struct compare_answer *a = cell ? &cell->answers[COMPARE_TIME] : NULL;
    if (!cell) {
        shade_write_nothing(h, "not in this run");
    } else if (cell->source->status != CASE_OK) {
        shade_write_word(h, summary_untimed(cell->source));
    } else if (a->finding == COMPARE_NONE) {
        shade_write_word(h, "not compared");
    } else {
        shade_begin_cell(h, compare_format_ratio(a->ratio.value, ratio), a->ratio.value,
                         verdict_of(a->finding));
        html_mark(h, "</td>\n");
    }
}

static void write_workloads(struct html *h, const struct summary_group *g)
{
    html_mark(h, "<thead><tr><th scope=\"col\">method</th>");
    for (size_t i = 0; i < g->row_count; i++)
        html_element(h, "th scope=\"col\"", g->rows[i].label);
    html_mark(h, "</tr></thead>\n<tbody>\n");
}

static void write_group(const struct view *v, const struct summary_group *g, size_t run)
{
    const struct compare *c = v->compare;
    table_begin(v->html, "heat", "%s, %s: %s / %s", g->place, g->key.state, c->runs[run].label,
                c->runs[0].label);
    write_workloads(v->html, g);
    for (size_t i = 0; i < g->column_count; i++) {
        html_mark(v->html, "<tr>");
        html_element(v->html, "th scope=\"row\"", g->columns[i].method);
        for (size_t j = 0; j < g->row_count; j++) {
            const struct summary_cell *cell = &g->rows[j].cells[i];
            write_against_first(
                v->html, cell->source ? compare_cell_of(c, runs_case_of(v, cell), run) : NULL);
        }
        html_mark(v->html, "</tr>\n");
    }
    table_end(v->html);
}

/* With many runs only the first is unfolded. */
enum { UNFOLDED_RUNS = 4 };

static void write_run(const struct view *v, size_t run)
{
    const struct compare *c = v->compare;
    bool open = run == 1 || c->run_count <= UNFOLDED_RUNS;
    html_elementf(v->html, "h3", "%s against %s", c->runs[run].label, c->runs[0].label);
    html_mark(v->html, "\n<details%s><summary>", open ? " open=\"open\"" : "");
    html_textf(v->html, "Ratios of %s", c->runs[run].label);
    html_mark(v->html, "</summary>\n<div class=\"tables\">\n");
    for (size_t i = 0; i < c->layout.group_count; i++)
        write_group(v, &c->layout.groups[i], run);
    html_mark(v->html, "</div></details>\n");
}

static void write_heat(const struct view *v)
{
    html_elementf(v->html, "p",
                  "The time of each case as a multiple of its time in %s: 0.50x is half of it. "
                  "A difference is shown when its interval lies beyond %.0f %% and p, by rank "
                  "sum, adjusted by Benjamini and Hochberg over the table, is at most %.0f "
                  "%%. " SHADE_EXPLANATION,
                  v->compare->runs[0].label, 100 * COMPARE_MARGIN, 100 * COMPARE_ALPHA);
    shade_write_legend(v->html);
    for (size_t i = 1; i < v->compare->run_count; i++)
        write_run(v, i);
}

const struct section section_runs_heat = { "ratios", "Is one faster?", write_heat };
