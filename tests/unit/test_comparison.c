/* SPDX-License-Identifier: MIT */
/* Verdicts on families of comparisons: every label at its border, and what each look sees. */
#include <math.h>

#include "stats/comparison.h"
#include "stats/rank.h"
#include "stats/walsh.h"
#include "tests/test.h"
#include "tests/unit/draw.h"
#include "tests/unit/measure_check.h"

enum { MOST = 40, MOST_ROWS = 65 };

static void assert_near(double is, double wanted)
{
    if (!(fabs(is - wanted) <= 1e-14 * fabs(wanted)))
        fail_msg("%.17g instead of %.17g", is, wanted);
}

static void assert_verdict(const struct stats_comparison *c, enum stats_verdict wanted)
{
    if (c->verdict != wanted)
        fail_msg("'%s' instead of '%s'", stats_verdict_names[c->verdict],
                 stats_verdict_names[wanted]);
}

static void assert_claims(const double p[STATS_CLAIMS], double same, double faster,
                          double slower)
{
    assert_near(p[STATS_CLAIM_SAME], same);
    assert_near(p[STATS_CLAIM_FASTER], faster);
    assert_near(p[STATS_CLAIM_SLOWER], slower);
}

/* Pairs whose first time varies, and whose ratios are these. */
struct row {
    double a[MOST], b[MOST], rounds[MOST];
    struct stats_comparison result;
};

static struct stats_pairs pairs_of(struct row *r, const double *ratios, size_t n, double margin)
{
    assert_true(n <= MOST);
    for (size_t i = 0; i < n; i++) {
        r->rounds[i] = (double)i;
        r->a[i] = 1024 << i % 5;
        r->b[i] = r->a[i] * ratios[i];
    }
    return (struct stats_pairs){ r->a, r->b, r->rounds, n, margin, &r->result };
}

static struct stats_comparison judge_alone(const double *ratios, size_t n, double margin,
                                           const struct stats_looks *looks)
{
    struct row r;
    struct stats_pairs p = pairs_of(&r, ratios, n, margin);
    assert_int_equal(stats_judge(&p, 1, looks), 0);
    return r.result;
}

static struct stats_comparison compare_ratios(const double *ratios, size_t n)
{
    struct row r;
    pairs_of(&r, ratios, n, stats_margin);
    return stats_compare(r.a, r.b, n);
}

/* ---- what is computed ---- */

static void a_comparison_tells_all_of_its_figures(void **state)
{
    (void)state;
    static const int twos[] = { 1, 8, -2, 3, 5, -6, 7, 4 };
    double ratios[8], d[8];
    for (size_t i = 0; i < 8; i++) {
        ratios[i] = ldexp(1, twos[i]);
        d[i] = log(ratios[i]);
    }
    struct stats_comparison c = compare_ratios(ratios, 8);
    struct stats_estimate middle = stats_hodges_lehmann(d, 8, 0.05);
    assert_int_equal(c.ratio.n, 8);
    assert_near(c.ratio.value, exp(middle.value));
    assert_near(c.ratio.low, exp(middle.low));
    assert_near(c.ratio.high, exp(middle.high));
    assert_near(c.least, 1 / 64.0);
    assert_near(c.most, 256);
    /* The sizes are the ranks, and those above 0 make 28 of 36. 19 of the 256 sets of ranks
       make 7 or less, 25 make 8 or less. */
    assert_claims(c.p, 237 / 256.0, 237 / 256.0, 25 / 256.0);
    assert_claims(c.p_adjusted, 237 / 256.0, 237 / 256.0, 3 * 25 / 256.0);
    /* The ranks of the ratios are 3 8 2 4 6 1 7 5. */
    assert_near(c.trend, 1 - 6 * (4 + 36 + 1 + 0 + 1 + 25 + 0 + 9) / (8.0 * 63));
    assert_verdict(&c, STATS_UNDECIDED);
    assert_false(c.drifting || c.two_modes);
}

static void turned_round_it_tells_the_same(void **state)
{
    (void)state;
    static const double a[] = { 7, 8, 9, 7.5, 8.5, 9.5, 7 }, b[] = { 3, 9, 2, 3.5, 2.5, 4, 1 };
    struct stats_comparison c = stats_compare(a, b, COUNT(a)),
                            d = stats_compare(b, a, COUNT(a));
    assert_near(c.ratio.value, 1 / d.ratio.value);
    assert_near(c.ratio.low, 1 / d.ratio.high);
    assert_near(c.least, 1 / d.most);
    assert_near(c.most, 1 / d.least);
    assert_claims(c.p, d.p[STATS_CLAIM_SAME], d.p[STATS_CLAIM_SLOWER], d.p[STATS_CLAIM_FASTER]);
    assert_near(c.trend, -d.trend);
    assert_near(c.serial, d.serial);
}

