/* SPDX-License-Identifier: MIT */
/* The Hodges-Lehmann estimate with its interval, and two modes: by counting, by published
   examples, and by what they promise of values that are drawn. */
#include "stats/rank.h"
#include "stats/walsh.h"
#include "tests/unit/draw.h"
#include "tests/unit/rank_check.h"

enum { MOST = 40, SAMPLES = 10000 };

/* ---- what is published ---- */

/* Hollander and Wolfe, examples 3.3 and 3.4: -0.46 [-0.786, -0.010] at 96.1 %, which is what
   wilcox.test(conf.int = TRUE) of R says of 95 %. */
static void hollander_and_wolfe(void **state)
{
    (void)state;
    static const double before[] = { 1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30 };
    static const double after[] = { 0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29 };
    double d[COUNT(before)];
    for (size_t i = 0; i < COUNT(d); i++)
        d[i] = after[i] - before[i];
    struct stats_estimate e = stats_hodges_lehmann(d, COUNT(d), 0.05);
    assert_int_equal(e.n, COUNT(d));
    assert_within(e.value, -0.46, 1e-14);
    assert_within(e.low, -0.786, 1e-14);
    assert_within(e.high, -0.010, 1e-12);
}

/* Darwin's maize, see test_wilcoxon.c; the order statistics by qsignrank's definition. */
static void darwin(void **state)
{
    (void)state;
    static const double d[] = { 49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48 };
    struct stats_estimate e = stats_hodges_lehmann(d, COUNT(d), 0.05);
    assert_exact(e.value, 25);
    assert_exact(e.low, 4);
    assert_exact(e.high, 41.5);
    e = stats_hodges_lehmann(d, COUNT(d), 0.0125);
    assert_exact(e.value, 25);
    assert_exact(e.low, -12);
    assert_exact(e.high, 45.5);
}

/* ---- by counting ---- */

/* P(W < k) of n values without ties, over all choices of signs. */
static double chance_below(size_t n, size_t k)
{
    size_t below = 0;
    for (size_t signs = 0; signs < (size_t)1 << n; signs++) {
        size_t w = 0;
        for (size_t i = 0; i < n; i++)
            w += signs >> i & 1 ? i + 1 : 0;
        below += w < k;
    }
    return ldexp((double)below, -(int)n);
}

/* The k-th smallest of the averages, by its definition: k at least are no larger. */
static double smallest_average(const double *v, size_t n, size_t k, int sign)
{
    double found = INFINITY;
    for (size_t i = 0; i < n * n; i++) {
        double at = sign * (v[i / n] + v[i % n]) / 2;
        size_t no_larger = 0;
        for (size_t j = 0; j < n * n; j++)
            no_larger += j / n <= j % n && sign * (v[j / n] + v[j % n]) / 2 <= at;
        if (no_larger >= k && at < found)
            found = at;
    }
    return sign * found;
}

static void check_counted(const double *v, size_t n, double alpha, size_t k)
{
    struct stats_estimate e = stats_hodges_lehmann(v, n, alpha);
    size_t count = n * (n + 1) / 2;
    double middle = smallest_average(v, n, (count + 1) / 2, 1);
    assert_int_equal(e.n, n);
    assert_within(e.value, (middle + smallest_average(v, n, (count + 1) / 2, -1)) / 2, 1e-15);
    assert_exact(e.low, k ? smallest_average(v, n, k, 1) : NAN);
    assert_exact(e.high, k ? smallest_average(v, n, k, -1) : NAN);
}

/* With ties in every second sample. Ratios of 95 % take 6 values, of 98.75 % take 8. */
static void averages_are_counted(void **state)
{
    (void)state;
    static const double alphas[] = { 0.05, 0.0125 };
    static const size_t least[] = { 6, 8 };
    uint64_t seed = 1963;
    for (size_t a = 0; a < COUNT(alphas); a++)
        for (size_t n = 1; n <= 12; n++) {
            size_t k = 0;
            while (chance_below(n, k + 1) <= alphas[a] / 2)
                k++;
            assert_true((k > 0) == (n >= least[a]));
            for (int sample = 0; sample < 10; sample++) {
                double v[12];
                for (size_t i = 0; i < n; i++)
                    v[i] = sample % 2 ? draw_normal(&seed) : floor(6 * draw(&seed));
                check_counted(v, n, alphas[a], k);
            }
        }
}

/* Middles inside the interval are those that the test does not reject. */
static void the_interval_is_what_the_test_leaves(void **state)
{
    (void)state;
    uint64_t seed = 1945;
    for (size_t n = 8; n <= MOST; n++) {
        double v[MOST], moved[4][MOST];
        for (size_t i = 0; i < n; i++)
            v[i] = draw_normal(&seed);
        struct stats_estimate e = stats_hodges_lehmann(v, n, 0.0125);
        for (size_t i = 0; i < n; i++) {
            moved[0][i] = v[i] - (e.low - 1e-9);
            moved[1][i] = v[i] - (e.low + 1e-9);
            moved[2][i] = v[i] - (e.high - 1e-9);
            moved[3][i] = v[i] - (e.high + 1e-9);
        }
        for (int i = 0; i < 4; i++)
            assert_true((stats_wilcoxon(moved[i], n).p <= 0.0125) == (i == 0 || i == 3));
    }
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    static const double v[] = { NAN, 3, 1, NAN, 2, 7, 5, 6, NAN };
    static const double known[] = { 1, 2, 3, 5, 6, 7 };
    struct stats_estimate e = stats_hodges_lehmann(v, COUNT(v), 0.05);
    struct stats_estimate wanted = stats_hodges_lehmann(known, COUNT(known), 0.05);
    assert_memory_equal(&e, &wanted, sizeof e);
    assert_exact(e.low, 1);
    assert_exact(e.high, 7);
    e = stats_hodges_lehmann(v, 1, 0.05);
    assert_int_equal(e.n, 0);
    assert_exact(e.value, NAN);
    e = stats_hodges_lehmann(NULL, 0, 0.05);
    assert_exact(e.value, NAN);
    assert_exact(e.low, NAN);
    e = stats_hodges_lehmann(v, 2, 0.05);
    assert_exact(e.value, 3);
    assert_exact(e.high, NAN);
}

