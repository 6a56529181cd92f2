/* SPDX-License-Identifier: MIT */
/*
 * The rank-sum test against tables, books, every order of small samples, what the theory
 * promises, and scipy_ranksum.txt in tests/unit/data, which scipy.py there has made.
 */
#include <math.h>
#include <stdbool.h>

#include "stats/ranksum.h"
#include "tests/source.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void assert_within(double actual, double expected, double relative)
{
    if (!(fabs(actual - expected) <= relative * fabs(expected)) &&
        !(isnan(actual) && isnan(expected)))
        fail_msg("%.17g instead of %.17g", actual, expected);
}

/* Without a cache that is kept. */
static struct stats_ranksum ranksum(const double *x, size_t m, const double *y, size_t n)
{
    struct stats_ranksum_cache cache = { 0 };
    struct stats_ranksum result = stats_ranksum(&cache, x, m, y, n);
    stats_ranksum_free(&cache);
    return result;
}

/* Samples of 1, 2, ..., m + n in which `u` pairs have the x above the y: the lowest values
   are x, and as many of them as needed are lifted. */
static void with_u(double *x, size_t m, double *y, size_t n, size_t u)
{
    size_t next_y = 0;
    for (size_t i = m; i-- > 0;) {
        size_t lift = u < n ? u : n;
        x[i] = (double)(i + 1 + lift);
        u -= lift;
    }
    assert_int_equal(u, 0);
    for (size_t value = 1; value <= m + n; value++) {
        bool is_x = false;
        for (size_t i = 0; i < m; i++)
            is_x = is_x || x[i] == (double)value;
        if (!is_x)
            y[next_y++] = (double)value;
    }
    assert_int_equal(next_y, n);
}

enum { ROOM = 256 };

static double p_of_u(size_t m, size_t n, size_t u)
{
    double x[ROOM], y[ROOM];
    with_u(x, m, y, n, u);
    return ranksum(x, m, y, n).p;
}

static void check_critical(size_t m, size_t n, size_t u, double alpha)
{
    if (!(p_of_u(m, n, u) <= alpha && p_of_u(m, n, u + 1) > alpha))
        fail_msg("%zu and %zu: %zu is not the critical value at %g", m, n, u, alpha);
}

/* The usual tables of the Mann-Whitney U, two-sided, such as table 11 of Siegel,
   "Nonparametric Statistics", and A.6 of Hollander and Wolfe. */
static void critical_values_are_those_of_the_tables(void **state)
{
    (void)state;
    static const size_t five_percent[] = { 0,  2,  5,  8,  13, 17, 23,  30, 37,
                                           45, 55, 64, 75, 87, 99, 113, 127 };
    static const size_t one_percent[] = { 0,  2,  4,  7,  11, 16, 21, 27,
                                          34, 42, 51, 60, 70, 81, 93, 105 };
    static const size_t five_and_more[] = { 2,  3,  5,  6,  7,  8,  9,  11,
                                            12, 13, 14, 15, 17, 18, 19, 20 };
    for (size_t i = 0; i < COUNT(five_percent); i++)
        check_critical(i + 4, i + 4, five_percent[i], 0.05);
    for (size_t i = 0; i < COUNT(one_percent); i++)
        check_critical(i + 5, i + 5, one_percent[i], 0.01);
    for (size_t i = 0; i < COUNT(five_and_more); i++)
        check_critical(5, i + 5, five_and_more[i], 0.05);
}

static void the_interval_ends_where_the_test_does(void **state)
{
    (void)state;
    double x[20], y[20];
    for (size_t i = 0; i < 20; i++) {
        x[i] = -(double)(20 * i);
        y[i] = (double)i; /* all differences: 0, 1, ..., 399 */
    }
    struct stats_ranksum result = ranksum(x, 20, y, 20);
    assert_within(result.shift.value, 199.5, 0);
    assert_within(result.shift.low, 127, 0); /* the critical value, and one more */
    assert_within(result.shift.high, 272, 0);
    assert_int_equal(result.shift.n, 20);
}

/* Hollander and Wolfe, examples 4.1, 4.3 and 4.4: how fast water crosses the membranes of
   the human foetus, at term and at 12 to 26 weeks. The interval has 96 %. */
