/* SPDX-License-Identifier: MIT */
/*
 * Tests by ranks against published tables, against counting every choice of signs,
 * and against the scipy_*.txt in tests/unit/data, which scipy.py there has made.
 */
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "stats/rank.h"
#include "tests/source.h"
#include "tests/test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void assert_within(double actual, double expected, double relative)
{
    if (isnan(expected) ? !isnan(actual)
                        : !(fabs(actual - expected) <= relative * fabs(expected)))
        fail_msg("%.17g instead of %.17g", actual, expected);
}

static void assert_exact(double actual, double expected)
{
    assert_within(actual, expected, 0);
}

static double wilcoxon_p(const double *d, size_t n)
{
    return stats_wilcoxon(d, n).p;
}

/* The same numbers whenever the tests run: Marsaglia's xorshift. */
static unsigned random_below(unsigned limit)
{
    static uint64_t state = 1945;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 33) % limit;
}

/* ---- Wilcoxon: what is published ---- */

/* The differences ±1, ..., ±n; the ranks of those above 0 add up to w. */
static void with_rank_sum(double *d, size_t n, size_t w)
{
    for (size_t rank = n; rank > 0; rank--) {
        bool positive = w >= rank;
        d[rank - 1] = positive ? (double)rank : -(double)rank;
        w -= positive ? rank : 0;
    }
    assert_int_equal(w, 0);
}

static double p_of_rank_sum(size_t n, size_t w)
{
    double d[STATS_WILCOXON_MAX];
    with_rank_sum(d, n, w);
    struct stats_wilcoxon result = stats_wilcoxon(d, n);
    assert_int_equal(result.n, n);
    assert_exact(result.w, (double)w);
    return result.p;
}

static void check_critical(size_t n, size_t w, double alpha)
{
    if (!(p_of_rank_sum(n, w) <= alpha && p_of_rank_sum(n, w + 1) > alpha))
        fail_msg("n=%zu: %zu is not the critical value at %g", n, w, alpha);
}

/* Two-sided 5 % from n = 6: OEIS A226330; 1 % from n = 8: the usual tables, such as A.4 of
   Hollander and Wolfe. */
static void critical_values_are_those_of_the_tables(void **state)
{
    (void)state;
    static const size_t five_percent[] = { 0,   2,   3,   5,   8,   10,  13,  17,  21,  25,
                                           29,  34,  40,  46,  52,  58,  65,  73,  81,  89,
                                           98,  107, 116, 126, 137, 147, 159, 170, 182, 195,
                                           208, 221, 235, 249, 264, 279, 294, 310, 327, 343,
                                           361, 378, 396, 415, 434, 453, 473, 494, 514, 536,
                                           557, 579, 602, 625, 648, 672, 697 };
    static const size_t one_percent[] = { 0,  1,  3,  5,  7,  9,  12, 15, 19,
                                          23, 27, 32, 37, 42, 48, 54, 61, 68 };
    for (size_t i = 0; i < COUNT(five_percent); i++)
        check_critical(i + 6, five_percent[i], 0.05);
    for (size_t i = 0; i < COUNT(one_percent); i++)
        check_critical(i + 8, one_percent[i], 0.01);
}

static void known_probabilities_are_met(void **state)
{
    (void)state;
    assert_exact(p_of_rank_sum(5, 0), 0.0625);
    assert_exact(p_of_rank_sum(6, 0), 0.03125);
    assert_exact(p_of_rank_sum(10, 8), 0.048828125);
    assert_exact(p_of_rank_sum(10, 0), 0.001953125);
    assert_exact(p_of_rank_sum(20, 0), ldexp(1, -19));
    assert_exact(p_of_rank_sum(53, 0), ldexp(1, -52));
    assert_exact(p_of_rank_sum(STATS_WILCOXON_MAX, 0), ldexp(1, 1 - STATS_WILCOXON_MAX));
}

/* Hollander and Wolfe, example 3.1: depression of nine patients before and after. */
static void hollander_and_wolfe(void **state)
{
    (void)state;
    static const double before[] = { 1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30 };
    static const double after[] = { 0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29 };
    double d[COUNT(before)];
    for (size_t i = 0; i < COUNT(d); i++)
        d[i] = after[i] - before[i];
    struct stats_wilcoxon result = stats_wilcoxon(d, COUNT(d));
    assert_exact(result.w, 5);
    assert_exact(result.p, 0.0390625);
}

/* Darwin's maize, cross- less self-fertilised, in eighths of an inch: Fisher, "The Design of
   Experiments", section 17. */
static void darwin(void **state)
{
    (void)state;
    static const double d[] = { 49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48 };
    struct stats_wilcoxon result = stats_wilcoxon(d, COUNT(d));
    assert_exact(result.w, 96);
    assert_exact(result.p, 0.041259765625);
}

/* ---- Wilcoxon: every choice of signs ---- */

/* Twice the mid-rank among all sizes, zeros too, by its definition. */
static unsigned twice_rank(const double *d, size_t n, size_t place)
{
    unsigned smaller = 0, equal = 0;
    for (size_t i = 0; i < n; i++) {
        smaller += fabs(d[i]) < fabs(d[place]);
        equal += fabs(d[i]) == fabs(d[place]);
    }
    return 2 * smaller + equal + 1;
}

/* Pratt's p by counting, and twice W. */
static double enumerated_p(const double *d, size_t n, unsigned *ret_twice_w)
{
    unsigned ranks[12], w = 0;
    size_t k = 0, low = 0, high = 0;
    for (size_t i = 0; i < n; i++) {
        if (d[i] == 0)
            continue;
        ranks[k++] = twice_rank(d, n, i);
        w += d[i] > 0 ? ranks[k - 1] : 0;
    }
    for (size_t signs = 0; signs < (size_t)1 << k; signs++) {
        unsigned sum = 0;
        for (size_t i = 0; i < k; i++)
            sum += signs >> i & 1 ? ranks[i] : 0;
        low += sum <= w;
        high += sum >= w;
    }
    *ret_twice_w = w;
    return fmin(1, 2 * ldexp((double)(low < high ? low : high), -(int)k));
}

