/* SPDX-License-Identifier: MIT */
/* The verdict on a comparison, branch by branch, on both sides of every threshold. */
#include <math.h>

#include "stats/comparison.h"
#include "stats/rank.h"
#include "tests/test.h"
#include "tests/unit/measure_check.h"

enum { MOST = 40 };

static void assert_near(double is, double wanted)
{
    if (!(fabs(is - wanted) <= 1e-14 * fabs(wanted)))
        fail_msg("%.17g instead of %.17g", is, wanted);
}

static void assert_verdict(const struct stats_comparison *c, double margin,
                           enum stats_verdict wanted)
{
    enum stats_verdict is = stats_judge(c, margin);
    if (is != wanted)
        fail_msg("'%s' instead of '%s'", stats_verdict_names[is], stats_verdict_names[wanted]);
}

/* Pairs whose first time varies, and whose ratios are these. */
static struct stats_comparison compare_ratios(const double *ratios, size_t n)
{
    double a[MOST], b[MOST];
    assert_true(n <= MOST);
    for (size_t i = 0; i < n; i++) {
        a[i] = 1024 << i % 5;
        b[i] = a[i] * ratios[i];
    }
    return stats_compare(a, b, n);
}

/* ---- what is computed ---- */

static void a_comparison_tells_all_of_its_figures(void **state)
{
    (void)state;
    static const double ratios[] = { 2, 0.5, 4, 8, 3, 16, 0.25, 5 };
    struct stats_comparison c = compare_ratios(ratios, COUNT(ratios));
    assert_int_equal(c.ratio.n, COUNT(ratios));
    assert_near(c.ratio.value, sqrt(3 * 4)); /* the middle two */
    assert_near(c.ratio.low, 0.25);          /* of 8, the interval takes all */
    assert_near(c.ratio.high, 16);
    assert_near(c.least, 0.25);
    assert_near(c.most, 16);
    /* |ln|: 0.5 and 2 share 1.5, 3 has 3, 0.25 and 4 share 4.5, then 6, 7 and 8: the two
       below 1 make 6 of 36. Sums up to 6: {}, 1.5 twice, 3 = {3} and {1.5, 1.5}, 4.5 = {4.5}
       twice and {3, 1.5} twice, 6 = {6}, {4.5, 1.5} four times and {3, 1.5, 1.5}. */
    assert_near(c.p, 2 * (1 + 2 + 2 + 4 + 6) / 256.0);
    assert_true(c.p_adjusted == c.p);
    /* The ranks of the ratios are 3 2 5 7 4 8 1 6. */
    assert_near(c.trend, 1 - 6 * (4 + 0 + 4 + 9 + 1 + 4 + 36 + 4) / (8.0 * 63));
    assert_int_equal(c.verdict, STATS_UNKNOWN);
}

static void turned_round_it_tells_the_same(void **state)
{
    (void)state;
    static const double a[] = { 7, 8, 9, 7.5, 8.5, 9.5, 7 }, b[] = { 3, 9, 2, 3.5, 2.5, 4, 1 };
    struct stats_comparison c = stats_compare(a, b, COUNT(a)),
                            d = stats_compare(b, a, COUNT(a));
    assert_near(c.ratio.value, 1 / d.ratio.value);
    assert_near(c.least, 1 / d.most);
    assert_near(c.most, 1 / d.least);
    assert_true(c.p == d.p);
    assert_near(c.trend, -d.trend);
}

static void pairs_that_are_not_whole_are_left_out(void **state)
{
    (void)state;
    static const double a[] = { 0, 1, NAN, 2, 4, 1, -1, 8, 2, 2, 1 };
    static const double b[] = { 9, 2, 9, NAN, 9, 0, 9, 19, -5, 4.5, 2.125 };
    static const double whole_a[] = { 1, 4, 8, 2, 1 }, whole_b[] = { 2, 9, 19, 4.5, 2.125 };
    struct stats_comparison c = stats_compare(a, b, COUNT(a));
    struct stats_comparison d = stats_compare(whole_a, whole_b, COUNT(whole_a));
    assert_int_equal(c.ratio.n, 5);
    assert_memory_equal(&c.ratio.value, &d.ratio.value, sizeof c.ratio.value);
    assert_true(c.least == d.least && c.most == d.most && c.p == d.p && c.trend == d.trend);
    assert_near(c.least, 2);
    assert_near(c.p, 0.0625);
}

