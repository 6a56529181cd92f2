/* SPDX-License-Identifier: MIT */
/* The decision of a row: who stands for which family, and in which rounds. */
#include "tests/unit/judge_cases.h"

/* ---- the decision ---- */

static const struct summary_decision *decision_of(const struct summary *s)
{
    return &s->groups[0].rows[0].best;
}

static const struct summary_cell *cell_of(const struct summary *s, const char *method)
{
    const struct summary_group *g = &s->groups[0];
    const struct summary_cell *c = summary_find_cell(g, &g->rows[0], method);
    assert_non_null(c);
    return c;
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

/* Each pair is compared by those that were best before it. mmap-random is best in the first
   four rounds and then slow, so that mmap, which nobody had chosen so far, has the lower mean
   from the fifth pair on; what chooses in a pair is not what is in it. */
static void each_pair_is_compared_by_the_best_of_earlier_rounds(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double read[12] = { 9, 9, 9, 9, 103, 104, 105, 106, 107, 108, 109, 110 };
    static const double chunk[12] = { 99, 99, 99, 99, 1, 1, 1, 1, 1, 1, 1, 1 };
    static const double mmap[12] = { 50, 50, 50, 50, 10, 10, 1, 1, 3.21, 3.24, 3.27, 3.3 };
    static const double random[12] = { 5, 5, 5, 5, 206, 208, 210, 212, 5, 5, 5, 5 };
    add_times(&r, "find", "read", read, 12);
    add_times(&r, "find", "chunk", chunk, 12)->samples[11].wall_ns = NAN;
    add_times(&r, "find", "mmap", mmap, 12);
    add_times(&r, "find", "mmap-random", random, 12);
    struct summary s = build(&r);
    const struct summary_decision *c = decision_of(&s);
    assert_true(c->chose);
    assert_int_equal(cell_of(&s, "read")->decides, 4); /* rounds 4 to 7 */
    assert_int_equal(cell_of(&s, "mmap-random")->decides, 4);
    assert_int_equal(cell_of(&s, "chunk")->decides, 3); /* rounds 8 to 10 */
    assert_int_equal(cell_of(&s, "mmap")->decides, 3);
    assert_string_equal(summary_method(c->mmap), "mmap"); /* the last choice */
    assert_string_equal(summary_method(c->read), "chunk");
    assert_int_equal(c->against.ratio.n, 7);
    assert_near(c->against.least, 2); /* rounds 4 to 7: mmap-random / read */
    assert_near(c->against.most, 3.27);
    summary_free(&s);
    run_free(&r);
}

static void of_equals_the_first_is_chosen(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double same[10] = { 7, 7, 7, 7, 7, 7, 7, 7, 7, 7 };
    static const char *const names[] = { "mmap-random", "pread", "mmap", "chunk" };
    for (size_t i = 0; i < COUNT(names); i++)
        add_times(&r, "find", names[i], same, 10);
    struct summary s = build(&r);
    assert_int_equal(cell_of(&s, "mmap")->decides, 6); /* in the order of the table */
    assert_int_equal(cell_of(&s, "chunk")->decides, 6);
    summary_free(&s);
    run_free(&r);
}

/* A size of the buffer is a column, and a candidate. */
static void buffers_compete(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "mmap", 900);
    add_case(&r, "find", "chunk", 1000);
    add_case(&r, "find", "chunk", 700)->key.buffer_bytes = 4096;
    struct summary s = build(&r);
    assert_string_equal(summary_method(decision_of(&s)->read), "chunk/buffer:4KiB");
    assert_int_equal(decision_of(&s)->against.ratio.n, 6);
    assert_int_equal(decision_of(&s)->against.verdict, STATS_SLOWER);
    summary_free(&s);
    run_free(&r);
}

