/* SPDX-License-Identifier: MIT */
#include "stats/claim.h"

#include <math.h>

#include "stats/comparison.h"

const char *const claim_verdict_names[CLAIM_VERDICTS] = {
    [CLAIM_NOT_DECIDED] = "not decided", [CLAIM_NOT_COMPARABLE] = "not comparable",
    [CLAIM_OPPOSITE] = "opposite",       [CLAIM_SMALLER] = "holds, smaller",
    [CLAIM_LARGER] = "holds, larger",    [CLAIM_HOLDS] = "holds",
};

int claim_side(struct stats_estimate measured)
{
    if (measured.low > 1 + stats_margin)
        return 1;
    return measured.high < 1 / (1 + stats_margin) ? -1 : 0;
}

int claim_side_claimed(double low, double high)
{
    double middle = isnan(low) ? INFINITY : sqrt(low * high);
    return claim_side((struct stats_estimate){ .low = middle, .high = middle });
}

bool claim_is_of_no_gain(double low, double high)
{
    return low < 1 && high == 1;
}

/* The claim that mmap makes no difference, or is not better: then only a gain contradicts. */
static enum claim_verdict judge_none(struct stats_estimate measured, bool may_be_worse)
{
    int side = claim_side(measured);
    if (measured.high <= CLAIM_SAME && (may_be_worse || measured.low >= 1 / CLAIM_SAME))
        return CLAIM_HOLDS;
    return side > 0 || (side < 0 && !may_be_worse) ? CLAIM_OPPOSITE : CLAIM_NOT_DECIDED;
}

static enum claim_verdict judge_size(double point, double low, double high)
{
    bool is_of_gain = claim_side_claimed(low, high) > 0;
    if (point > high * CLAIM_FACTOR)
        return is_of_gain ? CLAIM_LARGER : CLAIM_SMALLER;
    if (point < low / CLAIM_FACTOR)
        return is_of_gain ? CLAIM_SMALLER : CLAIM_LARGER;
    return CLAIM_HOLDS;
}

enum claim_verdict claim_judge(struct stats_estimate measured, double low, double high)
{
    int claimed = claim_side_claimed(low, high), side = claim_side(measured);
    bool is_of_no_gain = claim_is_of_no_gain(low, high);
    if (isnan(measured.low) || isnan(measured.high))
        return CLAIM_NOT_DECIDED;
    if (is_of_no_gain || claimed == 0)
        return judge_none(measured, is_of_no_gain);
    if (side == 0)
        return CLAIM_NOT_DECIDED;
    if (side != claimed)
        return CLAIM_OPPOSITE;
    return isnan(low) ? CLAIM_HOLDS : judge_size(measured.value, low, high);
}
