/* SPDX-License-Identifier: MIT */
/*
 * Which comparisons a group makes, over which table Holm adjusts them, and the contest of
 * the families: that luck in the choice does not look like a difference.
 */
#include <math.h>

#include "method/method.h"
#include "report/judge.h"
#include "stats/rank.h"
#include "tests/fixture_run.h"
#include "tests/test.h"
#include "tests/unit/measure_check.h"

enum { ROUNDS = 10 };

static void assert_near(double is, double wanted)
{
    if (!(fabs(is - wanted) <= 1e-14 * fabs(wanted)))
        fail_msg("%.17g instead of %.17g", is, wanted);
}

static struct run_case *add_times(struct run *r, const char *workload, const char *method,
                                  const double *wall_ns, size_t count)
{
    fixture_add_case(r, &(struct fixture_case){ .workload = workload,
                                                .method = method,
                                                .state = "warm",
                                                .dataset = "text-64MiB",
                                                .wall_ns = wall_ns,
                                                .count = count });
    return &r->cases[r->case_count - 1];
}

/* ROUNDS rounds of about that time: no two ratios to another such case are equal. */
static struct run_case *add_case(struct run *r, const char *workload, const char *method,
                                 double ns)
{
    double wall_ns[ROUNDS];
    size_t seed = strlen(method) + 3 * r->case_count;
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = ns * (1 + 0.001 * (double)((i * 7 + seed * i * i) % 11));
    return add_times(r, workload, method, wall_ns, ROUNDS);
}

static struct summary build(const struct run *r)
{
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    return s;
}

static const struct summary_row *row_of(const struct summary *s, size_t group,
                                        const char *workload)
{
    const struct summary_row *row = summary_find_row(&s->groups[group], workload);
    assert_non_null(row);
    return row;
}

static const struct stats_comparison *against_of(const struct summary *s, const char *workload,
                                                 const char *method)
{
    const struct summary_group *g = &s->groups[0];
    const struct summary_cell *c = summary_find_cell(g, row_of(s, 0, workload), method);
    assert_non_null(c);
    return &c->against;
}

/* ---- pairs ---- */

static void every_fourth_mirrored_pair_of_rounds_chooses(void **state)
{
    (void)state;
    static const char pattern[] = "..cc......cc......cc......cc....";
    for (size_t i = 0; pattern[i]; i++)
        assert_int_equal(judge_chooses((double)i), pattern[i] == 'c');
    assert_false(judge_chooses(NAN));
}

static void pairs_are_made_by_round(void **state)
{
    (void)state;
    static const double ours[] = { 10, 20, 40, 80, 160, 320, 640 };
    static const double theirs[] = { 2560, 80, 10, 20, 40, 160, 1 };
    static const double theirs_rounds[] = { 8, 3, 0, 1, 2, 4, 9 };
    struct run r = { 0 };
    add_times(&r, "find", "read", ours, COUNT(ours));
    struct run_case *mmap = add_times(&r, "find", "mmap", theirs, COUNT(theirs));
    for (size_t i = 0; i < COUNT(theirs); i++)
        mmap->samples[i].round = theirs_rounds[i];
    struct stats_comparison c;
    assert_int_equal(judge_compare(&c, &r.cases[0], &r.cases[1]), 0);
    assert_int_equal(c.ratio.n, 5); /* 5 and 6 have one side, 8 and 9 the other */
    assert_true(c.least == 1 && c.most == 1);
    run_free(&r);
}

/* The trend is that of the rounds, in which the ratio rises here; the subject's samples
   stand in the opposite order. */
static void the_order_is_that_of_the_rounds(void **state)
{
    (void)state;
    static const double ours[] = { 10, 10, 10, 10, 10, 10 }, theirs[] = { 6, 5, 4, 3, 2, 1 };
    struct run r = { 0 };
    add_times(&r, "find", "read", ours, 6);
    struct run_case *mmap = add_times(&r, "find", "mmap", theirs, 6);
    for (size_t i = 0; i < 6; i++)
        mmap->samples[i].round = 5 - (double)i;
    struct stats_comparison c;
    assert_int_equal(judge_compare(&c, &r.cases[0], &r.cases[1]), 0);
    assert_true(c.trend == 1);
    run_free(&r);
}

/* ---- Holm's tables ---- */

/* Where all pairs of all comparisons point one way, Holm makes of each p the number of
   comparisons times p. */
