/* SPDX-License-Identifier: MIT */
#include "html/shade.h"

#include <math.h>

/* Each step is this factor, and the last has no end. */
#define STEP 1.5
enum { STEPS = 5 };

/* How far the ratio is from 1: 1 to STEPS. The ratio is positive. */
static int steps_of(double ratio)
{
    return (int)fmin(STEPS, 1 + floor(fabs(log(ratio)) / log(STEP)));
}

/* Behind a figure, and for who does not see it. */
static const struct {
    const char *sign, *word;
} verdicts[STATS_VERDICTS] = {
    [STATS_UNKNOWN] = { "", "" },
    [STATS_UNDECIDED] = { "?", "undecided" },
    [STATS_SAME] = { "~", "no difference" },
    [STATS_FASTER] = { "", "faster" },
    [STATS_SLOWER] = { "", "slower" },
};

/* "f3": faster, third step; "f3 open" without a verdict, which has a frame of that colour.
   Where no difference is shown there is no colour. */
static void write_class(struct html *h, double ratio, enum stats_verdict verdict)
{
    bool shown = verdict == STATS_FASTER || verdict == STATS_SLOWER;
    if ((shown || verdict == STATS_UNDECIDED) && !isnan(ratio))
        html_mark(h, " class=\"%c%d%s\"", ratio < 1 ? 'f' : 's', steps_of(ratio),
                  shown ? "" : " open");
}

void shade_begin_cell(struct html *h, const char *figure, double ratio,
                      enum stats_verdict verdict)
{
    const char *sign = verdicts[verdict].sign;
    html_mark(h, "<td");
    write_class(h, ratio, verdict);
    html_mark(h, ">");
    html_textf(h, "%s%s%s", figure, sign[0] ? " " : "", sign);
    html_elementf(h, "span class=\"hidden\"", " %s", verdicts[verdict].word);
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
    for (int i = STEPS; i >= 1; i--)
        html_mark(h, "<li class=\"f%d\">%s%.2gx</li>\n", i, i == STEPS ? "below " : "",
                  pow(STEP, i == STEPS ? 1 - i : -i));
    html_mark(h, "<li>1x</li>\n");
    for (int i = 1; i <= STEPS; i++)
        html_mark(h, "<li class=\"s%d\">%s%.2gx</li>\n", i, i == STEPS ? "above " : "",
                  pow(STEP, i == STEPS ? i - 1 : i));
    html_mark(h, "</ul>\n");
}