static void pairs_that_are_not_whole_are_left_out(void **state)
{
    (void)state;
    static const double a[] = { 0, 1, NAN, 2, 4, 1, -1, 8, 2, 2, 1, 1 };
    static const double b[] = { 9, 2, 9, NAN, 9, 0, 9, 19, -5, 4.5, 2.125, 2 };
    static const double whole_a[] = { 1, 4, 8, 2, 1, 1 },
                        whole_b[] = { 2, 9, 19, 4.5, 2.125, 2 };
    struct stats_comparison c = stats_compare(a, b, COUNT(a));
    struct stats_comparison d = stats_compare(whole_a, whole_b, COUNT(whole_a));
    assert_int_equal(c.ratio.n, 6);
    assert_memory_equal(&c, &d, sizeof c);
    assert_near(c.least, 2);
    assert_near(c.p[STATS_CLAIM_SLOWER], 1 / 64.0);
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
        assert_true(isnan(c->least) && isnan(c->most) && isnan(c->trend) && isnan(c->serial) &&
                    isnan(c->price));
        assert_claims(c->p, 1, 1, 1);
        assert_claims(c->p_adjusted, 1, 1, 1);
        assert_verdict(c, STATS_UNKNOWN);
    }
    assert_int_equal(stats_judge(NULL, 0, &stats_looks_usual), 0);
}

/* ---- the labels ---- */

/* All ratios alike: the least p is 2^-n, times three claims; where two of them are shown, times
   3/2. */
static void few_pairs_show_what_is_clear(void **state)
{
    (void)state;
    static const struct {
        double ratio;
        size_t least;
        enum stats_verdict verdict;
    } table[] = {
        { 0.5, 6, STATS_FASTER },
        { 2, 6, STATS_SLOWER },
        { 1, 6, STATS_SAME },
        { 1.02, 5, STATS_SAME }, /* beyond the margin as well */
        { 1 / 1.02, 5, STATS_SAME },
        { 1.03 * (1 - 1e-9), 5, STATS_SAME },
        { 1.03 * (1 + 1e-9), 6, STATS_SLOWER },
        { 1 / 1.03 * (1 + 1e-9), 5, STATS_SAME },
        { 1 / 1.03 * (1 - 1e-9), 6, STATS_FASTER },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        double ratios[6];
        for (size_t k = 0; k < 6; k++)
            ratios[k] = table[i].ratio;
        for (size_t n = 1; n <= 6; n++) {
            struct stats_comparison c = compare_ratios(ratios, n);
            assert_verdict(&c, n < table[i].least ? STATS_UNDECIDED : table[i].verdict);
        }
    }
    assert_true(stats_alpha == 0.05 && stats_margin == 0.01 && STATS_SAME_WITHIN == 0.03);
}

/* Of 6 pairs all must lie beyond a border: one that does not makes p 2/64, and 3 times that is
   too much. Five `ratio` and one `last`; a margin above 3 % is what "the same" means, too. */
static void borders_are_where_they_are_said_to_be(void **state)
{
    (void)state;
    static const struct {
        double margin, ratio, border;
        enum stats_verdict above, below;
    } table[] = {
        { 0.01, 1.5, 1.01, STATS_SLOWER, STATS_UNDECIDED },
        { 0.01, 0.5, 1 / 1.01, STATS_UNDECIDED, STATS_FASTER },
        { 0.01, 1, 1.03, STATS_UNDECIDED, STATS_SAME },
        { 0.01, 1, 1 / 1.03, STATS_SAME, STATS_UNDECIDED },
        { 0, 1.5, 1, STATS_SLOWER, STATS_UNDECIDED },
        { 0, 1, 1.03, STATS_UNDECIDED, STATS_SAME },
        { 0.1, 1.5, 1.1, STATS_SLOWER, STATS_UNDECIDED },
        { 0.1, 0.5, 1 / 1.1, STATS_UNDECIDED, STATS_FASTER },
        { 0.1, 1, 1.1, STATS_UNDECIDED, STATS_SAME },
        { 0.1, 1, 1 / 1.1, STATS_SAME, STATS_UNDECIDED },
    };
    static const struct stats_looks once = { .count = 0 };
    for (size_t i = 0; i < COUNT(table); i++)
        for (int above = 0; above < 2; above++) {
            double r = table[i].ratio;
            double ratios[6] = {
                r, r, r, r, r, table[i].border * (above ? 1 + 1e-9 : 1 - 1e-9)
            };
            struct stats_comparison c = judge_alone(ratios, 6, table[i].margin, &once);
            assert_verdict(&c, above ? table[i].above : table[i].below);
        }
}

