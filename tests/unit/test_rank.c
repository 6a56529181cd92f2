/* SPDX-License-Identifier: MIT */
/*
 * Holm, Spearman and the geometric mean; and all that stats/rank.h offers against the
 * scipy_*.txt in tests/unit/data, which scipy.py there has made.
 */
#include <float.h>

#include "stats/rank.h"
#include "tests/unit/rank_check.h"

/* ---- Holm ---- */

static void check_holm(const double *p, const double *expected, size_t m, double relative)
{
    double adjusted[256];
    assert_true(m <= COUNT(adjusted));
    stats_holm(p, m, adjusted);
    for (size_t i = 0; i < m; i++)
        assert_within(adjusted[i], expected[i], relative);
    for (size_t i = 0; i < m; i++)
        adjusted[i] = p[i];
    stats_holm(adjusted, m, adjusted);
    for (size_t i = 0; i < m; i++)
        assert_within(adjusted[i], expected[i], relative);
}

static void holm_steps_down(void **state)
{
    (void)state;
    /* The usual example: 0.005 and 0.01 pass at 5 %, 0.03 and 0.04 do not. */
    static const double p[] = { 0.01, 0.04, 0.03, 0.005 };
    static const double adjusted[] = { 0.03, 0.06, 0.06, 0.02 };
    check_holm(p, adjusted, COUNT(p), 1e-15);
}

static void adjusted_values_rise_and_end_at_1(void **state)
{
    (void)state;
    static const double p[] = { 0.25, 0.5, 0.125, 1, 0.5, 0.0625, 0 };
    static const double adjusted[] = { 1, 1, 0.625, 1, 1, 0.375, 0 };
    check_holm(p, adjusted, COUNT(p), 0);
    check_holm((const double[]){ 0.2 }, (const double[]){ 0.2 }, 1, 0);
    check_holm(NULL, NULL, 0, 0);
}

static void tests_that_were_not_made_do_not_count(void **state)
{
    (void)state;
    static const double p[] = { NAN, 0.01, 0.04, NAN, 0.03, 0.005, NAN };
    static const double adjusted[] = { NAN, 0.03, 0.06, NAN, 0.06, 0.02, NAN };
    check_holm(p, adjusted, COUNT(p), 1e-15);
    check_holm((const double[]){ NAN, NAN }, (const double[]){ NAN, NAN }, 2, 0);
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
    stats_holm(values, COUNT(values), adjusted);
    stats_spearman(values, other, COUNT(values));
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

static void check_holm_line(const double *numbers, size_t n)
{
    check_holm(numbers, numbers + n / 2, n / 2, 1e-15);
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
    assert_int_equal(each_line("scipy_holm.txt", check_holm_line), 62);
    assert_int_equal(each_line("scipy_spearman.txt", check_spearman), 59);
    assert_int_equal(each_line("scipy_gmean.txt", check_geometric_mean), 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holm_steps_down),
        cmocka_unit_test(adjusted_values_rise_and_end_at_1),
        cmocka_unit_test(tests_that_were_not_made_do_not_count),
        cmocka_unit_test(order_alone_makes_a_correlation),
        cmocka_unit_test(a_known_correlation),
        cmocka_unit_test(pairs_that_are_not_whole_are_left_out),
        cmocka_unit_test(what_does_not_vary_has_no_correlation),
        cmocka_unit_test(ratios_have_a_mean),
        cmocka_unit_test(there_is_no_mean_of_what_is_no_ratio),
        cmocka_unit_test(the_arrays_are_not_changed),
        cmocka_unit_test(scipy_has_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
