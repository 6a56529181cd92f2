/* SPDX-License-Identifier: MIT */
#include "stats/walsh.h"

#include <math.h>
#include <stdlib.h>

#include "stats/rank.h"

/* The values that are numbers, sorted; the caller frees. */
static double *sorted_of(const double *values, size_t n, size_t *ret_n)
{
    double *sorted = calloc(n + 1, sizeof *sorted);
    size_t kept = 0;
    for (size_t i = 0; sorted && i < n; i++)
        if (!isnan(values[i]))
            sorted[kept++] = values[i];
    if (sorted)
        stats_sort(sorted, kept);
    *ret_n = kept;
    return sorted;
}

static size_t average(const double *v, size_t n, double *ret)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            ret[count++] = (v[i] + v[j]) / 2;
    stats_sort(ret, count);
    return count;
}

struct stats_estimate stats_hodges_lehmann(const double *values, size_t n, double alpha)
{
    struct stats_estimate e = { NAN, NAN, NAN, 0 };
    double *v = sorted_of(values, n, &e.n);
    double *averages = calloc(e.n * (e.n + 1) / 2 + 1, sizeof *averages);
    if (v && averages && e.n > 0) {
        size_t count = average(v, e.n, averages);
        size_t k = stats_signed_rank_quantile(e.n, alpha / 2);
        e.value = stats_median(averages, count);
        if (k > 0) {
            e.low = averages[k - 1];
            e.high = averages[count - k];
        }
    }
    free(v);
    free(averages);
    return e;
}

/* ---- two modes ---- */

struct heap {
    double mean, squares; /* the sum of squares about the mean */
};

static struct heap heap_of(const double *v, size_t n)
{
    struct heap h = { 0 };
    for (size_t i = 0; i < n; i++)
        h.mean += v[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        h.squares += (v[i] - h.mean) * (v[i] - h.mean);
    return h;
}

/* Of sorted values, cut before the cut-th. */
static bool are_apart(const double *v, size_t n, size_t cut)
{
    struct heap a = heap_of(v, cut), b = heap_of(v + cut, n - cut);
    double variances = a.squares / (double)(cut - 1) + b.squares / (double)(n - cut - 1);
    return b.mean - a.mean > STATS_TWO_MODES * sqrt(variances / 2);
}

bool stats_two_modes(const double *values, size_t n)
{
    size_t kept, best = 0;
    double *v = sorted_of(values, n, &kept), least = INFINITY;
    size_t smallest = kept / 5 > 3 ? kept / 5 : 3;
    for (size_t cut = smallest; v && cut + smallest <= kept; cut++) {
        double squares = heap_of(v, cut).squares + heap_of(v + cut, kept - cut).squares;
        if (squares < least) {
            least = squares;
            best = cut;
        }
    }
    bool apart = best && are_apart(v, kept, best);
    free(v);
    return apart;
}