static void assert_adjusted_by(const struct stats_comparison *c, double table)
{
    double least = ldexp(1, 1 - (int)c->ratio.n);
    assert_true(c->p == least);
    assert_near(c->p_adjusted, fmin(1, table * least));
}

static void a_group_is_one_table_without_its_baselines(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "read", 1000);
    add_case(&r, "find", "chunk", 800);
    add_case(&r, "find", "mmap", 500);
    add_case(&r, "count", "read", 1000);
    add_case(&r, "count", "chunk", 800);
    add_case(&r, "count", "mmap", 500);
    add_case(&r, "count", "pread", 300)->status = CASE_FAILED;
    add_case(&r, "random", "seek", 1000); /* its baseline */
    add_case(&r, "random", "read", 3000);
    add_case(&r, "regex", "chunk", 3000); /* nothing to be compared with */
    add_case(&r, "regex", "mmap", 2000);
    add_case(&r, "find", "mmap-populate", 500)->state[0] = 'W'; /* other groups */
    add_case(&r, "find", "read", 900)->state[0] = 'W';
    add_case(&r, "find", "mmap", 500)->threads = 2;
    struct summary s = build(&r);
    assert_int_equal(s.group_count, 3);
    static const char *const in_table[][2] = {
        { "find", "chunk" }, { "find", "mmap" },   { "count", "chunk" },
        { "count", "mmap" }, { "random", "read" },
    };
    for (size_t i = 0; i < COUNT(in_table); i++)
        assert_adjusted_by(against_of(&s, in_table[i][0], in_table[i][1]), COUNT(in_table));
    static const char *const unknown[][2] = { { "find", "read" },   { "count", "read" },
                                              { "count", "pread" }, { "random", "seek" },
                                              { "regex", "chunk" }, { "regex", "mmap" } };
    for (size_t i = 0; i < COUNT(unknown); i++) {
        const struct stats_comparison *c = against_of(&s, unknown[i][0], unknown[i][1]);
        assert_int_equal(c->verdict, STATS_UNKNOWN);
        assert_int_equal(c->ratio.n, 0);
        assert_true(isnan(c->ratio.value) && isnan(c->p) && isnan(c->p_adjusted));
    }
    const struct summary_group *other = &s.groups[1];
    assert_adjusted_by(&summary_find_cell(other, &other->rows[0], "mmap-populate")->against, 1);
    summary_free(&s);
    run_free(&r);
}

static void the_contests_of_a_group_are_a_table_of_their_own(void **state)
{
    (void)state;
    static const char *const names[] = { "full-read", "find", "count", "regex" };
    struct run r = { 0 };
    for (size_t i = 0; i < COUNT(names); i++) {
        add_case(&r, names[i], "read", 1000);
        add_case(&r, names[i], "chunk", 900);
        if (i < 3) /* the last one has no contest, and does not count */
            add_case(&r, names[i], "mmap", 500);
    }
    add_case(&r, "find", "mmap", 500)->state[0] = 'W';
    add_case(&r, "find", "read", 900)->state[0] = 'W';
    struct summary s = build(&r);
    for (size_t i = 0; i < 3; i++) {
        const struct summary_contest *c = &row_of(&s, 0, names[i])->best;
        assert_int_equal(c->against.ratio.n, 8); /* two rounds chose */
        assert_adjusted_by(&c->against, 3);
        assert_int_equal(c->against.verdict, STATS_FASTER);
    }
    assert_int_equal(row_of(&s, 0, "regex")->best.against.verdict, STATS_UNKNOWN);
    assert_adjusted_by(&row_of(&s, 1, "find")->best.against, 1);
    assert_adjusted_by(against_of(&s, "find", "mmap"), 7); /* 3 x 2 + 1, no contest */
    summary_free(&s);
    run_free(&r);
}

/* 27 comparisons of ten rounds: 27 / 512 is above 5 %; and 25 / 512 is not. */
static void a_large_table_needs_more_rounds(void **state)
{
    (void)state;
    static const char *const names[] = { "full-read", "find", "count", "regex", "seek-find" };
    static const char *const others[] = { "chunk", "pread", "stdio", "mmap", "mmap-random" };
    struct run r = { 0 };
    for (size_t i = 0; i < COUNT(names); i++) {
        add_case(&r, names[i], "read", 1000);
        for (size_t j = 0; j < COUNT(others); j++)
            add_case(&r, names[i], others[j], 500);
    }
    struct summary s = build(&r);
    assert_int_equal(against_of(&s, "find", "mmap")->verdict, STATS_FASTER);
    summary_free(&s);
    add_case(&r, "find", "seek", 2000);
    struct summary more = build(&r);
    assert_adjusted_by(against_of(&more, "find", "mmap"), 26);
    assert_int_equal(against_of(&more, "find", "mmap")->verdict, STATS_TOO_FEW);
    assert_int_equal(against_of(&more, "find", "seek")->verdict, STATS_TOO_FEW);
    summary_free(&more);
    run_free(&r);
}

