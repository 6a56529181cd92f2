/* SPDX-License-Identifier: MIT */
#include "stats/ranksum.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* P(U <= u) for samples of m and n values, m <= n. */
struct stats_ranksum_null {
    size_t m, n;
    double *below; /* of u = 0 ... mn / 2; NULL: the normal distribution stands in */
};

/* Both samples, ascending, and room for four numbers per value of x. */
struct samples {
    double *x, *y;
    size_t m, n;
    size_t *scratch;
};

/* ---- the null distribution ---- */

/*
 * The largest of all i + j values is one of the i with probability i / (i + j), and then it
 * lies above all j others: P(i, j, u) = i / (i + j) P(i - 1, j, u - j) + j / (i + j)
 * P(i, j - 1, u). The distribution function obeys it as its terms do; nothing is ever
 * subtracted, so nothing cancels.
 */
static void add_value(double *below, size_t width, size_t m, size_t j)
{
    for (size_t i = 1; i <= m; i++) {
        const double *fewer = below + (i - 1) * width;
        double *row = below + i * width, share = (double)i / (double)(i + j);
        for (size_t u = 0; u < width; u++)
            row[u] = (1 - share) * row[u] + (u >= j ? share * fewer[u - j] : 0);
    }
}

/* The caller frees; NULL: memory is short. */
static double *make_below(size_t m, size_t n)
{
    size_t width = m * n / 2 + 1;
    double *below = malloc((m + 1) * width * sizeof *below);
    if (!below)
        return NULL;
    for (size_t i = 0; i < (m + 1) * width; i++)
        below[i] = 1;
    for (size_t j = 1; j <= n; j++)
        add_value(below, width, m, j);
    memmove(below, below + m * width, width * sizeof *below);
    double *shrunk = realloc(below, width * sizeof *below);
    return shrunk ? shrunk : below;
}

/* NULL: memory is short. */
static const struct stats_ranksum_null *find_null(struct stats_ranksum_cache *cache, size_t m,
                                                  size_t n)
{
    struct stats_ranksum_null null = { .m = m < n ? m : n, .n = m < n ? n : m };
    for (size_t i = 0; i < cache->count; i++)
        if (cache->nulls[i].m == null.m && cache->nulls[i].n == null.n)
            return &cache->nulls[i];
    void *grown = realloc(cache->nulls, (cache->count + 1) * sizeof *cache->nulls);
    if (!grown)
        return NULL;
    cache->nulls = grown;
    if (null.n <= STATS_RANKSUM_EXACT && !(null.below = make_below(null.m, null.n)))
        return NULL;
    cache->nulls[cache->count] = null;
    return &cache->nulls[cache->count++];
}

void stats_ranksum_free(struct stats_ranksum_cache *cache)
{
    for (size_t i = 0; i < cache->count; i++)
        free(cache->nulls[i].below);
    free(cache->nulls);
    *cache = (struct stats_ranksum_cache){ 0 };
}

/* P(U <= u) for u up to mn / 2. */
static double lower_tail(const struct stats_ranksum_null *null, size_t u)
{
    double m = (double)null->m, n = (double)null->n;
    if (null->below)
        return null->below[u];
    double deviation = sqrt(m * n * (m + n + 1) / 12);
    return erfc((m * n / 2 - (double)u - 0.5) / deviation * M_SQRT1_2) / 2;
}

/* The largest k with P(U < k) <= 2.5 %. */
static size_t interval_rank(const struct stats_ranksum_null *null)
{
    size_t fits = 0, too_large = null->m * null->n / 2 + 1;
    while (too_large - fits > 1) {
        size_t middle = fits + (too_large - fits) / 2;
        if (lower_tail(null, middle - 1) <= 0.025)
            fits = middle;
        else
            too_large = middle;
    }
    return fits;
}

/* ---- the differences y[j] - x[i]: row i rises with j, and falls as i rises ---- */

/* Nothing is known yet of where in the rows a pivot lies. */
static void start_rows(const struct samples *s, size_t *first, size_t *end)
{
    for (size_t i = 0; i < s->m; i++) {
        first[i] = 0;
        end[i] = s->n;
    }
}

/* In every row, how many differences lie below the pivot (or at it), which is known to be
   from `first` to `end`; returns the sum. */
static size_t count_below(const struct samples *s, const size_t *first, const size_t *end,
                          double pivot, bool or_equal, size_t *ret)
{
    size_t total = 0;
    for (size_t i = 0, j = 0; i < s->m; i++) {
        j = j < first[i] ? first[i] : j;
        while (j < end[i] &&
               (or_equal ? s->y[j] - s->x[i] <= pivot : s->y[j] - s->x[i] < pivot))
            j++;
        ret[i] = j;
        total += j;
    }
    return total;
}

