/* SPDX-License-Identifier: MIT */
/* Every figure in a table, folded away: also what the pictures show, for who cannot see. */
#include "report/comparisons.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "html/section.h"
#include "report/why.h"

static void write_time(struct html *h, struct stats_estimate e)
{
    char time[TEXT_MAX], low[TEXT_MAX], high[TEXT_MAX];
    if (isnan(e.low))
        html_element(h, "td", known_ns(e.value, time));
    else
        html_elementf(h, "td", "%s [%s, %s]", text_format_ns(e.value, time),
                      text_format_ns(e.low, low), text_format_ns(e.high, high));
}

/* Of the verdict, or of what an undecided one is nearest to. */
static double least_p(const struct stats_comparison *c)
{
    double least = 1;
    for (int i = 0; i < STATS_CLAIMS; i++)
        least = fmin(least, c->p_adjusted[i]);
    return least;
}

static void write_verdict(struct html *h, const struct summary_cell *cell)
{
    char ratio[COMPARISONS_RATIO_MAX], words[COMPARISONS_VERDICT_MAX];
    const struct stats_comparison *c = &cell->against;
    if (cell->baseline) {
        html_mark(h, "<td>1</td><td></td><td></td><td>baseline</td>");
        return;
    }
    if (isnan(c->ratio.value))
        html_element(h, "td", known_text(""));
    else
        html_element(h, "td", comparisons_ratio(c->ratio, ratio));
    html_elementf(h, "td", "%zu", c->ratio.n);
    if (c->verdict == STATS_UNKNOWN)
        html_element(h, "td", known_text(""));
    else
        html_elementf(h, "td", "%.2g", least_p(c));
    html_element(h, "td", comparisons_verdict(c, words));
}

static void write_memory(struct html *h, const struct summary_cell *c)
{
    char text[TEXT_MAX];
    html_element(h, "td", known_bytes(c->own_bytes, text));
    html_element(h, "td", known_bytes(c->mapped_bytes, text));
    html_element(h, "td", known_bytes(c->median.peak_rss_bytes, text));
}

static void write_line(const struct view *v, const struct summary_group *g,
                       const struct summary_cell *cell)
{
    struct html *h = v->html;
    html_mark(h, "<tr>");
    html_element(h, "th scope=\"row\"", summary_method(cell));
    write_time(h, cell->wall_ns);
    write_verdict(h, cell);
    write_memory(h, cell);
    char *why = why_text(cell->source, g->bytes);
    html_element(h, "td class=\"words\"", why ? why : "");
    if (!why)
        h->error = -ENOMEM;
    free(why);
    html_mark(h, "</tr>\n");
}

static void write_decision(struct html *h, const struct summary_group *g,
                           const struct summary_row *row)
{
    char ratio[COMPARISONS_RATIO_MAX], words[COMPARISONS_VERDICT_MAX];
    const struct summary_decision *c = &row->best;
    if (!c->mmap || !c->read)
        return;
    char *others = comparisons_others(g, row);
    if (!others)
        h->error = -ENOMEM;
    html_elementf(h, "p", "The best of each family: %s takes %s of %s's time, %zu pairs%s: %s.",
                  summary_method(c->mmap), comparisons_ratio(c->against.ratio, ratio),
                  summary_method(c->read), c->against.ratio.n, others ? others : "",
                  comparisons_verdict(&c->against, words));
    free(others);
}

static void write_table(const struct view *v, const struct summary_group *g,
                        const struct summary_row *row)
{
    struct html *h = v->html;
    html_mark(h, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    view_name_row(v, g, row);
    html_mark(h, "\"><table class=\"list\"><caption>");
    view_name_row(v, g, row);
    html_textf(h, "; ratios to %s", row->baseline);
    if (g->margin > stats_margin)
        html_textf(h, "; margin %.1f %%", 100 * g->margin);
    html_mark(h,
              "</caption>\n<thead><tr><th scope=\"col\">method</th><th scope=\"col\">median "
              "time</th><th scope=\"col\">ratio</th><th scope=\"col\">pairs</th><th "
              "scope=\"col\">p, adjusted</th><th scope=\"col\">verdict</th><th "
              "scope=\"col\">own memory</th><th scope=\"col\">mapped cache</th><th "
              "scope=\"col\">peak</th><th scope=\"col\">one pass</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]))
            write_line(v, g, &row->cells[i]);
    html_mark(h, "</tbody></table></div>\n");
}

static void write_row_of(const struct view *v, const struct summary_group *g,
                         const struct summary_row *row, void *context)
{
    (void)context;
    html_mark(v->html, "<details><summary>");
    view_name_row(v, g, row);
    html_mark(v->html, "</summary>\n");
    write_decision(v->html, g, row);
    write_table(v, g, row);
    html_mark(v->html, "</details>\n");
}

static void write_section(const struct view *v)
{
    html_elementf(
        v->html, "p",
        "All figures of the pictures above. In brackets: where the median or the ratio "
        "lies with a confidence of at least 95 %%. Faster and slower: by more than %g %% or "
        "the margin; the same: within %g %%; by signed ranks, adjusted by Benjamini and "
        "Hochberg, at most %g %% of the verdicts false.",
        100 * stats_margin, 100 * STATS_SAME_WITHIN, 100 * stats_alpha);
    view_rows(v, write_row_of, NULL);
}

const struct section section_comparisons = { "comparisons", "Every comparison", write_section };
