/* SPDX-License-Identifier: MIT */
/* What is said of a row one of whose sides, or both, were killed for want of memory. */
#include <math.h>

#include "base/text.h"
#include "case/outcome.h"
#include "tests/fixture_run.h"
#include "tests/unit/document_text.h"
#include "tutorial/finding.h"
#include "tutorial/tutorial.h"

#define KILLED ((struct reason){ .cause = CAUSE_OVER_MEMORY, .numbers = { 32 << 20 } })

enum { ROUNDS = 8 };

static void add_timed(struct run *r, const char *method)
{
    static const double wall_ns[ROUNDS] = { 64e6, 64e6, 64e6, 64e6, 64e6, 64e6, 64e6, 64e6 };
    fixture_add_case(r, &(struct fixture_case){ .workload = "full-read",
                                                .method = method,
                                                .state = "limited",
                                                .dataset = "text-64MiB",
                                                .status = CASE_OK,
                                                .wall_ns = wall_ns,
                                                .count = ROUNDS });
}

static void add_bad(struct run *r, const char *method, enum case_status status,
                    struct reason reason)
{
    fixture_add_case(r, &(struct fixture_case){ .workload = "full-read",
                                                .method = method,
                                                .state = "limited",
                                                .dataset = "text-64MiB",
                                                .status = status,
                                                .reason = reason });
}

static struct run empty_run(void)
{
    static const char *const none[] = { NULL };
    struct run r = fixture_run(
        &(struct fixture_options){ .methods = none, .warm_only = true, .rounds = ROUNDS });
    fixture_text(r.suite, "tutorial");
    return r;
}

static struct published_row row_of(const char *regular, const char *mmap)
{
    return (struct published_row){ .label = "at once",
                                   .unit = &published_units[0],
                                   .low = NAN,
                                   .high = NAN,
                                   .workload = "full-read",
                                   .state = "limited",
                                   .full = { "text-64MiB", 0 },
                                   .small = { "text-64MiB", 0 },
                                   .threads = 1,
                                   .methods[PUBLISHED_C] = { regular, mmap } };
}

static struct finding find(const struct run *r, const char *regular, const char *mmap)
{
    struct finding f;
    const struct published_row row = row_of(regular, mmap);
    assert_int_equal(finding_of_row(&f, r, &row, PUBLISHED_C), 0);
    return f;
}

/* A row is of the cases with its number of threads alone. */
static void other_threads_are_other_cases(void **state)
{
    (void)state;
    struct run r = empty_run();
    struct published_row row = row_of("read", "mmap");
    add_timed(&r, "read");
    add_timed(&r, "mmap");
    r.cases[1].key.threads = 4;
    assert_ptr_equal(finding_case(&r, &row, "read"), &r.cases[0]);
    assert_null(finding_case(&r, &row, "mmap"));
    row.threads = 4;
    assert_null(finding_case(&r, &row, "read"));
    assert_ptr_equal(finding_case(&r, &row, "mmap"), &r.cases[1]);
    run_free(&r);
}

/* What differs is told before what was found, whatever the interval says. */
static void what_differs_is_not_comparable(void **state)
{
    (void)state;
    struct run r = empty_run();
    struct published_row row = row_of("read", "mmap");
    struct finding f;
    add_timed(&r, "read");
    add_timed(&r, "mmap");
    row.low = row.high = 1;
    assert_int_equal(finding_of_row(&f, &r, &row, PUBLISHED_C), 0);
    assert_int_equal(f.verdict, CLAIM_HOLDS);
    assert_string_equal(f.differs, "");
    row.differs = "one disk here";
    assert_int_equal(finding_of_row(&f, &r, &row, PUBLISHED_C), 0);
    assert_int_equal(f.verdict, CLAIM_NOT_COMPARABLE);
    assert_string_equal(f.differs, "one disk here");
    row.differs = NULL;
    row.threads = 4; /* on the 2 processors of this run */
    r.cases[0].key.threads = r.cases[1].key.threads = 4;
    assert_int_equal(finding_of_row(&f, &r, &row, PUBLISHED_C), 0);
    assert_int_equal(f.verdict, CLAIM_NOT_COMPARABLE);
    assert_string_equal(f.differs, "4 threads share 2 processors here");
    row.threads = r.cases[0].key.threads = r.cases[1].key.threads = 2;
    assert_int_equal(finding_of_row(&f, &r, &row, PUBLISHED_C), 0);
    assert_int_equal(f.verdict, CLAIM_HOLDS);
    fixture_text(r.suite, "tutorial-small");
    row.full.dataset = "text-128MiB";
    assert_int_equal(finding_of_row(&f, &r, &row, PUBLISHED_C), 0);
    assert_int_equal(f.verdict, CLAIM_HOLDS); /* of times */
    row.unit = &published_units[3];
    assert_string_equal(row.unit->name, "bytes of memory");
    assert_int_equal(finding_of_row(&f, &r, &row, PUBLISHED_C), 0);
    assert_int_equal(f.verdict, CLAIM_NOT_COMPARABLE);
    run_free(&r);
}

static void the_suite_tells_the_source(void **state)
{
    (void)state;
    static const struct {
        const char *suite, *source;
        bool is_tutorial, is_small;
    } suites[] = {
        { "tutorial", NULL, true, false },
        { "tutorial-small", NULL, true, true },
        { "tutorial-cidr-2022", "cidr-2022", true, false },
        { "tutorial-small-cidr-2022", "cidr-2022", true, true },
        { "tutorials", NULL, false, false },
        { "default", NULL, false, false },
    };
    struct run r = { 0 };
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        snprintf(r.suite, sizeof r.suite, "%s", suites[i].suite);
        const char *source = finding_source(&r), *wanted = suites[i].source;
        if (finding_is_tutorial(&r) != suites[i].is_tutorial ||
            finding_is_small(&r) != suites[i].is_small || !source != !wanted ||
            (wanted && strcmp(source, wanted) != 0))
            fail_msg("%s", suites[i].suite);
    }
}

