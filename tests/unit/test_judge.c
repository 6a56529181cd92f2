/* SPDX-License-Identifier: MIT */
/* Which comparisons a run makes, which of them are a family, and what their verdicts need. */
#include "tests/unit/judge_cases.h"

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
    assert_int_equal(
        pairings_compare(&c, &r.cases[0], &r.cases[1], offsetof(struct sample, wall_ns)),
        0);
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
    assert_int_equal(
        pairings_compare(&c, &r.cases[0], &r.cases[1], offsetof(struct sample, wall_ns)),
        0);
    assert_true(c.trend == 1);
    run_free(&r);
}

/* ---- families ---- */

/* Beside a case of 1000 ns: a tenth more and less in turn, of which nothing can be shown. */
static void add_unclear(struct run *r, const char *workload, const char *method)
{
    static const double times[ROUNDS] = {
        900, 1101, 902, 1103, 904, 1105, 906, 1107, 908, 1109
    };
    add_times(r, workload, method, times, ROUNDS);
}

/* Where `shown` of a family's comparisons have ten pairs that point one way, each of these has
   the least p, one of three claims of each. */
static void assert_adjusted_in(const struct stats_comparison *c, double family, double shown)
{
    double p = ldexp(1, -(int)c->ratio.n), least = 1;
    for (int i = 0; i < STATS_CLAIMS; i++)
        least = fmin(least, c->p_adjusted[i]);
    assert_near(least, STATS_CLAIMS * family / shown * p);
}

static void a_run_is_one_family_without_its_baselines(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "read", 1000);
    add_case(&r, "find", "chunk", 800);
    add_case(&r, "find", "mmap", 500);
    add_case(&r, "count", "read", 1000);
    add_unclear(&r, "count", "chunk");
    add_case(&r, "count", "mmap", 500);
    add_case(&r, "count", "pread", 300)->status = CASE_FAILED;
    add_case(&r, "random", "seek", 1000); /* its baseline */
    add_case(&r, "random", "read", 3000);
    add_case(&r, "regex", "chunk", 3000); /* stands in for read */
    add_case(&r, "regex", "mmap", 2000);
    add_case(&r, "find", "mmap-populate", 500)->key.state[0] = 'W'; /* another group */
    add_case(&r, "find", "read", 900)->key.state[0] = 'W';
    struct summary s = build(&r);
    static const char *const in_family[][2] = {
        { "find", "chunk" },  { "find", "mmap" },  { "count", "mmap" },
        { "random", "read" }, { "regex", "mmap" },
    };
    for (size_t i = 0; i < COUNT(in_family); i++)
        assert_adjusted_in(against_of(&s, in_family[i][0], in_family[i][1]), 7, 6);
    assert_int_equal(against_of(&s, "count", "chunk")->verdict, STATS_UNDECIDED);
    static const char *const unknown[][2] = { { "find", "read" },
                                              { "count", "read" },
                                              { "count", "pread" },
                                              { "random", "seek" },
                                              { "regex", "chunk" } };
    for (size_t i = 0; i < COUNT(unknown); i++) {
        const struct stats_comparison *c = against_of(&s, unknown[i][0], unknown[i][1]);
        assert_int_equal(c->verdict, STATS_UNKNOWN);
        assert_int_equal(c->ratio.n, 0);
        assert_true(isnan(c->ratio.value));
    }
    const struct summary_group *other = &s.groups[1];
    assert_adjusted_in(&summary_find_cell(other, &other->rows[0], "mmap-populate")->against, 7,
                       6);
    summary_free(&s);
    run_free(&r);
}

static void the_decisions_of_a_run_are_a_family_of_their_own(void **state)
{
    (void)state;
    static const char *const names[] = { "full-read", "find", "count", "regex" };
    struct run r = { 0 };
    for (size_t i = 0; i < COUNT(names); i++) {
        add_case(&r, names[i], "read", 1000);
        if (i == 1)
            add_unclear(&r, names[i], "mmap");
        else
            add_case(&r, names[i], "mmap", 500);
        if (i == 3) /* has no decision */
            r.cases[r.case_count - 1].status = CASE_FAILED;
    }
    add_case(&r, "find", "mmap", 500)->key.state[0] = 'W';
    add_case(&r, "find", "read", 900)->key.state[0] = 'W';
    struct summary s = build(&r);
    assert_adjusted_in(&row_of(&s, 0, "count")->best.against, 4, 3);
    assert_adjusted_in(&row_of(&s, 1, "find")->best.against, 4, 3);
    assert_int_equal(row_of(&s, 0, "count")->best.against.verdict, STATS_FASTER);
    assert_int_equal(row_of(&s, 0, "find")->best.against.verdict, STATS_UNDECIDED);
    assert_int_equal(row_of(&s, 0, "regex")->best.against.verdict, STATS_UNKNOWN);
    summary_free(&s);
    run_free(&r);
}

