/* SPDX-License-Identifier: MIT */
/* Counts of several runs: when two differ, and how it is told where times say nothing. */
#include <math.h>

#include "analysis/compare-counts.h"
#include "base/glyph.h"
#include "report/compare-letter.h"
#include "report/report.h"
#include "report/screen.h"
#include "tests/unit/compare_runs.h"

/* ---- when two differ ---- */

static struct count_range range(double low, double high, size_t rounds)
{
    return (struct count_range){ low, (low + high) / 2, high, rounds };
}

static void ranges_that_do_not_meet_differ(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        double a[2], b[2];
        size_t rounds;
        bool differ;
    } table[] = {
        { "the same", { 129, 129 }, { 129, 129 }, 3, false },
        { "twice as many", { 129, 129 }, { 258, 258 }, 3, true },
        { "half as many", { 258, 258 }, { 129, 129 }, 3, true },
        { "as exact as a counter is", { 129, 129 }, { 133, 133 }, 3, false },
        { "further apart than it is exact", { 129, 129 }, { 134, 134 }, 3, true },
        { "2 % of many", { 10000, 10000 }, { 10200, 10200 }, 3, false },
        { "3 % of many", { 10000, 10000 }, { 10300, 10300 }, 3, true },
        { "ranges that meet", { 100, 200 }, { 200, 300 }, 20, false },
        { "one within the other", { 100, 300 }, { 150, 200 }, 20, false },
        { "apart, of many rounds", { 100, 200 }, { 220, 300 }, 6, true },
        { "apart, of few", { 100, 200 }, { 220, 300 }, 5, false },
        { "far apart, of few", { 100, 200 }, { 301, 320 }, 5, true },
        { "from none", { 0, 0 }, { 100, 100 }, 3, true },
        { "one that is not told", { NAN, NAN }, { 100, 100 }, 0, false },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct count_range a = range(table[i].a[0], table[i].a[1], table[i].rounds),
                           b = range(table[i].b[0], table[i].b[1], table[i].rounds);
        if (counts_differ(COUNT_MINOR_FAULTS, &a, &b) != table[i].differ)
            fail_msg("%s", table[i].what);
    }
}

static void ranges_are_those_of_the_rounds_that_tell(void **state)
{
    (void)state;
    struct sample samples[4] = { sample_unknown(), sample_unknown(), sample_unknown(),
                                 sample_unknown() };
    struct run_case c = { .status = CASE_OK, .samples = samples, .sample_count = 4 };
    struct count_range r[COUNTS];
    for (size_t i = 0; i < 3; i++)
        samples[i].minor_faults = 10 + (double)i;
    samples[0].storage_read_bytes = 1 << 20;
    samples[0].storage_reads = 8;
    samples[1].storage_read_bytes = samples[1].storage_reads = 0;
    assert_int_equal(counts_take(r, &c), 0);
    assert_int_equal(r[COUNT_MINOR_FAULTS].rounds, 3);
    assert_true(r[COUNT_MINOR_FAULTS].low == 10 && r[COUNT_MINOR_FAULTS].median == 11 &&
                r[COUNT_MINOR_FAULTS].high == 12);
    assert_int_equal(r[COUNT_BYTES_PER_READ].rounds, 1);
    assert_true(r[COUNT_BYTES_PER_READ].median == 128 * 1024);
    assert_true(r[COUNT_STORAGE_READS].low == 0 && r[COUNT_STORAGE_READS].high == 8);
    assert_int_equal(r[COUNT_REFAULTS].rounds, 0);
    assert_true(isnan(r[COUNT_REFAULTS].median));
}

/* ---- runs ---- */

/* As two kernels would count: by mmap `faults` for what the first has one, in folios so large;
   every second round one fault more. */
static struct run counted_run(const char *host, double faults, double folio_bytes,
                              bool emulated)
{
    struct run r = small_run(host, 6);
    r.emulated = emulated;
    for (size_t i = 0; i < r.case_count; i++)
        for (size_t j = 0; j < r.cases[i].sample_count; j++) {
            struct sample *s = &r.cases[i].samples[j];
            bool maps = strcmp(r.cases[i].key.method, "mmap") == 0,
                 cold = strcmp(r.cases[i].key.state, "cold") == 0;
            s->minor_faults = (maps ? 129 * faults : 2) + (double)(j % 2);
            s->major_faults = maps && cold ? 1 : 0;
            s->folio_bytes = folio_bytes;
            s->storage_read_bytes = cold ? 16 << 20 : 0;
            s->storage_reads = cold ? 128 : 0;
            s->refaults = (double)(j % 3);
        }
    return r;
}