static void hollander_and_wolfe(void **state)
{
    (void)state;
    static const double term[] = { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46 };
    static const double weeks[] = { 1.15, 0.88, 0.90, 0.74, 1.21 };
    struct stats_ranksum result = ranksum(term, COUNT(term), weeks, COUNT(weeks));
    assert_within(result.p, 764.0 / 3003, 1e-15);
    assert_within(result.shift.value, -0.305, 1e-12);
    assert_within(result.shift.low, -0.76, 1e-12);
    assert_within(result.shift.high, 0.15, 1e-12);
}

static void known_probabilities_are_met(void **state)
{
    (void)state;
    assert_within(p_of_u(1, 1, 0), 1, 0);
    assert_within(p_of_u(3, 3, 0), 2.0 / 20, 1e-15);
    assert_within(p_of_u(4, 4, 0), 2.0 / 70, 1e-15);
    assert_within(p_of_u(10, 10, 0), 2.0 / 184756, 1e-15);
    assert_within(p_of_u(20, 20, 0), 2.0 / 137846528820, 1e-14);
    assert_within(p_of_u(20, 20, 1), 4.0 / 137846528820, 1e-14);
    assert_within(p_of_u(100, 100, 0), exp(M_LN2 + 2 * lgamma(101) - lgamma(201)), 1e-11);
}

static void the_least_p_is_that_of_samples_apart(void **state)
{
    (void)state;
    static const double x[] = { 3, 1, 2, 4 }, y[] = { 2.5, 1.5, 7, 0 };
    assert_within(ranksum(x, 4, y, 4).least_p, 2.0 / 70, 1e-15);
    assert_within(ranksum(x, 1, y, 1).least_p, 1, 0);
    assert_true(ranksum(x, 4, y, 4).p > 0.5);
}

/* ---- every order of small samples ---- */

/* The bits of `order` say which of the m + n places are x. */
static size_t u_of_order(unsigned order, size_t size)
{
    size_t ys = 0, u = 0;
    for (size_t i = 0; i < size; i++)
        if (order & 1u << i)
            u += ys;
        else
            ys++;
    return u;
}

static size_t bits_of(unsigned order)
{
    return (size_t)__builtin_popcount(order);
}

/* Orders with a U as far from the middle as this one, on its side, twice. */
static double enumerated_p(size_t m, size_t n, size_t u)
{
    size_t all = 0, low = 0, high = 0;
    for (unsigned order = 0; order < 1u << (m + n); order++) {
        if (bits_of(order) != m)
            continue;
        size_t other = u_of_order(order, m + n);
        all++;
        low += other <= u;
        high += other >= u;
    }
    return fmin(1, 2 * (double)(low < high ? low : high) / (double)all);
}

static void every_order_is_counted(void **state)
{
    (void)state;
    for (size_t m = 1; m <= 6; m++)
        for (size_t n = 1; n <= 6; n++)
            for (size_t u = 0; u <= m * n; u++)
                assert_within(p_of_u(m, n, u), enumerated_p(m, n, u), 1e-14);
}

/* Under the null hypothesis every order is as likely as the others. */
static void false_alarms_are_as_rare_as_promised(void **state)
{
    (void)state;
    size_t all = 0, alarms = 0, missed = 0;
    struct stats_ranksum_cache cache = { 0 };
    for (unsigned order = 0; order < 1u << 12; order++) {
        double x[6], y[6];
        size_t m = 0, n = 0;
        if (bits_of(order) != 6)
            continue;
        for (unsigned i = 0; i < 12; i++)
            if (order & 1u << i)
                x[m++] = i;
            else
                y[n++] = i;
        struct stats_ranksum r = stats_ranksum(&cache, x, m, y, n);
        bool alarm = r.p <= 0.05, missing = r.shift.low > 0 || r.shift.high < 0;
        assert_int_equal(alarm, missing);
        all++;
        alarms += alarm;
        missed += missing;
    }
    stats_ranksum_free(&cache);
    assert_int_equal(all, 924);
    assert_int_equal(alarms, 38); /* 4.1 %: one step more would be 6 % */
    assert_int_equal(missed, 38);
}