/* Of the row of which most is left, what has as large a share of it below as is wanted of
   all; but a quarter of the row goes in any case. */
static double choose_pivot(const struct samples *s, const size_t *first, const size_t *end,
                           double share)
{
    size_t row = 0;
    for (size_t i = 1; i < s->m; i++)
        if (end[i] - first[i] > end[row] - first[row])
            row = i;
    double left = (double)(end[row] - first[row]);
    size_t place = (size_t)(left * fmin(0.75, fmax(0.25, share)));
    return s->y[first[row] + place] - s->x[row];
}

/* The k-th smallest difference, from 0: quickselect, but the rows are in order already. */
static double select_difference(const struct samples *s, size_t k)
{
    size_t *first = s->scratch, *end = first + s->m, *below = end + s->m, *upto = below + s->m;
    size_t gone = 0, kept = s->m * s->n; /* the sums of first and of end */
    start_rows(s, first, end);
    for (;;) {
        double share = (double)(k - gone) / (double)(kept - gone);
        double pivot = choose_pivot(s, first, end, share);
        size_t lower = count_below(s, first, end, pivot, false, below);
        if (k < lower) {
            memcpy(end, below, s->m * sizeof *end);
            kept = lower;
            continue;
        }
        size_t not_above = count_below(s, first, end, pivot, true, upto);
        if (k < not_above)
            return pivot;
        memcpy(first, upto, s->m * sizeof *first);
        gone = not_above;
    }
}

/* The one before the k-th, whose value is known. */
static double difference_before(const struct samples *s, size_t k, double value)
{
    size_t *first = s->scratch, *end = first + s->m, *below = end + s->m;
    double before = -INFINITY;
    start_rows(s, first, end);
    if (count_below(s, first, end, value, false, below) < k)
        return value;
    for (size_t i = 0; i < s->m; i++)
        if (below[i] > 0)
            before = fmax(before, s->y[below[i] - 1] - s->x[i]);
    return before;
}

static struct stats_estimate estimate_shift(const struct samples *s, size_t rank)
{
    size_t count = s->m * s->n;
    struct stats_estimate e = { .low = NAN, .high = NAN, .n = s->m < s->n ? s->m : s->n };
    e.value = select_difference(s, count / 2);
    if (count % 2 == 0)
        e.value = (e.value + difference_before(s, count / 2, e.value)) / 2;
    if (rank > 0) {
        e.low = select_difference(s, rank - 1);
        e.high = select_difference(s, count - rank);
    }
    return e;
}

static double two_sided_p(const struct samples *s, const struct stats_ranksum_null *null)
{
    size_t *first = s->scratch, *end = first + s->m, *rows = end + s->m, count = s->m * s->n;
    start_rows(s, first, end);
    size_t above = count - count_below(s, first, end, 0, true, rows);
    size_t below = count_below(s, first, end, 0, false, rows);
    size_t against = count - (above > below ? above : below);
    return against > count / 2 ? 1 : fmin(1, 2 * lower_tail(null, against));
}

/* ---- both samples ---- */

static size_t keep_sorted(double *ret, const double *values, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i]))
            ret[kept++] = values[i];
    stats_sort(ret, kept);
    return kept;
}

static struct stats_ranksum compare_samples(struct stats_ranksum_cache *cache,
                                            const struct samples *s, struct stats_ranksum r)
{
    const struct stats_ranksum_null *null = find_null(cache, s->m, s->n);
    if (!null)
        return r;
    r.shift = estimate_shift(s, interval_rank(null));
    r.p = two_sided_p(s, null);
    r.least_p = fmin(1, 2 * lower_tail(null, 0));
    return r;
}

struct stats_ranksum stats_ranksum(struct stats_ranksum_cache *cache, const double *x, size_t m,
                                   const double *y, size_t n)
{
    struct stats_ranksum r = { .shift = { .value = NAN, .low = NAN, .high = NAN },
                               .p = NAN,
                               .least_p = NAN };
    struct samples s = { .x = malloc((m + n + 1) * sizeof *s.x),
                         .scratch = malloc((4 * m + 1) * sizeof *s.scratch) };
    if (s.x && s.scratch) {
        s.m = keep_sorted(s.x, x, m);
        s.y = s.x + s.m;
        s.n = keep_sorted(s.y, y, n);
        if (s.m > 0 && s.n > 0)
            r = compare_samples(cache, &s, r);
        else
            r.p = r.least_p = 1;
    }
    free(s.x);
    free(s.scratch);
    return r;
}
