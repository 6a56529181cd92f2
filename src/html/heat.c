/* SPDX-License-Identifier: MIT */
/*
 * The heat map: a table of each group, methods down and workloads across. A cell has the
 * figure and what the verdict is in signs; its colour only repeats them.
 */
#include <math.h>
#include <string.h>

#include "html/section.h"
#include "report/comparisons.h"

/* Each step of a colour is this factor of time. */
#define STEP 1.5
enum { STEPS = 5 };

/* "f3": faster, third step. Where no difference is shown there is no colour. */
static void put_class(struct html *h, const struct stats_comparison *c)
{
    int step = (int)fmin(STEPS, 1 + floor(fabs(log(c->ratio.value)) / log(STEP)));
    if (c->verdict == STATS_FASTER || c->verdict == STATS_SLOWER)
        html_mark(h, " class=\"%c%d\"", c->verdict == STATS_FASTER ? 'f' : 's', step);
}

/* Behind the figure. */
static const struct {
    const char *sign, *words;
} signs[STATS_VERDICTS] = {
    [STATS_UNKNOWN] = { "", "" },
    [STATS_TOO_FEW] = { " ?", "too few rounds" },
    [STATS_DRIFTING] = { " ?", "drifting" },
    [STATS_SAME] = { " ~", "no difference shown" },
    [STATS_FASTER] = { "", "faster" },
    [STATS_SLOWER] = { "", "slower" },
};

static void put_compared(struct html *h, const struct summary_cell *cell)
{
    char ratio[COMPARISONS_RATIO_MAX];
    const struct stats_comparison *c = &cell->against;
    const struct stats_estimate alone = { .value = c->ratio.value, .low = NAN, .high = NAN };
    html_mark(h, "<td");
    put_class(h, c);
    html_mark(h, ">");
    html_textf(h, "%s%s", isnan(c->ratio.value) ? "not known" : comparisons_ratio(alone, ratio),
               signs[c->verdict].sign);
    html_elementf(h, "span class=\"hidden\"", " %s", signs[c->verdict].words);
    if (cell->best)
        html_mark(h, "<span class=\"best\"> best</span>");
    html_mark(h, "</td>\n");
}

static void put_cell(struct html *h, const struct summary_row *row,
                     const struct summary_cell *cell)
{
    if (!cell->source)
        html_mark(h, "<td class=\"none\"><span class=\"hidden\">not in this run</span></td>\n");
    else if (!summary_cell_timed(cell))
        html_elementf(h, "td class=\"none\"", "%s", summary_untimed(cell));
    else if (strcmp(summary_method(cell), row->baseline) == 0)
        html_mark(h, "<td class=\"base\">1<span class=\"hidden\"> baseline</span>%s</td>\n",
                  cell->best ? "<span class=\"best\"> best</span>" : "");
    else
        put_compared(h, cell);
}

static void put_head(const struct view *v, const struct summary_group *g)
{
    struct html *h = v->html;
    html_mark(h, "<caption>");
    view_name_group(v, g);
    html_mark(h, "</caption>\n<thead><tr><th scope=\"col\">method</th>\n");
    for (size_t i = 0; i < g->row_count; i++) {
        html_mark(h, "<th scope=\"col\">");
        html_text(h, g->rows[i].workload);
        html_elementf(h, "span class=\"of\"", " / %s", g->rows[i].baseline);
        html_mark(h, "</th>\n");
    }
    html_mark(h, "</tr></thead>\n<tbody>\n");
}

static void put_group(const struct view *v, const struct summary_group *g)
{
    struct html *h = v->html;
    html_mark(h, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    view_name_group(v, g);
    html_mark(h, "\"><table class=\"heat\">\n");
    put_head(v, g);
    for (size_t i = 0; i < g->column_count; i++) {
        bool border = i > 0 && g->columns[i].family != g->columns[i - 1].family;
        html_mark(h, "<tr%s>", border ? " class=\"family\"" : "");
        html_element(h, "th scope=\"row\"", g->columns[i].method);
        for (size_t j = 0; j < g->row_count; j++)
            put_cell(h, &g->rows[j], &g->rows[j].cells[i]);
        html_mark(h, "</tr>\n");
    }
    html_mark(h, "</tbody></table></div>\n");
}

/* The legend's cells say in words what their colour stands for. */
static void put_legend(struct html *h)
{
    html_mark(h, "<ul class=\"legend\" aria-label=\"colours\">\n");
    for (int i = STEPS; i >= 1; i--)
        html_mark(h, "<li class=\"f%d\">%s%.2gx</li>\n", i, i == STEPS ? "below " : "",
                  pow(STEP, i == STEPS ? 1 - i : -i));
    html_mark(h, "<li>1x</li>\n");
    for (int i = 1; i <= STEPS; i++)
        html_mark(h, "<li class=\"s%d\">%s%.2gx</li>\n", i, i == STEPS ? "above " : "",
                  pow(STEP, i == STEPS ? i - 1 : i));
    html_mark(h, "</ul>\n");
}

static void put(const struct view *v)
{
    html_element(
        v->html, "p",
        "Each method's time as a multiple of the time of the method that stands behind "
        "the workload's name: 0.50x is half of it. Blue is faster, orange slower, "
        "each step half as much again and as far as its figure. ~ no difference shown; ? no "
        "verdict (too few "
        "rounds, or drifting).");
    put_legend(v->html);
    html_mark(v->html, "<div class=\"tables\">\n");
    for (size_t i = 0; i < v->summary->group_count; i++)
        put_group(v, &v->summary->groups[i]);
    html_mark(v->html, "</div>\n");
}

const struct section section_heat = { "ratios", "Every method against the baseline", put };