/* A family of `count`, of which `shown` are as clear as 8 pairs can be. */
static enum stats_verdict verdict_among(size_t count, size_t shown)
{
    static const double clear[] = { 2, 2, 2, 2, 2, 2, 2, 2 }, open[] = { 2, 0.5, 2, 0.5 };
    static const struct stats_looks once = { .count = 0 };
    struct row rows[MOST_ROWS];
    struct stats_pairs family[MOST_ROWS];
    assert_true(count <= COUNT(rows));
    for (size_t i = 0; i < count; i++)
        family[i] = i < shown ? pairs_of(&rows[i], clear, 8, stats_margin)
                              : pairs_of(&rows[i], open, i % 2 ? 4 : 0, stats_margin);
    assert_int_equal(stats_judge(family, count, &once), 0);
    for (size_t i = 0; i < shown; i++)
        assert_near(rows[i].result.p_adjusted[STATS_CLAIM_SLOWER],
                    3.0 * (double)count / 256 / (double)shown);
    for (size_t i = shown; i < count; i++)
        assert_verdict(&rows[i].result, i % 2 ? STATS_UNDECIDED : STATS_UNKNOWN);
    return rows[0].result.verdict;
}

/* Three claims each, also of those without pairs: 3 * 4 / 256 is below 5 %, 3 * 5 / 256 above;
   and it is the share of what is shown that counts. 3 * 64 / 256 / 15 is 5 %, which is small
   enough. */
static void the_family_is_adjusted_for(void **state)
{
    (void)state;
    assert_int_equal(verdict_among(4, 1), STATS_SLOWER);
    assert_int_equal(verdict_among(5, 1), STATS_UNDECIDED);
    assert_int_equal(verdict_among(8, 2), STATS_SLOWER);
    assert_int_equal(verdict_among(9, 2), STATS_UNDECIDED);
    assert_int_equal(verdict_among(64, 15), STATS_SLOWER);
    assert_int_equal(verdict_among(65, 15), STATS_UNDECIDED);
}

/* ---- looks ---- */

static void fill(double *ratios, size_t from, size_t end, double ratio)
{
    for (size_t i = from; i < end; i++)
        ratios[i] = ratio;
}

/* Faster in the first 10 rounds, slower by far in all others. */
static void what_lies_behind_the_stop_has_no_say(void **state)
{
    (void)state;
    double ratios[MOST];
    fill(ratios, 0, 10, 0.9);
    fill(ratios, 10, MOST, 3);
    struct stats_comparison first = judge_alone(ratios, 10, stats_margin, &stats_looks_usual);
    assert_verdict(&first, STATS_FASTER);
    assert_near(first.p[STATS_CLAIM_FASTER], 4 / 1024.0); /* four looks */
    for (size_t n = 11; n <= MOST; n++) {
        struct stats_comparison c = judge_alone(ratios, n, stats_margin, &stats_looks_usual);
        assert_memory_equal(&c, &first, sizeof c);
    }
}

/* Four of the pairs point the other way: 43/2^n is too much until a look sees 15 pairs. The
   interval is that of 98.75 %, and of all pairs that were seen, in a look that was not finished
   as well. */
static void a_look_sees_all_rounds_before_it(void **state)
{
    (void)state;
    static const size_t seen[][2] = { { 9, 9 },   { 10, 10 }, { 11, 11 }, { 15, 15 },
                                      { 16, 16 }, { 17, 16 }, { 40, 16 } };
    for (size_t i = 0; i < COUNT(seen); i++) {
        double ratios[MOST], d[MOST];
        for (size_t k = 0; k < MOST; k++)
            ratios[k] = k < 4 ? 0.99 - 0.001 * (double)k : 1.1 + 0.01 * (double)k;
        for (size_t k = 0; k < seen[i][1]; k++)
            d[k] = log(ratios[k]);
        struct stats_comparison c =
            judge_alone(ratios, seen[i][0], stats_margin, &stats_looks_usual);
        struct stats_estimate e = stats_hodges_lehmann(d, seen[i][1], 0.0125);
        assert_verdict(&c, seen[i][1] < 15 ? STATS_UNDECIDED : STATS_SLOWER);
        assert_int_equal(c.ratio.n, seen[i][1]);
        assert_true(fabs(c.ratio.value - exp(e.value)) < 1e-12);
        assert_true(fabs(c.ratio.low - exp(e.low)) < 1e-12);
        assert_true(fabs(c.ratio.high - exp(e.high)) < 1e-12);
    }
}

