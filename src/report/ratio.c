/* SPDX-License-Identifier: MIT */
#include "report/ratio.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct stats_estimate ratio_inverse(struct stats_estimate e)
{
    return (struct stats_estimate){
        .value = 1 / e.value, .low = 1 / e.high, .high = 1 / e.low, .n = e.n
    };
}

static const char *write_interval(struct stats_estimate e, int decimals, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "[%.*f, %.*f]", decimals, e.low, decimals, e.high);
    return text;
}

/* ---- beside a decision ---- */

static int short_decimals(struct stats_estimate e)
{
    int decimals = e.value < 1.995 ? 2 : e.value < 9.95 ? 1 : 0;
    return decimals == 1 && e.high - e.low < 0.1 ? 2 : decimals;
}

const char *ratio_factor(struct stats_estimate e, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%.*fx", short_decimals(e), e.value);
    return text;
}

const char *ratio_interval(struct stats_estimate e, char text[TEXT_MAX])
{
    return write_interval(e, short_decimals(e), text);
}

/* ---- in tables ---- */

static bool is_readable(double ratio)
{
    return ratio >= 1e-4 && ratio < 1e6;
}

static bool has_range(struct stats_estimate e)
{
    return is_readable(e.value) && is_readable(e.low) && is_readable(e.high);
}

static int decimals_of(struct stats_estimate e)
{
    int decimals = text_ratio_decimals(e.value);
    return decimals + (e.high - e.low < pow(10, -decimals));
}

const char *ratio_value(struct stats_estimate e, char text[TEXT_MAX])
{
    if (isnan(e.value))
        text[0] = '\0';
    else if (has_range(e))
        snprintf(text, TEXT_MAX, "%.*fx", decimals_of(e), e.value);
    else
        text_format_ratio(e.value, text);
    return text;
}

const char *ratio_range(struct stats_estimate e, char text[TEXT_MAX])
{
    text[0] = '\0';
    return has_range(e) ? write_interval(e, decimals_of(e), text) : text;
}

const char *ratio_text(struct stats_estimate e, char text[RATIO_TEXT_MAX])
{
    char value[TEXT_MAX], range[TEXT_MAX];
    ratio_range(e, range);
    snprintf(text, RATIO_TEXT_MAX, "%s%s%s", isnan(e.value) ? "-" : ratio_value(e, value),
             range[0] ? " " : "", range);
    return text;
}

void ratio_shade(const struct stats_comparison *c, struct document_cell *cell)
{
    bool shown = c->verdict == STATS_FASTER || c->verdict == STATS_SLOWER;
    cell->open = c->verdict == STATS_UNDECIDED;
    cell->ratio = shown || cell->open ? c->ratio.value : 0;
}
