/* SPDX-License-Identifier: MIT */
/*
 * That luck in the choice does not look like a difference: the decision of runs that are made
 * up. The verdict is that of the code, with its margin, for a table of one decision.
 */
#include <math.h>

#include "stats/comparison.h"
#include "stats/decision.h"
#include "stats/rank.h"
#include "tests/test.h"
#include "tests/unit/draw.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { RUNS = 2000, MEMBERS = 9, ROUNDS = 40 };

/* What is simulated: families of so many alike; the first of b takes `planted` of the time,
   and `modes` times as much or as little, at random. */
struct world {
    size_t of_a, of_b, rounds;
    double spread, planted, modes;
};

/* About 1: a bell of standard deviation `spread`, and one in fifty is late. */
static double time_of(double spread, uint64_t *state)
{
    double late = draw(state) < 1.0 / 50 ? 1 + 0.3 * draw(state) : 1;
    return exp(spread * draw_normal(state)) * late;
}

struct made {
    double a[MEMBERS * ROUNDS], b[MEMBERS * ROUNDS];
};

static void make(struct made *m, const struct world *w, uint64_t *state)
{
    for (size_t i = 0; i < w->of_a * w->rounds; i++)
        m->a[i] = time_of(w->spread, state);
    for (size_t i = 0; i < w->of_b * w->rounds; i++)
        m->b[i] = time_of(w->spread, state);
    for (size_t i = 0; i < w->rounds; i++)
        m->b[i] *= w->planted * (draw(state) < 0.5 ? w->modes : 1 / w->modes);
}

/* The pairs of a made up run that are compared. */
struct compared {
    double a[ROUNDS], b[ROUNDS], rounds[ROUNDS];
    size_t n;
};
typedef struct compared rule(const struct made *m, const struct world *w);

static struct compared by_earlier_rounds(const struct made *m, const struct world *w)
{
    struct compared c;
    size_t used[2 * MEMBERS];
    double rounds[ROUNDS];
    struct stats_family a = { .times = m->a, .count = w->of_a, .used = used };
    struct stats_family b = { .times = m->b, .count = w->of_b, .used = used + MEMBERS };
    struct stats_decision d = { .a = c.a, .b = c.b, .rounds = c.rounds };
    for (size_t i = 0; i < w->rounds; i++)
        rounds[i] = (double)i;
    assert_int_equal(stats_decide(&d, &a, &b, rounds, w->rounds), 0);
    c.n = d.n;
    return c;
}

typedef bool wanted_round(size_t round);

static bool is_any(size_t round)
{
    (void)round;
    return true;
}

static bool is_of_fourth_pair(size_t round)
{
    return round / 2 % 4 == 1;
}

static size_t best_of(const double *times, size_t count, size_t rounds, wanted_round *wanted)
{
    size_t best = 0;
    double lowest = INFINITY;
    for (size_t i = 0; i < count; i++) {
        double chosen[ROUNDS];
        size_t n = 0;
        for (size_t k = 0; k < rounds; k++)
            if (wanted(k))
                chosen[n++] = times[i * rounds + k];
        double median = stats_median(chosen, n);
        if (median < lowest) {
            best = i;
            lowest = median;
        }
    }
    return best;
}

static struct compared by_chosen(const struct made *m, const struct world *w,
                                 wanted_round *chooses, bool all_compare)
{
    struct compared c = { .n = 0 };
    size_t of_a = best_of(m->a, w->of_a, w->rounds, chooses);
    size_t of_b = best_of(m->b, w->of_b, w->rounds, chooses);
    for (size_t k = 0; k < w->rounds; k++)
        if (all_compare || !chooses(k)) {
            c.a[c.n] = m->a[of_a * w->rounds + k];
            c.b[c.n] = m->b[of_b * w->rounds + k];
            c.rounds[c.n++] = (double)k;
        }
    return c;
}

/* Another rule, to compare with: every fourth pair chooses by medians, the others compare. */
static struct compared by_fourth_pairs(const struct made *m, const struct world *w)
{
    return by_chosen(m, w, is_of_fourth_pair, false);
}

/* What must not be done: choose by all rounds, and compare in the same ones. */
static struct compared by_the_same_rounds(const struct made *m, const struct world *w)
{
    return by_chosen(m, w, is_any, true);
}

/* A run of 40 rounds looks as the program does, a shorter one at its end. */
static struct stats_comparison judge(const struct compared *c, double margin)
{
    static const struct stats_looks once = { .count = 0 };
    struct stats_comparison result;
    struct stats_pairs pairs = { c->a, c->b, c->rounds, c->n, margin, &result };
    bool whole = c->n > 0 && c->rounds[c->n - 1] == ROUNDS - 1;
    assert_int_equal(stats_judge(&pairs, 1, whole ? &stats_looks_usual : &once), 0);
    return result;
}