/* Look 10 is after round 9, not after ten pairs. */
static void a_look_counts_rounds(void **state)
{
    (void)state;
    static const struct stats_looks looks = { .rounds = { 10, 16 }, .count = 2 };
    struct row r;
    double ratios[16];
    fill(ratios, 0, 8, 2);
    fill(ratios, 8, 16, 0.5);
    struct stats_pairs p = pairs_of(&r, ratios, 16, stats_margin);
    for (size_t i = 0; i < 16; i++)
        r.rounds[i] = i < 8 ? (double)i : (double)i + 2; /* 8 and 9 are missing */
    assert_int_equal(stats_judge(&p, 1, &looks), 0);
    assert_verdict(&r.result, STATS_SLOWER);
    assert_int_equal(r.result.ratio.n, 8);
    r.b[3] = NAN; /* 7 of 10: 2 looks and 3 claims make 6/128 */
    assert_int_equal(stats_judge(&p, 1, &looks), 0);
    assert_verdict(&r.result, STATS_SLOWER);
    assert_int_equal(r.result.ratio.n, 7);
    r.b[4] = NAN; /* 6/64: undecided there */
    assert_int_equal(stats_judge(&p, 1, &looks), 0);
    assert_verdict(&r.result, STATS_UNDECIDED);
    assert_int_equal(r.result.ratio.n, 12);
}

/* 6 of 7 rounds are slower by far, all others are faster: the p of the first look stays. */
static void what_a_look_showed_is_not_forgotten(void **state)
{
    (void)state;
    static const struct stats_looks looks = { .rounds = { 7, 16 }, .count = 2 };
    double ratios[16] = { 0.9, 2, 2.1, 2.2, 2.3, 2.4, 2.5 };
    fill(ratios, 7, 16, 0.97);
    struct stats_comparison first = judge_alone(ratios, 7, stats_margin, &looks);
    struct stats_comparison both = judge_alone(ratios, 16, stats_margin, &looks);
    assert_int_equal(both.ratio.n, 16);
    assert_near(first.p[STATS_CLAIM_SLOWER], 2 * 2 / 128.0);
    assert_near(both.p[STATS_CLAIM_SLOWER], first.p[STATS_CLAIM_SLOWER]);
    assert_true(compare_ratios(ratios, 16).p[STATS_CLAIM_SLOWER] > 0.1); /* all by themselves */
}

/* The first has no more than its 7 pairs, with p 2/128: 6 times that is too much as long as it
   stands alone. When the second is decided, after 12 rounds, 3 times that is enough. */
static void what_others_show_can_decide(void **state)
{
    (void)state;
    static const struct stats_looks looks = { .rounds = { 7, 12 }, .count = 2 };
    double clear[7], later[12] = { 0.98, 1.5, 1.5 };
    struct row rows[2];
    fill(clear, 0, 7, 2);
    fill(later, 3, 12, 1.5);
    struct stats_pairs family[] = { pairs_of(&rows[0], clear, 7, stats_margin),
                                    pairs_of(&rows[1], later, 7, stats_margin) };
    assert_int_equal(stats_judge(family, 2, &looks), 0);
    assert_verdict(&rows[0].result, STATS_UNDECIDED);
    assert_verdict(&rows[1].result, STATS_UNDECIDED);
    family[1] = pairs_of(&rows[1], later, 12, stats_margin);
    assert_int_equal(stats_judge(family, 2, &looks), 0);
    assert_verdict(&rows[0].result, STATS_SLOWER);
    assert_verdict(&rows[1].result, STATS_SLOWER);
    assert_int_equal(rows[0].result.ratio.n, 7);
    assert_near(rows[0].result.p_adjusted[STATS_CLAIM_SLOWER], 3 * 2 / 128.0);
}

