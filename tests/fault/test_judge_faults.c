/* SPDX-License-Identifier: MIT */
/*
 * Memory that is short while a run is judged: an error, or what is found with all of it. A
 * figure may be missing then (stats.h), a verdict is never another.
 *
 * Linked with --wrap of: malloc calloc realloc posix_memalign free text_printf
 */
#include "analysis/need.h"
#include "analysis/summary.h"
#include "base/text.h"
#include "tests/fixture_run.h"
#include "tests/test.h"

enum { NEVER = -1, CASES = 5, ROUNDS = 10 };

static struct {
    int allocation_to_fail; /* counts down; NEVER */
    int allocations;
} now = { .allocation_to_fail = NEVER };

#include "tests/fault/wrap_memory.h"

DECLARE_WRAP(char *, text_printf, const char *format, ...);

char *WRAPPED(text_printf)(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int r = refuses_memory() ? -1 : vasprintf(&text, format, arguments);
    va_end(arguments);
    return r < 0 ? NULL : allocated(text);
}

/* Of both families two, one pair of which cannot be told apart; looked at four times. */
static struct run run_of_five(void)
{
    static const char *const methods[CASES] = { "read", "chunk", "mmap", "mmap-random",
                                                "mmap-anonymous" };
    static const double levels[CASES] = { 1000, 900, 903, 400, 1001 };
    struct run r = { .looks = stats_looks_usual };
    for (size_t i = 0; i < CASES; i++) {
        double wall_ns[ROUNDS];
        for (size_t k = 0; k < ROUNDS; k++)
            wall_ns[k] = levels[i] + (double)((k * 7 + i * k * k) % 11);
        fixture_add_case(&r, &(struct fixture_case){ .workload = "find",
                                                     .method = methods[i],
                                                     .state = "warm",
                                                     .dataset = "text-64MiB",
                                                     .wall_ns = wall_ns,
                                                     .count = ROUNDS });
    }
    return r;
}

/* Everything that is decided, as text: method, verdict, fastest, rounds in which it decided. */
struct decided {
    char text[1024];
};

static struct decided decided_of(const struct summary *s)
{
    struct decided d = { "" };
    const struct summary_group *g = s->groups;
    size_t at = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *c = &g->rows->cells[i];
        at += (size_t)snprintf(d.text + at, sizeof d.text - at, "%s %s %d %zu; ", c->method,
                               stats_verdict_names[c->against.verdict], c->fastest, c->decides);
    }
    const struct summary_decision *best = &g->rows->best;
    snprintf(d.text + at, sizeof d.text - at, "%s %s %s", best->mmap->method,
             best->read->method, stats_verdict_names[best->against.verdict]);
    return d;
}

/* The n-th allocation fails, until there are no more; how many there were. */
static int fail_each(const struct run *r, int (*judge)(const struct run *r, void *context),
                     void *context)
{
    for (int n = 0;; n++) {
        int before = now.allocations;
        now.allocation_to_fail = n;
        int result = judge(r, context);
        bool refused = now.allocation_to_fail == NEVER;
        now.allocation_to_fail = NEVER;
        assert_int_equal(now.allocations, before);
        if (!refused) {
            assert_int_equal(result, 0);
            return n;
        }
        if (result != 0)
            assert_int_equal(result, -ENOMEM);
    }
}

static int build(const struct run *r, void *context)
{
    struct summary s;
    int result = summary_build(&s, r);
    if (result < 0)
        return result;
    struct decided *wanted = context, d = decided_of(&s);
    if (!wanted->text[0])
        *wanted = d;
    assert_string_equal(d.text, wanted->text);
    summary_free(&s);
    return 0;
}

static void a_run_is_judged_with_all_memory_or_not_at_all(void **state)
{
    (void)state;
    struct run r = run_of_five();
    struct decided wanted = { "" };
    assert_int_equal(build(&r, &wanted), 0);
    assert_non_null(strstr(wanted.text, "mmap-random faster 1"));
    assert_non_null(strstr(wanted.text, "undecided"));
    assert_true(fail_each(&r, build, &wanted) > 100);
    run_free(&r);
}

static int need(const struct run *r, void *context)
{
    bool *wanted = context, needed[CASES];
    int result = need_cases(r, needed);
    if (result == 0)
        assert_memory_equal(needed, wanted, sizeof needed);
    return result;
}

static void the_next_look_needs_the_same_cases_or_is_not_known(void **state)
{
    (void)state;
    struct run r = run_of_five();
    bool wanted[CASES];
    assert_int_equal(need_cases(&r, wanted), 0);
    assert_true(!wanted[0] && wanted[1]);
    assert_true(fail_each(&r, need, wanted) > 100);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_is_judged_with_all_memory_or_not_at_all),
        cmocka_unit_test(the_next_look_needs_the_same_cases_or_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
