/* SPDX-License-Identifier: MIT */
#include "html/shade.h"

#include <math.h>

#include "report/heat.h"

/* "f3": faster, third step; "f3 open" without a verdict, which has a frame of that colour.
   Where no difference is shown there is no colour. */
static void write_class(struct html *h, double ratio, enum stats_verdict verdict)
{
    bool shown = verdict == STATS_FASTER || verdict == STATS_SLOWER;
    if (heat_has_shade(verdict) && !isnan(ratio))
        html_mark(h, " class=\"%c%d%s\"", ratio < 1 ? 'f' : 's', heat_steps(ratio),
                  shown ? "" : " open");
}

static const char *const words[STATS_VERDICTS] = {
    [STATS_UNKNOWN] = "",      [STATS_UNDECIDED] = "undecided", [STATS_SAME] = "no difference",
    [STATS_FASTER] = "faster", [STATS_SLOWER] = "slower",
};

void shade_begin_cell(struct html *h, const char *figure, double ratio,
                      enum stats_verdict verdict)
{
    const char *sign = heat_sign(verdict);
    html_mark(h, "<td");
    write_class(h, ratio, verdict);
    html_mark(h, ">");
    html_textf(h, "%s%s%s", figure, sign[0] ? " " : "", sign);
    html_elementf(h, "span class=\"hidden\"", " %s", words[verdict]);
}

void shade_write_word(struct html *h, const char *word)
{
    html_element(h, "td class=\"none\"", word);
    html_mark(h, "\n");
}

void shade_write_nothing(struct html *h, const char *hidden)
{
    html_mark(h, "<td class=\"none\">");
    html_element(h, "span class=\"hidden\"", hidden);
    html_mark(h, "</td>\n");
}

void shade_write_legend(struct html *h)
{
    html_mark(h, "<ul class=\"legend\" aria-label=\"colours\">\n");
    for (int i = HEAT_STEPS; i >= 1; i--)
        html_mark(h, "<li class=\"f%d\">%s%.2gx</li>\n", i, i == HEAT_STEPS ? "below " : "",
                  pow(HEAT_STEP, i == HEAT_STEPS ? 1 - i : -i));
    html_mark(h, "<li>1x</li>\n");
    for (int i = 1; i <= HEAT_STEPS; i++)
        html_mark(h, "<li class=\"s%d\">%s%.2gx</li>\n", i, i == HEAT_STEPS ? "above " : "",
                  pow(HEAT_STEP, i == HEAT_STEPS ? i - 1 : i));
    html_mark(h, "</ul>\n");
}
