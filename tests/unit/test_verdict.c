/* SPDX-License-Identifier: MIT */
/* The wording of the sentences, branch by branch. */
#include <math.h>

#include "report/verdict.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define MIB 1048576.0

enum { ROUNDS = 10 };

/* One side: a time, and by how much the rounds vary around it. */
struct side {
    const char *method;
    double ms, spread;
    double file_mib; /* beside the 4 MiB that every process needs */
    enum case_status status;
    const char *reason;
    size_t rounds;
};

static void add_side(struct run *r, const char *workload, const struct side *s)
{
    double wall_ns[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = s->ms * 1e6 * (1 + s->spread * ((double)(i % 5) - 2) / 2);
    fixture_add_case(r, &(struct fixture_case){ .workload = workload,
                                                .method = s->method,
                                                .state = "warm",
                                                .dataset = "text-64MiB",
                                                .status = s->status,
                                                .reason = s->reason,
                                                .wall_ns = wall_ns,
                                                .count = s->rounds,
                                                .file_bytes = s->file_mib * MIB });
}

static char *sentence(const char *workload, const struct side *sides, size_t count)
{
    struct run r = { 0 };
    struct summary s;
    fixture_add_dataset(&r, "text-64MiB", 64 << 20);
    for (size_t i = 0; i < count; i++)
        add_side(&r, workload, &sides[i]);
    assert_int_equal(summary_build(&s, &r), 0);
    char *text = verdict_sentence(&s.groups[0], &s.groups[0].rows[0], "64 MiB");
    assert_non_null(text);
    summary_free(&s);
    run_free(&r);
    return text;
}

static void assert_sentence(const char *workload, const struct side *sides, size_t count,
                            const char *expected)
{
    char *text = sentence(workload, sides, count);
    assert_string_equal(text, expected);
    free(text);
}

/* Two sides that differ in nothing but what is named; a third, fast one. */
#define READ(...)                                                                              \
    {                                                                                          \
        .method = "read", .rounds = ROUNDS, __VA_ARGS__                                        \
    }
#define MMAP(...)                                                                              \
    {                                                                                          \
        .method = "mmap", .rounds = ROUNDS, __VA_ARGS__                                        \
    }
#define POPULATE(...)                                                                          \
    {                                                                                          \
        .method = "mmap-populate", .rounds = ROUNDS, __VA_ARGS__                               \
    }

static void faster_and_slower_are_said_with_memory_and_the_fastest(void **state)
{
    (void)state;
    assert_sentence("find",
                    (const struct side[]){ READ(.ms = 7.8, .spread = 0.1, .file_mib = 62),
                                           MMAP(.ms = 2, .file_mib = 1), POPULATE(.ms = 1) },
                    3,
                    "find, 64 MiB, warm: mmap is 3.9x faster than read [3.5, 4.3] and needs "
                    "5 MiB instead of 66 MiB; the best of each family: mmap-populate is 7.6x "
                    "faster than read [7.0, 8.6]; fastest: mmap-populate.");
    assert_sentence("find",
                    (const struct side[]){ READ(.ms = 2), MMAP(.ms = 46.2, .spread = 0.1) }, 2,
                    "find, 64 MiB, warm: mmap is 23x slower than read [21, 25] and needs the "
                    "same memory; fastest: read.");
    assert_sentence("find",
                    (const struct side[]){ READ(.ms = 2), MMAP(.ms = 3.28, .spread = 0.05) }, 2,
                    "find, 64 MiB, warm: mmap is 1.64x slower than read [1.56, 1.72] and needs "
                    "the same memory; fastest: read.");
}

static void an_interval_that_would_read_as_one_number_gets_more_digits(void **state)
{
    (void)state;
    assert_sentence("find",
                    (const struct side[]){ READ(.ms = 4.02, .spread = 0.01), MMAP(.ms = 2) }, 2,
                    "find, 64 MiB, warm: mmap is 2.01x faster than read [1.99, 2.03] and needs "
                    "the same memory; fastest: mmap.");
}

static void a_difference_that_is_none_is_not_said(void **state)
{
    (void)state;
    const char *of_one = "find, 64 MiB, warm: no difference shown between mmap and read "
                         "[0.96, 1.04]; mmap needs the same memory; fastest: read.";
    assert_sentence("find",
                    (const struct side[]){ READ(.ms = 2), MMAP(.ms = 2, .spread = 0.04) }, 2,
                    of_one);
    /* Certain, but within 1 % of nothing. */
    assert_sentence(
        "find", (const struct side[]){ READ(.ms = 2), MMAP(.ms = 2.018, .file_mib = 40) }, 2,
        "find, 64 MiB, warm: no difference shown between mmap and read "
        "[1.01, 1.01]; mmap needs 44 MiB instead of 4 MiB; fastest: read.");
    /* Clear of 1, but not of 1 %. */
    assert_sentence(
        "find", (const struct side[]){ READ(.ms = 2), MMAP(.ms = 2.06, .spread = 0.025) }, 2,
        "find, 64 MiB, warm: no difference shown between mmap and read "
        "[1.00, 1.06]; mmap needs the same memory; fastest: read.");
}

static void the_margin_ends_at_one_per_cent(void **state)
{
    (void)state;
    char *within =
        sentence("find", (const struct side[]){ READ(.ms = 100), MMAP(.ms = 100.9) }, 2);
    char *beyond =
        sentence("find", (const struct side[]){ READ(.ms = 100), MMAP(.ms = 101.1) }, 2);
    char *below =
        sentence("find", (const struct side[]){ READ(.ms = 101.1), MMAP(.ms = 100) }, 2);
    assert_non_null(strstr(within, "no difference shown"));
    assert_non_null(strstr(beyond, "1.01x slower"));
    assert_non_null(strstr(below, "1.01x faster"));
    free(within);
    free(beyond);
    free(below);
}

static void memory_is_named_from_ten_per_cent_on(void **state)
{
    (void)state;
    char *same = sentence(
        "find", (const struct side[]){ READ(.ms = 1), MMAP(.ms = 2, .file_mib = 0.39) }, 2);
    char *other = sentence(
        "find", (const struct side[]){ READ(.ms = 1), MMAP(.ms = 2, .file_mib = 0.41) }, 2);
    char *unknown = sentence(
        "find", (const struct side[]){ READ(.ms = 1), MMAP(.ms = 2, .file_mib = NAN) }, 2);
    assert_non_null(strstr(same, "and needs the same memory"));
    assert_non_null(strstr(other, "and needs 4.4 MiB instead of 4 MiB"));
    assert_null(strstr(unknown, "needs"));
    free(same);
    free(other);
    free(unknown);
}

static void few_rounds_give_no_verdict(void **state)
{
    (void)state;
    assert_sentence("find",
                    (const struct side[]){ { .method = "read", .ms = 9, .rounds = 5 },
                                           { .method = "mmap", .ms = 1, .rounds = 5 } },
                    2, "find, 64 MiB, warm: too few rounds for a verdict (5 of at least 6).");
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
        "random, 64 MiB, warm: mmap is 3.00x faster than seek [3.00, 3.00] and needs "
        "the same memory; fastest: mmap.");
    assert_sentence("random", (const struct side[]){ READ(.ms = 90), MMAP(.ms = 3) }, 2,
                    "random, 64 MiB, warm: no verdict: seek was not measured; the best of each "
                    "family: mmap is 30x faster than read [30, 30]; fastest: mmap.");
}

