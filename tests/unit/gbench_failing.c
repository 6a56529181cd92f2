/* SPDX-License-Identifier: MIT */
/* Cases that fail, and what is promised of them afterwards. */
#include "tests/unit/gbench_failing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../bench/gbench.h"

enum moment {
    AT_ONCE,
    INSIDE,
    WHILE_PAUSED,
    AFTER,
    NO_LOOP,
    LEFT_FIRST,
    LEFT_LAST,
    TIME_NAN,
    TIME_NEGATIVE,
};

struct failing {
    const char *name;
    enum moment moment;
    int good_calls; /* before the one that fails; later ones would be good */
    int calls;
};

static struct failing failing[] = {
    { "fail_at_once", AT_ONCE, 0, 0 },
    { "fail_inside", INSIDE, 0, 0 },
    { "fail_paused", WHILE_PAUSED, 0, 0 },
    { "fail_after", AFTER, 0, 0 },
    { "fail_no_loop", NO_LOOP, 0, 0 },
    { "fail_left_first", LEFT_FIRST, 0, 0 },
    { "fail_left_last", LEFT_LAST, 0, 0 },
    { "fail_time_nan", TIME_NAN, 0, 0 },
    { "fail_time_negative", TIME_NEGATIVE, 0, 0 },
    { "fail_third_call", AT_ONCE, 2, 0 },
};
enum { FAILING = sizeof(failing) / sizeof(*failing) };

void check(bool kept, const char *promise)
{
    if (kept)
        return;
    fprintf(stderr, "gbench_fixture: broken: %s\n", promise);
    exit(99);
}

static void break_down(struct gbench_state *state)
{
    const int64_t finished = gbench_iterations(state);
    char message[] = "\"broken\"\non purpose\xff";
    gbench_fail(state, message);
    memset(message, 'x', strlen(message));
    gbench_fail(state, "a second message");
    gbench_pause(state);
    gbench_resume(state);
    check(gbench_iterations(state) == finished, "a failure does not change the iterations");
    check(!gbench_keep_running(state), "after a failure the loop ends");
    check(!gbench_keep_running(state), "and stays ended");
    check(gbench_iterations(state) == finished, "iterations are as at the failure");
}

/* One iteration; false: leave the loop without having failed. */
static bool fail_in_loop(struct gbench_state *state, enum moment moment)
{
    const int64_t finished = gbench_iterations(state);
    if (moment == WHILE_PAUSED)
        gbench_pause(state);
    if ((moment == INSIDE || moment == WHILE_PAUSED) && finished == 2)
        break_down(state);
    if (moment == TIME_NAN || moment == TIME_NEGATIVE)
        gbench_set_iteration_time(state, moment == TIME_NAN ? NAN : -1);
    return moment != LEFT_FIRST &&
           (moment != LEFT_LAST || finished + 1 < gbench_max_iterations(state));
}

static void run_failing(struct gbench_state *state, void *user_data)
{
    struct failing *f = user_data;
    const bool good = f->calls++ != f->good_calls;
    if (!good && f->moment == AT_ONCE)
        break_down(state);
    if (!good && f->moment == NO_LOOP)
        return;
    while (gbench_keep_running(state))
        if (!good && !fail_in_loop(state, f->moment))
            return;
    if (!good && f->moment == AFTER)
        break_down(state);
}

void failing_register(void)
{
    for (size_t i = 0; i < FAILING; i++) {
        const bool manual = failing[i].moment == TIME_NAN || failing[i].moment == TIME_NEGATIVE;
        const struct gbench_definition definition = {
            .run = run_failing,
            .user_data = &failing[i],
            .iterations = 5,
            .clock = manual ? GBENCH_CLOCK_MANUAL : GBENCH_CLOCK_REAL,
        };
        check(gbench_register(failing[i].name, &definition) == 0, "a failing case is taken");
    }
}

int failing_calls(void)
{
    int calls = 0;
    for (size_t i = 0; i < FAILING; i++)
        calls += failing[i].calls;
    return calls;
}
