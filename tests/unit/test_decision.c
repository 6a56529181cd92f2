/* SPDX-License-Identifier: MIT */
/* The decision of the families: that luck in the choice does not look like a difference. */
#include "method/method.h"
#include "tests/unit/judge_cases.h"

/* ---- the decision ---- */

static const struct summary_decision *decision_of(const struct summary *s)
{
    return &s->groups[0].rows[0].best;
}

static void without_a_choice_every_round_compares(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "read", 1000);
    add_case(&r, "find", "mmap", 500);
    add_case(&r, "find", "uring-v9", 100); /* of a family that is not known: of none */
    add_case(&r, "find", "chunk", 100)->status = CASE_FAILED;
    add_case(&r, "find", "mmap-random", 100)->sample_count = 0;
    struct summary s = build(&r);
    const struct summary_decision *c = decision_of(&s);
    assert_string_equal(summary_method(c->mmap), "mmap");
    assert_string_equal(summary_method(c->read), "read");
    assert_int_equal(c->against.ratio.n, ROUNDS);
    summary_free(&s);
    run_free(&r);
}

/* mmap-random wins the rounds that choose and loses all others; those that choose have
   times that would be seen. */
static void rounds_that_choose_do_not_compare(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double read[12] = { 100, 101, 9, 9, 103, 104, 105, 106, 107, 108, 9, 9 };
    static const double chunk[12] = { 50, 51, 900, 900, 52, 53, 54, 55, 56, 57, 900, 900 };
    static const double mmap[12] = { 50, 51, 90, 90, 52, 53, 54, 55, 56, 57, 90, 90 };
    static const double random[12] = { 200, 202, 1, 1, 206, 208, 210, 212, 214, 216, 1, 1 };
    add_times(&r, "find", "read", read, 12);
    add_times(&r, "find", "chunk", chunk, 12);
    add_times(&r, "find", "mmap", mmap, 12);
    add_times(&r, "find", "mmap-random", random, 12);
    struct summary s = build(&r);
    const struct summary_decision *c = decision_of(&s);
    assert_string_equal(summary_method(c->mmap), "mmap-random");
    assert_string_equal(summary_method(c->read), "read");
    assert_int_equal(c->against.ratio.n, 8);
    assert_near(c->against.least, 2);
    assert_near(c->against.most, 2);
    assert_int_equal(c->against.verdict, STATS_SLOWER);
    summary_free(&s);
    run_free(&r);
}

static void a_choice_in_one_family_is_enough(void **state)
{
    (void)state;
    static const char *const second[] = { "chunk", "mmap-random" };
    for (size_t i = 0; i < 2; i++) {
        struct run r = { 0 };
        add_case(&r, "find", "read", 1000);
        add_case(&r, "find", "mmap", 500);
        add_case(&r, "find", second[i], 2000);
        struct summary s = build(&r);
        assert_int_equal(decision_of(&s)->against.ratio.n, 8);
        assert_string_equal(summary_method(decision_of(&s)->mmap), "mmap");
        assert_string_equal(summary_method(decision_of(&s)->read), "read");
        summary_free(&s);
        run_free(&r);
    }
}

/* A run that was stopped: mmap, the first of its family, has no round that chooses. */
static void a_method_that_missed_the_choice_is_not_chosen(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "read", 1000);
    struct run_case *mmap = add_case(&r, "find", "mmap", 500);
    mmap->sample_count = 2;
    add_case(&r, "find", "mmap-random", 600);
    struct summary s = build(&r);
    assert_string_equal(summary_method(decision_of(&s)->mmap), "mmap-random");
    assert_int_equal(decision_of(&s)->against.ratio.n, 8);
    summary_free(&s);
    run_free(&r);
}

/* Two rounds: nothing has been chosen yet, and nothing is said. */
static void before_the_first_choice_there_is_no_verdict(void **state)
{
    (void)state;
    static const double times[] = { 100, 110 };
    struct run r = { 0 };
    add_times(&r, "find", "read", times, 2);
    add_times(&r, "find", "mmap", times, 2);
    add_times(&r, "find", "mmap-random", times, 2);
    struct summary s = build(&r);
    assert_int_equal(decision_of(&s)->against.ratio.n, 2);
    assert_int_equal(decision_of(&s)->against.verdict, STATS_TOO_FEW);
    summary_free(&s);
    run_free(&r);
}

