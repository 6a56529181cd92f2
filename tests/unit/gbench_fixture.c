/* SPDX-License-Identifier: MIT */
/*
 * A benchmark program for test_gbench.c: one case per promise of gbench.h. What a
 * case sees itself it reports as counters; a failing case, which reports none, exits
 * with 99 where a promise is broken. By hand:
 *
 *     gbench_fixture [--counts] [--twice] [--empty] [--context] [--benchmark_...]
 *     gbench_fixture --arguments ...    print what gbench_init() left
 *     gbench_fixture --register         print what gbench_register() answers
 */
#include "../../bench/gbench.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/unit/gbench_failing.h"

static double clock_s(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void sleep_ms(long ms)
{
    struct timespec left = { .tv_nsec = ms * 1000000 };
    while (nanosleep(&left, &left) != 0)
        ;
}

static void set(struct gbench_state *state, const char *name, double value)
{
    gbench_set_counter(state, name, value, GBENCH_COUNTER_VALUE);
}

/* ---- cases that do not fail ---- */

static void run_plain(struct gbench_state *state, void *user_data)
{
    double calls = 0;
    (void)user_data;
    while (gbench_keep_running(state))
        calls++;
    set(state, "calls", calls);
}

static void run_counted(struct gbench_state *state, void *user_data)
{
    int64_t inside_first = -1, inside_last = -1, calls = 0;
    set(state, "before", (double)gbench_iterations(state));
    while (gbench_keep_running(state)) {
        inside_last = gbench_iterations(state);
        if (calls++ == 0)
            inside_first = inside_last;
    }
    set(state, "calls", (double)calls);
    set(state, "inside_first", (double)inside_first);
    set(state, "inside_last", (double)inside_last);
    set(state, "after", (double)gbench_iterations(state));
    set(state, "wanted", (double)gbench_max_iterations(state));
    set(state, "once_more", gbench_keep_running(state));
    set(state, "user_data", *(const double *)user_data);
}

static void run_counters(struct gbench_state *state, void *user_data)
{
    char name[] = "copied";
    (void)user_data;
    while (gbench_keep_running(state))
        ;
    set(state, name, 1);
    memset(name, 'x', strlen(name));
    set(state, "zero", 0);
    set(state, "tenth", 0.1);
    set(state, "negative", -2.5);
    set(state, "large", 9007199254740992.0);
    set(state, "nan", NAN);
    set(state, "inf", INFINITY);
    set(state, "minus_inf", -INFINITY);
    set(state, "huge", 1e308); /* whose square overflows in the stddev of repetitions */
    set(state, "\"q\"\x01\xff", 5);
    gbench_set_counter(state, "each", 21, GBENCH_COUNTER_PER_ITERATION);
}

static void run_label(struct gbench_state *state, void *user_data)
{
    char label[64];
    while (gbench_keep_running(state))
        ;
    snprintf(label, sizeof(label), "%s", (const char *)user_data);
    gbench_set_label(state, label);
    memset(label, 'x', sizeof(label) - 1);
}

static void run_manual(struct gbench_state *state, void *user_data)
{
    while (gbench_keep_running(state))
        gbench_set_iteration_time(state, *(const double *)user_data);
    gbench_set_items_processed(state, 8);
    gbench_set_bytes_processed(state, 4096);
    gbench_set_counter(state, "rate", 6, GBENCH_COUNTER_RATE);
}

/* Sleeping takes real time and next to no processor time. */
static void run_sleep(struct gbench_state *state, void *user_data)
{
    (void)user_data;
    while (gbench_keep_running(state))
        sleep_ms(10);
    gbench_set_items_processed(state, 12);
    gbench_set_bytes_processed(state, 3000);
    gbench_set_counter(state, "rate", 6, GBENCH_COUNTER_RATE);
}

static const double burnt_s = 0.02;

static void *burn(void *unused)
{
    while (clock_s(CLOCK_THREAD_CPUTIME_ID) < burnt_s)
        ;
    return unused;
}

/* The processor time is another thread's. */
static void run_burn(struct gbench_state *state, void *user_data)
{
    (void)user_data;
    while (gbench_keep_running(state)) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, burn, NULL) == 0)
            pthread_join(thread, NULL);
    }
    set(state, "burnt_s", burnt_s);
    gbench_set_items_processed(state, 2);
}

/* The fixture's clocks lie within the library's for the work and for the pauses, and
   around them for the whole: worked <= measured <= whole - paused on any machine. */
static void run_pause(struct gbench_state *state, void *user_data)
{
    const bool resume = *(const bool *)user_data;
    double worked_s = 0, paused_s = 0;
    const double start_s = clock_s(CLOCK_MONOTONIC);
    gbench_pause(state);
    while (gbench_keep_running(state)) {
        gbench_resume(state);
        const double work_s = clock_s(CLOCK_MONOTONIC);
        sleep_ms(5);
        worked_s += clock_s(CLOCK_MONOTONIC) - work_s;
        gbench_pause(state);
        gbench_pause(state);
        const double pause_s = clock_s(CLOCK_MONOTONIC);
        sleep_ms(20);
        paused_s += clock_s(CLOCK_MONOTONIC) - pause_s;
        if (resume)
            gbench_resume(state);
    }
    gbench_pause(state);
    gbench_resume(state);
    set(state, "worked_s", worked_s);
    set(state, "paused_s", paused_s);
    set(state, "whole_s", clock_s(CLOCK_MONOTONIC) - start_s);
}

