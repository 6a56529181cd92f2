/* SPDX-License-Identifier: MIT */
#include "html/shade.h"

#include <math.h>

#include "document/document.h"

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

/* Where no difference is shown there is no colour; without a verdict a frame. */
static void write_class(struct html *h, double ratio, enum stats_verdict verdict)
{
    char class[16];
    bool shown = verdict == STATS_FASTER || verdict == STATS_SLOWER;
    if (!shown && verdict != STATS_UNDECIDED)
        return;
    if (document_shade(ratio, !shown, class)[0])
        html_mark(h, " class=\"%s\"", class);
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
    for (int i = DOCUMENT_SHADES; i >= 1; i--)
        html_mark(h, "<li class=\"f%d\">%s%.2gx</li>\n", i,
                  i == DOCUMENT_SHADES ? "below " : "",
                  pow(DOCUMENT_SHADE_FACTOR, i == DOCUMENT_SHADES ? 1 - i : -i));
    html_mark(h, "<li>1x</li>\n");
    for (int i = 1; i <= DOCUMENT_SHADES; i++)
        html_mark(h, "<li class=\"s%d\">%s%.2gx</li>\n", i,
                  i == DOCUMENT_SHADES ? "above " : "",
                  pow(DOCUMENT_SHADE_FACTOR, i == DOCUMENT_SHADES ? i - 1 : i));
    html_mark(h, "</ul>\n");
}
