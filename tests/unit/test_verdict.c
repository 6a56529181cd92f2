/* SPDX-License-Identifier: MIT */
/* What is said of a difference: how large, with which memory, and why. */
#include <math.h>

#include "tests/golden/golden.h"
#include "tests/unit/verdict_fixture.h"

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
    char *text = verdict_sentence(&s.groups[0], &s.groups[0].rows[0], "64 MiB", NULL);
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
        cmocka_unit_test(the_best_is_named_unless_it_was_just_said),
        cmocka_unit_test(why_stands_where_both_sides_have_counters),
        cmocka_unit_test(the_sentences_are_the_golden_ones),
        cmocka_unit_test(data_sets_of_one_size_are_called_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