/* Neither a success nor a failure. */
static void run_skipped(struct gbench_state *state, void *user_data)
{
    ++*(int *)user_data;
    gbench_skip(state, "not \"here\"\n");
    gbench_fail(state, "too late to fail");
    check(!gbench_keep_running(state), "after a skip the loop ends");
    check(gbench_iterations(state) == 0, "nothing was measured");
}

/* ---- the program ---- */

static double user_data = 42, half_second = 0.5, no_time = 0;
static bool yes = true, no = false;
static int skipped_calls;
static char label[] = "a \"b\" \\ \t\n\x01\x1b\x7f \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 "
                      "\xff\xc3 \xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80.";

static const struct {
    const char *name;
    struct gbench_definition definition;
} cases[] = {
    { "plain", { .run = run_plain, .min_time_s = 0.001 } },
    { "default", { .run = run_plain } },
    { "counted", { .run = run_counted, .user_data = &user_data, .iterations = 7 } },
    { "counters", { .run = run_counters, .iterations = 7 } },
    { "label", { .run = run_label, .user_data = label, .iterations = 1 } },
    { "name \"\\\t\x01\xff\xc3\xa9", { .run = run_plain, .iterations = 1 } },
    { "manual",
      { .run = run_manual,
        .user_data = &half_second,
        .iterations = 4,
        .clock = GBENCH_CLOCK_MANUAL,
        .unit = GBENCH_MILLISECOND } },
    { "timeless",
      { .run = run_manual,
        .user_data = &no_time,
        .iterations = 4,
        .clock = GBENCH_CLOCK_MANUAL,
        .unit = GBENCH_SECOND } },
    { "sleep", { .run = run_sleep, .iterations = 3, .unit = GBENCH_MICROSECOND } },
    { "burn", { .run = run_burn, .iterations = 2, .clock = GBENCH_CLOCK_CPU } },
    { "skipped", { .run = run_skipped, .user_data = &skipped_calls, .iterations = 5 } },
    { "pause", { .run = run_pause, .user_data = &yes, .iterations = 3 } },
    { "pause_left", { .run = run_pause, .user_data = &no, .iterations = 3 } },
};
enum { CASES = sizeof(cases) / sizeof(*cases) };

static void register_all(void)
{
    for (size_t i = 0; i < CASES; i++) {
        char name[64];
        struct gbench_definition definition = cases[i].definition;
        snprintf(name, sizeof(name), "%s", cases[i].name);
        check(gbench_register(name, &definition) == 0, "a good case is taken");
        memset(name, 'x', sizeof(name) - 1);
        memset(&definition, 0, sizeof(definition));
    }
    failing_register();
}

static void answer(const char *what, const char *name, struct gbench_definition definition)
{
    const int rc = gbench_register(name, &definition);
    printf("%s: %s\n", what, rc == 0 ? "0" : rc == -EINVAL ? "-EINVAL" : "?");
}

static void show_register(void)
{
    const struct gbench_definition good = { .run = run_plain, .iterations = 1 };
    struct gbench_definition bad = good;
    answer("good", "good", good);
    answer("no name", NULL, good);
    answer("empty name", "", good);
    printf("no definition: %s\n", gbench_register("x", NULL) == -EINVAL ? "-EINVAL" : "?");
    bad.run = NULL;
    answer("no callback", "x", bad);
    bad = good;
    bad.iterations = -1;
    answer("negative iterations", "x", bad);
    answer("negative time", "x",
           (struct gbench_definition){ .run = run_plain, .min_time_s = -1 });
    answer("time nan", "x", (struct gbench_definition){ .run = run_plain, .min_time_s = NAN });
    answer("time inf", "x",
           (struct gbench_definition){ .run = run_plain, .min_time_s = INFINITY });
    bad = good;
    bad.clock = (enum gbench_clock)3;
    answer("no such clock", "x", bad);
    bad = good;
    bad.unit = (enum gbench_unit)4;
    answer("no such unit", "x", bad);
    bad = good;
    bad.clock = GBENCH_CLOCK_MANUAL;
    answer("manual", "manual", bad);
    bad.iterations = 0;
    answer("manual without iterations", "x", bad);
    bad.min_time_s = 0.1;
    answer("manual with a time only", "x", bad);
}

static bool has(char **argv, const char *option)
{
    for (; *argv; argv++)
        if (strcmp(*argv, option) == 0)
            return true;
    return false;
}

static void add_context(void)
{
    char key[] = "set", value[] = "a \"b\"\n\xff\xc3\xa9";
    gbench_add_context(key, value);
    memset(key, 'x', strlen(key));
    memset(value, 'x', strlen(value));
    gbench_add_context("key\x01", "value");
    gbench_add_context("set", "again");
}

static void show_counts(void)
{
    const int calls = skipped_calls + failing_calls();
    const struct gbench_counts counts = gbench_counts();
    fprintf(stderr, "matched %zu failed %zu calls %d\n", counts.matched, counts.failed, calls);
}

int main(int argc, char **argv)
{
    if (gbench_init(&argc, argv) != 0)
        return 2;
    if (has(argv, "--arguments")) {
        for (int i = 1; i <= argc; i++)
            printf("%s\n", argv[i] ? argv[i] : "(end)");
        return 0;
    }
    if (has(argv, "--register")) {
        show_register();
        return 0;
    }
    if (!has(argv, "--empty"))
        register_all();
    if (has(argv, "--context"))
        add_context();
    int rc = gbench_run_all();
    if (has(argv, "--twice"))
        rc = gbench_run_all();
    if (has(argv, "--counts"))
        show_counts();
    return rc;
}
