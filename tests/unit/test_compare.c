/* SPDX-License-Identifier: MIT */
/* Several runs side by side: what is found. */
#include <math.h>

#include "method/method.h"
#include "state/state.h"
#include "tests/unit/compare_runs.h"
#include "workload/workload.h"

/* ---- runs ---- */

static size_t count_found(const struct compare *c, enum compare_question q,
                          enum compare_finding f)
{
    return c->runs[1].tallies[q].found[f];
}

/* ---- what is found ---- */

static void a_run_does_not_differ_from_itself(void **state)
{
    (void)state;
    struct compare c = two_runs(small_run("a", 20), small_run("a", 20));
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_SAME), TIMED);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_LOWER), 0);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_HIGHER), 0);
    assert_int_equal(c.runs[0].tallies[COMPARE_TIME].best, 0);
    assert_int_equal(c.runs[1].tallies[COMPARE_TIME].best, 0);
    assert_true(c.runs[1].tallies[COMPARE_TIME].mean >= 1 &&
                c.runs[1].tallies[COMPARE_TIME].mean <= 1);
    assert_true(cell_of(&c, "find", "mmap", "warm", 1)->answers[COMPARE_TIME].p >= 1);
    compare_free(&c);
}

static void a_slower_machine_is_slower_but_compares_the_same(void **state)
{
    (void)state;
    struct run slow = small_run("b", 20);
    scale(&slow, NULL, 2);
    struct compare c = two_runs(small_run("a", 20), slow);
    const struct compare_cell *cell = cell_of(&c, "count", "mmap", "cold", 1);
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_HIGHER), TIMED);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_LOWER), 0);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_HIGHER), 0);
    assert_true(fabs(cell->answers[COMPARE_TIME].ratio.value - 2) < 0.001);
    assert_true(fabs(c.runs[1].tallies[COMPARE_TIME].mean - 2) < 0.001);
    assert_int_equal(c.runs[0].tallies[COMPARE_TIME].best, TIMED);
    assert_int_equal(c.shared, TIMED);
    compare_free(&c);
}

static void another_mmap_changes_its_ratio_alone(void **state)
{
    (void)state;
    struct run other = small_run("b", 20);
    scale(&other, "mmap", 0.5);
    struct compare c = two_runs(small_run("a", 20), other);
    const struct compare_cell *mmap = cell_of(&c, "count", "mmap", "warm", 1);
    const struct compare_cell *read = cell_of(&c, "count", "read", "warm", 1);
    assert_int_equal(mmap->answers[COMPARE_TIME].finding, COMPARE_LOWER);
    assert_int_equal(mmap->answers[COMPARE_BASELINE].finding, COMPARE_LOWER);
    assert_true(mmap->best);
    assert_true(fabs(mmap->answers[COMPARE_BASELINE].ratio.value - 0.5) < 0.001);
    assert_int_equal(read->answers[COMPARE_TIME].finding, COMPARE_SAME);
    assert_int_equal(read->answers[COMPARE_BASELINE].finding, COMPARE_NONE);
    assert_true(isnan(read->baseline_ratio.value));
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_LOWER), 6);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_LOWER), 6);
    compare_free(&c);
}

/* random is compared with seek, everything else with read. */
static void ratios_are_those_of_one_run(void **state)
{
    (void)state;
    struct compare c = two_runs(small_run("a", 20), small_run("b", 20));
    struct run r = small_run("a", 20);
    struct summary s;
    assert_int_equal(summary_build(&s, &r), 0);
    for (size_t i = 0; i < s.group_count; i++)
        for (size_t j = 0; j < s.groups[i].row_count; j++)
            for (size_t k = 0; k < s.groups[i].column_count; k++) {
                const struct summary_cell *e = &s.groups[i].rows[j].cells[k];
                if (!summary_cell_timed(e) ||
                    strcmp(e->source->key.method, s.groups[i].rows[j].baseline) == 0)
                    continue;
                const struct compare_cell *cell =
                    cell_of(&c, e->source->key.workload, e->source->key.method,
                            e->source->key.state, 0);
                assert_true(fabs(cell->baseline_ratio.value - e->against.ratio.value) <
                            1e-12 * e->against.ratio.value);
                assert_true(fabs(cell->baseline_ratio.low - e->against.ratio.low) < 1e-12);
                assert_true(fabs(cell->median_ns.value - e->wall_ns.value) < 1e-6);
            }
    summary_free(&s);
    run_free(&r);
    compare_free(&c);
}

