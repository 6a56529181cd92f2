/* SPDX-License-Identifier: MIT */
/* Statistics against values that are known from elsewhere. */
#include <math.h>

#include "stats/stats.h"
#include "tests/test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void assert_close(double actual, double expected)
{
    if (!(fabs(actual - expected) <= 1e-12 * fabs(expected)))
        fail_msg("%.17g instead of %.17g", actual, expected);
}

static void assert_nan(double actual)
{
    if (!isnan(actual))
        fail_msg("%.17g instead of NAN", actual);
}

static void the_median_is_the_middle(void **state)
{
    (void)state;
    assert_close(stats_median((const double[]){ 3, 1, 2 }, 3), 2);
    assert_close(stats_median((const double[]){ 4, 1, 3, 2 }, 4), 2.5);
    assert_close(stats_median((const double[]){ 7 }, 1), 7);
    assert_close(stats_median((const double[]){ -1, -5, 1e300 }, 3), -1);
    assert_nan(stats_median(NULL, 0));
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    assert_close(stats_median((const double[]){ NAN, 3, NAN, 1 }, 4), 2);
    assert_nan(stats_median((const double[]){ NAN, NAN }, 2));
    struct stats_estimate e = stats_median_interval((const double[]){ 5, NAN, 6 }, 3);
    assert_int_equal(e.n, 2);
    assert_close(e.value, 5.5);
}

/* R: quantile(c(10, 3, 1, 2, 4), p), type 7. */
static void quantiles_are_those_of_r(void **state)
{
    (void)state;
    static const double values[] = { 10, 3, 1, 2, 4 };
    static const double expected[][2] = { { 0, 1 },    { 0.1, 1.4 }, { 0.25, 2 }, { 0.5, 3 },
                                          { 0.75, 4 }, { 0.9, 7.6 }, { 1, 10 } };
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_close(stats_quantile(values, COUNT(values), expected[i][0]), expected[i][1]);
    assert_nan(stats_quantile(values, 0, 0.5));
}

static void the_arrays_are_not_changed(void **state)
{
    (void)state;
    double values[] = { 3, 1, 2, 9, 8, 7 };
    stats_median_interval(values, COUNT(values));
    assert_memory_equal(values, ((double[]){ 3, 1, 2, 9, 8, 7 }), sizeof values);
}

static void the_ranks_are_those_of_the_tables(void **state)
{
    (void)state;
    static const size_t known[][3] = { { 6, 1, 6 },     { 8, 1, 8 },        { 9, 2, 8 },
                                       { 10, 2, 9 },    { 20, 6, 15 },      { 30, 10, 21 },
                                       { 100, 40, 61 }, { 2000, 956, 1045 } };
    for (size_t i = 0; i < COUNT(known); i++) {
        size_t low, high;
        assert_true(stats_median_ranks(known[i][0], &low, &high));
        assert_int_equal(low, known[i][1]);
        assert_int_equal(high, known[i][2]);
    }
}

/* The largest k with P(X < k) <= 1/40, from Pascal's triangle in whole numbers. */
static size_t exact_rank(unsigned n)
{
    unsigned __int128 term = 1, below = 0;
    unsigned k = 0;
    for (; (below + term) * 40 <= (unsigned __int128)1 << n; k++) {
        below += term;
        term = term * (n - k) / (k + 1);
    }
    return k;
}

static void the_ranks_are_exact(void **state)
{
    (void)state;
    for (unsigned n = 0; n <= 100; n++) {
        size_t low = 0, high = 0, expected = exact_rank(n);
        bool found = stats_median_ranks(n, &low, &high);
        assert_int_equal(found, n >= STATS_INTERVAL_MIN);
        assert_int_equal(low, expected);
        assert_int_equal(high, found ? n + 1 - expected : 0);
    }
}

static void the_interval_stands_at_the_ranks(void **state)
{
    (void)state;
    static const double ten[] = { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 };
    struct stats_estimate e = stats_median_interval(ten, 10);
    assert_int_equal(e.n, 10);
    assert_close(e.value, 5.5);
    assert_close(e.low, 2);
    assert_close(e.high, 9);
    e = stats_median_interval(ten, 5);
    assert_close(e.value, 8);
    assert_nan(e.low);
    assert_nan(e.high);
    e = stats_median_interval(ten, 0);
    assert_int_equal(e.n, 0);
    assert_nan(e.value);
}

static double middle_mean(const double *sorted, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += stats_middle_weight(i, n) * sorted[i];
    return sum;
}

static void the_middle_half_weighs(void **state)
{
    (void)state;
    assert_close(middle_mean((const double[]){ 7 }, 1), 7);
    assert_close(middle_mean((const double[]){ 1, 4 }, 2), 2.5);
    assert_close(middle_mean((const double[]){ 0, 3, 12 }, 3), 4); /* 1, 4 and 1 sixths */
    assert_close(middle_mean((const double[]){ -9, 1, 2, 1e300 }, 4), 1.5);
    assert_close(middle_mean((const double[]){ 1, 3, 4, 5, 6, 6, 7, 7, 8, 8, 9, 38 }, 12), 6.5);
    assert_close(middle_mean((const double[]){ 1, 3, 5, 7, 10, 11, 13, 15, 17 }, 9), 83 / 9.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_is_the_middle),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(quantiles_are_those_of_r),
        cmocka_unit_test(the_arrays_are_not_changed),
        cmocka_unit_test(the_ranks_are_those_of_the_tables),
        cmocka_unit_test(the_ranks_are_exact),
        cmocka_unit_test(the_interval_stands_at_the_ranks),
        cmocka_unit_test(the_middle_half_weighs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
