/* SPDX-License-Identifier: MIT */
/* What the tutorials say without figures: tried out here, and judged. */
#include <errno.h>
#include <math.h>
#include <stdbool.h>

#include "tests/disk.h"
#include "tests/unit/report_place.h"
#include "tests/unit/trial_place.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- the rule of each ---- */

struct judgement {
    const char *name;
    double numbers[TRIAL_NUMBERS_MAX];
    enum trial_verdict verdict;
    const char *words; /* a part of them */
};

static void what_was_found_is_judged(void **state)
{
    (void)state;
    static const struct judgement table[] = {
        { "slice", { 1, 1, 1, 4096 }, TRIAL_HOLDS, "of 4,096 pages" },
        { "slice", { 1, 1, 16, 4096 }, TRIAL_PARTLY, "16 were mapped, and 1 read" },
        { "slice", { 1, 32, 16, 4096 }, TRIAL_PARTLY, "ten bytes need 1" },
        { "slice", { 1, 2048, 16, 4096 }, TRIAL_FAILS, "2048 read" },
        { "rows", { 13, 13, 13, 4096 }, TRIAL_HOLDS, "100 rows of 512 bytes need 13" },
        { "rows", { 13, 45, 32, 4096 }, TRIAL_PARTLY, "45 read" },
        { "random", { 16, 512, 16 }, TRIAL_HOLDS, "512 came into the page cache without" },
        { "random", { 16, 512, 64 }, TRIAL_PARTLY, "64 with it" },
        { "random", { 16, 16, 16 }, TRIAL_FAILS, "16 with it" },
        { "willneed", { 4096, 4096, 4096, 0 }, TRIAL_HOLDS, "reads all ahead and maps all" },
        { "willneed", { 4096, 4096, 0, 256 }, TRIAL_PARTLY, "all ahead and maps none" },
        { "willneed", { 4096, 512, 0, 300 }, TRIAL_PARTLY, "some ahead and maps none" },
        { "willneed", { 4096, 0, 0, 300 }, TRIAL_FAILS, "none ahead and maps none" },
        { "dontneed", { 16 << 20, 0, 0, 4096 }, TRIAL_HOLDS, "and 0 B after" },
        { "dontneed", { 16 << 20, 0, 4096, 4096 }, TRIAL_PARTLY, "100 % of it stay" },
        { "dontneed", { 16 << 20, 16 << 20, 4096, 4096 }, TRIAL_FAILS, "and 16 MiB after" },
        { "offset", { 1, 0, 4096 }, TRIAL_HOLDS, "offset 2048 is refused" },
        { "offset", { 0, 0, 4096 }, TRIAL_FAILS, "offset 2048 is granted" },
        { "offset", { 1, 1, 4096 }, TRIAL_FAILS, "offset 4096 is refused" },
        { "empty", { 1 }, TRIAL_HOLDS, "is refused" },
        { "empty", { 0 }, TRIAL_FAILS, "is granted" },
        { "read-only", { 1, 1, 1 }, TRIAL_HOLDS, "is SIGSEGV" },
        { "read-only", { 0, 1, 1 }, TRIAL_FAILS, "goes through" },
        { "read-only", { 1, 0, 1 }, TRIAL_FAILS, "is changed" },
        { "read-only", { 1, 1, 0 }, TRIAL_FAILS, "to write is granted" },
        { "write-through", { 100, 100 }, TRIAL_HOLDS, "100 in the file before a flush" },
        { "write-through", { 0, 100 }, TRIAL_PARTLY, "and 100 after" },
        { "write-through", { 0, 0 }, TRIAL_FAILS, "and 0 after" },
        { "private", { 0, 0 }, TRIAL_HOLDS, "0 in the file before" },
        { "private", { 0, 100 }, TRIAL_FAILS, "and 100 after" },
        { "truncated", { 1, 0 }, TRIAL_HOLDS, "is SIGBUS, and one before it is not" },
        { "truncated", { 0, 0 }, TRIAL_FAILS, "goes through" },
        { "truncated", { 1, 1 }, TRIAL_FAILS, "is, too" },
        { "handler", { 1, 0 }, TRIAL_HOLDS, "1 SIGBUS came" },
        { "handler", { 0, 0 }, TRIAL_FAILS, "after none" },
        { "flock", { 1, 0 }, TRIAL_HOLDS, "cannot truncate" },
        { "flock", { 1, 1 }, TRIAL_PARTLY, "does not ask truncates" },
        { "flock", { 0, 1 }, TRIAL_FAILS, "gets it" },
        { "copy-on-write", { 0, 0 }, TRIAL_HOLDS, "goes through" },
        { "copy-on-write", { 0, 1 }, TRIAL_PARTLY, "only read is SIGBUS" },
        { "copy-on-write", { 1, 1 }, TRIAL_FAILS, "stored to before is SIGBUS" },
        { "crash", { 1000, 1000, 1000 }, TRIAL_HOLDS, "1000 of 1000 records" },
        { "crash", { 1000, 900, 950 }, TRIAL_PARTLY, "its header counts 900" },
        { "crash", { 1000, 900, 800 }, TRIAL_FAILS, "800 of 1000" },
        { "crash", { 1000, 0, 0 }, TRIAL_FAILS, "counts 0" },
        { "bounded", { 4096, 4096, 4096 }, TRIAL_HOLDS, "a ring of 4 KiB" },
        { "bounded", { 4096, 4096, 8192 }, TRIAL_FAILS, "8 KiB after 4" },
        { "zero-copy", { 1000, 0 }, TRIAL_HOLDS, "took 0 write() calls" },
        { "zero-copy", { 1000, 2000 }, TRIAL_FAILS, "took 2000 write() calls" },
        { "paged-out", { 1 << 30, 16 << 20, 16 << 20 }, TRIAL_HOLDS, "swap here: 1 GiB" },
        { "paged-out", { 1 << 30, 16 << 20, 4096 }, TRIAL_PARTLY, "paged out 4 KiB" },
        { "paged-out", { 0, 16 << 20, 0 }, TRIAL_FAILS, "paged out 0 B when asked to" },
        { "shootdowns", { 4096, 9, 4090, 8.2e6 }, TRIAL_PARTLY, "9 while one thread ran" },
        { "shootdowns", { 4096, 0, 3700, 8e6 }, TRIAL_PARTLY, "463,000 a second by a thread" },
        { "shootdowns", { 4096, 0, 2048, 8e6 }, TRIAL_PARTLY, "2,048 while a second ran" },
        { "shootdowns", { 4096, 4000, 8096, 8e6 }, TRIAL_PARTLY, "4,000 while one thread" },
        { "shootdowns", { 4096, 0, 3, 8e6 }, TRIAL_FAILS, "3 while a second ran" },
        { "shootdowns", { 4096, 4100, 4099, 8e6 }, TRIAL_FAILS, "4,096 pages" },
    };
    bool judged[TRIALS_MAX] = { false };
    for (size_t i = 0; i < COUNT(table); i++) {
        char words[TRIAL_WORDS_MAX] = "";
        const size_t place = trial_place(table[i].name);
        enum trial_verdict v = trials[place]->judge(table[i].numbers, words);
        if (v != table[i].verdict || !strstr(words, table[i].words))
            fail_msg("%s: %s: %s", table[i].name, trial_verdict_names[v], words);
        judged[place] = true;
    }
    for (size_t i = 0; trials[i]; i++)
        if (!judged[i])
            fail_msg("no judgement of '%s' is tested", trials[i]->name);
}

