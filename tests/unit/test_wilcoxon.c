/* SPDX-License-Identifier: MIT */
/* The signed-rank test against published tables, and against counting every choice of signs. */
#include <stdbool.h>

#include "stats/rank.h"
#include "tests/unit/rank_check.h"

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
    assert_int_equal(stats_signed_rank_quantile(n, alpha / 2), w + 1);
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

/* Pratt's tails by counting. */
static struct stats_wilcoxon enumerated(const double *d, size_t n)
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
    double below = ldexp((double)low, -(int)k), above = ldexp((double)high, -(int)k);
    return (struct stats_wilcoxon){ .p = fmin(1, 2 * fmin(below, above)),
                                    .p_below = below,
                                    .p_above = above,
                                    .w = w / 2.0,
                                    .n = n,
                                    .zeros = n - k };
}

static void every_choice_of_signs_is_counted(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        double d[12];
        unsigned kinds = 1 + random_below(12);
        size_t n = random_below(13);
        for (size_t i = 0; i < n; i++)
            d[i] = (double)random_below(kinds + 1) * (random_below(3) ? 0.1 : -0.1);
        struct stats_wilcoxon wanted = enumerated(d, n), result = stats_wilcoxon(d, n);
        assert_int_equal(result.n, n);
        assert_int_equal(result.zeros, wanted.zeros);
        assert_exact(result.w, wanted.w);
        assert_exact(result.p, wanted.p);
        assert_exact(result.p_below, wanted.p_below);
        assert_exact(result.p_above, wanted.p_above);
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

/* ---- the quantile ---- */

/* How many sets of the ranks 1 to n have the sum s, for all s. */
static void count_sums(size_t n, double *ways)
{
    size_t sums = n * (n + 1) / 2;
    for (size_t s = 0; s <= sums; s++)
        ways[s] = s == 0;
    for (size_t rank = 1; rank <= n; rank++)
        for (size_t s = sums; s >= rank; s--)
            ways[s] += ways[s - rank];
}

/* At every probability up to 1/2 that n ranks can have, and beside it. */
static void quantiles_are_counted(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 30; n++) {
        double ways[30 * 31 / 2 + 1], below = 0;
        count_sums(n, ways);
        assert_int_equal(stats_signed_rank_quantile(n, 0), 0);
        for (size_t k = 1; 4 * k <= n * (n + 1); k++) {
            below += ldexp(ways[k - 1], -(int)n); /* P(W < k), exact */
            assert_int_equal(stats_signed_rank_quantile(n, below), k);
            assert_int_equal(stats_signed_rank_quantile(n, nextafter(below, 0)), k - 1);
        }
    }
}

/* An interval of 95 % takes 6 values, and one of 98.75 % takes 8. */
static void few_values_have_no_quantile(void **state)
{
    (void)state;
    assert_int_equal(stats_signed_rank_quantile(0, 0.025), 0);
    assert_int_equal(stats_signed_rank_quantile(5, 0.025), 0);
    assert_int_equal(stats_signed_rank_quantile(6, 0.025), 1);
    assert_int_equal(stats_signed_rank_quantile(7, 0.00625), 0);
    assert_int_equal(stats_signed_rank_quantile(8, 0.00625), 1);
    assert_int_equal(stats_signed_rank_quantile(STATS_WILCOXON_MAX + 1, 0.025), 0);
    assert_true(stats_signed_rank_quantile(STATS_WILCOXON_MAX, 0.025) > 230000);
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
    assert_exact(stats_wilcoxon(other, COUNT(d)).p_below, stats_wilcoxon(d, COUNT(d)).p_above);
    assert_exact(stats_wilcoxon(other, COUNT(d)).p_above, stats_wilcoxon(d, COUNT(d)).p_below);
    assert_exact(stats_wilcoxon(other, COUNT(d)).w + stats_wilcoxon(d, COUNT(d)).w, 78 - 1);
}

static void where_nothing_differs_p_is_1(void **state)
{
    (void)state;
    assert_exact(wilcoxon_p(NULL, 0), 1);
    assert_exact(stats_wilcoxon(NULL, 0).w, 0);
    assert_exact(stats_wilcoxon(NULL, 0).p_below, 1);
    assert_exact(stats_wilcoxon(NULL, 0).p_above, 1);
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
    assert_exact(stats_wilcoxon(d, COUNT(d)).p_below, NAN);
    assert_exact(stats_wilcoxon(d, COUNT(d)).p_above, NAN);
    assert_int_equal(stats_wilcoxon(d, COUNT(d)).n, COUNT(d));
    d[7] = NAN;
    assert_exact(wilcoxon_p(d, COUNT(d)), ldexp(1, 1 - STATS_WILCOXON_MAX));
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
        cmocka_unit_test(quantiles_are_counted),
        cmocka_unit_test(few_values_have_no_quantile),
        cmocka_unit_test(signs_order_and_scale_do_not_matter),
        cmocka_unit_test(where_nothing_differs_p_is_1),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(more_than_the_maximum_is_not_tested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
