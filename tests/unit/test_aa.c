/* SPDX-License-Identifier: MIT */
/* What mapread aa concludes from copies of a method, on made-up times. */
#include <errno.h>
#include <math.h>

#include "report/aa-table.h"
#include "tests/fixture_run.h"
#include "tests/unit/document_text.h"

enum { ROUNDS = 20 };

/* A case: its times are `ms`, varied from round to round by a share. */
struct timed {
    const char *method;
    double ms, share;
    const char *state; /* NULL: warm */
    size_t rounds;     /* 0: ROUNDS */
};

static void add(struct run *r, const struct timed *c)
{
    double wall_ns[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = c->ms * 1e6 * (1 + c->share * ((double)(i % 5) - 2) / 2);
    fixture_add_case(r, &(struct fixture_case){ .workload = "find",
                                                .method = c->method,
                                                .state = c->state ? c->state : "warm",
                                                .dataset = "text-64MiB",
                                                .wall_ns = wall_ns,
                                                .count = c->rounds ? c->rounds : ROUNDS,
                                                .file_bytes = 4096 });
}

/* Of these cases; the last one has no method. */
static struct run run_of(const struct timed *cases)
{
    struct run r = { 0 };
    fixture_add_dataset(&r, "text-64MiB", 64 << 20);
    for (; cases->method; cases++)
        add(&r, cases);
    return r;
}

struct aa {
    struct run run;
    struct summary summary;
    struct aa_result result;
};

/* Of its run. What aa_collect returns. */
static int collect_run(struct aa *x)
{
    assert_int_equal(summary_build(&x->summary, &x->run), 0);
    return aa_collect(&x->result, &x->summary, &x->run);
}

static int collect(struct aa *ret, const struct timed *cases)
{
    *ret = (struct aa){ .run = run_of(cases) };
    return collect_run(ret);
}

static void release(struct aa *x)
{
    aa_free(&x->result);
    summary_free(&x->summary);
    run_free(&x->run);
}

static void assert_near(double actual, double expected)
{
    if (!(fabs(actual - expected) <= 1e-4))
        fail_msg("%.17g instead of %.17g", actual, expected);
}

/* read and its four copies, mmap-random and its one; `seek` has none. */
static void every_copy_is_compared_once(void **state)
{
    (void)state;
    static const struct timed cases[] = {
        { "read", .ms = 1 },          { "read-2", .ms = 2 }, { "read-3", .ms = 3 },
        { "read-4", .ms = 4 },        { "read-5", .ms = 5 }, { "mmap-random", .ms = 6 },
        { "mmap-random-2", .ms = 7 }, { "seek", .ms = 8 },   { 0 }
    };
    struct aa x;
    assert_int_equal(collect(&x, cases), 0);
    assert_int_equal(x.result.pair_count, 3);
    assert_near(x.result.pairs[0].against.ratio.value, 2.0 / 1);
    assert_near(x.result.pairs[1].against.ratio.value, 4.0 / 3);
    assert_near(x.result.pairs[2].against.ratio.value, 7.0 / 6);
    release(&x);
}

static void a_run_without_copies_has_nothing_to_say(void **state)
{
    (void)state;
    static const struct timed cases[] = { { "read", .ms = 1 }, { "mmap", .ms = 1 }, { 0 } };
    struct aa x;
    assert_int_equal(collect(&x, cases), -ENODATA);
    release(&x);
}

static void a_difference_between_copies_is_a_false_alarm(void **state)
{
    (void)state;
    static const struct timed cases[] = {
        { "read", .ms = 10 },
        { "read-2", .ms = 11 },
        { "read-3", .ms = 10 },
        { "read-4", .ms = 9 },
        { "mmap", .ms = 10, .share = 0.1 },
        { "mmap-2", .ms = 10, .share = 0.1 },
        { "pread", .ms = 10, .state = "cold" },
        { "pread-2", .ms = 10, .state = "cold" },
        { 0 },
    };
    struct aa x;
    assert_int_equal(collect(&x, cases), 0);
    struct aa_figures all = aa_figures(&x.result, NULL, NULL);
    assert_int_equal(all.comparisons, 4);
    assert_near(all.false_positives.value, 0.5); /* faster and slower */
    assert_near(all.found.value, 0.25);          /* slower */
    assert_true(all.false_positives.low > 0 && all.false_positives.high < 1);
    assert_near(all.width, 10.0 / 9 - 1); /* the largest of four is what 95 % reach */
    assert_near(aa_figures(&x.result, NULL, "warm").false_positives.value, 2.0 / 3);
    assert_near(aa_figures(&x.result, NULL, "cold").false_positives.value, 0);
    assert_near(aa_figures(&x.result, x.result.pairs[0].group, NULL).comparisons, 3);
    assert_true(isnan(aa_figures(&x.result, NULL, "limited").width));
    release(&x);
}

/* The verdict when one side of the pair is slowed down. */
static enum stats_verdict verdict_of(const struct aa_pair *p, double slowdown)
{
    double a[ROUNDS], b[ROUNDS];
    size_t n = p->first->source->sample_count;
    for (size_t i = 0; i < n; i++) {
        a[i] = p->first->source->samples[i].wall_ns;
        b[i] = p->second->source->samples[i].wall_ns * (1 + slowdown);
    }
    return stats_compare(a, b, n).verdict;
}

/* Copies that are exactly alike show what is no longer the same, those that were slower or
   faster what is beyond that, and noise hides the rest. */
static void what_would_be_found_follows_from_the_samples(void **state)
{
    (void)state;
    static const struct timed cases[] = {
        { "read", .ms = 10 },
        { "read-2", .ms = 10 },
        { "read-3", .ms = 10 },
        { "read-4", .ms = 9.5 },
        { "mmap", .ms = 10 },
        { "mmap-2", .ms = 10, .share = 0.2 }, /* from 20 % faster to 20 % slower */
        { "pread", .ms = 10, .rounds = 5 },
        { "pread-2", .ms = 10, .rounds = 5 },
        { 0 },
    };
    struct aa x;
    assert_int_equal(collect(&x, cases), 0);
    const struct aa_pair *pairs = x.result.pairs;
    assert_near(pairs[0].least_found, STATS_SAME_WITHIN);
    assert_near(pairs[1].least_found, (1 + STATS_SAME_WITHIN) / 0.95 - 1);
    assert_true(isinf(pairs[2].least_found)); /* pread: five rounds are too few */
    assert_in_range((int)(1000 * pairs[3].least_found), 31, 200);
    for (size_t i = 0; i < 4; i++) {
        if (i == 2)
            continue;
        assert_int_equal(verdict_of(&pairs[i], pairs[i].least_found + 1e-4), STATS_SLOWER);
        assert_true(verdict_of(&pairs[i], pairs[i].least_found - 1e-4) != STATS_SLOWER);
    }
    struct aa_figures f = aa_figures(&x.result, NULL, NULL);
    assert_true(isinf(f.detectable) && isnan(f.rounds_for_5));
    assert_int_equal(f.undecided, 2);
    release(&x);
}

static void rounds_grow_with_the_square(void **state)
{
    (void)state;
    static const struct timed cases[] = { { "read", .ms = 10 },
                                          { "read-2", .ms = 10, .share = 0.2 },
                                          { 0 } };
    struct aa x;
    assert_int_equal(collect(&x, cases), 0);
    struct aa_figures f = aa_figures(&x.result, NULL, NULL);
    double beyond = (x.result.pairs[0].least_found - 0.01) / 0.04;
    assert_near(f.rounds_for_5, ceil(ROUNDS * beyond * beyond));
    release(&x);
}

/* 8 % slower: shown beyond 1 %, not beyond the 12 % that the copies differ by. */
static void its_width_becomes_the_margin(void **state)
{
    (void)state;
    static const struct timed copies[] = {
        { "read", .ms = 10 },
        { "read-2", .ms = 11.2 },
        { "read", .ms = 10, .state = "cold" },
        { "read-2", .ms = 10.001, .state = "cold" },
        { 0 },
    };
    static const struct timed compared[] = {
        { "read", .ms = 10 },
        { "mmap", .ms = 10.8 },
        { "read", .ms = 10, .state = "cold" },
        { "mmap", .ms = 10.8, .state = "cold" },
        { 0 },
    };
    struct run aa = run_of(copies), r = run_of(compared);
    struct summary s;
    assert_int_equal(summary_build(&s, &r), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_near(s.groups[i].margin, stats_margin);
        assert_int_equal(s.groups[i].rows[0].cells[1].against.verdict, STATS_SLOWER);
    }
    assert_int_equal(aa_widen(&s, &aa), 0);
    for (size_t i = 0; i < 2; i++) {
        bool warm = strcmp(s.groups[i].key.state, "warm") == 0;
        assert_near(s.groups[i].margin, warm ? 0.12 : stats_margin);
        assert_int_equal(s.groups[i].rows[0].cells[1].against.verdict,
                         warm ? STATS_SAME : STATS_SLOWER);
    }
    assert_int_equal(aa_widen(&s, &r), -ENODATA);
    summary_free(&s);
    run_free(&aa);
    run_free(&r);
}

/* The page about a copy that is 10 % slower; the caller frees. */
static char *print(double planted)
{
    static const struct timed cases[] = { { "read", .ms = 10 }, { "read-2", .ms = 11 }, { 0 } };
    struct aa x = { .run = run_of(cases) };
    struct document d = { 0 };
    x.run.planted = planted;
    assert_int_equal(collect_run(&x), 0);
    aa_add(&d, &x.result, &x.summary);
    release(&x);
    return document_text(&d, DOCUMENT_TERMINAL, false);
}

static void the_table_says_alarms_or_what_was_planted(void **state)
{
    (void)state;
    char *alarms = print(0), *found = print(0.1);
    assert_non_null(strstr(alarms, "text-64MiB, warm      1  100.0 [2.5, 100.0]"));
    assert_non_null(
        strstr(alarms, "Of 1 comparisons of a method with itself, 100.0 [2.5, 100.0] %"));
    assert_non_null(strstr(found, "A slow-down of 10.0 % that was planted"));
    assert_null(strstr(found, "false differences"));
    for (char *line = strtok(alarms, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(strlen(line) <= 100);
    free(alarms);
    free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_copy_is_compared_once),
        cmocka_unit_test(a_run_without_copies_has_nothing_to_say),
        cmocka_unit_test(a_difference_between_copies_is_a_false_alarm),
        cmocka_unit_test(what_would_be_found_follows_from_the_samples),
        cmocka_unit_test(rounds_grow_with_the_square),
        cmocka_unit_test(its_width_becomes_the_margin),
        cmocka_unit_test(the_table_says_alarms_or_what_was_planted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