/* The tool that decided none of 54 comparisons of six rounds each, most of them clear. */
static void a_large_family_of_clear_differences_is_decided(void **state)
{
    (void)state;
    static const char *const names[] = { "full-read", "find", "count", "regex", "seek-find" };
    static const char *const others[] = { "chunk", "pread", "stdio", "mmap", "mmap-random" };
    struct run r = { 0 };
    for (size_t i = 0; i < COUNT(names); i++) {
        add_case(&r, names[i], "read", 1000)->sample_count = 6;
        for (size_t j = 0; j < COUNT(others); j++)
            add_case(&r, names[i], others[j], 500)->sample_count = 6;
    }
    struct summary s = build(&r);
    for (size_t i = 0; i < COUNT(names); i++)
        for (size_t j = 0; j < COUNT(others); j++)
            assert_int_equal(against_of(&s, names[i], others[j])->verdict, STATS_FASTER);
    summary_free(&s);
    run_free(&r);
}

/* Slower in the first ten rounds, faster in what came after: the verdict is that of the look.
 */
static void a_look_is_not_judged_again(void **state)
{
    (void)state;
    double read[24], mmap[24];
    for (size_t i = 0; i < COUNT(read); i++) {
        read[i] = 1000 + (double)i;
        mmap[i] = i < 10 ? 1500 : 100;
    }
    struct run r = { .looks = { .rounds = { 10, 24 }, .count = 2 } };
    add_times(&r, "find", "read", read, COUNT(read));
    add_times(&r, "find", "mmap", mmap, COUNT(mmap));
    struct summary s = build(&r);
    assert_int_equal(against_of(&s, "find", "mmap")->verdict, STATS_SLOWER);
    assert_int_equal(against_of(&s, "find", "mmap")->ratio.n, 10);
    summary_free(&s);
    r.looks = (struct stats_looks){ 0 };
    s = build(&r);
    assert_int_equal(against_of(&s, "find", "mmap")->ratio.n, 24);
    summary_free(&s);
    run_free(&r);
}

/* ---- the fastest ---- */

static bool is_fastest(const struct summary *s, const char *workload, const char *method)
{
    const struct summary_group *g = &s->groups[0];
    return summary_find_cell(g, row_of(s, 0, workload), method)->fastest;
}

static void the_fastest_is_faster_than_each_of_the_others(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "read", 1000);
    add_case(&r, "find", "chunk", 800);
    add_case(&r, "find", "mmap", 500);
    add_case(&r, "find", "pread", 100)->status = CASE_FAILED;
    add_case(&r, "count", "read", 1000);
    add_case(&r, "count", "chunk", 502); /* within the margin */
    add_case(&r, "count", "mmap", 500);
    add_case(&r, "regex", "mmap", 500); /* alone */
    struct summary s = build(&r);
    assert_true(is_fastest(&s, "find", "mmap"));
    assert_false(is_fastest(&s, "find", "chunk") || is_fastest(&s, "find", "read"));
    assert_false(is_fastest(&s, "count", "mmap") || is_fastest(&s, "count", "chunk"));
    assert_false(is_fastest(&s, "regex", "mmap"));
    summary_free(&s);
    run_free(&r);
}

/* Of six rounds the least p is 1 / 64: 3 comparisons pass, of 3 others in one row. */
static void in_a_large_table_the_fastest_needs_more_rounds(void **state)
{
    (void)state;
    static const char *const names[] = { "find", "count" };
    static const char *const others[] = { "read", "chunk", "pread" };
    for (size_t rows = 1; rows <= 2; rows++) {
        struct run r = { 0 };
        for (size_t i = 0; i < rows; i++) {
            add_case(&r, names[i], "mmap", 500)->sample_count = 6;
            for (size_t j = 0; j < COUNT(others); j++)
                add_case(&r, names[i], others[j], 1000)->sample_count = 6;
        }
        struct summary s = build(&r);
        assert_int_equal(is_fastest(&s, "find", "mmap"), rows == 1);
        summary_free(&s);
        run_free(&r);
    }
}

/* ---- the margin ---- */

static void the_margin_is_the_callers(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "read", 1000);
    add_case(&r, "find", "mmap", 900);
    struct summary s = build(&r);
    assert_int_equal(against_of(&s, "find", "mmap")->verdict, STATS_FASTER);
    assert_int_equal(row_of(&s, 0, "find")->best.against.verdict, STATS_FASTER);
    s.groups[0].margin = 0.25;
    assert_int_equal(judge_summary(&s), 0);
    assert_int_equal(against_of(&s, "find", "mmap")->verdict, STATS_SAME);
    assert_int_equal(row_of(&s, 0, "find")->best.against.verdict, STATS_SAME);
    summary_free(&s);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_made_by_round),
        cmocka_unit_test(the_order_is_that_of_the_rounds),
        cmocka_unit_test(a_run_is_one_family_without_its_baselines),
        cmocka_unit_test(the_decisions_of_a_run_are_a_family_of_their_own),
        cmocka_unit_test(a_large_family_of_clear_differences_is_decided),
        cmocka_unit_test(a_look_is_not_judged_again),
        cmocka_unit_test(the_fastest_is_faster_than_each_of_the_others),
        cmocka_unit_test(in_a_large_table_the_fastest_needs_more_rounds),
        cmocka_unit_test(the_margin_is_the_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