/* ---- trying out ---- */

/* Numbers that every Linux has; NAN: whatever it may be. */
struct expected {
    const char *name;
    double numbers[TRIAL_NUMBERS_MAX];
};

static const struct expected facts[] = {
    { "offset", { 1, 0, NAN } },   { "empty", { 1 } },
    { "read-only", { 1, 1, 1 } },  { "private", { 0, 0 } },
    { "truncated", { 1, 0 } },     { "write-through", { 100, 100 } },
    { "handler", { 1, 0 } },       { "flock", { 1, 1 } },
    { "copy-on-write", { 1, 1 } }, { "zero-copy", { 1000, 0 } },
    { "random", { 16, NAN, 16 } }, { "crash", { 1000, 1000, 1000 } },
};

static struct trial_result try_out(const char *folder, const char *name)
{
    struct trial_result r;
    assert_int_equal(trial_do(trials[trial_place(name)], folder, TRIAL_LIMIT_S, &r), 0);
    assert_true(r.done);
    return r;
}

/* Whether this system offers what the trial needs; anything else is a failure. */
static bool was_had(const struct trial_result *r, const char *name)
{
    if (strcmp(r->note, "this system does not offer it here") == 0) {
        print_message("%s: %s\n", name, r->note);
        return false;
    }
    if (r->note[0])
        fail_msg("%s: %s", name, r->note);
    return true;
}

