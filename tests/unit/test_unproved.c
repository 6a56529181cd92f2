/* SPDX-License-Identifier: MIT */
/* A state that was prepared and not verified is named so wherever it is named. */
#include "report/proof.h"
#include "html/runs.h"
#include "report/compare-document.h"
#include "report/screen.h"
#include "tests/unit/export_text.h"
#include "tests/unit/html_page.h"
#include "tests/unit/report_fixture.h"

static struct run run_at(const char *host)
{
    return fixture_run(&(struct fixture_options){
        .methods = (const char *const[]){ "read", "pread", "mmap", "mmap-random", NULL },
        .workloads = (const char *const[]){ "find", "replace", "replace-durable", NULL },
        .host = host,
        .rounds = 20 });
}

/* Of one workload, or of all (NULL). */
static void mark(struct run *r, const char *workload, enum unproved cause)
{
    for (size_t i = 0; i < r->case_count; i++)
        if (!workload || strcmp(r->cases[i].key.workload, workload) == 0)
            r->cases[i].unproved = cause;
}

static char *screen_of(const struct run *r)
{
    struct document d = { 0 };
    struct summary s = summary_of(r);
    screen_build(&d, &(struct report_source){ r, &s, "results/a" });
    summary_free(&s);
    return document_text(&d, DOCUMENT_MARKDOWN, false);
}

static char *markdown_of(const struct run *r)
{
    return report_text(r, DOCUMENT_MARKDOWN, false);
}

static char *comparison_of(const struct run *r, bool page)
{
    struct compare c = { 0 };
    struct document d = { 0 };
    struct run marked = run_at("right");
    for (size_t i = 0; i < marked.case_count; i++)
        marked.cases[i].unproved = r->cases[i].unproved;
    struct run whole = run_at("left");
    assert_int_equal(compare_add(&c, &whole, "results/left"), 0);
    assert_int_equal(compare_add(&c, &marked, "results/right"), 0);
    assert_int_equal(compare_finish(&c), 0);
    if (page)
        runs_build(&d, &c);
    else
        compare_document(&d, &c, false);
    char *text = page ? page_of_document(&d) : document_text(&d, DOCUMENT_MARKDOWN, false);
    compare_free(&c);
    return text;
}

static char *compare_of(const struct run *r)
{
    return comparison_of(r, false);
}

static char *runs_page_of(const struct run *r)
{
    return comparison_of(r, true);
}

/* Whoever shows a run. */
static char *(*const documents[])(const struct run *) = { screen_of, markdown_of, page_of,
                                                          compare_of, runs_page_of };

/* ---- names ---- */

static void a_state_is_named_by_what_is_known_of_it(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct proof proof;
        const char *text;
    } rows[] = {
        { "cold", { .proved = 2 }, "cold" },
        { "cold", { 0 }, "cold" },
        { "cold", { .unproved = 2 }, "cold (unproved)" },
        { "cold", { .proved = 1, .unproved = 1 }, "cold (partly unproved)" },
        { "warm (filled by mmap)", { .unproved = 1 }, "warm (filled by mmap, unproved)" },
        { "warm (filled by mmap)", { .proved = 1 }, "warm (filled by mmap)" },
        { "", { .unproved = 1 }, " (unproved)" },
    };
    char text[PROOF_TEXT_MAX];
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(proof_name(rows[i].name, rows[i].proof, text), rows[i].text);
}

static void what_has_no_time_is_neither(void **state)
{
    (void)state;
    struct run r = run_at(NULL);
    mark(&r, "find", UNPROVED_UNTOLD);
    for (size_t i = 0; i < r.case_count; i++)
        if (strcmp(r.cases[i].key.workload, "find") == 0)
            r.cases[i].status = CASE_FAILED;
    struct summary s = summary_of(&r);
    struct proof p = proof_of_state(&s, "cold");
    assert_true(p.proved > 0);
    assert_int_equal(p.unproved, 0);
    summary_free(&s);
    run_free(&r);
}

static void a_run_says_which_and_why(void **state)
{
    (void)state;
    struct run r = run_at(NULL);
    char *none = proof_sentence(&r);
    mark(&r, NULL, UNPROVED_UNTOLD);
    char *untold = proof_sentence(&r);
    mark(&r, NULL, UNPROVED_WITHHELD);
    char *withheld = proof_sentence(&r);
    assert_string_equal(none, "");
    assert_string_equal(untold, "unproved: warm, cold: prepared but not verified, for this "
                                "system has no way to tell which pages are cached");
    assert_string_equal(withheld,
                        "unproved: warm, cold: prepared but not verified, for the kernel tells "
                        "which pages are cached only to who owns the file or may write it");
    free(none);
    free(untold);
    free(withheld);
    run_free(&r);
}

/* ---- documents ---- */

/* Behind the name of a state, and its filler, if that is said. */
static void check_name(const char *at, const char *document)
{
    size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyz");
    if (strncmp(at + len, " (filled by ", 12) == 0)
        len += strcspn(at + len, ",)");
    if (strncmp(at + len, " (unproved", 10) != 0 && strncmp(at + len, ", unproved)", 11) != 0)
        fail_msg("%.60s ... in: %.400s", at, document);
}

/* Wherever words like ", cold" are: in titles and sentences. Every table and caption has them.
 */
static size_t check_names(const char *text, const char *words)
{
    size_t count = 0;
    for (const char *at = strstr(text, words); at; at = strstr(at + 1, words), count++)
        check_name(at + strlen(words) - strlen("cold"), at > text + 200 ? at - 200 : text);
    return count;
}

