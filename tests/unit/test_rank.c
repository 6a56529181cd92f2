/* SPDX-License-Identifier: MIT */
/*
 * Benjamini and Hochberg, Spearman and the geometric mean; and all that stats/rank.h offers
 * against the scipy_*.txt in tests/unit/data, which scipy.py there has made.
 */
#include <float.h>

#include "stats/rank.h"
#include "tests/unit/rank_check.h"

/* ---- Benjamini and Hochberg ---- */

static void check_adjusted(const double *p, const double *expected, size_t m, double relative)
{
    double adjusted[256];
    assert_true(m <= COUNT(adjusted));
    stats_benjamini_hochberg(p, m, adjusted);
    for (size_t i = 0; i < m; i++)
        assert_within(adjusted[i], expected[i], relative);
    for (size_t i = 0; i < m; i++)
        adjusted[i] = p[i];
    stats_benjamini_hochberg(adjusted, m, adjusted);
    for (size_t i = 0; i < m; i++)
        assert_within(adjusted[i], expected[i], relative);
}

/* The table of Benjamini and Hochberg (1995), section 4.1: at 5 % the first four of 15 are
   rejected. The 5th is 0.0201 * 15 / 5 = 0.0603. */
static void benjamini_and_hochberg_s_own_example(void **state)
{
    (void)state;
    static const double p[] = { 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000 };
    double adjusted[COUNT(p)];
    stats_benjamini_hochberg(p, COUNT(p), adjusted);
    for (size_t i = 0; i < COUNT(p); i++)
        assert_true((adjusted[i] <= 0.05) == (i < 4));
    assert_within(adjusted[0], 0.0015, 1e-15);
    assert_within(adjusted[3], 0.035625, 1e-15);
    assert_within(adjusted[4], 0.0603, 1e-15);
    assert_within(adjusted[5], 0.0298 * 15 / 7, 1e-15); /* less than 0.0278 * 15 / 6 */
}

static void a_larger_p_with_a_better_rank_lowers_those_before_it(void **state)
{
    (void)state;
    static const double p[] = { 0.25, 0.5, 0.125, 1, 0.5, 0.0625, 0 };
    static const double adjusted[] = { 7 / 16.0, 7 / 12.0, 7 / 24.0, 1, 7 / 12.0, 7 / 32.0, 0 };
    check_adjusted(p, adjusted, COUNT(p), 1e-15);
    check_adjusted((const double[]){ 0.04, 0.01, 0.03, 0.04 },
                   (const double[]){ 0.04, 0.04, 0.04, 0.04 }, 4, 1e-15);
    check_adjusted((const double[]){ 0.2 }, (const double[]){ 0.2 }, 1, 0);
    check_adjusted((const double[]){ 1, 1, 1 }, (const double[]){ 1, 1, 1 }, 3, 0);
    check_adjusted(NULL, NULL, 0, 0);
}

static void tests_that_were_not_made_do_not_count(void **state)
{
    (void)state;
    static const double p[] = { NAN, 0.01, 0.04, NAN, 0.03, 0.002, NAN };
    static const double adjusted[] = { NAN, 0.02, 0.04, NAN, 0.04, 0.008, NAN };
    check_adjusted(p, adjusted, COUNT(p), 1e-15);
    check_adjusted((const double[]){ NAN, NAN }, (const double[]){ NAN, NAN }, 2, 0);
}

/* ---- Spearman ---- */

static void order_alone_makes_a_correlation(void **state)
{
    (void)state;
    static const double x[] = { 1, 2, 3, 4, 5 }, up[] = { -9, 0, 0.1, 7, 1e300 };
    static const double tied[] = { 1, 1, 2, 2, 2 }, far[] = { -INFINITY, 2, 3, 9, INFINITY };
    assert_exact(stats_spearman(x, up, 5), 1);
    assert_exact(stats_spearman(x, far, 5), 1);
    assert_exact(stats_spearman((const double[]){ 5, 4, 3, 2, 1 }, up, 5), -1);
    assert_exact(stats_spearman(tied, tied, 5), 1);
    assert_exact(stats_spearman((const double[]){ 1, 2, 3 }, (const double[]){ 1, 2, 1 }, 3),
                 0);
    /* Ranks 1.5 1.5 4 4 4 against 1 to 5: 7.5 / sqrt(10 * 7.5). */
    assert_within(stats_spearman(x, tied, 5), sqrt(0.75), 1e-15);
}