/* Cases whose names differ in one part alone, each with times of its own. */
static struct run run_of_parts(double factor)
{
    struct run r = { 0 };
    fixture_add_dataset(&r, "d", 1);
    fixture_add_dataset(&r, "e", 1);
    for (unsigned i = 0; i < 16; i++) {
        double wall_ns[8];
        bool mapped = i & 1;
        for (size_t j = 0; j < COUNT(wall_ns); j++)
            wall_ns[j] = (1000 * pow(3, i) + (double)j) * (mapped ? factor : 1);
        fixture_add_case(&r, &(struct fixture_case){ "find",
                                                     mapped ? "mmap" : "read",
                                                     i & 2 ? "warm" : "cold",
                                                     i & 4 ? "d" : "e",
                                                     CASE_OK,
                                                     { 0 },
                                                     wall_ns,
                                                     COUNT(wall_ns),
                                                     0,
                                                     0 });
        r.cases[i].key.threads = i & 8 ? 4 : 1;
    }
    return r;
}

static void every_part_of_the_name_counts(void **state)
{
    (void)state;
    struct compare c = two_runs(run_of_parts(1), run_of_parts(7));
    assert_int_equal(c.all.case_count, 16);
    for (size_t i = 0; i < 16; i++) {
        const struct compare_cell *first = compare_cell_of(&c, i, 0);
        const struct compare_cell *cell = compare_cell_of(&c, i, 1);
        double ratio = cell->answers[COMPARE_TIME].ratio.value;
        assert_true(fabs(ratio - (i & 1 ? 7 : 1)) < 0.01);
        if (i & 1)
            assert_true(fabs(first->baseline_ratio.value - 3) < 0.02);
    }
    compare_free(&c);
}

/* What another filler left in the cache is no baseline. */
static void a_baseline_has_the_same_filler(void **state)
{
    (void)state;
    struct run a = small_run("a", 20), b = small_run("b", 20);
    fixture_text(find_case(&a, "find", "read", "warm")->fill, "mmap");
    struct compare c = two_runs(a, b);
    assert_true(isnan(cell_of(&c, "find", "mmap", "warm", 0)->baseline_ratio.value));
    assert_false(isnan(cell_of(&c, "find", "mmap", "warm", 1)->baseline_ratio.value));
    assert_int_equal(cell_of(&c, "find", "mmap", "warm", 1)->answers[COMPARE_BASELINE].finding,
                     COMPARE_NONE);
    compare_free(&c);
}

static void within_the_margin_nothing_is_shown(void **state)
{
    (void)state;
    struct run a = small_run("a", 20), b = small_run("b", 20);
    size_t near = 0;
    for (size_t i = 0; i < a.case_count; i++) {
        bool is_near = i % 3 == 0;
        near += is_near && a.cases[i].sample_count > 0;
        for (size_t j = 0; j < a.cases[i].sample_count; j++) {
            a.cases[i].samples[j].wall_ns = 1e6 + (double)j;
            b.cases[i].samples[j].wall_ns = (is_near ? 1.009e6 : 1.012e6) + (double)j;
        }
    }
    struct compare c = two_runs(a, b);
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_SAME), near);
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_HIGHER), TIMED - near);
    assert_true(near > 0 && cell_of(&c, "find", "mmap", "warm", 1)->answers[0].p < 0.05);
    compare_free(&c);
}

/* Two runs in which everything takes 1.05 times as long, mmap 1.5 times. */
static struct compare two_chosen(struct compare c)
{
    struct run slow = small_run("b", 20);
    scale(&slow, NULL, 1.05);
    scale(&slow, "mmap", 1.5 / 1.05);
    add(&c, small_run("a", 20), "results/a");
    add(&c, slow, "results/b");
    finish(&c);
    return c;
}

static void a_threshold_takes_the_place_of_the_margin(void **state)
{
    (void)state;
    static const struct {
        double margin;
        size_t slower;
    } table[] = { { 0, TIMED }, { 0.03, TIMED }, { 0.1, 6 }, { 0.9, 0 } };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct compare c = two_chosen((struct compare){ .margin = table[i].margin });
        assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_HIGHER), table[i].slower);
        compare_free(&c);
    }
}

