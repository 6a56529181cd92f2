/* SPDX-License-Identifier: MIT */
#include "report/ratio.h"

#include <stdio.h>

static int decimals_of(struct stats_estimate e)
{
    int decimals = e.value < 1.995 ? 2 : e.value < 9.95 ? 1 : 0;
    return decimals == 1 && e.high - e.low < 0.1 ? 2 : decimals;
}

struct stats_estimate ratio_inverse(struct stats_estimate e)
{
    return (struct stats_estimate){
        .value = 1 / e.value, .low = 1 / e.high, .high = 1 / e.low, .n = e.n
    };
}

const char *ratio_factor(struct stats_estimate e, char text[RATIO_TEXT_MAX])
{
    snprintf(text, RATIO_TEXT_MAX, "%.*fx", decimals_of(e), e.value);
    return text;
}

const char *ratio_interval(struct stats_estimate e, char text[RATIO_TEXT_MAX])
{
    int decimals = decimals_of(e);
    snprintf(text, RATIO_TEXT_MAX, "[%.*f, %.*f]", decimals, e.low, decimals, e.high);
    return text;
}

void ratio_shade(const struct stats_comparison *c, struct document_cell *cell)
{
    bool shown = c->verdict == STATS_FASTER || c->verdict == STATS_SLOWER;
    cell->open = c->verdict == STATS_UNDECIDED;
    cell->ratio = shown || cell->open ? c->ratio.value : 0;
}
