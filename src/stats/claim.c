/* SPDX-License-Identifier: MIT */
#include "stats/claim.h"

#include <math.h>

#include "stats/comparison.h"

const char *const claim_verdict_names[CLAIM_VERDICTS] = { "not known", "does not hold",
                                                          "holds partly", "holds" };

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

enum claim_verdict claim_judge(struct stats_estimate measured, double low, double high)
{
    int claimed = claim_side_claimed(low, high);
    if (isnan(measured.low) || isnan(measured.high))
        return CLAIM_NOT_KNOWN;
    if (claim_is_of_no_gain(low, high))
        return claim_side(measured) > 0 ? CLAIM_FAILS : CLAIM_HOLDS;
    if (claim_side(measured) != claimed)
        return CLAIM_FAILS;
    if (claimed == 0 || isnan(low))
        return CLAIM_HOLDS;
    return measured.low >= low / CLAIM_FACTOR && measured.high <= high * CLAIM_FACTOR
               ? CLAIM_HOLDS
               : CLAIM_PARTLY;
}