static bool is_shown(const struct compared *c, double margin)
{
    enum stats_verdict v = judge(c, margin).verdict;
    return v == STATS_FASTER || v == STATS_SLOWER;
}

/* In how many of the runs a difference is shown. */
static size_t count_shown(rule *compare, const struct world *w, double margin)
{
    size_t count = 0;
    uint64_t state = 20261129;
    struct made m;
    for (size_t i = 0; i < RUNS; i++) {
        make(&m, w, &state);
        struct compared c = compare(&m, w);
        count += is_shown(&c, margin);
    }
    return count;
}

static double per_cent(size_t count)
{
    return 100.0 * (double)count / RUNS;
}

static const size_t lengths[] = { 10, 20, 40 };
static const size_t families[][2] = { { 7, 9 }, { 2, 2 } };

/*
 * Seen, of 2000 runs of 10, 20 and 40 rounds: 7 against 9: 1.0, 0.4, 0.1 %; without a margin
 * 3.1, 3.2, 2.1 %. 2 against 2: 1.1, 0.5, 0.2 %; without 2.9, 3.1, 1.6 %.
 */
static void equal_methods_are_rarely_called_different(void **state)
{
    (void)state;
    for (size_t f = 0; f < COUNT(families); f++)
        for (size_t i = 0; i < COUNT(lengths); i++) {
            const struct world w = { families[f][0], families[f][1], lengths[i], 0.03, 1, 1 };
            size_t shown = count_shown(by_earlier_rounds, &w, stats_margin);
            size_t without = count_shown(by_earlier_rounds, &w, 0);
            print_message("%zu against %zu equal methods, %zu rounds: %.2f %% false, %.2f %% "
                          "without a margin\n",
                          w.of_a, w.of_b, w.rounds, per_cent(shown), per_cent(without));
            assert_true(shown <= RUNS / 20 && without <= RUNS / 20);
            assert_true(without > RUNS / 200); /* it does test */
        }
}

/* How often p alone, at 2.5 %, favours the chosen one of b. */
static size_t count_lucky(rule *compare, const struct world *w)
{
    size_t count = 0;
    uint64_t state = 20261129;
    struct made m;
    for (size_t i = 0; i < RUNS; i++) {
        make(&m, w, &state);
        struct compared c = compare(&m, w);
        count += judge(&c, 0).p[STATS_CLAIM_FASTER] <= stats_alpha / 2;
    }
    return count;
}

/* The world is one in which luck counts. Seen: 9.6 % instead of 2.4 %. */
static void chosen_in_the_rounds_that_compare_the_chosen_look_faster(void **state)
{
    (void)state;
    const struct world w = { 1, MEMBERS, 20, 0.03, 1, 1 };
    size_t right = count_lucky(by_earlier_rounds, &w),
           wrong = count_lucky(by_the_same_rounds, &w);
    print_message("1 against %zu, chosen in the same rounds: %.2f %% faster; by earlier rounds "
                  "%.2f %%\n",
                  w.of_b, per_cent(wrong), per_cent(right));
    assert_true(right <= RUNS / 25 && wrong > 2 * RUNS / 25); /* 2.5 % may be, with luck 4 */
}

/*
 * Seen, by earlier rounds and by every fourth pair: one of 7 against 9, 10, 20 and 40 rounds:
 * 27 and 36, 76 and 74, 95 and 96 %; one of 2 against 2: 31 and 39, 79 and 77, 96 and 95 %. Of
 * 10 rounds the first four only choose, and all 6 pairs that are left must agree.
 */
static void a_difference_is_found_as_often_as_by_fourth_pairs(void **state)
{
    (void)state;
    for (size_t f = 0; f < COUNT(families); f++)
        for (size_t i = 0; i < COUNT(lengths); i++) {
            const struct world w = {
                families[f][0], families[f][1], lengths[i], 0.015, 0.97, 1
            };
            size_t now = count_shown(by_earlier_rounds, &w, stats_margin);
            size_t fourth = count_shown(by_fourth_pairs, &w, stats_margin);
            print_message(
                "one of %zu against %zu is 3 %% faster, %zu rounds: found in %.1f %%, "
                "by every fourth pair in %.1f %%\n",
                w.of_a, w.of_b, w.rounds, per_cent(now), per_cent(fourth));
            assert_true(w.rounds == 10 || now + RUNS / 50 >= fourth);
            assert_true(w.rounds < ROUNDS || now > 9 * RUNS / 10);
        }
}

/* One of b has two modes, a fifth apart; their mean is that of all others. Seen: 0.2 % false.
 */