static void every_document_says_so(void **state)
{
    (void)state;
    struct run proved = run_at(NULL), r = run_at(NULL);
    mark(&r, NULL, UNPROVED_UNTOLD);
    for (size_t i = 0; i < COUNT(documents); i++) {
        char *without = documents[i](&proved), *with = documents[i](&r);
        assert_null(strstr(without, "unproved"));
        assert_says(with, "unproved: warm, cold: prepared but not verified, for this system");
        free(without);
        free(with);
    }
    run_free(&proved);
    run_free(&r);
}

static void nothing_names_a_state_without_it(void **state)
{
    (void)state;
    struct run r = run_at(NULL);
    mark(&r, NULL, UNPROVED_UNTOLD);
    char *screen = screen_of(&r), *table = markdown_of(&r), *page = page_of(&r);
    const char *const texts[] = { screen, table, page };
    size_t found = 0;
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_says(texts[i], "in the page cache (unproved)");
        assert_says(texts[i], "from storage (cold, unproved)");
    }
    for (size_t i = 1; i < COUNT(texts); i++)
        found += check_names(texts[i], ", warm") + check_names(texts[i], "B, cold");
    assert_true(found > 20);
    free(screen);
    free(table);
    free(page);
    run_free(&r);
}

/* Cases over the file's size, and in the states that have no column. */
static struct run run_of_sizes(void)
{
    static const char *const sizes[] = { "text-1MiB", "text-4MiB", "text-16MiB" };
    static const char *const states_used[] = { "warm", "cold", "hot", "limited" };
    double wall_ns[12];
    struct run r = { .rounds = COUNT(wall_ns) };
    for (size_t i = 0; i < COUNT(wall_ns); i++)
        wall_ns[i] = 1e6 + 1e3 * (double)(i * 7 % 5);
    for (size_t i = 0; i < COUNT(sizes); i++)
        fixture_add_dataset(&r, sizes[i], 1048576u << 2 * i);
    for (size_t i = 0; i < COUNT(sizes) * COUNT(states_used) * 2; i++)
        fixture_add_case(&r, &(struct fixture_case){ .workload = "full-read",
                                                     .method = i % 2 ? "mmap" : "read",
                                                     .state = states_used[i / 6],
                                                     .dataset = sizes[i / 2 % 3],
                                                     .wall_ns = wall_ns,
                                                     .count = COUNT(wall_ns) });
    mark(&r, NULL, UNPROVED_UNTOLD);
    return r;
}

static void what_has_no_column_is_marked_as_well(void **state)
{
    (void)state;
    struct run r = run_of_sizes();
    char *table = markdown_of(&r), *screen = screen_of(&r), *page = page_of(&r);
    assert_says(table, "full-read by file size, cold (unproved)");
    assert_says(table, "limited (unproved)");
    assert_says(screen, "hot (pass after pass in one process): full-read, 1 MiB: ");
    assert_says(strstr(screen, "hot (pass"), "(unproved); full-read,");
    assert_says(part_at(page, "Will it get my container killed?"),
                "full-read, 4&#160;MiB (unproved)");
    assert_says(part_at(page, "What does the page cache save?"), " (unproved)</td>");
    free(table);
    free(screen);
    free(page);
    run_free(&r);
}

/* A private copy is the user's own, and is verified. */
static void where_some_are_unproved_these_are_marked(void **state)
{
    (void)state;
    struct run r = run_at(NULL);
    mark(&r, "find", UNPROVED_WITHHELD);
    char *table = markdown_of(&r);
    assert_says(table, "in the page cache (partly unproved)");
    assert_says(table, "warm (filled by read-128KiB, partly unproved)");
    assert_says(table, "| find (unproved) |");
    assert_never(table, "| replace (unproved) |");
    assert_says(table, "find, 16 MiB, cold (unproved): ");
    assert_says(table, "replace, 16 MiB, cold: ");
    free(table);
    run_free(&r);
}

static void a_comparison_says_of_whom(void **state)
{
    (void)state;
    struct run r = run_at(NULL);
    mark(&r, NULL, UNPROVED_UNTOLD);
    char *text = compare_of(&r);
    assert_says(text, "in the page cache (partly unproved)");
    assert_says(text, "warm (unproved in right)");
    assert_says(text, "right: unproved: warm, cold: ");
    assert_never(text, "left: unproved");
    assert_says(text, "(unproved) |");
    free(text);
    run_free(&r);
}

/* ---- for other tools ---- */

static void every_export_says_so(void **state)
{
    (void)state;
    struct run r = run_at(NULL);
    mark(&r, "find", UNPROVED_WITHHELD);
    static const char *const texts[][3] = {
        { "benchfmt", "/state=cold/unproved=withheld/",
          "BenchmarkReplace/method=mmap/state=cold/dataset" },
        { "google-benchmark", " unproved=withheld\"", "" },
        { "csv", "find,mmap,cold,,withheld,", "replace,mmap,cold,,no," },
        { "json", "\"unproved\": \"withheld\"", "\"unproved\": \"no\"" },
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        char *text = export(&r, texts[i][0]);
        assert_says(text, texts[i][1]);
        assert_says(text, texts[i][2]);
        free(text);
    }
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_is_named_by_what_is_known_of_it),
        cmocka_unit_test(what_has_no_time_is_neither),
        cmocka_unit_test(a_run_says_which_and_why),
        cmocka_unit_test(every_document_says_so),
        cmocka_unit_test(nothing_names_a_state_without_it),
        cmocka_unit_test(what_has_no_column_is_marked_as_well),
        cmocka_unit_test(where_some_are_unproved_these_are_marked),
        cmocka_unit_test(a_comparison_says_of_whom),
        cmocka_unit_test(every_export_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