static void a_workload_without_mmap_has_its_own_rival(void **state)
{
    (void)state;
    const struct side by_malloc = { .method = "malloc", .ms = 2, .rounds = ROUNDS };
    const struct side by_mmap = { .method = "mmap-anonymous", .ms = 6, .rounds = ROUNDS };
    const struct side cut = { .method = "mmap-anonymous",
                              .status = CASE_OVER_LIMIT,
                              .reason = "too long" };
    assert_sentence("allocate", (const struct side[]){ by_malloc, by_mmap }, 2,
                    "allocate, 64 MiB, warm: mmap-anonymous is 3.00x slower than malloc [3.00, "
                    "3.00] and needs the same memory; fastest: malloc.");
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
                               { .method = "mmap", .status = CASE_SKIPPED, .reason = "why" } },
        3,
        "find, 64 MiB, warm: no verdict: mmap was skipped (why); the best of each family: "
        "mmap-populate is 2.00x faster than read [2.00, 2.00]; fastest: mmap-populate.");
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
                                    .reason = "one pass takes at least 20 s" };
    const struct side slow_read = { .method = "read",
                                    .status = CASE_OVER_LIMIT,
                                    .reason = "one pass takes at least 20 s" };
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
        (const struct side[]){
            slow_mmap, { .method = "read", .status = CASE_FAILED, .reason = "wrong answer" } },
        2, "find, 64 MiB, warm: no verdict: read failed (wrong answer).");
}

