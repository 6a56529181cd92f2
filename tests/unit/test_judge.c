/* SPDX-License-Identifier: MIT */
/* Which comparisons a group makes, and over which table Holm adjusts them. */
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
    add_case(&r, "find", "mmap-populate", 500)->key.state[0] = 'W'; /* other groups */
    add_case(&r, "find", "read", 900)->key.state[0] = 'W';
    add_case(&r, "find", "mmap", 500)->key.threads = 2;
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

static void the_decisions_of_a_group_are_a_table_of_their_own(void **state)
{
    (void)state;
    static const char *const names[] = { "full-read", "find", "count", "regex" };
    struct run r = { 0 };
    for (size_t i = 0; i < COUNT(names); i++) {
        add_case(&r, names[i], "read", 1000);
        add_case(&r, names[i], "chunk", 900);
        if (i < 3) /* the last one has no decision, and does not count */
            add_case(&r, names[i], "mmap", 500);
    }
    add_case(&r, "find", "mmap", 500)->key.state[0] = 'W';
    add_case(&r, "find", "read", 900)->key.state[0] = 'W';
    struct summary s = build(&r);
    for (size_t i = 0; i < 3; i++) {
        const struct summary_decision *c = &row_of(&s, 0, names[i])->best;
        assert_int_equal(c->against.ratio.n, 6); /* four rounds only chose */
        assert_adjusted_by(&c->against, 3);
        assert_int_equal(c->against.verdict, STATS_TOO_FEW); /* 3 / 32 */
    }
    assert_int_equal(row_of(&s, 0, "regex")->best.against.verdict, STATS_UNKNOWN);
    assert_adjusted_by(&row_of(&s, 1, "find")->best.against, 1);
    assert_adjusted_by(against_of(&s, "find", "mmap"), 7); /* 3 x 2 + 1, no decision */
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
    assert_int_equal(judge_group(&s.groups[0], 0.7), 0); /* and again, with another margin */
    assert_false(is_fastest(&s, "find", "mmap"));
    summary_free(&s);
    run_free(&r);
}

/* Of ten rounds the least p is 1 / 512: 25 comparisons pass, of 5 others in 5 rows. */
static void in_a_large_table_the_fastest_needs_more_rounds(void **state)
{
    (void)state;
    static const char *const names[] = { "full-read", "find",      "count",
                                         "regex",     "seek-find", "replace" };
    static const char *const others[] = { "read", "chunk", "pread", "stdio", "mmap-random" };
    for (size_t rows = 5; rows <= 6; rows++) {
        struct run r = { 0 };
        for (size_t i = 0; i < rows; i++) {
            add_case(&r, names[i], "mmap", 500);
            for (size_t j = 0; j < COUNT(others); j++)
                add_case(&r, names[i], others[j], 1000);
        }
        struct summary s = build(&r);
        assert_int_equal(is_fastest(&s, "find", "mmap"), rows == 5);
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
    assert_int_equal(judge_group(&s.groups[0], 0.25), 0);
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
        cmocka_unit_test(a_group_is_one_table_without_its_baselines),
        cmocka_unit_test(the_decisions_of_a_group_are_a_table_of_their_own),
        cmocka_unit_test(a_large_table_needs_more_rounds),
        cmocka_unit_test(the_fastest_is_faster_than_each_of_the_others),
        cmocka_unit_test(in_a_large_table_the_fastest_needs_more_rounds),
        cmocka_unit_test(the_margin_is_the_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