static void compare_expected(const char *folder, const struct expected *e)
{
    struct trial_result r = try_out(folder, e->name);
    const struct trial *t = trials[trial_place(e->name)];
    if (!was_had(&r, e->name))
        return;
    for (size_t i = 0; t->numbers[i]; i++)
        if (!isnan(e->numbers[i]) && r.numbers[i] != e->numbers[i])
            fail_msg("%s: %s is %g instead of %g", e->name, t->numbers[i], r.numbers[i],
                     e->numbers[i]);
}

static char *folder;

static int make_folder(void **state)
{
    (void)state;
    folder = test_disk_folder();
    if (!folder)
        folder = test_folder();
    return 0;
}

/* Nothing is left in it. */
static int remove_folder(void **state)
{
    (void)state;
    int r = rmdir(folder);
    free(folder);
    return r;
}

static void they_find_what_every_linux_has(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(facts); i++)
        compare_expected(folder, &facts[i]);
}

static void an_extent_needs_its_pages(void **state)
{
    (void)state;
    static const char *const names[] = { "slice", "rows" };
    static const double needed[] = { 1, 13 }; /* 12.5 pages, from a page's begin on */
    for (size_t i = 0; i < COUNT(names); i++) {
        struct trial_result r = try_out(folder, names[i]);
        if (!was_had(&r, names[i]))
            continue;
        if (sysconf(_SC_PAGESIZE) == 4096)
            assert_true(r.numbers[0] == needed[i]);
        assert_true(r.numbers[1] >= r.numbers[0] && r.numbers[1] <= r.numbers[3]);
        assert_true(r.numbers[2] >= r.numbers[0] && r.numbers[2] <= r.numbers[3]);
    }
}

static void hints_move_pages(void **state)
{
    (void)state;
    struct trial_result r = try_out(folder, "willneed");
    if (was_had(&r, "willneed")) {
        assert_true(r.numbers[1] > 0 && r.numbers[1] <= r.numbers[0]);
        assert_true(r.numbers[2] < r.numbers[0]);
        assert_true(r.numbers[3] > 0); /* it never maps all */
    }
    r = try_out(folder, "dontneed");
    if (was_had(&r, "dontneed"))
        assert_true(r.numbers[0] == 16 << 20 && r.numbers[1] == 0);
    r = try_out(folder, "random");
    if (was_had(&r, "random"))
        assert_true(r.numbers[1] >= r.numbers[2]);
}

static void a_ring_takes_no_more_than_itself(void **state)
{
    (void)state;
    struct trial_result r = try_out(folder, "bounded");
    if (was_had(&r, "bounded"))
        assert_true(r.numbers[1] == r.numbers[0] && r.numbers[2] == r.numbers[0]);
}

static void paging_out_needs_swap(void **state)
{
    (void)state;
    struct trial_result r = try_out(folder, "paged-out");
    if (was_had(&r, "paged-out"))
        assert_true(r.numbers[1] == 16 << 20 && r.numbers[2] <= r.numbers[0]);
}

static void what_cannot_be_tried_out_says_why(void **state)
{
    (void)state;
    struct trial_result r = try_out("/nowhere", "empty");
    assert_string_equal(r.note, "No such file or directory");
}

static int make_memory_folder(void **state)
{
    char *name = strdup("/dev/shm/mapread-test-XXXXXX");
    *state = mkdtemp(name);
    if (!*state)
        free(name);
    return 0;
}

static int remove_memory_folder(void **state)
{
    int r = *state ? rmdir(*state) : 0;
    free(*state);
    return r;
}

/* A file that is memory is never cold. */
static void memory_is_never_cold(void **state)
{
    if (!*state || !state_find("cold")->refuses(*state)) {
        print_message("skipped: /dev/shm is no memory\n");
        skip();
    }
    struct trial_result r = try_out(*state, "slice");
    assert_string_equal(r.note, "this system does not offer it here");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_found_is_judged),
        cmocka_unit_test(they_find_what_every_linux_has),
        cmocka_unit_test(an_extent_needs_its_pages),
        cmocka_unit_test(hints_move_pages),
        cmocka_unit_test(a_ring_takes_no_more_than_itself),
        cmocka_unit_test(paging_out_needs_swap),
        cmocka_unit_test(what_cannot_be_tried_out_says_why),
        cmocka_unit_test_setup_teardown(memory_is_never_cold, make_memory_folder,
                                        remove_memory_folder),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
