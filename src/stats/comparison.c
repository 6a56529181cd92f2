/* SPDX-License-Identifier: MIT */
#include "stats/comparison.h"

#include <math.h>
#include <stdlib.h>

#include "stats/rank.h"

const double stats_margin = 0.01;
const double stats_alpha = 0.05;

static const double drift_least = 0.5;
/* Of the normal distribution, two-sided 5 %. */
static const double drift_z = 1.96;

const char *const stats_verdict_names[STATS_VERDICTS] = {
    [STATS_UNKNOWN] = "not known", [STATS_TOO_FEW] = "too few rounds",
    [STATS_DRIFTING] = "drifting", [STATS_SAME] = "no difference shown",
    [STATS_FASTER] = "faster",     [STATS_SLOWER] = "slower",
};

/* The pairs that can be compared, as logarithms; d has room for n. Returns how many. */
static size_t log_ratios(const double *a, const double *b, size_t n, double *d)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (a[i] > 0 && b[i] > 0)
            d[count++] = log(b[i] / a[i]);
    return count;
}

/* Against 0, 1, 2 ... in `order`, which has room for n. */
static double trend_of(const double *d, size_t n, double *order)
{
    for (size_t i = 0; i < n; i++)
        order[i] = (double)i;
    return stats_spearman(order, d, n);
}

struct stats_comparison stats_compare(const double *a, const double *b, size_t n)
{
    struct stats_comparison c = {
        .ratio = stats_paired_ratio(a, b, n),
        .least = NAN,
        .most = NAN,
        .p = NAN,
        .trend = NAN,
        .p_adjusted = NAN,
    };
    double *d = calloc(2 * n + 1, sizeof *d);
    if (!d)
        return c;
    size_t count = log_ratios(a, b, n, d);
    if (count > 0) {
        c.least = exp(stats_quantile(d, count, 0));
        c.most = exp(stats_quantile(d, count, 1));
        c.p = c.p_adjusted = stats_wilcoxon(d, count).p;
        c.trend = trend_of(d, count, d + n);
    }
    free(d);
    return c;
}

static bool is_beyond(double low, double high, double margin)
{
    return high < 1 / (1 + margin) || low > 1 + margin;
}

static bool is_drifting(const struct stats_comparison *c, double margin)
{
    double strength = fabs(c->trend);
    return strength > drift_least && strength * sqrt((double)c->ratio.n - 1) > drift_z &&
           !is_beyond(c->least, c->most, margin);
}

/* The least p of n pairs is 2^(1 - n). */
static bool is_least_p(const struct stats_comparison *c)
{
    return c->p <= ldexp(1, 1 - (int)c->ratio.n);
}

enum stats_verdict stats_judge(const struct stats_comparison *c, double margin)
{
    if (c->ratio.n == 0)
        return STATS_UNKNOWN;
    if (c->ratio.n < STATS_INTERVAL_MIN)
        return STATS_TOO_FEW;
    if (is_drifting(c, margin))
        return STATS_DRIFTING;
    if (!is_beyond(c->ratio.low, c->ratio.high, margin))
        return STATS_SAME;
    if (c->p_adjusted <= stats_alpha)
        return c->ratio.value < 1 ? STATS_FASTER : STATS_SLOWER;
    return is_least_p(c) ? STATS_TOO_FEW : STATS_SAME;
}