static void where_there_are_no_pairs_nothing_is_known(void **state)
{
    (void)state;
    static const double a[] = { NAN, 0, 1 }, b[] = { 1, 1, NAN };
    struct stats_comparison all[] = { stats_compare(NULL, NULL, 0), stats_compare(a, b, 3) };
    for (size_t i = 0; i < COUNT(all); i++) {
        const struct stats_comparison *c = &all[i];
        assert_int_equal(c->ratio.n, 0);
        assert_true(isnan(c->ratio.value) && isnan(c->ratio.low) && isnan(c->ratio.high));
        assert_true(isnan(c->least) && isnan(c->most) && isnan(c->p) && isnan(c->trend));
        assert_true(isnan(c->p_adjusted));
        assert_int_equal(c->verdict, STATS_UNKNOWN);
        assert_verdict(c, stats_margin, STATS_UNKNOWN);
    }
}

/* ---- the verdict: rounds, margin, chance ---- */

static void six_pairs_are_the_least(void **state)
{
    (void)state;
    static const double faster[] = { 0.5, 0.52, 0.49, 0.51, 0.5, 0.48 };
    static const double slower[] = { 2, 2.1, 1.9, 2, 2.05, 1.95 };
    struct stats_comparison five = compare_ratios(faster, 5), six = compare_ratios(faster, 6);
    assert_verdict(&five, stats_margin, STATS_TOO_FEW);
    assert_verdict(&six, stats_margin, STATS_FASTER);
    five = compare_ratios(slower, 5);
    six = compare_ratios(slower, 6);
    assert_verdict(&five, stats_margin, STATS_TOO_FEW);
    assert_verdict(&six, stats_margin, STATS_SLOWER);
    five.p_adjusted = five.p = 0; /* nothing makes up for a missing interval */
    assert_verdict(&five, stats_margin, STATS_TOO_FEW);
}

/* A comparison without trend; its p is neither the least nor adjusted. */
static struct stats_comparison with_interval(double low, double value, double high)
{
    return (struct stats_comparison){ .ratio = { value, low, high, 10 },
                                      .least = low / 2,
                                      .most = high * 2,
                                      .p = 0.01,
                                      .p_adjusted = 0.01,
                                      .trend = 0 };
}

static void the_margin_itself_is_no_difference(void **state)
{
    (void)state;
    static const double margins[] = { 0, 0.01, 0.1 };
    for (size_t i = 0; i < COUNT(margins); i++) {
        double m = margins[i], above = 1 + m, below = 1 / (1 + m);
        struct stats_comparison c = with_interval(above, 2, 3);
        assert_verdict(&c, m, STATS_SAME);
        c = with_interval(nextafter(above, 2), 2, 3);
        assert_verdict(&c, m, STATS_SLOWER);
        c = with_interval(0.3, 0.5, below);
        assert_verdict(&c, m, STATS_SAME);
        c = with_interval(0.3, 0.5, nextafter(below, 0));
        assert_verdict(&c, m, STATS_FASTER);
        c = with_interval(0.5, 2, 3); /* on both sides */
        assert_verdict(&c, m, STATS_SAME);
    }
    assert_true(stats_margin == 0.01);
}

static void five_per_cent_is_small_enough(void **state)
{
    (void)state;
    struct stats_comparison c = with_interval(1.5, 2, 3);
    assert_true(stats_alpha == 0.05);
    c.p_adjusted = stats_alpha;
    assert_verdict(&c, stats_margin, STATS_SLOWER);
    c.p_adjusted = nextafter(stats_alpha, 1);
    assert_verdict(&c, stats_margin, STATS_SAME);
    c.p = c.p_adjusted = NAN; /* not tested, so nothing is shown */
    assert_verdict(&c, stats_margin, STATS_SAME);
}