static void every_choice_of_signs_is_counted(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        double d[12];
        unsigned kinds = 1 + random_below(12), zeros = 0, twice_w;
        size_t n = random_below(13);
        for (size_t i = 0; i < n; i++) {
            d[i] = (double)random_below(kinds + 1) * (random_below(3) ? 0.1 : -0.1);
            zeros += d[i] == 0;
        }
        double p = enumerated_p(d, n, &twice_w);
        struct stats_wilcoxon result = stats_wilcoxon(d, n);
        assert_int_equal(result.n, n);
        assert_int_equal(result.zeros, zeros);
        assert_exact(result.w, twice_w / 2.0);
        assert_exact(result.p, p);
    }
}

/* What p promises: with ties, zeros and all, P(p <= alpha) is at most alpha. */
static void false_alarms_are_as_rare_as_promised(void **state)
{
    (void)state;
    static const double sizes[][10] = { { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 },
                                        { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 },
                                        { 0, 0, 0, 1, 1, 2, 3, 3, 3, 8 } };
    static const double alphas[] = { 0.01, 0.02, 0.05, 0.1, 0.5 };
    for (size_t k = 0; k < COUNT(sizes); k++) {
        unsigned alarms[COUNT(alphas)] = { 0 };
        for (unsigned signs = 0; signs < 1024; signs++) {
            double d[10];
            for (size_t i = 0; i < 10; i++)
                d[i] = signs >> i & 1 ? sizes[k][i] : -sizes[k][i];
            double p = wilcoxon_p(d, 10);
            for (size_t a = 0; a < COUNT(alphas); a++)
                alarms[a] += p <= alphas[a];
        }
        for (size_t a = 0; a < COUNT(alphas); a++)
            assert_true(alarms[a] > 0 || alphas[a] < 0.02);
        for (size_t a = 0; a < COUNT(alphas); a++)
            assert_true(alarms[a] <= alphas[a] * 1024);
    }
}

/* Ranks 4 to 7 (Pratt), not 1 to 4 (Wilcoxon, who would have p = 0.625): at most 6 come
   {}, {4}, {5} and {6}, of 16. */
static void zeros_are_ranked_and_then_left_out(void **state)
{
    (void)state;
    struct stats_wilcoxon result =
        stats_wilcoxon((const double[]){ 0, 5, 0, 6, -7, -0.0, 8 }, 7);
    assert_int_equal(result.n, 7);
    assert_int_equal(result.zeros, 3);
    assert_exact(result.w, 4 + 5 + 7);
    assert_exact(result.p, 0.5);
}

/* ---- Wilcoxon: the rest ---- */

static void signs_order_and_scale_do_not_matter(void **state)
{
    (void)state;
    static const double d[] = { 3, -1, 0, 4, 1, -5, 9, 2, -6, 5, 3, 5 };
    double other[COUNT(d)];
    for (size_t i = 0; i < COUNT(d); i++)
        other[COUNT(d) - 1 - i] = -d[i] / 1024;
    assert_exact(wilcoxon_p(other, COUNT(d)), wilcoxon_p(d, COUNT(d)));
    assert_exact(stats_wilcoxon(other, COUNT(d)).w + stats_wilcoxon(d, COUNT(d)).w, 78 - 1);
}

static void where_nothing_differs_p_is_1(void **state)
{
    (void)state;
    assert_exact(wilcoxon_p(NULL, 0), 1);
    assert_exact(stats_wilcoxon(NULL, 0).w, 0);
    assert_exact(wilcoxon_p((const double[]){ 0, -0.0, 0 }, 3), 1);
    assert_exact(wilcoxon_p((const double[]){ NAN, NAN }, 2), 1);
    assert_exact(wilcoxon_p((const double[]){ -7 }, 1), 1);
    assert_exact(wilcoxon_p((const double[]){ -7, 7 }, 2), 1);
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    static const double d[] = { NAN, 1, 2, NAN, 3, 4, 5, INFINITY, NAN };
    struct stats_wilcoxon result = stats_wilcoxon(d, COUNT(d));
    assert_int_equal(result.n, 6);
    assert_exact(result.w, 21);
    assert_exact(result.p, 0.03125);
}

static void more_than_the_maximum_is_not_tested(void **state)
{
    (void)state;
    double d[STATS_WILCOXON_MAX + 1];
    for (size_t i = 0; i < COUNT(d); i++)
        d[i] = -1 - (double)i;
    assert_exact(wilcoxon_p(d, COUNT(d)), NAN);
    assert_int_equal(stats_wilcoxon(d, COUNT(d)).n, COUNT(d));
    d[7] = NAN;
    assert_exact(wilcoxon_p(d, COUNT(d)), ldexp(1, 1 - STATS_WILCOXON_MAX));
}

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
        cmocka_unit_test(critical_values_are_those_of_the_tables),
        cmocka_unit_test(known_probabilities_are_met),
        cmocka_unit_test(hollander_and_wolfe),
        cmocka_unit_test(darwin),
        cmocka_unit_test(every_choice_of_signs_is_counted),
        cmocka_unit_test(false_alarms_are_as_rare_as_promised),
        cmocka_unit_test(zeros_are_ranked_and_then_left_out),
        cmocka_unit_test(signs_order_and_scale_do_not_matter),
        cmocka_unit_test(where_nothing_differs_p_is_1),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(more_than_the_maximum_is_not_tested),
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