/* ---- by drawing ---- */

static double uniform(uint64_t *state)
{
    return sqrt(12) * (draw(state) - 0.5); /* of standard deviation 1 */
}

/* No variance, so that its mean would tell nothing. */
static double cauchy(uint64_t *state)
{
    return tan(M_PI * (draw(state) - 0.5));
}

static double coin(uint64_t *state)
{
    return draw(state) < 0.5 ? -1 : 1;
}

typedef double distribution(uint64_t *state);

static void fill(double *v, size_t n, distribution *drawn, uint64_t *seed)
{
    for (size_t i = 0; i < n; i++)
        v[i] = drawn(seed);
}

static double coverage(distribution *drawn, size_t n, double alpha)
{
    uint64_t seed = n;
    size_t covered = 0;
    for (int i = 0; i < SAMPLES; i++) {
        double v[MOST];
        fill(v, n, drawn, &seed);
        struct stats_estimate e = stats_hodges_lehmann(v, n, alpha);
        covered += e.low <= 0 && e.high >= 0;
    }
    return (double)covered / SAMPLES;
}

/* 4 standard deviations of a share near `p` of the samples. */
static double luck(double p)
{
    return 4 * sqrt(p * (1 - p) / SAMPLES);
}

/* As exactly as its k allows where no values are equal, and at least where they are. */
static void the_middle_is_covered(void **state)
{
    (void)state;
    static const size_t counts[] = { 8, 10, 16 };
    for (size_t i = 0; i < COUNT(counts); i++) {
        size_t n = counts[i], k = stats_signed_rank_quantile(n, 0.025);
        double exact = 1 - 2 * chance_below(n, k);
        assert_true(exact >= 0.95);
        assert_true(fabs(coverage(draw_normal, n, 0.05) - exact) <= luck(exact));
        assert_true(fabs(coverage(uniform, n, 0.05) - exact) <= luck(exact));
        assert_true(fabs(coverage(cauchy, n, 0.05) - exact) <= luck(exact));
        assert_true(coverage(coin, n, 0.05) >= exact - luck(exact));
        assert_true(coverage(draw_normal, n, 0.0125) >= 0.9875 - luck(0.9875));
    }
}

/* ---- two modes ---- */

/* A first heap of `small` values and one of the others, `apart` standard deviations off. */
static double share_of_two(distribution *drawn, size_t n, size_t small, double apart)
{
    uint64_t seed = 1958 + n;
    size_t found = 0;
    for (int i = 0; i < SAMPLES; i++) {
        double v[MOST];
        fill(v, n, drawn, &seed);
        for (size_t k = small; k < n; k++)
            v[k] += apart;
        found += stats_two_modes(v, n);
    }
    return (double)found / SAMPLES;
}

static const size_t looks[] = { 10, 16, 24, 40 };

static void one_heap_is_rarely_taken_for_two(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(looks); i++) {
        double normal = share_of_two(draw_normal, looks[i], 0, 0);
        double even = share_of_two(uniform, looks[i], 0, 0);
        print_message("%zu values of one heap: two in %.2f %% (normal), %.2f %% (uniform)\n",
                      looks[i], 100 * normal, 100 * even);
        assert_true(normal < 0.01 && even < 0.01);
    }
}

static void two_heaps_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(looks); i++) {
        double half = share_of_two(draw_normal, looks[i], looks[i] / 2, 12);
        double third = share_of_two(draw_normal, looks[i], looks[i] / 3, 12);
        print_message("%zu values of two heaps, 12 spreads apart: found in %.1f %% (halves), "
                      "%.1f %% (a third)\n",
                      looks[i], 100 * half, 100 * third);
        assert_true(half > 0.9 && third > 0.9);
    }
}

/* 3 and a fifth of the values are the least that make a heap. */
static void outliers_are_no_heap(void **state)
{
    (void)state;
    double v[MOST];
    for (size_t n = 0; n <= MOST; n++)
        for (size_t far = 0; far <= n; far++) {
            for (size_t i = 0; i < n; i++)
                v[i] = (i < far ? 100 : 0) + (double)(i % 3);
            size_t smaller = far < n - far ? far : n - far, least = n / 5 > 3 ? n / 5 : 3;
            if (stats_two_modes(v, n) != (smaller >= least))
                fail_msg("%zu of %zu", far, n);
        }
}

static void equal_values_are_one_heap_or_two(void **state)
{
    (void)state;
    static const double two[] = { 1, 2, 1, NAN, 2, 1, 2 };
    assert_true(stats_two_modes(two, COUNT(two)));
    assert_false(stats_two_modes(two, COUNT(two) - 1));
    assert_false(stats_two_modes((const double[]){ 7, 7, 7, 7, 7, 7, 7, 7 }, 8));
    assert_false(stats_two_modes(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hollander_and_wolfe),
        cmocka_unit_test(darwin),
        cmocka_unit_test(averages_are_counted),
        cmocka_unit_test(the_interval_is_what_the_test_leaves),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(the_middle_is_covered),
        cmocka_unit_test(one_heap_is_rarely_taken_for_two),
        cmocka_unit_test(two_heaps_are_found),
        cmocka_unit_test(outliers_are_no_heap),
        cmocka_unit_test(equal_values_are_one_heap_or_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