static struct compare kernels(bool emulated)
{
    struct run old = counted_run("k61", 1, 65536, emulated),
               new = counted_run("k612", 2, 16384, emulated);
    struct compare c = { 0 };
    fixture_text(new.machine.kernel, "Linux 6.12.95");
    find_case(&new, "count", "pread", "cold")->status = CASE_SKIPPED;
    scale(&new, "mmap", 1.25);
    add(&c, old, "results/k61");
    add(&c, new, "results/k612");
    return c;
}

static char *letter_of(const struct compare *c)
{
    struct document d = { 0 };
    compare_letter(&d, c);
    return document_text(&d, DOCUMENT_TEXT72, false);
}

static void a_run_does_not_differ_from_itself(void **state)
{
    (void)state;
    struct compare c =
        two_runs(counted_run("a", 1, 65536, true), counted_run("b", 1, 65536, true));
    size_t all;
    assert_int_equal(compare_counts_different(&c, &all), 0);
    assert_int_equal(all, c.all.case_count);
    char *text = print_as(&c, DOCUMENT_TERMINAL);
    assert_says(text, "Counts differ in 0 of 30 cases.");
    assert_silent(text, "minor faults");
    free(text);
    compare_free(&c);
}

/* Whatever comes of times is silent. */
static void of_emulated_runs_counts_alone_are_told(void **state)
{
    (void)state;
    static const char *const of_times[] = { "Should you mmap?",
                                            "Is one faster?",
                                            "faster",
                                            "slower",
                                            "geometric mean",
                                            " ms",
                                            " us",
                                            "0x [",
                                            "5x [" };
    struct compare c = kernels(true);
    finish(&c);
    for (size_t f = 0; f <= DOCUMENT_HTML; f++) {
        char *text = print_as(&c, (enum document_format)f);
        for (size_t i = 0; i < COUNT(of_times); i++)
            assert_silent(text, of_times[i]);
        assert_says(text, "the times say nothing; the counts do");
        assert_says(text, "minor faults");
        if (f == DOCUMENT_TERMINAL)
            golden_check("compare-emulated.txt", text);
        free(text);
    }
    char *letter = letter_of(&c);
    for (size_t i = 0; i < COUNT(of_times); i++)
        assert_silent(letter, of_times[i]);
    golden_check("letter-emulated.txt", letter);
    free(letter);
    compare_free(&c);
}

static void one_emulated_run_is_enough(void **state)
{
    (void)state;
    struct compare c =
        two_runs(counted_run("a", 1, 65536, false), counted_run("b", 2, 65536, true));
    char *text = print_as(&c, DOCUMENT_TERMINAL);
    assert_says(text, "b is emulated");
    assert_silent(text, "Is one faster?");
    free(text);
    compare_free(&c);
}

static void of_others_counts_come_after_the_times(void **state)
{
    (void)state;
    struct compare c = kernels(false);
    finish(&c);
    char *text = print_as(&c, DOCUMENT_TERMINAL), *letter = letter_of(&c);
    const char *times = strstr(text, "Is one faster?"), *table = strstr(text, "Do the counts");
    assert_true(times && table && times < table);
    assert_silent(text, "emulated:");
    golden_check("letter.txt", letter);
    free(letter);
    free(text);
    compare_free(&c);
}

static void all_counts_are_listed_when_asked_for(void **state)
{
    (void)state;
    struct compare c = kernels(true);
    c.all_counts = true;
    finish(&c);
    char *text = print_as(&c, DOCUMENT_TERMINAL), *letter = letter_of(&c);
    assert_says(text, "refaults");
    assert_says(letter, "refaults");
    free(letter);
    free(text);
    compare_free(&c);
}

/* ---- the letter ---- */

