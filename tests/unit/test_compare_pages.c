/* SPDX-License-Identifier: MIT */
/* Several runs side by side: how it is told, and by which names. */
#include <math.h>

#include "analysis/compare-matrix.h"
#include "base/glyph.h"
#include "report/matrix-table.h"
#include "tests/unit/compare_runs.h"

/* ---- texts ---- */

static void check_widths(const char *text)
{
    for (const char *at = text; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
        char line[1024];
        snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
        if (glyph_columns(line, false) > GLYPH_PAGE)
            fail_msg("wider than the page: %s", line);
    }
}

/* ---- names ---- */

static void check_labels(const char *const *hosts, const char *const *paths,
                         const char *const *labels, size_t count)
{
    struct compare c = { 0 };
    for (size_t i = 0; i < count; i++)
        add(&c, small_run(hosts[i], 6), paths[i]);
    finish(&c);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(c.runs[i].label, labels[i]);
    compare_free(&c);
}

static void labels_are_short_and_distinct(void **state)
{
    (void)state;
#define NAMES(...) (const char *const[]){ __VA_ARGS__ }
    check_labels(NAMES("a", "b"), NAMES("/x/1", "/x/2"), NAMES("a", "b"), 2);
    check_labels(NAMES("a", "a"), NAMES("/x/one/run.json", "/x/two"), NAMES("one", "two"), 2);
    check_labels(NAMES("a", "a"), NAMES("/x/old.json", "/x/new.json"), NAMES("old", "new"), 2);
    check_labels(NAMES("a", "a", "b"), NAMES("/x/r", "/y/r", "/z/r"),
                 NAMES("a-1", "a-2", "b-3"), 3);
    check_labels(NAMES("a-2", "a", "a"), NAMES("/x/r", "/y/r", "/z/r"),
                 NAMES("a-2-1", "a-2", "a-3"), 3);
    check_labels(NAMES("", ""), NAMES("/x/r", "/y/r"), NAMES("run-1", "run-2"), 2);
    check_labels(NAMES("a\nb", "\033[2J"), NAMES("/x/r", "/y/r"), NAMES("a b", "?[2J"), 2);
    check_labels(NAMES("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyq"),
                 NAMES("/x/r", "/y/q"), NAMES("r", "q"), 2);
}

static void hostile_names_do_no_harm(void **state)
{
    (void)state;
    struct run a = small_run("a|b", 20), b = small_run("<script>\x1b[31m\n", 20);
    fixture_text(find_case(&b, "find", "chunk", "warm")->key.dataset, "te\"xt,\r\n\x07");
    struct run_case *failed = find_case(&b, "find", "mmap", "cold");
    failed->status = CASE_FAILED;
    failed->reason = fixture_words("bad\n\x1b[2J,\"reason\"");
    snprintf(b.machine.kernel, sizeof b.machine.kernel, "Li\nnux \x01");
    struct compare c = two_runs(a, b);
    for (size_t i = 0; i < 2; i++) {
        char *text = print_as(&c, (enum document_format)i);
        for (const char *at = text; *at; at++)
            assert_true(*at == '\n' || (unsigned char)*at >= 0x20);
        if (i == 1)
            assert_says(text, "\\<script>");
        free(text);
    }
    compare_free(&c);
}

/* ---- what differs ---- */

