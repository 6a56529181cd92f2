/* SPDX-License-Identifier: MIT */
/* What is said of a difference: how large, with which memory, and why. */
#include <math.h>

#include "tests/golden/golden.h"
#include "tests/unit/document_text.h"
#include "tests/unit/verdict_fixture.h"

static void faster_and_slower_are_said_with_memory_and_the_fastest(void **state)
{
    (void)state;
    assert_sentence(
        "find",
        (const struct side[]){ READ(.ms = 7.8, .spread = 0.1, .own_mib = 62),
                               MMAP(.ms = 2, .file_mib = 1),
                               POPULATE(.ms = 1, .file_mib = 64) },
        3,
        "find, 64 MiB, warm: mmap-populate is 8.0x faster than read [7.0, 8.6] (the "
        "best of each family); own memory 4 MiB against 66 MiB (mapped page cache "
        "64 MiB beside it, reclaimable); mmap is 3.9x faster than read [3.7, 4.1]; "
        "fastest: mmap-populate.");
    assert_sentence("find",
                    (const struct side[]){ READ(.ms = 2), MMAP(.ms = 46.2, .spread = 0.1) }, 2,
                    "find, 64 MiB, warm: mmap is 23x slower than read [22, 24]; own memory "
                    "4 MiB each.");
    assert_sentence("find",
                    (const struct side[]){ READ(.ms = 2), MMAP(.ms = 3.28, .spread = 0.05) }, 2,
                    "find, 64 MiB, warm: mmap is 1.64x slower than read [1.60, 1.68]; own "
                    "memory 4 MiB each.");
}

static void an_interval_that_would_read_as_one_number_gets_more_digits(void **state)
{
    (void)state;
    assert_sentence("find",
                    (const struct side[]){ READ(.ms = 4.02, .spread = 0.01), MMAP(.ms = 2) }, 2,
                    "find, 64 MiB, warm: mmap is 2.01x faster than read [2.00, 2.02]; own "
                    "memory 4 MiB each.");
}

static void what_is_not_decided_has_its_price(void **state)
{
    (void)state;
    assert_sentence("find",
                    (const struct side[]){ READ(.ms = 2), MMAP(.ms = 2, .spread = 0.08) }, 2,
                    "find, 64 MiB, warm: undecided between mmap and read [0.96, 1.04]: 10 "
                    "rounds, about 46 would settle it; own memory 4 MiB each.");
}

static void what_makes_no_difference_is_the_same(void **state)
{
    (void)state;
    assert_sentence(
        "find", (const struct side[]){ READ(.ms = 2), MMAP(.ms = 2.018, .file_mib = 40) }, 2,
        "find, 64 MiB, warm: mmap and read take the same within 3 % [1.009, 1.009]; own memory "
        "4 MiB each (mapped page cache 40 MiB beside it, reclaimable).");
    /* Certain, and still nothing to anybody. */
    char *within =
        sentence("find", (const struct side[]){ READ(.ms = 100), MMAP(.ms = 102.9) }, 2);
    char *beyond =
        sentence("find", (const struct side[]){ READ(.ms = 100), MMAP(.ms = 103.1) }, 2);
    char *below =
        sentence("find", (const struct side[]){ READ(.ms = 103.1), MMAP(.ms = 100) }, 2);
    assert_non_null(strstr(within, "take the same within 3 % [1.029, 1.029]"));
    assert_non_null(strstr(beyond, "1.03x slower"));
    assert_non_null(strstr(below, "1.03x faster"));
    free(within);
    free(beyond);
    free(below);
}

/* What is mapped is no memory that a method needs: it stands beside it. */
static void own_memory_is_not_what_is_mapped(void **state)
{
    (void)state;
    char *alike = sentence(
        "find", (const struct side[]){ READ(.ms = 1), MMAP(.ms = 2, .file_mib = 0.2) }, 2);
    char *mapped = sentence(
        "find", (const struct side[]){ READ(.ms = 1), MMAP(.ms = 2, .file_mib = 0.3) }, 2);
    char *both = sentence(
        "find",
        (const struct side[]){ READ(.ms = 1, .file_mib = 5), MMAP(.ms = 2, .file_mib = 7) }, 2);
    char *unknown = sentence(
        "find", (const struct side[]){ READ(.ms = 1), MMAP(.ms = 2, .own_mib = NAN) }, 2);
    assert_non_null(strstr(alike, "; own memory 4 MiB each."));
    assert_non_null(strstr(mapped, "; own memory 4 MiB each (mapped page cache 307 KiB beside "
                                   "it, reclaimable)."));
    assert_non_null(strstr(both, "(mapped page cache 7 MiB against 5 MiB beside it"));
    assert_null(strstr(unknown, "memory"));
    free(alike);
    free(mapped);
    free(both);
    free(unknown);
}