/* Of 300 runs of three comparisons none is judged otherwise when it goes on. */
static void a_verdict_stays(void **state)
{
    (void)state;
    uint64_t seed = 1989;
    size_t decided = 0;
    for (int run = 0; run < 300; run++) {
        double ratios[3][MOST];
        struct row rows[3];
        enum stats_verdict before[3] = { STATS_UNKNOWN, STATS_UNKNOWN, STATS_UNKNOWN };
        for (size_t i = 0; i < 3 * MOST; i++)
            ratios[i / MOST][i % MOST] =
                exp(0.01 * (double)(i / MOST) + 0.04 * draw_normal(&seed));
        for (size_t l = 0; l < stats_looks_usual.count; l++) {
            struct stats_pairs family[3];
            for (size_t i = 0; i < 3; i++)
                family[i] =
                    pairs_of(&rows[i], ratios[i], stats_looks_usual.rounds[l], stats_margin);
            assert_int_equal(stats_judge(family, 3, &stats_looks_usual), 0);
            for (size_t i = 0; i < 3; i++) {
                if (before[i] > STATS_UNDECIDED)
                    assert_verdict(&rows[i].result, before[i]);
                before[i] = rows[i].result.verdict;
            }
        }
        decided += before[0] > STATS_UNDECIDED;
    }
    assert_in_range(decided, 50, 299);
}

/* ---- the price ---- */

/* How much an interval from `value` to `end` must narrow to leave out, or stay within, `to`. */
static double narrowing(double value, double end, double to)
{
    double n = log(to / value) / log(end / value);
    return n > 0 ? n : 0;
}

/* n0 / s^2, s the narrowing at which the first label fits. */
static double price_of(const struct stats_estimate *e)
{
    double v = e->value;
    if (isnan(e->low))
        return NAN;
    double slower = v > 1.01 ? narrowing(v, e->low, 1.01) : 0;
    double faster = v < 1 / 1.01 ? narrowing(v, e->high, 1 / 1.01) : 0;
    double same = v < 1.03 && v > 1 / 1.03
                      ? fmin(narrowing(v, e->low, 1 / 1.03), narrowing(v, e->high, 1.03))
                      : 0;
    double s = fmin(1, fmax(same, fmax(slower, faster)));
    double n = fmax(floor((double)e->n / (s * s)), (double)e->n) + 1;
    return n > STATS_PRICE_MAX ? NAN : n;
}

/* As sure as the first of one comparison's three claims has to be. */
static struct stats_estimate strict_ratio(const double *ratios, size_t n)
{
    double d[MOST];
    for (size_t i = 0; i < n; i++)
        d[i] = log(ratios[i]);
    struct stats_estimate e = stats_hodges_lehmann(d, n, 2 * stats_alpha / STATS_CLAIMS);
    return (struct stats_estimate){ exp(e.value), exp(e.low), exp(e.high), n };
}

static void the_price_is_what_the_interval_has_to_narrow(void **state)
{
    (void)state;
    uint64_t seed = 400;
    size_t priced = 0, dear = 0;
    for (int i = 0; i < 600; i++) {
        double ratios[MOST], middle = 0.1 * (draw(&seed) - 0.5), spread = 0.1 * draw(&seed);
        size_t n = 6 + (size_t)(5 * draw(&seed));
        for (size_t k = 0; k < n; k++)
            ratios[k] = exp(middle + spread * draw_normal(&seed));
        struct stats_comparison c = compare_ratios(ratios, n);
        if (c.verdict != STATS_UNDECIDED) {
            assert_true(isnan(c.price));
            continue;
        }
        struct stats_estimate strict = strict_ratio(ratios, n);
        double wanted = price_of(&strict);
        if (isnan(wanted) ? !isnan(c.price) : c.price != wanted)
            fail_msg("%g instead of %g: %g [%g, %g]", c.price, wanted, c.ratio.value,
                     c.ratio.low, c.ratio.high);
        priced += !isnan(wanted);
        dear += isnan(wanted);
    }
    assert_true(priced > 50 && dear > 5);
}

static void without_an_interval_there_is_no_price(void **state)
{
    (void)state;
    struct stats_comparison c = compare_ratios((const double[]){ 2, 2, 2, 2, 2 }, 5);
    assert_verdict(&c, STATS_UNDECIDED);
    assert_true(c.ratio.value == 2 && isnan(c.ratio.low) && isnan(c.price));
}

/* ---- flags ---- */

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
            assert_int_equal(c.drifting, table[i].drifting);
        }
}

