/* SPDX-License-Identifier: MIT */
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A case has a dozen samples or two, and a comparison of many runs sorts millions of such. */
void stats_sort(double *values, size_t n)
{
    enum { FEW = 48 };
    if (n > FEW) {
        qsort(values, n, sizeof *values, compare_doubles);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        double value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

/* The values without NANs, ascending, in a copy that the caller frees; NULL when none
   is left or memory is short. */
static double *sorted_copy(const double *values, size_t n, size_t *ret_n)
{
    double *sorted = n > 0 ? malloc(n * sizeof *sorted) : NULL;
    size_t kept = 0;
    for (size_t i = 0; sorted && i < n; i++)
        if (!isnan(values[i]))
            sorted[kept++] = values[i];
    *ret_n = kept;
    if (kept == 0) {
        free(sorted);
        return NULL;
    }
    stats_sort(sorted, kept);
    return sorted;
}

double stats_middle_weight(size_t rank, size_t n)
{
    double quarter = (double)n / 4, at = (double)rank;
    double inside = fmin(at + 1, (double)n - quarter) - fmax(at, quarter);
    return fmax(inside, 0) / (2 * quarter);
}

static double sorted_quantile(const double *sorted, size_t n, double p)
{
    double place = (double)(n - 1) * p;
    size_t below = (size_t)floor(place);
    size_t above = below + 1 < n ? below + 1 : below;
    return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

double stats_quantile(const double *values, size_t n, double p)
{
    double *sorted = sorted_copy(values, n, &n);
    double result = sorted ? sorted_quantile(sorted, n, p) : NAN;
    free(sorted);
    return result;
}

double stats_median(const double *values, size_t n)
{
    return stats_quantile(values, n, 0.5);
}

/* The binomial terms are built up in logarithms: 2^-n alone would vanish at n = 1075. */
bool stats_median_ranks(size_t n, size_t *ret_low, size_t *ret_high)
{
    double log_term = -(double)n * M_LN2;
    double below = exp(log_term);
    size_t k = 0;
    while (below <= 0.025 && k < n) {
        k++;
        log_term += log((double)(n - k + 1) / (double)k);
        below += exp(log_term);
    }
    if (k == 0 || n < STATS_INTERVAL_MIN)
        return false;
    *ret_low = k;
    *ret_high = n + 1 - k;
    return true;
}

struct stats_estimate stats_median_interval(const double *values, size_t n)
{
    struct stats_estimate e = { .value = NAN, .low = NAN, .high = NAN };
    double *sorted = sorted_copy(values, n, &e.n);
    size_t low, high;
    if (!sorted)
        return e;
    e.value = sorted_quantile(sorted, e.n, 0.5);
    if (stats_median_ranks(e.n, &low, &high)) {
        e.low = sorted[low - 1];
        e.high = sorted[high - 1];
    }
    free(sorted);
    return e;
}

/* P(Binomial(n, p) <= k), 0 < p < 1. */
static double binomial_below(size_t k, size_t n, double p)
{
    double log_term = (double)n * log1p(-p), sum = 0;
    for (size_t i = 0; i <= k; i++) {
        sum += exp(log_term);
        log_term += log((double)(n - i) / (double)(i + 1)) + log(p) - log1p(-p);
    }
    return sum;
}

/* The share at which at most k of n come with that probability. */
static double share_of(size_t k, size_t n, double probability)
{
    double low = 0, high = 1;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (binomial_below(k, n, middle) > probability)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct stats_estimate stats_proportion(size_t count, size_t n)
{
    struct stats_estimate e = { .value = NAN, .low = NAN, .high = NAN, .n = n };
    if (n == 0)
        return e;
    e.value = (double)count / (double)n;
    e.low = count == 0 ? 0 : share_of(count - 1, n, 0.975);
    e.high = count == n ? 1 : share_of(count, n, 0.025);
    return e;
}
