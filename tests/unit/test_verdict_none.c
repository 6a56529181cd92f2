/* SPDX-License-Identifier: MIT */
/* Who is compared, and what is said where there is no verdict, or only the limit. */
#include "tests/unit/verdict_fixture.h"

static void few_rounds_give_no_verdict(void **state)
{
    (void)state;
    assert_sentence("find",
                    (const struct side[]){ { .method = "read", .ms = 9, .rounds = 5 },
                                           { .method = "mmap", .ms = 1, .rounds = 5 } },
                    2,
                    "find, 64 MiB, warm: undecided between mmap and read: too few rounds (5); "
                    "own memory 4 MiB each.");
    char *six = sentence("find",
                         (const struct side[]){ { .method = "read", .ms = 9, .rounds = 6 },
                                                { .method = "mmap", .ms = 1, .rounds = 6 } },
                         2);
    assert_non_null(strstr(six, "9.0"));
    free(six);
}

static void the_baseline_is_the_workloads_own(void **state)
{
    (void)state;
    assert_sentence(
        "random",
        (const struct side[]){
            READ(.ms = 90), { .method = "seek", .ms = 9, .rounds = ROUNDS }, MMAP(.ms = 3) },
        3,
        "random, 64 MiB, warm: mmap is 3.00x faster than seek [3.00, 3.00] (the best "
        "of each family); own memory 4 MiB each; fastest: mmap.");
    assert_sentence("random", (const struct side[]){ READ(.ms = 90), MMAP(.ms = 3) }, 2,
                    "random, 64 MiB, warm: mmap is 30x faster than read [30, 30]; own memory "
                    "4 MiB each.");
}

static void a_workload_without_mmap_has_its_own_challenger(void **state)
{
    (void)state;
    const struct side by_malloc = { .method = "malloc", .ms = 2, .rounds = ROUNDS };
    const struct side by_mmap = { .method = "mmap-anonymous", .ms = 6, .rounds = ROUNDS };
    const struct side cut = { .method = "mmap-anonymous",
                              .status = CASE_OVER_LIMIT,
                              .reason = { CAUSE_NOT_OFFERED, .words = "too long" } };
    assert_sentence("allocate", (const struct side[]){ by_malloc, by_mmap }, 2,
                    "allocate, 64 MiB, warm: mmap-anonymous is 3.00x slower than malloc [3.00, "
                    "3.00]; own memory 4 MiB each.");
    assert_sentence("allocate", (const struct side[]){ by_malloc }, 1,
                    "allocate, 64 MiB, warm: no verdict: mmap-anonymous was not measured.");
    assert_sentence("allocate", (const struct side[]){ by_malloc, cut }, 2,
                    "allocate, 64 MiB, warm: mmap-anonymous is slower than malloc: it ran over "
                    "the limit (too long), malloc took 2.00 ms.");
}

static void what_stands_in_the_way_is_said(void **state)
{
    (void)state;
    assert_sentence(
        "find",
        (const struct side[]){ READ(.ms = 2),
                               POPULATE(.ms = 1),
                               { .method = "mmap",
                                 .status = CASE_SKIPPED,
                                 .reason = { CAUSE_NOT_OFFERED, .words = "why" } } },
        3,
        "find, 64 MiB, warm: mmap-populate is 2.00x faster than read [2.00, 2.00]; own memory "
        "4 MiB each; mmap was skipped (why).");
    assert_sentence(
        "find",
        (const struct side[]){ { .method = "read", .status = CASE_FAILED }, MMAP(.ms = 2) }, 2,
        "find, 64 MiB, warm: no verdict: read failed (no reason is given).");
    assert_sentence("find", (const struct side[]){ READ(.ms = 2) }, 1,
                    "find, 64 MiB, warm: no verdict: mmap was not measured.");
    assert_sentence("find", (const struct side[]){ MMAP(.ms = 2), { .method = "read" } }, 2,
                    "find, 64 MiB, warm: no verdict: read has no samples yet.");
}