/* Hours of television and intelligence, the example of the encyclopaedias: -29/165. */
static void a_known_correlation(void **state)
{
    (void)state;
    static const double iq[] = { 106, 100, 86, 101, 99, 103, 97, 113, 112, 110 };
    static const double hours[] = { 7, 27, 2, 50, 28, 29, 20, 12, 6, 17 };
    assert_within(stats_spearman(iq, hours, COUNT(iq)), -29.0 / 165, 1e-15);
}

static void pairs_that_are_not_whole_are_left_out(void **state)
{
    (void)state;
    static const double x[] = { 1, NAN, 2, 3, 4, NAN }, y[] = { 2, 9, 4, NAN, 1, NAN };
    assert_within(stats_spearman(x, y, 6), -0.5, 1e-15);
    assert_exact(stats_spearman(x, y, 4), NAN);
    assert_exact(stats_spearman(NULL, NULL, 0), NAN);
}

static void what_does_not_vary_has_no_correlation(void **state)
{
    (void)state;
    static const double x[] = { 1, 2, 3, 4 }, same[] = { 7, 7, 7, 7 };
    assert_exact(stats_spearman(x, same, 4), NAN);
    assert_exact(stats_spearman(same, x, 4), NAN);
}

/* ---- serial correlation ---- */

static void neighbours_that_are_alike_correlate(void **state)
{
    (void)state;
    static const double rising[] = { 1, 2, 3, 4, 50 }, in_turn[] = { 1, 5, 2, NAN, 4, 3 };
    double deviation;
    /* Ranks that step by 1 four times, over 10; by 4, 3, 2 and 1. */
    assert_within(stats_serial(rising, 5, &deviation), 1 - 4 / 10.0 / 2, 1e-15);
    assert_within(stats_serial(in_turn, 6, &deviation), 1 - 30 / 10.0 / 2, 1e-15);
    assert_exact(stats_serial((const double[]){ 7, 7, 7, 7 }, 4, &deviation), NAN);
    assert_exact(stats_serial(rising, 2, &deviation), NAN);
    assert_exact(stats_serial(NULL, 0, &deviation), NAN);
}

/* Heap's way; adds the correlation of each order to sums[0], its square to sums[1]. */
static void sum_orders(double *values, size_t n, size_t left, double sums[3], double *deviation)
{
    if (left <= 1) {
        double serial = stats_serial(values, n, deviation);
        sums[0] += serial;
        sums[1] += serial * serial;
        sums[2]++;
    }
    for (size_t i = 0; left > 1 && i < left; i++) {
        sum_orders(values, n, left - 1, sums, deviation);
        size_t other = left % 2 ? 0 : i;
        double value = values[other];
        values[other] = values[left - 1];
        values[left - 1] = value;
    }
}

static void over_all_orders_it_has_that_mean_and_deviation(void **state)
{
    (void)state;
    for (size_t n = 3; n <= 7; n++) {
        double values[] = { 1, 2, 3, 4, 5, 6, 7 }, sums[3] = { 0 }, deviation;
        sum_orders(values, n, n, sums, &deviation);
        assert_true(fabs(sums[0] / sums[2]) < 1e-12);
        assert_within(deviation, sqrt(sums[1] / sums[2]), 1e-12);
    }
}

/* ---- geometric mean ---- */

static void ratios_have_a_mean(void **state)
{
    (void)state;
    assert_within(stats_geometric_mean((const double[]){ 2, 8 }, 2), 4, 1e-15);
    assert_within(stats_geometric_mean((const double[]){ NAN, 4, 0.5, 4 }, 4), 2, 1e-15);
    assert_within(stats_geometric_mean((const double[]){ 1e300, 1e300, 1e-300 }, 3), 1e100,
                  1e-12);
    assert_within(stats_geometric_mean((const double[]){ DBL_TRUE_MIN }, 1), DBL_TRUE_MIN, 0);
}

static void there_is_no_mean_of_what_is_no_ratio(void **state)
{
    (void)state;
    assert_exact(stats_geometric_mean(NULL, 0), NAN);
    assert_exact(stats_geometric_mean((const double[]){ NAN }, 1), NAN);
    assert_exact(stats_geometric_mean((const double[]){ 2, 0 }, 2), NAN);
    assert_exact(stats_geometric_mean((const double[]){ -2, -2 }, 2), NAN);
}

/* ---- all of it ---- */