static void only_what_differs_has_a_line(void **state)
{
    (void)state;
    struct compare c = two_chosen((struct compare){ .margin = 0.1, .only_different = true });
    char *text = print_as(&c, DOCUMENT_TERMINAL);
    assert_says(text, " 1.50x [");
    assert_silent(text, "\n  read  ");
    assert_says(text, "left out: 6 of 30 are listed.");
    free(text);
    compare_free(&c);
    c = two_chosen((struct compare){ .margin = 0.9, .only_different = true });
    text = print_as(&c, DOCUMENT_TERMINAL);
    assert_says(text, "left out: 0 of 30 are listed.\n\nWins and losses");
    free(text);
    compare_free(&c);
}

/* The ratio to the baseline stays, which is not among the chosen; so do who wins. */
static void what_is_chosen_is_compared_alone(void **state)
{
    (void)state;
    static const uint64_t bytes[] = { 64 << 20 };
    const struct workload *const of[] = { workload_find_by_name("find"), NULL };
    const struct method *const by[] = { method_find("mmap"), method_find("pread"), NULL };
    const struct state *const in[] = { state_find("warm"), NULL };
    const struct {
        struct compare_choice chosen;
        size_t cases;
    } table[] = {
        { { .workloads = of }, 10 },     { { .methods = by }, 12 },
        { { .states = in }, 15 },        { { .sizes = bytes, .size_count = 1 }, 15 },
        { { of, by, in, bytes, 1 }, 2 },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct compare c = two_chosen((struct compare){ .chosen = table[i].chosen });
        assert_int_equal(c.all.case_count, table[i].cases);
        assert_int_equal(c.compared[COMPARE_BASELINE] > 0, true);
        compare_free(&c);
    }
    struct compare c = two_chosen((struct compare){ .chosen = table[4].chosen });
    char *text = print_as(&c, DOCUMENT_TERMINAL);
    assert_says(text, "\nfind @ start, 64 MiB  mmap 1.14x [");
    assert_silent(text, "\ncount");
    assert_silent(text, "from storage");
    assert_says(text, "cases that were compared in all runs (2 of 2)");
    free(text);
    compare_free(&c);
}

static void too_few_rounds_show_nothing_and_are_told(void **state)
{
    (void)state;
    struct run slow = small_run("b", 3);
    scale(&slow, NULL, 9);
    struct compare c = two_runs(small_run("a", 3), slow);
    char *text = print_as(&c, DOCUMENT_TERMINAL);
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_HIGHER), 0);
    assert_int_equal(c.hopeless, TIMED);
    assert_says(text, "too few samples");
    free(text);
    compare_free(&c);
}

/* One run of many differs: a p that alone would do does not. */
static void many_comparisons_are_held_against_a_finding(void **state)
{
    (void)state;
    struct compare one = { 0 }, many = { 0 };
    struct compare *both[] = { &one, &many };
    for (size_t i = 0; i < 2; i++) {
        size_t runs = i == 0 ? 2 : 60;
        for (size_t j = 0; j < runs; j++) {
            static const double x[] = { 100, 101, 102, 103, 104, 105 };
            double y[COUNT(x)];
            struct run r = { 0 };
            for (size_t k = 0; k < COUNT(x); k++)
                y[k] = j == 1 ? 2 * x[k] : x[k];
            fixture_add_dataset(&r, "d", 1);
            fixture_add_case(
                &r, &(struct fixture_case){
                        "find", "read", "warm", "d", CASE_OK, { 0 }, y, COUNT(y), 0, 0 });
            add(both[i], r, "r");
        }
        assert_int_equal(compare_finish(both[i]), 0);
    }
    assert_int_equal(count_found(&one, COMPARE_TIME, COMPARE_HIGHER), 1);
    assert_int_equal(count_found(&many, COMPARE_TIME, COMPARE_HIGHER), 0);
    compare_free(&one);
    compare_free(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_does_not_differ_from_itself),
        cmocka_unit_test(a_slower_machine_is_slower_but_compares_the_same),
        cmocka_unit_test(another_mmap_changes_its_ratio_alone),
        cmocka_unit_test(ratios_are_those_of_one_run),
        cmocka_unit_test(every_part_of_the_name_counts),
        cmocka_unit_test(a_baseline_has_the_same_filler),
        cmocka_unit_test(within_the_margin_nothing_is_shown),
        cmocka_unit_test(a_threshold_takes_the_place_of_the_margin),
        cmocka_unit_test(only_what_differs_has_a_line),
        cmocka_unit_test(what_is_chosen_is_compared_alone),
        cmocka_unit_test(too_few_rounds_show_nothing_and_are_told),
        cmocka_unit_test(many_comparisons_are_held_against_a_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
