/* SPDX-License-Identifier: MIT */
/* When a published figure holds, and how it does not. */
#include <math.h>

#include "stats/claim.h"
#include "stats/comparison.h"
#include "tests/test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

struct judgement {
    double here, low, high; /* median and interval */
    double claim_low, claim_high;
    enum claim_verdict verdict;
};

static void claims_are_judged_by_the_rule(void **state)
{
    (void)state;
    const double more = 1 + stats_margin, less = 1 / more;
    const struct judgement table[] = {
        { 4.1, 3.9, 4.3, 4, 4, CLAIM_HOLDS },
        { 2, 1.9, 2.2, 4, 4, CLAIM_HOLDS }, /* the ends of the factor belong to it */
        { 8, 7.8, 8.4, 4, 4, CLAIM_HOLDS },
        { 7.9, 1.1, 50, 4, 4, CLAIM_HOLDS }, /* the point has the size, not the interval */
        { 1.99, 1.9, 4, 4, 4, CLAIM_SMALLER },
        { 8.01, 4, 8.1, 4, 4, CLAIM_LARGER },
        { 1.2, more, 1.3, 4, 4, CLAIM_NOT_DECIDED }, /* not beyond the margin */
        { 1.2, more + 1e-9, 1.3, 4, 4, CLAIM_SMALLER },
        { 1.2, 0.9, 5, 4, 4, CLAIM_NOT_DECIDED }, /* both sides */
        { 0.5, 0.4, 1.2, 4, 4, CLAIM_NOT_DECIDED },
        { 0.5, 0.4, 0.6, 4, 4, CLAIM_OPPOSITE },
        { 0.5, 0.4, 0.6, 0.5, 0.5, CLAIM_HOLDS },
        { 0.2, 0.1, 0.3, 0.5, 0.5, CLAIM_LARGER }, /* mmap is worse by more than published */
        { 0.5, 0.4, 0.6, 0.2, 0.2, CLAIM_SMALLER },
        { 2, 1.9, 2.1, 0.5, 0.5, CLAIM_OPPOSITE },
        { 0.9, 0.8, less, 0.5, 0.5, CLAIM_NOT_DECIDED },
        { 1.2, 1.1, 1.3, 2, 3, CLAIM_HOLDS }, /* a range has a factor at both ends */
        { 1.4, 1.3, 2.3, 3, 4, CLAIM_SMALLER },
        { 6, 5.8, 6.2, 2, 3, CLAIM_HOLDS },
        { 6.1, 6.0, 6.2, 2, 3, CLAIM_LARGER },
        { 1.5, 1.4, 1.6, NAN, NAN, CLAIM_HOLDS }, /* only that it is better */
        { 50, 40, 60, NAN, NAN, CLAIM_HOLDS },
        { 0.9, 0.8, 0.95, NAN, NAN, CLAIM_OPPOSITE },
        { 1.01, 0.99, 1.03, NAN, NAN, CLAIM_NOT_DECIDED },
        { 1.01, 0.99, 1.03, 1, 1, CLAIM_HOLDS }, /* the claim that there is none */
        { 1.02, 1.015, 1.03, 1, 1, CLAIM_HOLDS },
        { 1.01, 0.99, 1.04, 1, 1, CLAIM_NOT_DECIDED },
        { 0.99, 0.96, 1.03, 1, 1, CLAIM_NOT_DECIDED },
        { 1.5, 1.4, 1.6, 1.01, 1.01, CLAIM_OPPOSITE },
        { 0.5, 0.4, 0.6, 1, 1, CLAIM_OPPOSITE },
        { 0.2, 0.1, 0.3, 0.5, 1, CLAIM_HOLDS }, /* the claim that it is not better */
        { 0.99, 0.9, 1.03, 0.5, 1, CLAIM_HOLDS },
        { 1.01, 0.99, 1.04, 0.5, 1, CLAIM_NOT_DECIDED },
        { 1.5, 1.4, 1.6, 0.5, 1, CLAIM_OPPOSITE },
        { 4, NAN, NAN, 4, 4, CLAIM_NOT_DECIDED },
        { NAN, NAN, NAN, NAN, NAN, CLAIM_NOT_DECIDED },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        const struct judgement *j = &table[i];
        struct stats_estimate e = { j->here, j->low, j->high, 10 };
        enum claim_verdict v = claim_judge(e, j->claim_low, j->claim_high);
        if (v != j->verdict)
            fail_msg("%g [%g, %g] against %g to %g: %s", j->here, j->low, j->high, j->claim_low,
                     j->claim_high, claim_verdict_names[v]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_are_judged_by_the_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