static void only_what_differs_is_listed(void **state)
{
    (void)state;
    struct compare c = { 0 };
    for (size_t i = 0; i < 6; i++) {
        static const char *const hosts[] = { "a", "b", "c", "d", "e", "f" };
        struct run r = small_run(hosts[i], 6);
        r.machine.memory_bytes += (double)(4096 * i); /* no difference that matters */
        r.storage.read_ahead_bytes = i == 2 ? NAN : 131072;
        if (i == 4)
            strcpy(r.machine.transparent_hugepage, "always");
        if (i == 5)
            fixture_text(r.revision, "fedcba9");
        add(&c, r, "r");
    }
    finish(&c);
    char *text = print_as(&c, DOCUMENT_TERMINAL);
    assert_says(text, "transparent hugepage  not known (the others); always (e)\n");
    assert_says(text, "read ahead            128 KiB (the others); not known (c)\n");
    assert_says(text, "revision              0123abc (the others); fedcba9 (f)\n");
    assert_says(text, "made by different programs");
    assert_silent(text, "\nmemory");
    assert_silent(text, "\nhost ");
    assert_silent(text, "\ncores");
    assert_says(text, "\nEverything else recorded is identical.\n");
    free(text);
    compare_free(&c);
}

/* ---- pages ---- */

static struct compare many_runs(size_t count)
{
    struct compare c = { 0 };
    for (size_t i = 0; i < count; i++) {
        char host[32], path[64];
        snprintf(host, sizeof host, "machine-%zu", i + 1);
        snprintf(path, sizeof path, "results/%s", host);
        struct run r = small_run(host, 10);
        scale(&r, NULL, 1 + 0.05 * (double)((i * 3) % 5));
        if (i > 0)
            scale(&r, "mmap", 1.2);
        if (i == 1) {
            struct run_case *skipped = find_case(&r, "count", "pread", "cold");
            skipped->status = CASE_SKIPPED;
            skipped->reason = fixture_words("nothing is cold here");
            strcpy(r.datasets[2].sha256, "feed");
            for (size_t j = 0; j < r.rounds; j++)
                find_case(&r, "find", "mmap", "cold")->samples[j].passes = 99;
            snprintf(r.machine.kernel, sizeof r.machine.kernel, "Linux 6.12.0");
            snprintf(r.storage.filesystem, sizeof r.storage.filesystem, "xfs");
        }
        add(&c, r, path);
    }
    finish(&c);
    return c;
}

static void pages_are_the_golden_ones(void **state)
{
    (void)state;
    static const struct {
        size_t runs;
        const char *name;
        enum document_format format;
    } pages[] = {
        { 2, "compare-2.txt", DOCUMENT_TERMINAL },
        { 3, "compare-3.txt", DOCUMENT_TERMINAL },
        { 12, "compare-12.txt", DOCUMENT_TERMINAL },
        { 2, "compare-2.md", DOCUMENT_MARKDOWN },
    };
    for (size_t i = 0; i < COUNT(pages); i++) {
        struct compare c = many_runs(pages[i].runs);
        char *text = print_as(&c, pages[i].format);
        golden_check(pages[i].name, text);
        if (pages[i].format == DOCUMENT_TERMINAL)
            check_widths(text);
        free(text);
        compare_free(&c);
    }
}

/* A portable build tells next to nothing about its machine and its samples. */
static void nulls_are_not_known_and_never_nan(void **state)
{
    (void)state;
    char *path = test_source("tests/unit/data/ok_nulls.json");
    for (size_t other = 0; other < 2; other++) {
        struct compare c = { 0 };
        struct run_error error;
        struct run r;
        assert_int_equal(run_read(&r, path, &error), 0);
        add(&c, r, path);
        assert_int_equal(run_read(&r, path, &error), 0);
        if (other) {
            snprintf(r.machine.kernel, sizeof r.machine.kernel, "Linux 6.1.0");
            r.machine.cores = 2;
        }
        add(&c, r, path);
        finish(&c);
        for (size_t i = 0; i < 2; i++) {
            char *text = print_as(&c, (enum document_format)i);
            assert_silent(text, "nan");
            assert_silent(text, "inf");
            if (i == 0 && other)
                assert_says(text, "not known (run-1); Linux 6.1.0 (run-2)");
            free(text);
        }
        compare_free(&c);
    }
    free(path);
}

