/* SPDX-License-Identifier: MIT */
/* What mapread aa concludes from copies of a method, on made-up times. */
#include <errno.h>
#include <math.h>

#include "report/alarm.h"
#include "tests/fixture_run.h"
#include "tests/test.h"

enum { ROUNDS = 20 };

/* Adds a case whose times are `ms`, varied from round to round by a share. */
static void add(struct run *r, const char *method, const char *state, double ms, double share,
                size_t rounds)
{
    double wall_ns[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = ms * 1e6 * (1 + share * ((double)(i % 5) - 2) / 2);
    fixture_add_case(r, &(struct fixture_case){ .workload = "find",
                                                .method = method,
                                                .state = state,
                                                .dataset = "text-64MiB",
                                                .wall_ns = wall_ns,
                                                .count = rounds,
                                                .file_bytes = 4096 });
}

static struct run new_run(void)
{
    struct run r = { 0 };
    fixture_add_dataset(&r, "text-64MiB", 64 << 20);
    return r;
}

static int collect(struct run *r, struct summary *s, struct alarm *a)
{
    assert_int_equal(summary_build(s, r), 0);
    return alarm_collect(a, s, r);
}

static void release(struct run *r, struct summary *s, struct alarm *a)
{
    alarm_free(a);
    summary_free(s);
    run_free(r);
}

static void assert_near(double actual, double expected)
{
    if (!(fabs(actual - expected) <= 1e-4))
        fail_msg("%.17g instead of %.17g", actual, expected);
}

/* read and its three copies, mmap-random and its one; `seek` has none. */
static void every_copy_is_compared_once(void **state)
{
    (void)state;
    struct run r = new_run();
    struct summary s;
    struct alarm a;
    const char *const names[] = { "read",   "read-2",      "read-3",        "read-4",
                                  "read-5", "mmap-random", "mmap-random-2", "seek" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        add(&r, names[i], "warm", 1 + (double)i, 0, ROUNDS);
    assert_int_equal(collect(&r, &s, &a), 0);
    assert_int_equal(a.pair_count, 3);
    assert_near(a.pairs[0].against.ratio.value, 2.0 / 1);
    assert_near(a.pairs[1].against.ratio.value, 4.0 / 3);
    assert_near(a.pairs[2].against.ratio.value, 7.0 / 6);
    release(&r, &s, &a);
}

static void a_run_without_copies_has_nothing_to_say(void **state)
{
    (void)state;
    struct run r = new_run();
    struct summary s;
    struct alarm a = { 0 };
    add(&r, "read", "warm", 1, 0, ROUNDS);
    add(&r, "mmap", "warm", 1, 0, ROUNDS);
    assert_int_equal(collect(&r, &s, &a), -ENODATA);
    release(&r, &s, &a);
}

static void a_difference_between_copies_is_a_false_alarm(void **state)
{
    (void)state;
    struct run r = new_run();
    struct summary s;
    struct alarm a;
    add(&r, "read", "warm", 10, 0, ROUNDS);
    add(&r, "read-2", "warm", 11, 0, ROUNDS);
    add(&r, "read-3", "warm", 10, 0, ROUNDS);
    add(&r, "read-4", "warm", 9, 0, ROUNDS);
    add(&r, "mmap", "warm", 10, 0.1, ROUNDS);
    add(&r, "mmap-2", "warm", 10, 0.1, ROUNDS);
    add(&r, "pread", "cold", 10, 0, ROUNDS);
    add(&r, "pread-2", "cold", 10, 0, ROUNDS);
    assert_int_equal(collect(&r, &s, &a), 0);
    struct alarm_figures all = alarm_figures(&a, NULL, NULL);
    assert_int_equal(all.comparisons, 4);
    assert_near(all.alarms.value, 0.5); /* faster and slower */
    assert_near(all.found.value, 0.25); /* slower */
    assert_true(all.alarms.low > 0 && all.alarms.high < 1);
    assert_near(all.width, 10.0 / 9 - 1); /* the largest of four is what 95 % reach */
    assert_near(alarm_figures(&a, NULL, "warm").alarms.value, 2.0 / 3);
    assert_near(alarm_figures(&a, NULL, "cold").alarms.value, 0);
    assert_near(alarm_figures(&a, a.pairs[0].group, NULL).comparisons, 3);
    assert_true(isnan(alarm_figures(&a, NULL, "limited").width));
    release(&r, &s, &a);
}

/* Copies that are exactly alike show what is beyond the margin, those that were slower
   or faster what is beyond that, and noise hides the rest. */
static void what_would_be_found_follows_from_the_samples(void **state)
{
    (void)state;
    struct run r = new_run();
    struct summary s;
    struct alarm a;
    add(&r, "read", "warm", 10, 0, ROUNDS);
    add(&r, "read-2", "warm", 10, 0, ROUNDS);
    add(&r, "read-3", "warm", 10, 0, ROUNDS);
    add(&r, "read-4", "warm", 9.5, 0, ROUNDS);
    add(&r, "mmap", "warm", 10, 0, ROUNDS);
    add(&r, "mmap-2", "warm", 10, 0.2, ROUNDS); /* four of twenty are 20 % faster */
    add(&r, "pread", "warm", 10, 0, 5);
    add(&r, "pread-2", "warm", 10, 0, 5);
    assert_int_equal(collect(&r, &s, &a), 0);
    assert_near(a.pairs[0].least_found, 0.01);
    assert_near(a.pairs[1].least_found, 1.01 / 0.95 - 1);
    assert_true(isinf(a.pairs[2].least_found)); /* pread: five rounds are too few */
    /* The sixth smallest of mmap's ratios is 0.9. */
    assert_near(a.pairs[3].least_found, 1.01 / 0.9 - 1);
    struct alarm_figures f = alarm_figures(&a, NULL, NULL);
    assert_true(isinf(f.detectable) && isnan(f.rounds_for_5));
    assert_int_equal(f.too_few, 1);
    release(&r, &s, &a);
}

static void rounds_grow_with_the_square(void **state)
{
    (void)state;
    struct run r = new_run();
    struct summary s;
    struct alarm a;
    add(&r, "read", "warm", 10, 0, ROUNDS);
    add(&r, "read-2", "warm", 10, 0.2, ROUNDS);
    assert_int_equal(collect(&r, &s, &a), 0);
    struct alarm_figures f = alarm_figures(&a, NULL, NULL);
    double beyond = (1.01 / 0.9 - 1 - 0.01) / 0.04;
    assert_near(f.rounds_for_5, ceil(ROUNDS * beyond * beyond));
    release(&r, &s, &a);
}

/* 8 % slower: shown beyond 1 %, not beyond the 12 % that the copies differ by. */
static void its_width_becomes_the_margin(void **state)
{
    (void)state;
    struct run aa = new_run(), r = new_run();
    struct summary s;
    add(&aa, "read", "warm", 10, 0, ROUNDS);
    add(&aa, "read-2", "warm", 11.2, 0, ROUNDS);
    add(&aa, "read", "cold", 10, 0, ROUNDS);
    add(&aa, "read-2", "cold", 10.001, 0, ROUNDS);
    for (int cold = 0; cold < 2; cold++) {
        add(&r, "read", cold ? "cold" : "warm", 10, 0, ROUNDS);
        add(&r, "mmap", cold ? "cold" : "warm", 10.8, 0, ROUNDS);
    }
    assert_int_equal(summary_build(&s, &r), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_near(s.groups[i].margin, stats_margin);
        assert_int_equal(s.groups[i].rows[0].cells[1].against.verdict, STATS_SLOWER);
    }
    assert_int_equal(alarm_widen(&s, &aa), 0);
    for (size_t i = 0; i < 2; i++) {
        bool warm = strcmp(s.groups[i].state, "warm") == 0;
        assert_near(s.groups[i].margin, warm ? 0.12 : stats_margin);
        assert_int_equal(s.groups[i].rows[0].cells[1].against.verdict,
                         warm ? STATS_SAME : STATS_SLOWER);
    }
    assert_int_equal(alarm_widen(&s, &r), -ENODATA);
    summary_free(&s);
    run_free(&aa);
    run_free(&r);
}

static char *print(const struct run *r, double planted)
{
    struct run copy = *r;
    struct summary s;
    struct alarm a;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    copy.planted = planted;
    assert_int_equal(collect(&copy, &s, &a), 0);
    assert_int_equal(
        alarm_print(out, &a, &s, &(struct report_style){ .format = REPORT_TERMINAL }), 0);
    assert_int_equal(fclose(out), 0);
    alarm_free(&a);
    summary_free(&s);
    return text;
}

static void the_table_says_alarms_or_what_was_planted(void **state)
{
    (void)state;
    struct run r = new_run();
    add(&r, "read", "warm", 10, 0, ROUNDS);
    add(&r, "read-2", "warm", 11, 0, ROUNDS);
    char *alarms = print(&r, 0), *found = print(&r, 0.1);
    assert_non_null(
        strstr(alarms, "text-64MiB, warm                  1  100.0 % [2.5, 100.0]"));
    assert_non_null(strstr(alarms, "Of 1 comparisons of a method with itself, 100.0 %"));
    assert_non_null(strstr(found, "A slow-down of 10.0 % that was planted"));
    assert_null(strstr(found, "false alarms"));
    for (char *line = strtok(alarms, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(strlen(line) <= PAGE_COLUMNS);
    free(alarms);
    free(found);
    run_free(&r);
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