static void a_family_without_times_makes_no_decision(void **state)
{
    (void)state;
    static const char *const pairs[][2] = { { "read", "chunk" }, { "mmap", "mmap-random" } };
    for (size_t i = 0; i < 2; i++) {
        struct run r = { 0 };
        add_case(&r, "find", pairs[i][0], 1000);
        add_case(&r, "find", pairs[i][1], 500);
        add_case(&r, "find", pairs[1 - i][0], 500)->status = CASE_SKIPPED;
        struct summary s = build(&r);
        const struct summary_decision *c = decision_of(&s);
        assert_true((c->mmap == NULL) == (i == 0) && (c->read == NULL) == (i == 1));
        assert_int_equal(c->against.verdict, STATS_UNKNOWN);
        assert_int_equal(c->against.ratio.n, 0);
        summary_free(&s);
        run_free(&r);
    }
}

/* ---- luck ---- */

enum { LUCK_RUNS = 2000, LUCK_ROUNDS = 20 };

/* Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014. */
static double draw(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

/* read and the whole family of mmap, all of one distribution: 1 plus up to a tenth. */
static struct run equals(uint64_t *state)
{
    struct run r = { 0 };
    for (size_t m = 0; methods[m]; m++) {
        double times[LUCK_ROUNDS];
        if (methods[m]->family != METHOD_FAMILY_MMAP && strcmp(methods[m]->name, "read") != 0)
            continue;
        for (size_t i = 0; i < LUCK_ROUNDS; i++)
            times[i] = 1e6 * (1 + 0.1 * draw(state));
        add_times(&r, "find", methods[m]->name, times, LUCK_ROUNDS);
    }
    return r;
}

struct alarms {
    double tests, faster; /* p alone, at 5 %; those of them that favour the chosen */
    double verdicts;      /* the whole verdict, without a margin */
};

static void count(struct alarms *a, const struct stats_comparison *c)
{
    enum stats_verdict v = stats_judge(c, 0);
    a->tests += c->p <= stats_alpha;
    a->faster += c->p <= stats_alpha && c->ratio.value < 1;
    a->verdicts += v == STATS_FASTER || v == STATS_SLOWER;
}

/* What the decision must not do: choose by all rounds, and compare in the same ones. */
static void count_on_the_same_rounds(struct alarms *a, const struct summary_group *g)
{
    const struct summary_row *row = &g->rows[0];
    const struct summary_cell *best = NULL, *read = summary_find_cell(g, row, "read");
    for (size_t i = 0; i < g->column_count; i++)
        if (g->columns[i].family == SUMMARY_FAMILY_MMAP &&
            (!best || row->cells[i].wall_ns.value < best->wall_ns.value))
            best = &row->cells[i];
    struct stats_comparison c;
    assert_int_equal(judge_compare(&c, read->source, best->source), 0);
    count(a, &c);
}

static void tell(const char *what, const struct alarms *a)
{
    print_message("false alarms %s: %.1f %% of the tests (%.1f %% \"faster\"), %.1f %% of the "
                  "verdicts\n",
                  what, 100 * a->tests / LUCK_RUNS, 100 * a->faster / LUCK_RUNS,
                  100 * a->verdicts / LUCK_RUNS);
}

/* A share, and four standard deviations of it when counted in so many runs. */
static double at_most(double share)
{
    return (share + 4 * sqrt(share * (1 - share) / LUCK_RUNS)) * LUCK_RUNS;
}

static void luck_in_the_choice_is_no_difference(void **state)
{
    (void)state;
    uint64_t seed = 20260131;
    struct alarms decision = { 0 }, same_rounds = { 0 };
    for (size_t i = 0; i < LUCK_RUNS; i++) {
        struct run r = equals(&seed);
        struct summary s = build(&r);
        count(&decision, &decision_of(&s)->against);
        count_on_the_same_rounds(&same_rounds, &s.groups[0]);
        summary_free(&s);
        run_free(&r);
    }
    tell("by the decision", &decision);
    tell("on the same rounds", &same_rounds);
    assert_true(decision.tests <= at_most(0.05) && decision.faster <= at_most(0.025));
    assert_true(decision.verdicts <= at_most(0.05));
    assert_true(decision.tests > LUCK_RUNS / 50 && decision.verdicts > 0); /* it does test */
    assert_true(same_rounds.tests > at_most(0.05));
    assert_true(same_rounds.faster > 2 * at_most(0.025));
    assert_true(same_rounds.verdicts > 3 * decision.verdicts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_choice_every_round_compares),
        cmocka_unit_test(rounds_that_choose_do_not_compare),
        cmocka_unit_test(a_choice_in_one_family_is_enough),
        cmocka_unit_test(a_method_that_missed_the_choice_is_not_chosen),
        cmocka_unit_test(before_the_first_choice_there_is_no_verdict),
        cmocka_unit_test(a_family_without_times_makes_no_decision),
        cmocka_unit_test(luck_in_the_choice_is_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
