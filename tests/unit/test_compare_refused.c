/* SPDX-License-Identifier: MIT */
/* Several runs side by side: what is not compared, and why. */
#include <errno.h>
#include <math.h>

#include "report/compare-words.h"
#include "tests/unit/compare_runs.h"

static void check_note(struct run a, struct run b, enum compare_note note, bool compared)
{
    struct compare c = two_runs(a, b);
    const struct compare_cell *cell = cell_of(&c, "find", "mmap", "warm", 1);
    char *text = print_as(&c, DOCUMENT_TERMINAL), part[40];
    assert_int_equal(cell->note, note);
    assert_int_equal(cell->answers[COMPARE_TIME].finding != COMPARE_NONE, compared);
    assert_int_equal(cell->answers[COMPARE_BASELINE].finding != COMPARE_NONE, compared);
    assert_int_equal(isnan(cell->answers[COMPARE_TIME].ratio.value) == 0, compared);
    snprintf(part, sizeof part, "[1] %s", compare_note_texts[note]);
    assert_says(text, part);
    assert_int_equal(c.shared == TIMED, compared);
    free(text);
    compare_free(&c);
}

static void other_data_is_not_compared(void **state)
{
    (void)state;
    struct run hash = small_run("b", 20), size = small_run("b", 20);
    strcpy(hash.datasets[0].sha256, "feed");
    check_note(small_run("a", 20), hash, COMPARE_OTHER_DATA, false);
    size.datasets[0].bytes++;
    check_note(small_run("a", 20), size, COMPARE_OTHER_DATA, false);
}

static void another_filler_is_not_compared(void **state)
{
    (void)state;
    struct run b = small_run("b", 20), unknown = small_run("b", 20);
    fixture_text(find_case(&b, "find", "mmap", "warm")->fill, "mmap");
    fixture_text(find_case(&b, "find", "read", "warm")->fill, "mmap");
    check_note(small_run("a", 20), b, COMPARE_OTHER_FILL, false);
    fixture_text(find_case(&unknown, "find", "mmap", "warm")->fill, "");
    fixture_text(find_case(&unknown, "find", "read", "warm")->fill, "");
    check_note(small_run("a", 20), unknown, COMPARE_NO_FILL, true);
}

static void another_answer_is_not_compared(void **state)
{
    (void)state;
    struct run a = small_run("a", 20), b = small_run("b", 20), c = small_run("a", 20);
    fixture_text(find_case(&a, "find", "mmap", "warm")->answer.text, "offset=1");
    fixture_text(find_case(&b, "find", "mmap", "warm")->answer.text, "offset=2");
    fixture_text(find_case(&c, "find", "mmap", "warm")->answer.text, "");
    check_note(a, b, COMPARE_OTHER_CHECK, false);
    struct compare unknown = two_runs(c, small_run("b", 20));
    assert_int_equal(cell_of(&unknown, "find", "mmap", "warm", 1)->note, COMPARE_GOOD);
    compare_free(&unknown);
}

static void another_number_of_passes_is_told(void **state)
{
    (void)state;
    struct run b = small_run("b", 20);
    struct run_case *c = find_case(&b, "find", "mmap", "warm");
    for (size_t i = 0; i < c->sample_count; i++)
        c->samples[i].passes = 99;
    check_note(small_run("a", 20), b, COMPARE_OTHER_PASSES, true);
}

static void runs_that_share_nothing_are_an_error(void **state)
{
    (void)state;
    struct run_error error = { "" };
    struct run a = small_run("a", 20), b = small_run("b", 20), d = small_run("d", 20);
    struct compare c = { 0 };
    for (size_t i = 0; i < b.case_count; i++)
        fixture_text(b.cases[i].key.dataset, "text-1MiB");
    add(&c, a, "one/a");
    add(&c, b, "one/b");
    assert_int_equal(compare_finish(&c), -ENODATA);
    compare_explain(&c, &error);
    assert_says(error.message, "one/b: nothing to compare with one/a: no case");
    compare_free(&c);
    for (size_t i = 0; i < d.dataset_count; i++)
        strcpy(d.datasets[i].sha256, "feed");
    add(&c, small_run("a", 20), "one/a");
    add(&c, d, "one/d");
    assert_int_equal(compare_finish(&c), -ENODATA);
    compare_explain(&c, &error);
    assert_says(error.message, "another data set of the same name");
    compare_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_data_is_not_compared),
        cmocka_unit_test(another_filler_is_not_compared),
        cmocka_unit_test(another_answer_is_not_compared),
        cmocka_unit_test(another_number_of_passes_is_told),
        cmocka_unit_test(runs_that_share_nothing_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