/* ---- the verdicts of the summary, in words ---- */

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
    assert_string_equal(text, "find, 64 MiB, warm: no verdict between mmap and read, for their "
                              "ratio rose from round to round [0.96, 1.04]: drifting; mmap "
                              "needs the same memory; fastest: read.");
    free(text);
    for (size_t i = 0; i < ROUNDS; i++)
        falling[i] = rising[ROUNDS - 1 - i];
    text = sentence_of_ratios(falling, ROUNDS, &r);
    assert_non_null(strstr(text, "ratio fell from round to round [0.96, 1.04]: drifting;"));
    free(text);
}

/* Of six rounds and two comparisons the least p is 2 / 32. */
static void too_few_among_so_many_is_said(void **state)
{
    (void)state;
    static const double ratios[] = { 0.5, 0.52, 0.51, 0.53, 0.5, 0.52 };
    struct run r = { 0 };
    char *text = sentence_of_ratios(ratios, 6, &r);
    assert_non_null(strstr(text, "x faster than read"));
    free(text);
    struct side side = { .method = "read", .ms = 1, .rounds = 6 };
    add_side(&r, "count", &side);
    side = (struct side){ .method = "mmap", .ms = 2, .spread = 0.01, .rounds = 6 };
    add_side(&r, "count", &side);
    text = sentence_of_ratios(ratios, 6, &r);
    assert_string_equal(text,
                        "find, 64 MiB, warm: too few rounds for a verdict: all 6 point one "
                        "way [0.50, 0.53], and still, among so many comparisons, that may "
                        "be chance; fastest: mmap.");
    free(text);
}

static void the_best_is_named_unless_it_was_just_said(void **state)
{
    (void)state;
    char *said = sentence("find", (const struct side[]){ READ(.ms = 2), MMAP(.ms = 1) }, 2);
    assert_null(strstr(said, "the best of each family"));
    free(said);
    char *alike = sentence(
        "find", (const struct side[]){ READ(.ms = 2), MMAP(.ms = 3), POPULATE(.ms = 2) }, 3);
    assert_non_null(strstr(alike, "; the best of each family: no difference shown between "
                                  "mmap-populate and read [1.00, 1.00];"));
    free(alike);
    char *alone =
        sentence("find", (const struct side[]){ MMAP(.ms = 3), POPULATE(.ms = 2) }, 2);
    assert_null(strstr(alone, "the best of each family"));
    free(alone);
}