/* Rounds that nobody numbered, and samples in any order. */
static void rounds_are_found_by_their_number(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "read", 1000);
    struct run_case *mmap = add_case(&r, "find", "mmap", 500);
    for (size_t i = 0; i < ROUNDS; i++) {
        mmap->samples[i].round = (double)(ROUNDS - 1 - i);
        mmap->samples[i].wall_ns = 0.5 * r.cases[0].samples[ROUNDS - 1 - i].wall_ns;
    }
    mmap->samples[3].round = NAN;
    mmap->samples[4].wall_ns = 0;
    struct summary s = build(&r);
    assert_int_equal(decision_of(&s)->against.ratio.n, ROUNDS - 2);
    assert_near(decision_of(&s)->against.least, 0.5);
    assert_near(decision_of(&s)->against.most, 0.5);
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
        assert_int_equal(decision_of(&s)->against.ratio.n, ROUNDS - 4);
        assert_string_equal(summary_method(decision_of(&s)->mmap), "mmap");
        assert_string_equal(summary_method(decision_of(&s)->read), "read");
        summary_free(&s);
        run_free(&r);
    }
}

/* mmap-random is the best, but was not seen in the first pairs. */
static void a_method_that_nobody_saw_before_is_not_chosen(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_case(&r, "find", "read", 1000);
    add_case(&r, "find", "mmap", 600);
    add_case(&r, "find", "mmap-random", 500);
    for (size_t i = 0; i < 6; i++)
        r.cases[2].samples[i].wall_ns = NAN;
    struct summary s = build(&r);
    assert_int_equal(cell_of(&s, "mmap")->decides, 4);
    assert_int_equal(cell_of(&s, "mmap-random")->decides, 2);
    assert_int_equal(decision_of(&s)->against.ratio.n, ROUNDS - 4);
    summary_free(&s);
    run_free(&r);
}

/* Four rounds have chosen, and nothing is said but whom the next one would compare. */
static void before_the_third_pair_there_is_no_verdict(void **state)
{
    (void)state;
    static const double times[] = { 100, 110, 120, 130 }, less[] = { 90, 91, 92, 93 };
    struct run r = { 0 };
    add_times(&r, "find", "read", times, 4);
    add_times(&r, "find", "mmap", times, 4);
    add_times(&r, "find", "mmap-random", less, 4);
    struct summary s = build(&r);
    assert_int_equal(decision_of(&s)->against.ratio.n, 0);
    assert_int_equal(decision_of(&s)->against.verdict, STATS_UNDECIDED);
    assert_string_equal(summary_method(decision_of(&s)->mmap), "mmap-random");
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

/* chunk leaves with the verdict, after 12 rounds; the others go on for one of their own. */
static void rounds_behind_the_verdict_name_nobody(void **state)
{
    (void)state;
    double slow[20], middle[20], fast[20];
    for (size_t i = 0; i < 20; i++) {
        slow[i] = 300 + (double)(i % 3);
        middle[i] = 200 + (double)(i % 5);
        fast[i] = 100 + (double)(i % 7);
    }
    struct run r = { .looks = { .rounds = { 12, 20 }, .count = 2 } };
    add_times(&r, "find", "read", middle, 20);
    add_times(&r, "find", "chunk", fast, 12);
    add_times(&r, "find", "mmap", slow, 20);
    struct summary s = build(&r);
    const struct summary_decision *c = decision_of(&s);
    assert_int_equal(c->against.verdict, STATS_SLOWER);
    assert_int_equal(c->against.ratio.n, 8);
    assert_string_equal(summary_method(c->read), "chunk");
    assert_string_equal(summary_method(c->mmap), "mmap");
    assert_int_equal(cell_of(&s, "chunk")->decides, 8);
    assert_int_equal(cell_of(&s, "read")->decides, 0);
    assert_int_equal(cell_of(&s, "mmap")->decides, 8);
    summary_free(&s);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_behind_the_verdict_name_nobody),
        cmocka_unit_test(without_a_choice_every_round_compares),
        cmocka_unit_test(each_pair_is_compared_by_the_best_of_earlier_rounds),
        cmocka_unit_test(of_equals_the_first_is_chosen),
        cmocka_unit_test(buffers_compete),
        cmocka_unit_test(rounds_are_found_by_their_number),
        cmocka_unit_test(a_choice_in_one_family_is_enough),
        cmocka_unit_test(a_method_that_nobody_saw_before_is_not_chosen),
        cmocka_unit_test(before_the_third_pair_there_is_no_verdict),
        cmocka_unit_test(a_family_without_times_makes_no_decision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