static void the_limit_is_a_result(void **state)
{
    (void)state;
    const struct side slow_mmap = { .method = "mmap",
                                    .status = CASE_OVER_LIMIT,
                                    .reason = { CAUSE_OVER_TIME, { 20 }, "" } };
    const struct side slow_read = { .method = "read",
                                    .status = CASE_OVER_LIMIT,
                                    .reason = { CAUSE_OVER_TIME, { 20 }, "" } };
    assert_sentence("find", (const struct side[]){ READ(.ms = 390), slow_mmap }, 2,
                    "find, 64 MiB, warm: mmap is slower than read: it ran over the limit (one "
                    "pass takes at least 20 s), read took 390 ms.");
    assert_sentence(
        "find", (const struct side[]){ slow_read, MMAP(.ms = 390) }, 2,
        "find, 64 MiB, warm: mmap is faster than read, which ran over the limit (one "
        "pass takes at least 20 s); mmap took 390 ms.");
    assert_sentence(
        "find", (const struct side[]){ slow_read, slow_mmap }, 2,
        "find, 64 MiB, warm: no verdict: both mmap and read ran over the limit (one "
        "pass takes at least 20 s).");
    assert_sentence(
        "find",
        (const struct side[]){ slow_mmap,
                               { .method = "read",
                                 .status = CASE_FAILED,
                                 .reason = { CAUSE_NOT_OFFERED, .words = "wrong answer" } } },
        2, "find, 64 MiB, warm: no verdict: read failed (wrong answer).");
}

/* mmap's time / read's, in each round. */
static char *sentence_of_ratios(const double *ratios, size_t count, struct run *r)
{
    double read[ROUNDS], mmap[ROUNDS];
    struct summary s;
    for (size_t i = 0; i < count; i++) {
        read[i] = 1e6 + (double)i;
        mmap[i] = read[i] * ratios[i];
    }
    for (size_t i = 0; i < 2; i++)
        fixture_add_case(r, &(struct fixture_case){ .workload = "find",
                                                    .method = i ? "mmap" : "read",
                                                    .state = "warm",
                                                    .dataset = "text-64MiB",
                                                    .wall_ns = i ? mmap : read,
                                                    .count = count });
    assert_int_equal(summary_build(&s, r), 0);
    const struct summary_row *row = summary_find_row(&s.groups[0], "find");
    char *text = verdict_sentence(&s.groups[0], row, "64 MiB");
    assert_non_null(text);
    summary_free(&s);
    run_free(r);
    return text;
}

static void drift_is_said_with_its_direction(void **state)
{
    (void)state;
    static const double rising[] = {
        0.95, 0.96, 0.97, 0.98, 0.99, 1.01, 1.02, 1.03, 1.04, 1.05
    };
    double falling[ROUNDS];
    struct run r = { 0 };
    char *text = sentence_of_ratios(rising, ROUNDS, &r);
    assert_string_equal(text, "find, 64 MiB, warm: undecided between mmap and read [0.97, "
                              "1.03], drifting: the ratio rose with the rounds; own memory "
                              "4 MiB each.");
    free(text);
    for (size_t i = 0; i < ROUNDS; i++)
        falling[i] = rising[ROUNDS - 1 - i];
    text = sentence_of_ratios(falling, ROUNDS, &r);
    assert_non_null(strstr(text, "drifting: the ratio fell with the rounds;"));
    free(text);
}

static void two_modes_are_said(void **state)
{
    (void)state;
    static const double ratios[] = { 1.5, 1.2, 1.51, 1.21, 1.2, 1.5, 1.21, 1.51, 1.5, 1.2 };
    struct run r = { 0 };
    char *text = sentence_of_ratios(ratios, ROUNDS, &r);
    assert_non_null(strstr(text,
                           "1.35x slower than read [1.20, 1.50], two modes: the ratio has "
                           "two values rather than one;"));
    free(text);
}

static void noise_that_lasts_is_said(void **state)
{
    (void)state;
    static const double ratios[] = { 0.96, 0.97,  0.961, 0.971, 1.04,
                                     1.03, 1.041, 0.98,  0.99,  0.981 };
    struct run r = { 0 };
    char *text = sentence_of_ratios(ratios, ROUNDS, &r);
    assert_non_null(
        strstr(text, ", rounds are not independent: noise lasts from one to the next;"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_rounds_give_no_verdict),
        cmocka_unit_test(the_baseline_is_the_workloads_own),
        cmocka_unit_test(a_workload_without_mmap_has_its_own_challenger),
        cmocka_unit_test(what_stands_in_the_way_is_said),
        cmocka_unit_test(the_limit_is_a_result),
        cmocka_unit_test(drift_is_said_with_its_direction),
        cmocka_unit_test(two_modes_are_said),
        cmocka_unit_test(noise_that_lasts_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