static void the_margin_is_the_callers(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "read", 1000);
    add_case(&r, "find", "mmap", 900);
    struct summary s = build(&r);
    assert_int_equal(against_of(&s, "find", "mmap")->verdict, STATS_FASTER);
    assert_int_equal(row_of(&s, 0, "find")->best.against.verdict, STATS_FASTER);
    assert_int_equal(judge_group(&s.groups[0], 0.25), 0);
    assert_int_equal(against_of(&s, "find", "mmap")->verdict, STATS_SAME);
    assert_int_equal(row_of(&s, 0, "find")->best.against.verdict, STATS_SAME);
    summary_free(&s);
    run_free(&r);
}

/* ---- the contest ---- */

static const struct summary_contest *contest_of(const struct summary *s)
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
    const struct summary_contest *c = contest_of(&s);
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
    const struct summary_contest *c = contest_of(&s);
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
        assert_int_equal(contest_of(&s)->against.ratio.n, 8);
        assert_string_equal(summary_method(contest_of(&s)->mmap), "mmap");
        assert_string_equal(summary_method(contest_of(&s)->read), "read");
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
    assert_string_equal(summary_method(contest_of(&s)->mmap), "mmap-random");
    assert_int_equal(contest_of(&s)->against.ratio.n, 8);
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
    assert_int_equal(contest_of(&s)->against.ratio.n, 2);
    assert_int_equal(contest_of(&s)->against.verdict, STATS_TOO_FEW);
    summary_free(&s);
    run_free(&r);
}

static void a_family_without_times_makes_no_contest(void **state)
{
    (void)state;
    static const char *const pairs[][2] = { { "read", "chunk" }, { "mmap", "mmap-random" } };
    for (size_t i = 0; i < 2; i++) {
        struct run r = { 0 };
        add_case(&r, "find", pairs[i][0], 1000);
        add_case(&r, "find", pairs[i][1], 500);
        add_case(&r, "find", pairs[1 - i][0], 500)->status = CASE_SKIPPED;
        struct summary s = build(&r);
        const struct summary_contest *c = contest_of(&s);
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

/* What the contest must not do: choose by all rounds, and compare in the same ones. */
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
    struct alarms contest = { 0 }, same_rounds = { 0 };
    for (size_t i = 0; i < LUCK_RUNS; i++) {
        struct run r = equals(&seed);
        struct summary s = build(&r);
        count(&contest, &contest_of(&s)->against);
        count_on_the_same_rounds(&same_rounds, &s.groups[0]);
        summary_free(&s);
        run_free(&r);
    }
    tell("by the contest", &contest);
    tell("on the same rounds", &same_rounds);
    assert_true(contest.tests <= at_most(0.05) && contest.faster <= at_most(0.025));
    assert_true(contest.verdicts <= at_most(0.05));
    assert_true(contest.tests > LUCK_RUNS / 50 && contest.verdicts > 0); /* it does test */
    assert_true(same_rounds.tests > at_most(0.05));
    assert_true(same_rounds.faster > 2 * at_most(0.025));
    assert_true(same_rounds.verdicts > 3 * contest.verdicts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fourth_mirrored_pair_of_rounds_chooses),
        cmocka_unit_test(pairs_are_made_by_round),
        cmocka_unit_test(the_order_is_that_of_the_rounds),
        cmocka_unit_test(a_group_is_one_table_without_its_baselines),
        cmocka_unit_test(the_contests_of_a_group_are_a_table_of_their_own),
        cmocka_unit_test(a_large_table_needs_more_rounds),
        cmocka_unit_test(the_margin_is_the_callers),
        cmocka_unit_test(without_a_choice_every_round_compares),
        cmocka_unit_test(rounds_that_choose_do_not_compare),
        cmocka_unit_test(a_choice_in_one_family_is_enough),
        cmocka_unit_test(a_method_that_missed_the_choice_is_not_chosen),
        cmocka_unit_test(before_the_first_choice_there_is_no_verdict),
        cmocka_unit_test(a_family_without_times_makes_no_contest),
        cmocka_unit_test(luck_in_the_choice_is_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