static void too_few_is_what_more_rounds_would_mend(void **state)
{
    (void)state;
    for (size_t n = 6; n <= 12; n++) {
        struct stats_comparison c = with_interval(1.5, 2, 3);
        c.ratio.n = n;
        c.p = ldexp(1, 1 - (int)n); /* all point one way */
        c.p_adjusted = 0.06;
        assert_verdict(&c, stats_margin, STATS_TOO_FEW);
        c.p_adjusted = 0.05;
        assert_verdict(&c, stats_margin, STATS_SLOWER);
        c.p_adjusted = 0.06;
        c.p = nextafter(c.p, 1); /* one could be better: it is the data, not their number */
        assert_verdict(&c, stats_margin, STATS_SAME);
        c.p = ldexp(1, 1 - (int)n);
        c.ratio.low = 1.005; /* small, whatever its p */
        assert_verdict(&c, stats_margin, STATS_SAME);
    }
}

/* ---- the verdict: drift ---- */

/* 0, 1, 2 ... with pairs of places swapped, ended by { 0, 0 }. */
struct order {
    size_t n;
    size_t swaps[8][2];
};

/* From 0.99 to 1.05: in and beyond the margin. */
static struct stats_comparison compare_ordered(const struct order *o, bool falling)
{
    double ratios[MOST];
    for (size_t i = 0; i < o->n; i++)
        ratios[i] = 0.99 + 0.06 * (double)i / (double)(o->n - 1);
    for (size_t i = 0; o->swaps[i][1]; i++) {
        double first = ratios[o->swaps[i][0]];
        ratios[o->swaps[i][0]] = ratios[o->swaps[i][1]];
        ratios[o->swaps[i][1]] = first;
    }
    for (size_t i = 0; falling && i < o->n / 2; i++) {
        double first = ratios[i];
        ratios[i] = ratios[o->n - 1 - i];
        ratios[o->n - 1 - i] = first;
    }
    return compare_ratios(ratios, o->n);
}

/* Swapped over a distance of k, two places add 2 k^2 to the sum S of squared differences,
   and the trend is 1 - 6 S / (n^3 - n). The neighbours of the threshold: */
static void drift_begins_at_its_thresholds(void **state)
{
    (void)state;
    static const struct {
        double squares;
        bool drifting;
        struct order order;
    } table[] = {
        /* 0.8857 and 0.8286 about 1.96 / sqrt(5) = 0.8765 */
        { 4, true, { 6, { { 0, 1 }, { 2, 3 } } } },
        { 6, false, { 6, { { 0, 1 }, { 2, 3 }, { 4, 5 } } } },
        /* 0.6606 and 0.6485 about 1.96 / 3 = 0.6533 */
        { 56, true, { 10, { { 0, 5 }, { 1, 2 }, { 3, 4 }, { 6, 7 } } } },
        { 58, false, { 10, { { 0, 5 }, { 1, 3 } } } },
        /* 0.5008 and 0.4992 about 1/2: here 1.96 / sqrt(19) = 0.4497 would be too little */
        { 664, true, { 20, { { 0, 16 }, { 1, 9 }, { 2, 4 }, { 3, 5 }, { 6, 8 } } } },
        { 666,
          false,
          { 20, { { 0, 16 }, { 1, 9 }, { 2, 4 }, { 3, 5 }, { 6, 8 }, { 10, 11 } } } },
    };
    for (size_t i = 0; i < COUNT(table); i++)
        for (int falling = 0; falling < 2; falling++) {
            const struct order *o = &table[i].order;
            struct stats_comparison c = compare_ordered(o, falling);
            double n = (double)o->n, trend = 1 - 6 * table[i].squares / (n * n * n - n);
            assert_near(c.trend, falling ? -trend : trend);
            assert_verdict(&c, stats_margin, table[i].drifting ? STATS_DRIFTING : STATS_SAME);
        }
}