static void the_workloads_own_comparison_follows_where_it_says_more(void **state)
{
    (void)state;
    char *alike = sentence(
        "find", (const struct side[]){ READ(.ms = 2), MMAP(.ms = 3), POPULATE(.ms = 2) }, 3);
    assert_string_equal(alike,
                        "find, 64 MiB, warm: mmap-populate and read take the same "
                        "within 3 % [1.000, 1.000] (the best of each family); own memory "
                        "4 MiB each; mmap is 1.50x slower than read [1.50, 1.50].");
    free(alike);
    char *same = sentence(
        "find", (const struct side[]){ READ(.ms = 2), MMAP(.ms = 2), POPULATE(.ms = 1) }, 3);
    assert_null(strstr(same, "the same"));
    free(same);
    char *alone =
        sentence("find", (const struct side[]){ MMAP(.ms = 3), POPULATE(.ms = 2) }, 2);
    assert_null(strstr(alone, "the best of each family"));
    free(alone);
}

/* mmap takes 0.8 or 1.25 ms, and mmap-populate 1: who was the better one so far changes. */
static void whom_else_the_decision_compared_is_said(void **state)
{
    (void)state;
    static const char modes[] = "ffssssffssffffssssff"; /* fast or slow, in each round */
    double wall_ns[sizeof modes - 1];
    struct run r = { 0 };
    struct summary s;
    for (size_t i = 0; i < sizeof modes - 1; i++)
        wall_ns[i] = modes[i] == 'f' ? 0.8e6 : 1.25e6;
    fixture_add_case(&r, &(struct fixture_case){ .workload = "find",
                                                 .method = "mmap",
                                                 .state = "warm",
                                                 .dataset = "text-64MiB",
                                                 .wall_ns = wall_ns,
                                                 .count = sizeof modes - 1 });
    for (size_t i = 0; i < sizeof modes - 1; i++)
        wall_ns[i] = 1e6;
    for (size_t i = 0; i < 2; i++)
        fixture_add_case(&r, &(struct fixture_case){ .workload = "find",
                                                     .method = i ? "mmap-populate" : "read",
                                                     .state = "warm",
                                                     .dataset = "text-64MiB",
                                                     .wall_ns = wall_ns,
                                                     .count = sizeof modes - 1 });
    assert_int_equal(summary_build(&s, &r), 0);
    char *text = verdict_sentence(&s.groups[0], &s.groups[0].rows[0], "64 MiB");
    assert_string_equal(
        text, "find, 64 MiB, warm: undecided between mmap-populate and read [1.00, 1.12]: "
              "16 rounds, about 20 would settle it (the best of each family; in 50 % of the "
              "pairs mmap "
              "instead of mmap-populate); own memory 4 MiB each.");
    free(text);
    summary_free(&s);
    run_free(&r);
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
    assert_string_equal(both,
                        "full-read, 64 MiB, warm: undecided between mmap and read: too few "
                        "rounds (1); own memory 4 MiB each. Why: mmap: "
                        "no copy; read: copies 64 MiB in 1 read.");
    assert_null(strstr(one, "Why"));
    assert_null(strstr(other, "Why"));
    assert_null(strstr(none, "Why"));
    free(both);
    free(one);
    free(other);
    free(none);
}

static char *print_all(const struct run *r, enum document_format format)
{
    struct summary s;
    struct document d = { 0 };
    assert_int_equal(summary_build(&s, r), 0);
    verdict_add(&d, &s);
    summary_free(&s);
    return document_text(&d, format, false);
}

static void the_sentences_are_the_golden_ones(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .obstacles = true, .unknown = true });
    char *text = print_all(&r, DOCUMENT_TERMINAL), *list = print_all(&r, DOCUMENT_MARKDOWN);
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
    char *text = print_all(&r, DOCUMENT_TERMINAL);
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
        cmocka_unit_test(what_is_not_decided_has_its_price),
        cmocka_unit_test(what_makes_no_difference_is_the_same),
        cmocka_unit_test(own_memory_is_not_what_is_mapped),
        cmocka_unit_test(the_workloads_own_comparison_follows_where_it_says_more),
        cmocka_unit_test(whom_else_the_decision_compared_is_said),
        cmocka_unit_test(why_stands_where_both_sides_have_counters),
        cmocka_unit_test(the_sentences_are_the_golden_ones),
        cmocka_unit_test(data_sets_of_one_size_are_called_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
