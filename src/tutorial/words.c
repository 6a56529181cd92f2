/* SPDX-License-Identifier: MIT */
#include "tutorial/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "report/ratio.h"
#include "stats/claim.h"

/* "4.05x faster", "1.53x slower". */
static const char *in_words(const struct published_unit *unit, double ratio,
                            char words[WORDS_MAX])
{
    char times[TEXT_MAX];
    bool worse = ratio < 1;
    snprintf(words, WORDS_MAX, "%s %s", text_format_ratio(worse ? 1 / ratio : ratio, times),
             worse ? unit->worse : unit->better);
    return words;
}

const char *words_of_claim(const struct published_row *row, char words[WORDS_MAX])
{
    if (isnan(row->low))
        snprintf(words, WORDS_MAX, "%s", row->unit->better);
    else if (claim_is_of_no_gain(row->low, row->high))
        snprintf(words, WORDS_MAX, "not %s", row->unit->better);
    else if (row->low == row->high)
        in_words(row->unit, row->low, words);
    else
        snprintf(words, WORDS_MAX, "%.3g to %.3gx %s", row->low, row->high, row->unit->better);
    return words;
}

const char *words_of_ratio(const struct published_unit *unit, struct stats_estimate e,
                           char words[WORDS_MAX])
{
    char factor[TEXT_MAX], range[TEXT_MAX];
    bool worse = e.value < 1;
    struct stats_estimate times = worse ? ratio_inverse(e) : e;
    ratio_range(times, range);
    snprintf(words, WORDS_MAX, "%s %s%s%s", ratio_value(times, factor),
             worse ? unit->worse : unit->better, range[0] ? " " : "", range);
    return words;
}