static void who_was_killed_and_who_lived_is_told(void **state)
{
    (void)state;
    struct run r = empty_run();
    add_bad(&r, "read", CASE_OVER_LIMIT, KILLED);
    add_bad(&r, "pread", CASE_OVER_LIMIT, KILLED);
    add_bad(&r, "stdio", CASE_SKIPPED, fixture_words("there is none"));
    add_timed(&r, "mmap");
    add_timed(&r, "chunk");
    struct finding f = find(&r, "read", "mmap");
    assert_true(f.regular_killed && !f.mmap_killed);
    assert_string_equal(f.note, "read was killed at its limit of 32 MiB, "
                                "mmap got through (64.0 ms)");
    assert_true(isnan(f.regular.value) && f.better.n == 0);
    f = find(&r, "mmap", "read"); /* either side may be */
    assert_true(!f.regular_killed && f.mmap_killed);
    assert_string_equal(f.note, "mmap got through (64.0 ms), "
                                "read was killed at its limit of 32 MiB");
    f = find(&r, "read", "pread");
    assert_string_equal(f.note, "read was killed at its limit of 32 MiB, "
                                "pread was killed at its limit of 32 MiB");
    f = find(&r, "read", "stdio");
    assert_string_equal(f.note, "read was killed at its limit of 32 MiB, "
                                "stdio: skipped: there is none");
    f = find(&r, "chunk", "mmap");
    assert_string_equal(f.note, "");
    assert_int_equal(f.better.n, ROUNDS);
    run_free(&r);
}

/* Who ran out of time was not killed for want of memory. */
static void another_limit_is_another_thing(void **state)
{
    (void)state;
    struct run r = empty_run();
    add_bad(&r, "read", CASE_OVER_LIMIT,
            (struct reason){ .cause = CAUSE_OVER_TIME, .numbers = { 3 } });
    add_timed(&r, "mmap");
    struct finding f = find(&r, "read", "mmap");
    assert_false(f.regular_killed);
    assert_string_equal(f.note, "read: over-limit: one pass takes at least 3 s");
    f = find(&r, "mmap", "chunk");
    assert_string_equal(f.note, "full-read by chunk was not measured");
    run_free(&r);
}

/* As in the table: ours is told as the source tells its own. */
static void who_got_through_is_told_in_the_rows_unit(void **state)
{
    (void)state;
    struct run r = empty_run();
    struct published_row row = row_of("read", "mmap");
    struct finding f;
    add_bad(&r, "read", CASE_OVER_LIMIT, KILLED);
    add_timed(&r, "mmap");
    row.unit = &published_units[1];
    row.full.draws = 64;
    assert_string_equal(row.unit->name, "operations per second");
    assert_int_equal(finding_of_row(&f, &r, &row, PUBLISHED_C), 0);
    assert_true(f.mmap.value == 1000);
    assert_string_equal(f.note, "read was killed at its limit of 32 MiB, "
                                "mmap got through (1,000/s)");
    row.unit = &published_units[2];
    assert_string_equal(row.unit->name, "bytes per second");
    assert_int_equal(finding_of_row(&f, &r, &row, PUBLISHED_C), 0);
    assert_true(f.mmap.value == 64 * 1048576 / 0.064);
    run_free(&r);
}

static void check_page(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("no '%s' in: %s", words, text);
}

static void the_page_shows_both(void **state)
{
    (void)state;
    struct run r = empty_run();
    struct published_row row = row_of("read", "mmap");
    row.methods[PUBLISHED_PYTHON] = (struct published_methods){ "pread", "chunk" };
    struct published_table table = { "Larger", "than memory", &row, 1, NULL, 0 };
    struct published_source source = { .title = "A talk",
                                       .site = "Somewhere",
                                       .date = "2020",
                                       .conditions = "none",
                                       .tables = &table,
                                       .table_count = 1 };
    struct published p = { &source, 1 };
    struct document d = { 0 };
    add_bad(&r, "read", CASE_OVER_LIMIT, KILLED);
    add_bad(&r, "pread", CASE_OVER_LIMIT, KILLED);
    add_bad(&r, "chunk", CASE_OVER_LIMIT, KILLED);
    add_timed(&r, "mmap");
    tutorial_add(&d, &(struct tutorial){ .published = &p, .run = &r });
    char *text = document_text(&d, DOCUMENT_MARKDOWN, false);
    check_page(text, "| at once | mmap is |           |           - |       - |\n"
                     "|         | read    |           |      killed |  killed |\n"
                     "|         | mmap    |           |      killed | 64.0 ms |\n");
    for (char *c = text; *c; c++) /* an item is broken into lines */
        *c = *c == '\n' ? ' ' : *c;
    check_page(text, "limited). Python: pread was killed at its limit of 32 MiB,");
    check_page(text, " C: read was killed at its limit of 32 MiB, mmap");
    free(text);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_threads_are_other_cases),
        cmocka_unit_test(what_differs_is_not_comparable),
        cmocka_unit_test(the_suite_tells_the_source),
        cmocka_unit_test(who_was_killed_and_who_lived_is_told),
        cmocka_unit_test(another_limit_is_another_thing),
        cmocka_unit_test(who_got_through_is_told_in_the_rows_unit),
        cmocka_unit_test(the_page_shows_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