/* ---- ties ---- */

static void samples_that_are_the_same_show_nothing(void **state)
{
    (void)state;
    static const double x[] = { 4, 4, 7, 1, 9, 3, 3, 5 };
    struct stats_ranksum r = ranksum(x, COUNT(x), x, COUNT(x));
    assert_within(r.p, 1, 0);
    assert_within(r.shift.value, 0, 0);
    assert_true(r.shift.low <= 0 && r.shift.high >= 0);
}

static void constant_samples_are_all_ties_or_none(void **state)
{
    (void)state;
    static const double x[] = { 2, 2, 2, 2, 2 }, y[] = { 3, 3, 3, 3, 3 };
    assert_within(ranksum(x, 5, x, 5).p, 1, 0);
    assert_within(ranksum(x, 5, y, 5).p, 2.0 / 252, 1e-15);
    assert_within(ranksum(x, 5, y, 5).shift.low, 1, 0);
    assert_within(ranksum(x, 5, y, 5).shift.high, 1, 0);
}

/* A finer clock would have found this order, or one that speaks more clearly. */
static void ties_count_against_the_difference(void **state)
{
    (void)state;
    static const double x[] = { 1, 2, 3, 4, 5 }, y[] = { 5, 6, 7, 8, 9 };
    assert_within(ranksum(x, 5, y, 5).p, p_of_u(5, 5, 1), 0);
    assert_within(ranksum(y, 5, x, 5).p, p_of_u(5, 5, 1), 0);
}

/* ---- what does not matter, and what is not there ---- */

static void sides_order_and_place_do_not_matter(void **state)
{
    (void)state;
    static const double x[] = { 3, 8, 1, 12, 5 }, y[] = { 14, 9, 4, 17, 20, 11 };
    static const double z[] = { 5, 12, 3, 1, 8 };
    struct stats_ranksum there = ranksum(x, 5, y, 6), back = ranksum(y, 6, x, 5);
    assert_within(back.p, there.p, 0);
    assert_within(back.shift.value, -there.shift.value, 0);
    assert_within(back.shift.low, -there.shift.high, 0);
    assert_within(back.shift.high, -there.shift.low, 0);
    assert_within(ranksum(z, 5, y, 6).shift.low, there.shift.low, 0);
    assert_within(ranksum(z, 5, y, 6).p, there.p, 0);
}

static void what_is_not_finite_is_left_out(void **state)
{
    (void)state;
    const double x[] = { NAN, 1, INFINITY, 2, 3, 4 }, y[] = { 5, 6, -INFINITY, 7, 8, NAN };
    static const double x_kept[] = { 1, 2, 3, 4 }, y_kept[] = { 5, 6, 7, 8 };
    struct stats_ranksum r = ranksum(x, 6, y, 6), kept = ranksum(x_kept, 4, y_kept, 4);
    assert_within(r.p, kept.p, 0);
    assert_within(r.shift.value, 4, 0);
    assert_int_equal(r.shift.n, 4);
}

static void of_nothing_nothing_is_told(void **state)
{
    (void)state;
    static const double x[] = { 1, 2, 3 };
    struct stats_ranksum none = ranksum(x, 3, x, 0), few = ranksum(x, 3, x, 3);
    assert_true(isnan(none.shift.value) && isnan(none.shift.low));
    assert_within(none.p, 1, 0);
    assert_within(ranksum(x, 0, x, 3).p, 1, 0);
    assert_within(few.shift.value, 0, 0);
    assert_true(isnan(few.shift.low) && isnan(few.shift.high));
}

static void the_arrays_are_not_changed(void **state)
{
    (void)state;
    static const double before[] = { 3, 1, 2, 9, 8, 7, 0.5 };
    double x[COUNT(before)], y[COUNT(before)];
    memcpy(x, before, sizeof before);
    memcpy(y, before, sizeof before);
    ranksum(x, COUNT(x), y, COUNT(y));
    assert_memory_equal(x, before, sizeof before);
    assert_memory_equal(y, before, sizeof before);
}