static void two_modes_are_no_difference_and_widen_the_interval(void **state)
{
    (void)state;
    const struct world w = { 2, 2, 20, 0.01, 1, sqrt(1.2) };
    size_t shown = count_shown(by_earlier_rounds, &w, stats_margin), wide = 0;
    uint64_t seed = 1;
    for (size_t i = 0; i < RUNS; i++) {
        struct made m;
        make(&m, &w, &seed);
        struct compared c = by_earlier_rounds(&m, &w);
        struct stats_estimate ratio = judge(&c, stats_margin).ratio;
        wide += ratio.high / ratio.low > 1.04;
    }
    print_message("two modes: %.2f %% false, wider than 4 %% in %.1f %%\n", per_cent(shown),
                  per_cent(wide));
    assert_true(shown <= RUNS / 20 && wide > RUNS / 2);
}

/* ---- who leaves ---- */

/* The slower half of b, by its first 10 rounds, has no more. */
static struct compared by_who_stayed(const struct made *m, const struct world *w)
{
    struct made left = *m;
    double sums[MEMBERS] = { 0 }, sorted[MEMBERS];
    for (size_t i = 0; i < w->of_b; i++) {
        for (size_t k = 0; k < 10; k++)
            sums[i] += log(m->b[i * w->rounds + k]);
        sorted[i] = sums[i];
    }
    stats_sort(sorted, w->of_b);
    for (size_t i = 0; i < w->of_b; i++)
        for (size_t k = 10; sums[i] > sorted[w->of_b / 2] && k < w->rounds; k++)
            left.b[i * w->rounds + k] = NAN;
    return by_earlier_rounds(&left, w);
}

static void who_leaves_makes_no_difference(void **state)
{
    (void)state;
    const struct world equal = { 7, MEMBERS, ROUNDS, 0.03, 1, 1 };
    const struct world planted = { 7, MEMBERS, ROUNDS, 0.015, 0.97, 1 };
    size_t shown = count_shown(by_who_stayed, &equal, stats_margin);
    size_t without = count_shown(by_who_stayed, &equal, 0);
    size_t found = count_shown(by_who_stayed, &planted, stats_margin);
    print_message("the slower half leaves after 10 rounds: %.2f %% false, %.2f %% without a "
                  "margin; 3 %% found in %.1f %%\n",
                  per_cent(shown), per_cent(without), per_cent(found));
    assert_true(shown <= RUNS / 20 && without <= RUNS / 20 && without > RUNS / 200);
    assert_true(found > 8 * RUNS / 10);
}

/* The first is the faster, and away in the rounds from `from` to `back`. */
static struct stats_family leaving(double *times, size_t *used, size_t from, size_t back)
{
    for (size_t k = 0; k < 12; k++) {
        times[k] = k < from || k >= back ? 5 : NAN;
        times[12 + k] = 7;
    }
    return (struct stats_family){ .times = times, .count = 2, .used = used };
}

/* Chosen for a pair, such as 8 and 9, where it has one time of it, and compared where it has
   that one. */
static void who_is_away_is_not_chosen(void **state)
{
    (void)state;
    static const struct {
        size_t from, back, of_first, of_second;
    } table[] = { { 12, 12, 8, 0 }, { 10, 12, 6, 2 }, { 9, 12, 5, 2 }, { 8, 12, 4, 4 },
                  { 4, 12, 0, 8 },  { 0, 12, 0, 8 },  { 8, 9, 7, 0 },  { 8, 10, 6, 2 } };
    for (size_t i = 0; i < COUNT(table); i++) {
        double alone[12], two[2 * 12], rounds[12], a[12], b[12], of[12], sum = 0;
        size_t used[3];
        for (size_t k = 0; k < 12; k++) {
            alone[k] = 6;
            rounds[k] = (double)k;
        }
        struct stats_family first = { .times = alone, .count = 1, .used = used + 2 };
        struct stats_family second = leaving(two, used, table[i].from, table[i].back);
        struct stats_decision d = { .a = a, .b = b, .rounds = of };
        assert_int_equal(stats_decide(&d, &first, &second, rounds, 12), 0);
        assert_int_equal(used[0], table[i].of_first);
        assert_int_equal(used[1], table[i].of_second);
        assert_int_equal(d.n, used[0] + used[1]);
        assert_int_equal(second.last, table[i].back == 12 && table[i].from < 11);
        for (size_t k = 0; k < d.n; k++)
            sum += d.b[k];
        assert_true(sum == (double)(5 * used[0] + 7 * used[1]));
        assert_true(d.rounds[0] == 4 && d.rounds[d.n - 1] == 11);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_methods_are_rarely_called_different),
        cmocka_unit_test(chosen_in_the_rounds_that_compare_the_chosen_look_faster),
        cmocka_unit_test(a_difference_is_found_as_often_as_by_fourth_pairs),
        cmocka_unit_test(who_leaves_makes_no_difference),
        cmocka_unit_test(who_is_away_is_not_chosen),
        cmocka_unit_test(two_modes_are_no_difference_and_widen_the_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