static void extreme_times_stay_readable(void **state)
{
    (void)state;
    static const double low[] = { 1e-300, 1e-300, 1e-300, 1e-300, 1e-300, 1e-300 };
    static const double high[] = { 1e300, 1e300, 1e300, 1e300, 1e300, 1e300 };
    struct compare c = { 0 };
    for (size_t i = 0; i < 2; i++) {
        struct run r = { 0 };
        fixture_add_dataset(&r, "d", 1);
        fixture_add_case(&r, &(struct fixture_case){ "find",
                                                     "read",
                                                     "warm",
                                                     "d",
                                                     CASE_OK,
                                                     { 0 },
                                                     i ? high : low,
                                                     COUNT(low),
                                                     0,
                                                     0 });
        add(&c, r, "r");
    }
    finish(&c);
    char *text = print_as(&c, DOCUMENT_TERMINAL);
    assert_says(text, ">1e6x");
    assert_silent(text, "inf");
    free(text);
    compare_free(&c);
}

/* ---- who wins in each run ---- */

/* gcc 12 takes a place in a text for one that is gone, where this is inlined. */
static __attribute__((noinline)) void assert_before(const char *text, const char *first,
                                                    const char *second)
{
    const char *at = strstr(text, first);
    assert_true(at && strstr(at, second));
}

/* Every run is judged by itself: also where the two may not be compared. */
static void each_runs_own_decisions_come_first(void **state)
{
    (void)state;
    struct run b = small_run("b", 20);
    strcpy(b.datasets[0].sha256, "feed");
    scale(&b, "mmap", 8);
    struct compare c = two_runs(small_run("a", 20), b);
    char *text = print_as(&c, DOCUMENT_TERMINAL);
    assert_says(text, "Should you mmap?\nThe best mmap method");
    assert_says(text, "in the page cache\nwarm ");
    assert_says(text, "\ncount, 64 MiB ");
    assert_before(text, "Should you mmap?", "What differs");
    free(text);
    compare_free(&c);
}

static void rows_of_all_runs_stand_side_by_side(void **state)
{
    (void)state;
    struct compare c = two_runs(small_run("a", 20), small_run("b", 20));
    struct compare_matrix m;
    char text[MATRIX_TEXT_MAX];
    strcpy(c.runs[1].run.cases[0].key.state, "warm");
    assert_int_equal(compare_matrix_build(&m, &c), 0);
    assert_true(m.count > 0);
    assert_int_equal(m.run_count, 2);
    for (size_t i = 0; i < m.count; i++) {
        const struct summary_row *one = compare_matrix_cell(&m, i, 0, 0);
        const struct summary_row *other = compare_matrix_cell(&m, i, 0, 1);
        assert_int_equal(one != NULL, other != NULL);
        assert_int_equal(compare_matrix_has(&m, i, 0), one != NULL);
        if (one)
            assert_true(case_key_same_row(&one->key, &other->key));
    }
    assert_string_equal(matrix_winner(NULL, text), "-");
    compare_matrix_free(&m);
    compare_free(&c);
}

static void without_mmap_there_is_no_matrix(void **state)
{
    (void)state;
    static const char *const methods_used[] = { "read", "chunk", NULL };
    const struct fixture_options o = { .methods = methods_used, .rounds = 8, .host = "a" };
    struct compare c = two_runs(fixture_run(&o), fixture_run(&o));
    char *text = print_as(&c, DOCUMENT_TERMINAL);
    assert_silent(text, "Should you mmap?");
    free(text);
    compare_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_runs_own_decisions_come_first),
        cmocka_unit_test(rows_of_all_runs_stand_side_by_side),
        cmocka_unit_test(without_mmap_there_is_no_matrix),
        cmocka_unit_test(labels_are_short_and_distinct),
        cmocka_unit_test(hostile_names_do_no_harm),
        cmocka_unit_test(only_what_differs_is_listed),
        cmocka_unit_test(pages_are_the_golden_ones),
        cmocka_unit_test(nulls_are_not_known_and_never_nan),
        cmocka_unit_test(extreme_times_stay_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
