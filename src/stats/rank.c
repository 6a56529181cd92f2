/* SPDX-License-Identifier: MIT */
/* Ranks are kept doubled: the mean of neighbouring ranks is then a whole number. */
#include "stats/rank.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

struct ranked {
    double value;
    size_t index;      /* in the caller's array */
    size_t twice_rank; /* ranks count from 1 */
};

static int compare_values(const void *a, const void *b)
{
    double x = ((const struct ranked *)a)->value, y = ((const struct ranked *)b)->value;
    return (x > y) - (x < y);
}

/* The values that are numbers and have a number for a partner; the caller frees. NULL:
   there is nothing, or memory is short. */
static struct ranked *collect(const double *values, const double *partners, size_t n,
                              size_t *ret_n)
{
    struct ranked *items = n > 0 ? calloc(n, sizeof *items) : NULL;
    size_t kept = 0;
    for (size_t i = 0; items && i < n; i++)
        if (!isnan(values[i]) && !isnan(partners[i]))
            items[kept++] = (struct ranked){ .value = values[i], .index = i };
    *ret_n = kept;
    return items;
}

static void sort_items(struct ranked *items, size_t n)
{
    if (n > 0)
        qsort(items, n, sizeof *items, compare_values);
}

/* Sorts. Equal values at first, ..., end - 1 have the ranks first + 1, ..., end. */
static void rank_items(struct ranked *items, size_t n)
{
    sort_items(items, n);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && items[end].value <= items[first].value;)
            end++;
        for (size_t i = first; i < end; i++)
            items[i].twice_rank = first + 1 + end;
    }
}

/*
 * P(W <= s) for s up to twice_w, each rank in W or not with probability 1/2. The distribution
 * function itself is carried along, not its terms, and nothing is left to be summed, nor
 * rounded, at the end. The caller frees; NULL: memory is short.
 */
static double *lower_tail(const struct ranked *items, size_t n, size_t twice_w)
{
    double *below = malloc((twice_w + 1) * sizeof *below);
    if (!below)
        return NULL;
    for (size_t s = 0; s <= twice_w; s++)
        below[s] = 1;
    for (size_t i = 0; i < n; i++) {
        size_t rank = items[i].twice_rank;
        for (size_t s = twice_w + 1; s-- > 0;)
            below[s] = (below[s] + (s >= rank ? below[s - rank] : 0)) / 2;
    }
    return below;
}

/* Of W whose tail at the smaller of two mirrored sums is known: P(W <= w) is that tail, or
   what it leaves with P(W = w), which is in both. */
static void set_tails(struct stats_wilcoxon *w, const struct ranked *items, size_t n,
                      size_t above, size_t all)
{
    size_t smaller = above < all - above ? above : all - above;
    double *below = lower_tail(items, n, smaller);
    if (!below)
        return;
    double tail = below[smaller];
    double rest = 1 - (smaller > 0 ? below[smaller - 1] : 0);
    w->p_below = above == smaller ? tail : rest;
    w->p_above = above == smaller ? rest : tail;
    w->p = 2 * tail > 1 ? 1 : 2 * tail;
    free(below);
}

/* W is symmetric about half of the sum of ranks, so that both tails are lower ones. */
struct stats_wilcoxon stats_wilcoxon(const double *d, size_t n)
{
    double none = n > 0 ? NAN : 1;
    struct stats_wilcoxon result = {
        .p = none, .p_below = none, .p_above = none, .w = n > 0 ? NAN : 0
    };
    struct ranked *items = collect(d, d, n, &result.n);
    size_t above = 0, all = 0;
    if (!items)
        return result;
    for (size_t i = 0; i < result.n; i++)
        items[i].value = fabs(items[i].value);
    rank_items(items, result.n);
    for (size_t i = 0; i < result.n; i++) {
        bool zero = !(items[i].value > 0);
        result.zeros += zero;
        all += zero ? 0 : items[i].twice_rank;
        above += d[items[i].index] > 0 ? items[i].twice_rank : 0;
    }
    result.w = (double)above / 2;
    if (result.n <= STATS_WILCOXON_MAX)
        set_tails(&result, items + result.zeros, result.n - result.zeros, above, all);
    free(items);
    return result;
}

