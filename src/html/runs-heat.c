/* SPDX-License-Identifier: MIT */
/*
 * Two heat maps: each run's times as multiples of the first run's, methods down and workloads
 * across; and mmap against read within each run, workloads down and runs across.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "html/runs.h"
#include "html/shade.h"
#include "report/caption.h"
#include "report/compare-heat.h"
#include "report/compare-table.h"

/* ---- against the first run ---- */

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

/* ---- mmap against read ---- */

/* One cell of a run, of the row of its own summary; NULL: it has none. */
typedef void write_of_row(struct html *h, const struct summary_group *g,
                          const struct summary_row *row);

/* `of` stands below it; NULL: nothing. */
static void write_ratio(struct html *h, const struct stats_comparison *c, const char *of)
{
    char ratio[TEXT_MAX];
    if (isnan(c->ratio.value)) {
        shade_write_word(h, "not compared");
        return;
    }
    shade_begin_cell(h, compare_format_ratio(c->ratio.value, ratio), c->ratio.value,
                     c->verdict);
    if (of)
        html_elementf(h, "span class=\"of\"", " %s", of);
    html_mark(h, "</td>\n");
}

static void write_plain(struct html *h, const struct summary_group *g,
                        const struct summary_row *row)
{
    const struct summary_cell *mmap =
        row ? summary_find_cell(g, row, summary_challenger(row->key.workload)) : NULL;
    if (!mmap || !mmap->source)
        shade_write_nothing(h, "not in this run");
    else if (!summary_cell_timed(mmap))
        shade_write_word(h, summary_untimed(mmap->source));
    else
        write_ratio(h, &mmap->against, NULL);
}

static void write_best(struct html *h, const struct summary_group *g,
                       const struct summary_row *row)
{
    (void)g;
    const struct summary_decision *c = row ? &row->best : NULL;
    if (!c || !c->mmap || !c->read) {
        shade_write_word(h, "not compared");
        return;
    }
    char *names = text_printf("%s / %s", summary_method(c->mmap), summary_method(c->read));
    if (!names)
        h->error = -ENOMEM;
    write_ratio(h, &c->against, names);
    free(names);
}

/* "find", and below it "text-64MiB: mmap / read". */
static void write_methods(struct html *h, const struct summary_group *g,
                          const struct summary_row *row)
{
    char *of = text_printf("%s: %s / %s", g->place, summary_challenger(row->key.workload),
                           row->baseline);
    if (!of)
        h->error = -ENOMEM;
    runs_write_name(h, row->label, of ? of : "");
    free(of);
}

static void write_rows(const struct view *v, const struct summary_group *g,
                       write_of_row *write_cell)
{
    for (size_t i = 0; i < g->row_count; i++) {
        const struct summary_row *row = &g->rows[i];
        if (!compare_heat_wants(g, row))
            continue;
        html_mark(v->html, "<tr>");
        if (write_cell == write_plain)
            write_methods(v->html, g, row);
        else
            runs_write_name(v->html, row->label, g->place);
        for (size_t run = 0; run < v->compare->run_count; run++) {
            const struct summary_group *own = NULL;
            const struct summary_row *other =
                compare_row_of(v->compare, run, g, row->workload, &own);
            write_cell(v->html, own, other);
        }
        html_mark(v->html, "</tr>\n");
    }
}

static void write_state(const struct view *v, const char *state, const char *what,
                        write_of_row *write_cell)
{
    const struct summary *s = &v->compare->layout;
    table_begin(v->html, "heat wide", "%s: %s", state, what);
    runs_write_head(v, "workload", 0);
    for (size_t i = 0; i < s->group_count; i++)
        if (strcmp(s->groups[i].key.state, state) == 0)
            write_rows(v, &s->groups[i], write_cell);
    table_end(v->html);
}

static void write_mmap(const struct view *v)
{
    const struct compare *c = v->compare;
    html_element(v->html, "p",
                 "The time of mmap as a multiple of the baseline's in the same run, both named "
                 "below the workload, and of the best of each family; every run is judged by "
                 "itself, by its rounds in pairs. " SHADE_EXPLANATION);
    shade_write_legend(v->html);
    bool any = false;
    html_mark(v->html, "<div class=\"tables\">\n");
    for (size_t i = 0; i < c->layout.group_count; i++) {
        if (!compare_heat_begins(c, i))
            continue;
        any = true;
        write_state(v, c->layout.groups[i].key.state, "mmap / the baseline", write_plain);
        write_state(v, c->layout.groups[i].key.state, "best mmap / best read", write_best);
    }
    html_mark(v->html, "</div>\n");
    if (!any)
        html_element(v->html, "p", "No run has a case of mmap.");
}

const struct section section_runs_mmap = { "mmap", COMPARE_HEAT_TITLE, write_mmap };
