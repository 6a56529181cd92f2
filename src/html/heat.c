/* SPDX-License-Identifier: MIT */
/*
 * The heat map: a table of each group, methods down and workloads across. A cell has the
 * figure and what the verdict is in signs; its colour only repeats them.
 */
#include <math.h>
#include <string.h>

#include "html/section.h"
#include "html/shade.h"
#include "report/comparisons.h"

static void write_compared(struct html *h, const struct summary_cell *cell)
{
    char ratio[COMPARISONS_RATIO_MAX];
    const struct stats_comparison *c = &cell->against;
    const struct stats_estimate alone = { .value = c->ratio.value, .low = NAN, .high = NAN };
    shade_begin_cell(h,
                     isnan(c->ratio.value) ? known_text("") : comparisons_ratio(alone, ratio),
                     c->ratio.value, c->verdict);
    if (cell->fastest)
        html_mark(h, "<span class=\"best\"> fastest</span>");
    html_mark(h, "</td>\n");
}

static void write_cell(struct html *h, const struct summary_cell *cell)
{
    if (!cell->source)
        shade_write_nothing(h, "not in this run");
    else if (!summary_cell_timed(cell))
        shade_write_word(h, summary_untimed(cell->source));
    else if (cell->baseline)
        html_mark(h, "<td class=\"base\">1<span class=\"hidden\"> baseline</span>%s</td>\n",
                  cell->fastest ? "<span class=\"best\"> fastest</span>" : "");
    else
        write_compared(h, cell);
}

static void write_head(const struct view *v, const struct summary_group *g)
{
    struct html *h = v->html;
    html_mark(h, "<caption>");
    view_name_group(v, g);
    html_mark(h, "</caption>\n<thead><tr><th scope=\"col\">method</th>\n");
    for (size_t i = 0; i < g->row_count; i++) {
        html_mark(h, "<th scope=\"col\">");
        html_text(h, g->rows[i].label);
        html_elementf(h, "span class=\"of\"", " / %s", g->rows[i].baseline);
        html_mark(h, "</th>\n");
    }
    html_mark(h, "</tr></thead>\n<tbody>\n");
}

static void write_group(const struct view *v, const struct summary_group *g)
{
    struct html *h = v->html;
    html_mark(h, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    view_name_group(v, g);
    html_mark(h, "\"><table class=\"heat\">\n");
    write_head(v, g);
    for (size_t i = 0; i < g->column_count; i++) {
        bool border = i > 0 && g->columns[i].family != g->columns[i - 1].family;
        html_mark(h, "<tr%s>", border ? " class=\"family\"" : "");
        html_element(h, "th scope=\"row\"", g->columns[i].method);
        for (size_t j = 0; j < g->row_count; j++)
            write_cell(h, &g->rows[j].cells[i]);
        html_mark(h, "</tr>\n");
    }
    html_mark(h, "</tbody></table></div>\n");
}

static void write_section(const struct view *v)
{
    html_element(
        v->html, "p",
        "Each method's time as a multiple of the time of the method that stands behind "
        "the workload's name: 0.50x is half of it. " SHADE_EXPLANATION);
    shade_write_legend(v->html);
    html_mark(v->html, "<div class=\"tables\">\n");
    for (size_t i = 0; i < v->summary->group_count; i++)
        write_group(v, &v->summary->groups[i]);
    html_mark(v->html, "</div>\n");
}

const struct section section_heat = { "ratios", "Every method against the baseline",
                                      write_section };