size_t stats_signed_rank_quantile(size_t n, double q)
{
    struct ranked *ranks = n <= STATS_WILCOXON_MAX ? calloc(n + 1, sizeof *ranks) : NULL;
    size_t k = 0, twice_half = n * (n + 1) / 2;
    for (size_t i = 0; ranks && i < n; i++)
        ranks[i].twice_rank = 2 * (i + 1);
    double *below = ranks ? lower_tail(ranks, n, twice_half) : NULL;
    while (below && 2 * k <= twice_half && below[2 * k] <= q)
        k++;
    free(ranks);
    free(below);
    return k;
}

void stats_benjamini_hochberg(const double *p, size_t m, double *ret_adjusted)
{
    size_t kept;
    struct ranked *items = collect(p, p, m, &kept);
    double adjusted = 1;
    for (size_t i = 0; i < m; i++)
        ret_adjusted[i] = NAN;
    sort_items(items, kept);
    for (size_t k = kept; k > 0; k--) {
        adjusted = fmin(adjusted, (double)kept * items[k - 1].value / (double)k);
        ret_adjusted[items[k - 1].index] = adjusted;
    }
    free(items);
}

/* Twice the ranks less their mean, which are whole numbers; 0 for pairs left out. The
   caller frees; NULL: memory is short. */
static double *centred_ranks(const double *values, const double *partners, size_t n)
{
    size_t kept;
    struct ranked *items = collect(values, partners, n, &kept);
    double *ranks = items ? calloc(n, sizeof *ranks) : NULL;
    if (ranks) {
        rank_items(items, kept);
        for (size_t i = 0; i < kept; i++)
            ranks[items[i].index] = (double)items[i].twice_rank - (double)(kept + 1);
    }
    free(items);
    return ranks;
}

static double sum_of_products(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

double stats_spearman(const double *x, const double *y, size_t n)
{
    double result = NAN;
    size_t pairs = 0;
    for (size_t i = 0; i < n; i++)
        pairs += !isnan(x[i]) && !isnan(y[i]);
    if (pairs < 3)
        return NAN;
    double *x_ranks = centred_ranks(x, y, n), *y_ranks = centred_ranks(y, x, n);
    if (x_ranks && y_ranks) {
        double size =
            sqrt(sum_of_products(x_ranks, x_ranks, n) * sum_of_products(y_ranks, y_ranks, n));
        result = size > 0 ? sum_of_products(x_ranks, y_ranks, n) / size : NAN;
    }
    free(x_ranks);
    free(y_ranks);
    return result;
}

double stats_serial(const double *values, size_t n, double *ret_deviation)
{
    double result = NAN, steps = 0, last = NAN;
    double *ranks = centred_ranks(values, values, n);
    size_t kept = 0;
    for (size_t i = 0; ranks && i < n; i++) {
        if (isnan(values[i]))
            continue;
        steps += kept++ > 0 ? (ranks[i] - last) * (ranks[i] - last) : 0;
        last = ranks[i];
    }
    double size = ranks ? sum_of_products(ranks, ranks, n) : 0, k = (double)kept;
    if (kept >= 3 && size > 0)
        result = 1 - steps / size / 2;
    *ret_deviation =
        sqrt((k - 2) * (5 * k * k - 2 * k - 9) / (5 * k * (k + 1) * (k - 1) * (k - 1)));
    free(ranks);
    return result;
}

double stats_geometric_mean(const double *values, size_t n)
{
    double sum = 0;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(values[i]))
            continue;
        if (!(values[i] > 0))
            return NAN;
        sum += log(values[i]);
        kept++;
    }
    return kept > 0 ? exp(sum / (double)kept) : NAN;
}