static void distributions_are_made_once(void **state)
{
    (void)state;
    static const double x[] = { 3, 1, 2, 9, 8, 7, 0.5 };
    struct stats_ranksum_cache cache = { 0 };
    for (size_t i = 0; i < 3; i++) {
        stats_ranksum(&cache, x, 7, x, 5);
        stats_ranksum(&cache, x, 5, x, 7);
        stats_ranksum(&cache, x, 4, x, 4);
    }
    assert_int_equal(cache.count, 2);
    stats_ranksum_free(&cache);
    assert_int_equal(cache.count, 0);
}

/* Where the normal distribution takes over; the exact ones by the same recursion in NumPy. */
static void large_samples_go_on_where_exact_ones_end(void **state)
{
    (void)state;
    size_t n = STATS_RANKSUM_EXACT + 1;
    double x[ROOM], y[ROOM];
    assert_within(p_of_u(n, n, 4700), 0.33634602479, 0.003);
    assert_within(p_of_u(n, n, 4284), 0.04934666079, 0.003);
    assert_true(p_of_u(n, n, 3500) > 1.0149235612e-4 && p_of_u(n, n, 3500) < 1.2e-4);
    assert_true(p_of_u(n, n, 2500) > 1.1275363646e-10 && p_of_u(n, n, 2500) < 1e-9);
    assert_true(p_of_u(n, n, 0) > 0);
    assert_within(p_of_u(n, n, n * n / 2), 1, 0);
    for (size_t i = 0; i < n; i++) {
        x[i] = -(double)(n * i);
        y[i] = (double)i; /* all differences: 0, 1, ..., n n - 1 */
    }
    struct stats_ranksum r = ranksum(x, n, y, n);
    assert_within(r.shift.low, 4285, 0); /* the exact one: 4286 */
    assert_within(r.shift.high, (double)(n * n) - 4286, 0);
}

/* ---- SciPy ---- */

static void check_line(double *numbers, size_t n)
{
    size_t m = (size_t)numbers[0];
    const double *x = numbers + 5, *y = x + m;
    struct stats_ranksum r = ranksum(x, m, y, n - 5 - m);
    assert_within(r.p, numbers[1], 1e-12);
    assert_true(fabs(r.shift.value - numbers[2]) <= 1e-14);
    assert_within(r.shift.low, numbers[3], 1e-14);
    assert_within(r.shift.high, numbers[4], 1e-14);
}

static void scipy_has_the_same(void **state)
{
    (void)state;
    char *path = test_source("tests/unit/data/scipy_ranksum.txt"), *line = NULL;
    FILE *f = fopen(path, "r");
    size_t lines = 0, room = 0;
    assert_non_null(f);
    while (getline(&line, &room, f) > 0) {
        double numbers[ROOM];
        size_t n = 0;
        char *at = line, *end;
        if (*line == '#')
            continue;
        for (double number; number = strtod(at, &end), end != at; at = end) {
            assert_true(n < COUNT(numbers));
            numbers[n++] = number;
        }
        assert_int_equal(*at, '\n');
        check_line(numbers, n);
        lines++;
    }
    assert_int_equal(lines, 208);
    fclose(f);
    free(line);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(critical_values_are_those_of_the_tables),
        cmocka_unit_test(the_interval_ends_where_the_test_does),
        cmocka_unit_test(hollander_and_wolfe),
        cmocka_unit_test(known_probabilities_are_met),
        cmocka_unit_test(the_least_p_is_that_of_samples_apart),
        cmocka_unit_test(every_order_is_counted),
        cmocka_unit_test(false_alarms_are_as_rare_as_promised),
        cmocka_unit_test(samples_that_are_the_same_show_nothing),
        cmocka_unit_test(constant_samples_are_all_ties_or_none),
        cmocka_unit_test(ties_count_against_the_difference),
        cmocka_unit_test(sides_order_and_place_do_not_matter),
        cmocka_unit_test(what_is_not_finite_is_left_out),
        cmocka_unit_test(of_nothing_nothing_is_told),
        cmocka_unit_test(the_arrays_are_not_changed),
        cmocka_unit_test(distributions_are_made_once),
        cmocka_unit_test(large_samples_go_on_where_exact_ones_end),
        cmocka_unit_test(scipy_has_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
