/* SPDX-License-Identifier: MIT */
/*
 * That luck in the choice does not look like a difference: the decision of runs that are made
 * up. The verdict is that of the code, with its margin, for a table of one decision.
 */
#include <math.h>

#include "stats/decision.h"
#include "stats/rank.h"
#include "tests/test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { RUNS = 2000, MEMBERS = 9, ROUNDS = 40 };

/* Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014. */
static double draw(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

/* What is simulated: families of so many alike; the first of b takes `planted` of the time,
   and `modes` times as much or as little, at random. */
struct world {
    size_t of_a, of_b, rounds;
    double spread, planted, modes;
};

/* About 1: a bell of standard deviation `spread`, and one in fifty is late. */
static double time_of(double spread, uint64_t *state)
{
    double sum = -6;
    for (size_t i = 0; i < 12; i++)
        sum += draw(state);
    double late = draw(state) < 1.0 / 50 ? 1 + 0.3 * draw(state) : 1;
    return exp(spread * sum) * late;
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

/* A rule: the comparison of a made up run. */
typedef struct stats_comparison rule(const struct made *m, const struct world *w);

static struct stats_comparison by_earlier_rounds(const struct made *m, const struct world *w)
{
    struct stats_comparison c;
    size_t used[2 * MEMBERS];
    double rounds[ROUNDS];
    struct stats_family a = { .times = m->a, .count = w->of_a, .used = used };
    struct stats_family b = { .times = m->b, .count = w->of_b, .used = used + MEMBERS };
    for (size_t i = 0; i < w->rounds; i++)
        rounds[i] = (double)i;
    assert_int_equal(stats_decide(&c, &a, &b, rounds, w->rounds), 0);
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

static struct stats_comparison by_chosen(const struct made *m, const struct world *w,
                                         wanted_round *chooses, bool all_compare)
{
    double a[ROUNDS], b[ROUNDS];
    size_t n = 0, of_a = best_of(m->a, w->of_a, w->rounds, chooses);
    size_t of_b = best_of(m->b, w->of_b, w->rounds, chooses);
    for (size_t k = 0; k < w->rounds; k++)
        if (all_compare || !chooses(k)) {
            a[n] = m->a[of_a * w->rounds + k];
            b[n++] = m->b[of_b * w->rounds + k];
        }
    return stats_compare(a, b, n);
}

/* Another rule, to compare with: every fourth pair chooses by medians, the others compare. */
static struct stats_comparison by_fourth_pairs(const struct made *m, const struct world *w)
{
    return by_chosen(m, w, is_of_fourth_pair, false);
}

/* What must not be done: choose by all rounds, and compare in the same ones. */
static struct stats_comparison by_the_same_rounds(const struct made *m, const struct world *w)
{
    return by_chosen(m, w, is_any, true);
}

static bool is_shown(struct stats_comparison c, double margin)
{
    enum stats_verdict v = stats_judge(&c, margin);
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
        count += is_shown(compare(&m, w), margin);
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
 * Seen, of 2000 runs of 10, 20 and 40 rounds: 7 against 9: 1.1, 0.2, 0.1 %; without a margin
 * 3.4, 1.1, 1.9 %. 2 against 2: 0.9, 0.2, 0.1 %; without 2.9, 1.2, 1.8 %.
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

/* How often p alone, at 5 %, favours the chosen one of b. */
static size_t count_lucky(rule *compare, const struct world *w)
{
    size_t count = 0;
    uint64_t state = 20261129;
    struct made m;
    for (size_t i = 0; i < RUNS; i++) {
        make(&m, w, &state);
        struct stats_comparison c = compare(&m, w);
        count += c.p <= stats_alpha && c.ratio.value < 1;
    }
    return count;
}

/* The world is one in which luck counts. Seen: 11.1 % instead of 2.5 %. */
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
 * 31 and 19, 60 and 51, 96 and 96 %; one of 2 against 2: 32 and 22, 62 and 50, 97 and 97 %.
 * Where one sample in twelve is late means mislead: 78 and 88 % at 7 against 9, 40 rounds.
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
            assert_true(now + RUNS / 50 >= fourth);
            assert_true(w.rounds < ROUNDS || now > 9 * RUNS / 10);
        }
}

/* One of b has two modes, a fifth apart; their mean is that of all others. Seen: 0.5 % false.
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
        struct stats_estimate ratio = by_earlier_rounds(&m, &w).ratio;
        wide += ratio.high / ratio.low > 1.04;
    }
    print_message("two modes: %.2f %% false, wider than 4 %% in %.1f %%\n", per_cent(shown),
                  per_cent(wide));
    assert_true(shown <= RUNS / 20 && wide > RUNS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_methods_are_rarely_called_different),
        cmocka_unit_test(chosen_in_the_rounds_that_compare_the_chosen_look_faster),
        cmocka_unit_test(a_difference_is_found_as_often_as_by_fourth_pairs),
        cmocka_unit_test(two_modes_are_no_difference_and_widen_the_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