static char *sentence_with_copies(double by_read, double by_mmap)
{
    const double bytes[] = { by_read, by_mmap };
    struct run r = { 0 };
    for (size_t i = 0; i < 2; i++) {
        const struct side side = { .method = i ? "mmap" : "read",
                                   .ms = 2 - (double)i,
                                   .rounds = 1 };
        add_side(&r, "full-read", &side);
        r.cases[i].samples[0].read_call_bytes = bytes[i];
        r.cases[i].samples[0].read_calls = 1;
    }
    struct summary s;
    assert_int_equal(summary_build(&s, &r), 0);
    char *text = verdict_sentence(&s.groups[0], &s.groups[0].rows[0], "64 MiB");
    summary_free(&s);
    run_free(&r);
    return text;
}

static void why_stands_where_both_sides_have_counters(void **state)
{
    (void)state;
    char *both = sentence_with_copies(64 * MIB, 0);
    char *one = sentence_with_copies(64 * MIB, NAN), *other = sentence_with_copies(NAN, 0),
         *none = sentence_with_copies(NAN, NAN);
    assert_string_equal(both, "full-read, 64 MiB, warm: too few rounds for a verdict (1 of at "
                              "least 6). Why: mmap: no copy; read: copies 64 MiB in 1 read.");
    assert_null(strstr(one, "Why"));
    assert_null(strstr(other, "Why"));
    assert_null(strstr(none, "Why"));
    free(both);
    free(one);
    free(other);
    free(none);
}

static char *print_all(const struct run *r, enum report_format format)
{
    struct summary s;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(summary_build(&s, r), 0);
    assert_int_equal(verdict_print(out, &s, &(struct report_style){ .format = format }), 0);
    assert_int_equal(fclose(out), 0);
    summary_free(&s);
    return text;
}

static void the_sentences_are_the_golden_ones(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .obstacles = true, .unknown = true });
    char *text = print_all(&r, REPORT_TERMINAL), *list = print_all(&r, REPORT_MARKDOWN);
    golden_check("verdicts.txt", text);
    golden_check("verdicts.md", list);
    free(text);
    free(list);
    run_free(&r);
}

static void data_sets_of_one_size_are_called_by_name(void **state)
{
    (void)state;
    struct run r = { 0 };
    fixture_add_dataset(&r, "text-64MiB", 64 << 20);
    fixture_add_dataset(&r, "text-last-64MiB", 64 << 20);
    add_side(&r, "find", &(const struct side)READ(.ms = 2));
    add_side(&r, "count", &(const struct side)READ(.ms = 2));
    fixture_add_case(&r, &(struct fixture_case){ .workload = "find",
                                                 .method = "read",
                                                 .state = "warm",
                                                 .dataset = "text-last-64MiB" });
    char *text = print_all(&r, REPORT_TERMINAL);
    assert_non_null(strstr(text, "find, text-64MiB, warm:"));
    assert_non_null(strstr(text, "find, text-last-64MiB, warm:"));
    assert_non_null(strstr(text, "count, 64 MiB, warm:"));
    free(text);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faster_and_slower_are_said_with_memory_and_the_fastest),
        cmocka_unit_test(an_interval_that_would_read_as_one_number_gets_more_digits),
        cmocka_unit_test(a_difference_that_is_none_is_not_said),
        cmocka_unit_test(the_margin_ends_at_one_per_cent),
        cmocka_unit_test(memory_is_named_from_ten_per_cent_on),
        cmocka_unit_test(few_rounds_give_no_verdict),
        cmocka_unit_test(the_baseline_is_the_workloads_own),
        cmocka_unit_test(a_workload_without_mmap_has_its_own_rival),
        cmocka_unit_test(what_stands_in_the_way_is_said),
        cmocka_unit_test(the_limit_is_a_result),
        cmocka_unit_test(drift_is_said_with_its_direction),
        cmocka_unit_test(too_few_among_so_many_is_said),
        cmocka_unit_test(the_best_is_named_unless_it_was_just_said),
        cmocka_unit_test(why_stands_where_both_sides_have_counters),
        cmocka_unit_test(the_sentences_are_the_golden_ones),
        cmocka_unit_test(data_sets_of_one_size_are_called_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
