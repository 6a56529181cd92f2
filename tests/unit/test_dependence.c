/* SPDX-License-Identifier: MIT */
/*
 * The flag "rounds are not independent", of comparisons that are made up: what disturbs a
 * round disturbs the next by a share of it (AR(1)).
 */
#include <math.h>

#include "stats/comparison.h"
#include "tests/test.h"
#include "tests/unit/draw.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { RUNS = 2000, ROUNDS = 40 };
#define SPREAD 0.06 /* of a log ratio, its standard deviation */

struct world {
    size_t rounds;
    double correlation; /* of the noise of neighbouring rounds */
    const struct stats_looks *looks;
};

static const struct stats_looks once = { .count = 0 };

struct tally {
    size_t flagged;
    size_t wrong, warned; /* called different; of these flagged */
};

static struct stats_comparison make(const struct world *w, uint64_t *seed)
{
    double a[ROUNDS], b[ROUNDS], rounds[ROUNDS], noise = SPREAD * draw_normal(seed);
    double fresh = SPREAD * sqrt(1 - w->correlation * w->correlation);
    for (size_t i = 0; i < w->rounds; i++) {
        rounds[i] = (double)i;
        a[i] = 1000;
        b[i] = 1000 * exp(noise);
        noise = w->correlation * noise + fresh * draw_normal(seed);
    }
    struct stats_comparison c;
    struct stats_pairs pairs = { a, b, rounds, w->rounds, stats_margin, &c };
    assert_int_equal(stats_judge(&pairs, 1, w->looks), 0);
    return c;
}

static struct tally simulate(const struct world *w)
{
    struct tally t = { 0 };
    uint64_t seed = 20261130;
    for (size_t i = 0; i < RUNS; i++) {
        struct stats_comparison c = make(w, &seed);
        bool wrong = c.verdict == STATS_FASTER || c.verdict == STATS_SLOWER;
        t.flagged += c.dependent;
        t.wrong += wrong;
        t.warned += wrong && c.dependent;
    }
    print_message("%zu rounds, correlation %.1f: flagged %.1f %%, false %.1f %%, of those "
                  "flagged %.0f %%\n",
                  w->rounds, w->correlation, 100.0 * (double)t.flagged / RUNS,
                  100.0 * (double)t.wrong / RUNS,
                  t.wrong ? 100.0 * (double)t.warned / (double)t.wrong : 0);
    return t;
}

/* Seen: 1.0 to 4.0 %. */
static void independent_rounds_are_rarely_flagged(void **state)
{
    (void)state;
    static const size_t lengths[] = { 6, 10, 16, 24, 40 };
    for (size_t i = 0; i < COUNT(lengths); i++)
        assert_true(simulate(&(struct world){ lengths[i], 0, &once }).flagged <= RUNS / 20);
}

/* Seen: 81 % of 40 rounds, 53 % of 24. */
static void lasting_noise_is_flagged_where_there_are_rounds_enough(void **state)
{
    (void)state;
    assert_true(simulate(&(struct world){ 40, 0.5, &once }).flagged >= RUNS * 3 / 4);
    assert_true(simulate(&(struct world){ 24, 0.5, &once }).flagged >= RUNS * 2 / 5);
    assert_true(simulate(&(struct world){ 40, -0.5, &once }).flagged == 0);
}

/* A run that looks stops early, where there are few rounds to tell. Seen: 10 % false instead of
   0.4 %, of them flagged 28 %. */
static void lasting_noise_makes_false_verdicts(void **state)
{
    (void)state;
    struct tally without = simulate(&(struct world){ 40, 0, &stats_looks_usual });
    struct tally with = simulate(&(struct world){ 40, 0.5, &stats_looks_usual });
    assert_true(without.wrong <= RUNS / 40 && with.wrong > RUNS / 20);
    assert_true(with.warned > with.wrong / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(independent_rounds_are_rarely_flagged),
        cmocka_unit_test(lasting_noise_is_flagged_where_there_are_rounds_enough),
        cmocka_unit_test(lasting_noise_makes_false_verdicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