/* However strong it is: who is faster does not hang on the round. */
static void drift_beyond_the_margin_is_no_flag(void **state)
{
    (void)state;
    double ratios[10];
    for (size_t i = 0; i < 10; i++)
        ratios[i] = 1.02 + 0.1 * (double)i;
    struct stats_comparison c = compare_ratios(ratios, 10);
    assert_verdict(&c, STATS_SLOWER);
    assert_true(c.trend == 1 && !c.drifting);
    ratios[0] = 1.005;
    c = compare_ratios(ratios, 10);
    assert_verdict(&c, STATS_SLOWER); /* a flag beside the verdict */
    assert_true(c.drifting);
    for (size_t i = 0; i < 10; i++)
        ratios[i] = 1 / (1.02 + 0.1 * (double)i);
    c = compare_ratios(ratios, 10);
    assert_verdict(&c, STATS_FASTER);
    assert_true(c.trend == -1 && !c.drifting);
    ratios[0] = 1 / 1.005;
    c = compare_ratios(ratios, 10);
    assert_true(c.drifting);
}

static void five_pairs_can_drift(void **state)
{
    (void)state;
    static const double ratios[] = { 0.9, 0.95, 1, 1.05, 1.1 };
    struct stats_comparison four = compare_ratios(ratios, 4), five = compare_ratios(ratios, 5);
    assert_true(four.trend == 1 && !four.drifting);
    assert_true(five.trend == 1 && five.drifting);
    assert_verdict(&five, STATS_UNDECIDED);
}

static void two_modes_are_told_beside_the_verdict(void **state)
{
    (void)state;
    static const double ratios[] = { 1.1, 1.5, 1.11, 1.51, 1.12, 1.52, 1.1, 1.5 };
    struct stats_comparison c = compare_ratios(ratios, 8);
    assert_verdict(&c, STATS_SLOWER);
    assert_true(c.two_modes && !c.drifting);
    c = compare_ratios(ratios, 5);
    assert_false(c.two_modes); /* a heap has three */
}

/* Of rounds in runs of four; a drift is not named twice, and who is faster in every round is.
 */
static void dependence_is_told_beside_the_verdict(void **state)
{
    (void)state;
    double ratios[20];
    for (size_t i = 0; i < 20; i++)
        ratios[i] = (i / 4 % 2 ? 1.04 : 0.96) + 0.0001 * (double)(i * 7 % 20);
    struct stats_comparison c = compare_ratios(ratios, 20);
    assert_verdict(&c, STATS_UNDECIDED);
    assert_true(c.dependent && !c.drifting && c.serial > 0.4);
    for (size_t i = 0; i < 20; i++)
        ratios[i] += 0.1;
    c = compare_ratios(ratios, 20);
    assert_true(!c.dependent && c.serial > 0.4);
    for (size_t i = 0; i < 20; i++)
        ratios[i] = 0.9 + 0.01 * (double)i;
    c = compare_ratios(ratios, 20);
    assert_true(c.drifting && !c.dependent && c.serial > 0.4);
}

static void every_verdict_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < STATS_VERDICTS; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(stats_verdict_names[i], stats_verdict_names[j]);
    assert_string_equal(stats_verdict_names[STATS_FASTER], "faster");
    assert_string_equal(stats_verdict_names[STATS_SLOWER], "slower");
    assert_string_equal(stats_verdict_names[STATS_SAME], "the same within 3 %");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison_tells_all_of_its_figures),
        cmocka_unit_test(turned_round_it_tells_the_same),
        cmocka_unit_test(pairs_that_are_not_whole_are_left_out),
        cmocka_unit_test(where_there_are_no_pairs_nothing_is_known),
        cmocka_unit_test(few_pairs_show_what_is_clear),
        cmocka_unit_test(borders_are_where_they_are_said_to_be),
        cmocka_unit_test(the_family_is_adjusted_for),
        cmocka_unit_test(what_lies_behind_the_stop_has_no_say),
        cmocka_unit_test(a_look_sees_all_rounds_before_it),
        cmocka_unit_test(a_look_counts_rounds),
        cmocka_unit_test(what_a_look_showed_is_not_forgotten),
        cmocka_unit_test(what_others_show_can_decide),
        cmocka_unit_test(a_verdict_stays),
        cmocka_unit_test(the_price_is_what_the_interval_has_to_narrow),
        cmocka_unit_test(without_an_interval_there_is_no_price),
        cmocka_unit_test(drift_begins_at_its_thresholds),
        cmocka_unit_test(drift_beyond_the_margin_is_no_flag),
        cmocka_unit_test(five_pairs_can_drift),
        cmocka_unit_test(two_modes_are_told_beside_the_verdict),
        cmocka_unit_test(dependence_is_told_beside_the_verdict),
        cmocka_unit_test(every_verdict_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