static void the_arrays_are_not_changed(void **state)
{
    (void)state;
    static const double before[] = { 3, 1, 2, 9, 8, 7, 0.5 };
    double values[COUNT(before)], other[COUNT(before)], adjusted[COUNT(before)];
    memcpy(values, before, sizeof before);
    memcpy(other, before, sizeof before);
    stats_wilcoxon(values, COUNT(values));
    stats_benjamini_hochberg(values, COUNT(values), adjusted);
    stats_spearman(values, other, COUNT(values));
    stats_serial(values, COUNT(values), adjusted);
    stats_geometric_mean(values, COUNT(values));
    assert_memory_equal(values, before, sizeof before);
    assert_memory_equal(other, before, sizeof before);
}

/* Each line of numbers of the file goes to `check`; returns how many. */
static size_t each_line(const char *name, void (*check)(const double *numbers, size_t n))
{
    char *relative = NULL, *line = NULL;
    size_t lines = 0, room = 0;
    assert_true(asprintf(&relative, "tests/unit/data/%s", name) > 0);
    char *path = test_source(relative);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (getline(&line, &room, f) > 0) {
        double numbers[512];
        size_t n = 0;
        char *at = line;
        for (char *end; *line != '#'; at = end) {
            double number = strtod(at, &end);
            if (end == at)
                break;
            assert_true(n < COUNT(numbers));
            numbers[n++] = number;
        }
        assert_true(*line == '#' || *at == '\n');
        if (n > 0)
            check(numbers, n);
        lines += n > 0;
    }
    fclose(f);
    free(line);
    free(path);
    free(relative);
    return lines;
}

/* SciPy adds up terms that are rounded. */
static void check_wilcoxon(const double *numbers, size_t n)
{
    struct stats_wilcoxon result = stats_wilcoxon(numbers + 2, n - 2);
    assert_within(result.p, numbers[0], 1e-12);
    assert_exact(result.w, numbers[1]);
}

/* The error that rank.h allows; the file's own rounding is 2^-53. */
static void check_wilcoxon_ties(const double *numbers, size_t n)
{
    struct stats_wilcoxon result = stats_wilcoxon(numbers + 2, n - 2);
    assert_within(result.p, numbers[0], n - 2 <= 53 ? 0 : (double)(n - 1) * ldexp(1, -53));
    assert_exact(result.w, numbers[1]);
}

/* Also that none is above that of a larger p. */
static void check_adjusted_line(const double *numbers, size_t n)
{
    size_t m = n / 2;
    check_adjusted(numbers, numbers + m, m, 1e-15);
    double adjusted[256];
    stats_benjamini_hochberg(numbers, m, adjusted);
    for (size_t i = 0; i < m; i++)
        for (size_t k = 0; k < m; k++)
            assert_true(numbers[i] > numbers[k] || adjusted[i] <= adjusted[k]);
}

static void check_spearman(const double *numbers, size_t n)
{
    size_t pairs = (n - 1) / 2;
    double rho = stats_spearman(numbers + 1, numbers + 1 + pairs, pairs);
    assert_within(rho + 2, numbers[0] + 2, 1e-14);
}

static void check_geometric_mean(const double *numbers, size_t n)
{
    assert_within(stats_geometric_mean(numbers + 1, n - 1), numbers[0], 1e-12);
}

static void scipy_has_the_same(void **state)
{
    (void)state;
    assert_int_equal(each_line("scipy_wilcoxon.txt", check_wilcoxon), 134);
    assert_int_equal(each_line("scipy_wilcoxon_ties.txt", check_wilcoxon_ties), 104);
    assert_int_equal(each_line("scipy_adjusted.txt", check_adjusted_line), 62);
    assert_int_equal(each_line("scipy_spearman.txt", check_spearman), 59);
    assert_int_equal(each_line("scipy_gmean.txt", check_geometric_mean), 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(benjamini_and_hochberg_s_own_example),
        cmocka_unit_test(a_larger_p_with_a_better_rank_lowers_those_before_it),
        cmocka_unit_test(tests_that_were_not_made_do_not_count),
        cmocka_unit_test(order_alone_makes_a_correlation),
        cmocka_unit_test(a_known_correlation),
        cmocka_unit_test(pairs_that_are_not_whole_are_left_out),
        cmocka_unit_test(what_does_not_vary_has_no_correlation),
        cmocka_unit_test(neighbours_that_are_alike_correlate),
        cmocka_unit_test(over_all_orders_it_has_that_mean_and_deviation),
        cmocka_unit_test(ratios_have_a_mean),
        cmocka_unit_test(there_is_no_mean_of_what_is_no_ratio),
        cmocka_unit_test(the_arrays_are_not_changed),
        cmocka_unit_test(scipy_has_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