static void check_letter(const char *text)
{
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\n");
        if (len > DOCUMENT_TEXT72_COLUMNS)
            fail_msg("%zu columns: %.*s", len, (int)len, at);
        for (size_t i = 0; i < len; i++)
            if (at[i] < 0x20 || at[i] > 0x7e)
                fail_msg("not ASCII: %.*s", (int)len, at);
        at += len + (at[len] == '\n');
    }
}

static void a_letter_is_of_72_columns_of_ascii(void **state)
{
    (void)state;
    struct compare c = { 0 };
    static const double odd[] = { 1e-9, 1, 123456.789, 1e30 };
    for (size_t i = 0; i < 4; i++) {
        struct run r = counted_run("Zürich\tserver-größte-Maschine", 1, 4096, false);
        memset(r.machine.kernel, 'k', sizeof r.machine.kernel - 1);
        fixture_text(r.machine.cpu,
                     "プロセッサー with a name that is by far too long for one line of it");
        for (size_t k = 0; k < r.case_count; k++) {
            struct case_key *key = &r.cases[k].key;
            if (strcmp(key->workload, "find") == 0) {
                memset(key->pattern, 'x', sizeof key->pattern - 1);
                key->threads = 1000000;
            }
        }
        scale(&r, NULL, odd[i]);
        for (size_t k = 0; k < r.case_count; k++)
            for (size_t j = 0; j < r.cases[k].sample_count; j++)
                r.cases[k].samples[j].minor_faults = 1 + 1e18 * (double)i;
        add(&c, r, "/x/r");
    }
    finish(&c);
    char *letter = letter_of(&c);
    check_letter(letter);
    assert_says(letter, "xxxxxxxxxxxxxxxxxxxxxxxx");
    free(letter);
    compare_free(&c);
    c = kernels(false);
    finish(&c);
    letter = letter_of(&c);
    check_letter(letter);
    free(letter);
    compare_free(&c);
}

static void what_cannot_be_broken_is_cut(void **state)
{
    (void)state;
    struct document d = { 0 };
    char path[201];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    document_command(&d, NULL, "%s", path);
    document_paragraph(&d, "the end");
    char *text = document_text(&d, DOCUMENT_TEXT72, false);
    check_letter(text);
    size_t kept = 0;
    for (const char *at = text; *at; at++)
        kept += *at == 'p';
    assert_int_equal(kept, sizeof path - 1);
    assert_says(text, "\nthe end\n");
    free(text);
}

/* ---- one run ---- */

static void an_emulated_run_begins_with_a_caution(void **state)
{
    (void)state;
    for (int emulated = 0; emulated < 2; emulated++) {
        struct run r = counted_run("a", 1, 65536, emulated);
        struct run_error error;
        struct summary s;
        struct document page = { 0 }, screen = { 0 };
        assert_int_equal(summary_build(&s, &r), 0);
        const struct report_source of = { .run = &r, .summary = &s };
        assert_int_equal(report_build(&page, &of, &error), 0);
        screen_add_answer(&screen, &of);
        char *texts[] = { document_text(&page, DOCUMENT_TERMINAL, false),
                          document_text(&screen, DOCUMENT_TERMINAL, false) };
        for (size_t i = 0; i < COUNT(texts); i++) {
            const char *caution = strstr(texts[i], "emulated: the times say nothing");
            assert_int_equal(caution != NULL, emulated);
            const char *figure = strstr(texts[i], "64 MiB  ");
            assert_true(!caution || (figure && caution < figure));
            free(texts[i]);
        }
        summary_free(&s);
        run_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_that_do_not_meet_differ),
        cmocka_unit_test(ranges_are_those_of_the_rounds_that_tell),
        cmocka_unit_test(a_run_does_not_differ_from_itself),
        cmocka_unit_test(of_emulated_runs_counts_alone_are_told),
        cmocka_unit_test(one_emulated_run_is_enough),
        cmocka_unit_test(of_others_counts_come_after_the_times),
        cmocka_unit_test(all_counts_are_listed_when_asked_for),
        cmocka_unit_test(a_letter_is_of_72_columns_of_ascii),
        cmocka_unit_test(what_cannot_be_broken_is_cut),
        cmocka_unit_test(an_emulated_run_begins_with_a_caution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
