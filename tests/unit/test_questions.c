/* SPDX-License-Identifier: MIT */
/* What people ask beside "should I mmap?": the run's own figures, or a command. */
#include "report/questions.h"

#include "tests/fixture_run.h"
#include "tests/unit/document_text.h"

static const double slow[] = { 4e6, 4.1e6, 4e6, 4.2e6, 4e6, 4.1e6,
                               4e6, 4.3e6, 4e6, 4.1e6, 4e6, 4.2e6 };
static const double fast[] = { 2e6, 2.05e6, 2e6, 2.1e6,  2e6, 2.05e6,
                               2e6, 2.15e6, 2e6, 2.05e6, 2e6, 2.1e6 };

struct added {
    const char *workload, *method, *state, *dataset;
    const double *times;
};

static struct run run_of(const struct added *cases, size_t count)
{
    struct run r =
        fixture_run(&(struct fixture_options){ .methods = (const char *const[]){ NULL } });
    for (size_t i = 0; i < count; i++) {
        const struct added *c = &cases[i];
        fixture_add_case(
            &r, &(struct fixture_case){ .workload = c->workload,
                                        .method = c->method,
                                        .state = c->state ? c->state : "warm",
                                        .dataset = c->dataset ? c->dataset : "text-64MiB",
                                        .wall_ns = c->times,
                                        .count = 12 });
    }
    return r;
}

/* The caller frees. */
static char *answer(question *ask, const struct added *cases, size_t count)
{
    struct summary s;
    struct document d = { 0 };
    struct run r = run_of(cases, count);
    assert_int_equal(summary_build(&s, &r), 0);
    ask(&d, &s);
    summary_free(&s);
    run_free(&r);
    return document_squeezed(&d);
}
#define ANSWER(ask, cases) answer(ask, cases, sizeof(cases) / sizeof *(cases))

static void assert_says_once(char *text, const char *words)
{
    const char *at = strstr(text, words);
    if (!at || strstr(at + 1, words))
        fail_msg("not once '%s' in: %s", words, text);
    free(text);
}

static void hints_are_weighed_against_the_same_method_without(void **state)
{
    (void)state;
    static const struct added cases[] = {
        { .workload = "full-read", .method = "mmap", .times = fast },
        { .workload = "full-read", .method = "mmap-random", .times = slow },
        { .workload = "find", .method = "mmap", .times = slow },
        { .workload = "find", .method = "mmap-populate", .times = fast },
    };
    assert_says_once(ANSWER(question_hints, cases),
                     "The largest gain: mmap-populate, 2.00x faster than mmap in find @ start, "
                     "64 MiB, warm.");
    assert_says_once(
        ANSWER(question_hints, cases),
        "The largest loss: mmap-random, 2.00x slower than mmap in full-read, 64 MiB, warm.");
    assert_says_once(ANSWER(question_hints, cases), "mmap-random 2.00x [2.00, 2.00]");
}

/* Another technique whose name begins like mmap's, and a copy of mapread aa. */
static void a_private_mapping_and_a_copy_are_no_hints(void **state)
{
    (void)state;
    static const struct added cases[] = {
        { .workload = "full-read", .method = "mmap", .times = fast },
        { .workload = "full-read", .method = "mmap-private", .times = slow },
        { .workload = "full-read", .method = "mmap-2", .times = slow },
    };
    assert_says_once(ANSWER(question_hints, cases), "did not measure hints");
}

static void the_best_of_both_states_are_set_side_by_side(void **state)
{
    (void)state;
    static const struct added cases[] = {
        { .workload = "full-read", .method = "read", .state = "cold", .times = slow },
        { .workload = "full-read", .method = "read", .times = slow },
        { .workload = "full-read", .method = "mmap", .times = fast },
    };
    assert_says_once(
        ANSWER(question_cached, cases),
        "| full-read, 64 MiB | read 4.05 ms, 16.6 GB/s | mmap 2.02 ms, 33.1 GB/s |");
}

static void a_flush_has_its_price(void **state)
{
    (void)state;
    static const struct added cases[] = {
        { .workload = "replace", .method = "mmap", .times = fast },
        { .workload = "replace-durable", .method = "mmap", .times = slow },
    };
    assert_says_once(ANSWER(question_durable, cases), "| mmap | 2.02 ms | 4.05 ms | 2.00x |");
}

static void what_was_not_measured_names_a_command(void **state)
{
    (void)state;
    static question *const all[] = { question_hints, question_cached, question_curves,
                                     question_durable, question_limit };
    static const struct added cases[] = {
        { .workload = "full-read", .method = "read", .times = slow }
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        assert_says_once(ANSWER(all[i], cases), "mapread run ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hints_are_weighed_against_the_same_method_without),
        cmocka_unit_test(a_private_mapping_and_a_copy_are_no_hints),
        cmocka_unit_test(the_best_of_both_states_are_set_side_by_side),
        cmocka_unit_test(a_flush_has_its_price),
        cmocka_unit_test(what_was_not_measured_names_a_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