static void both_thresholds_must_be_passed(void **state)
{
    (void)state;
    static const size_t pairs[] = { 6, 10, 15, 16, 17, 20, 100 };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct stats_comparison c = with_interval(0.9, 1, 1.1);
        c.ratio.n = pairs[i];
        double threshold = fmax(0.5, 1.96 / sqrt((double)pairs[i] - 1));
        for (int sign = -1; sign <= 1; sign += 2) {
            c.trend = sign * threshold * (1 - 1e-12);
            assert_verdict(&c, stats_margin, STATS_SAME);
            c.trend = sign * threshold * (1 + 1e-12);
            assert_verdict(&c, stats_margin, STATS_DRIFTING);
        }
    }
    struct stats_comparison c = with_interval(0.9, 1, 1.1);
    c.ratio.n = 100;
    c.trend = 0.5; /* "above", not "from" */
    assert_verdict(&c, stats_margin, STATS_SAME);
    c.trend = NAN; /* all ratios alike */
    assert_verdict(&c, stats_margin, STATS_SAME);
}

/* However strong it is: who is faster does not hang on the round. */
static void drift_beyond_the_margin_changes_nothing(void **state)
{
    (void)state;
    struct stats_comparison c = with_interval(1.5, 2, 3);
    c.trend = 1;
    assert_verdict(&c, stats_margin, STATS_DRIFTING);
    c.least = 1 + stats_margin;
    assert_verdict(&c, stats_margin, STATS_DRIFTING);
    c.least = nextafter(c.least, 2);
    assert_verdict(&c, stats_margin, STATS_SLOWER);
    c = with_interval(0.3, 0.5, 0.7);
    c.trend = -1;
    assert_verdict(&c, stats_margin, STATS_DRIFTING);
    c.most = 1 / (1 + stats_margin);
    assert_verdict(&c, stats_margin, STATS_DRIFTING);
    c.most = nextafter(c.most, 0);
    assert_verdict(&c, stats_margin, STATS_FASTER);

    double ratios[10];
    for (size_t i = 0; i < 10; i++)
        ratios[i] = 1.02 + 0.1 * (double)i;
    c = compare_ratios(ratios, 10);
    assert_verdict(&c, stats_margin, STATS_SLOWER);
    ratios[0] = 1.005;
    c = compare_ratios(ratios, 10);
    assert_verdict(&c, stats_margin, STATS_DRIFTING);
}

/* The only thing that is said of so few. */
static void five_pairs_do_not_drift(void **state)
{
    (void)state;
    struct stats_comparison c = compare_ratios((const double[]){ 0.9, 0.95, 1, 1.05, 1.1 }, 5);
    assert_true(c.trend == 1);
    assert_verdict(&c, stats_margin, STATS_TOO_FEW);
}

static void every_verdict_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < STATS_VERDICTS; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(stats_verdict_names[i], stats_verdict_names[j]);
    assert_string_equal(stats_verdict_names[STATS_FASTER], "faster");
    assert_string_equal(stats_verdict_names[STATS_SLOWER], "slower");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison_tells_all_of_its_figures),
        cmocka_unit_test(turned_round_it_tells_the_same),
        cmocka_unit_test(pairs_that_are_not_whole_are_left_out),
        cmocka_unit_test(where_there_are_no_pairs_nothing_is_known),
        cmocka_unit_test(six_pairs_are_the_least),
        cmocka_unit_test(the_margin_itself_is_no_difference),
        cmocka_unit_test(five_per_cent_is_small_enough),
        cmocka_unit_test(too_few_is_what_more_rounds_would_mend),
        cmocka_unit_test(drift_begins_at_its_thresholds),
        cmocka_unit_test(both_thresholds_must_be_passed),
        cmocka_unit_test(drift_beyond_the_margin_changes_nothing),
        cmocka_unit_test(five_pairs_do_not_drift),
        cmocka_unit_test(every_verdict_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
