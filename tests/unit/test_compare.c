/* SPDX-License-Identifier: MIT */
/* Several runs side by side: what is found, what is refused, and how it is told. */
#include <errno.h>
#include <jansson.h>
#include <math.h>

#include "base/text.h"
#include "report/compare-print.h"
#include "report/page.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/source.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct report_style terminal = { .format = REPORT_TERMINAL };
static const struct report_style markdown = { .format = REPORT_MARKDOWN };

/* ---- runs ---- */

/* Like the first, but every time by another factor, alternately a little above and below,
   so that the samples are not the same. */
static void scale(struct run *r, const char *method, double factor)
{
    for (size_t i = 0; i < r->case_count; i++)
        for (size_t j = 0; j < r->cases[i].sample_count; j++)
            if (!method || strcmp(r->cases[i].method, method) == 0)
                r->cases[i].samples[j].wall_ns *= factor * (j % 2 ? 1.0001 : 0.9999);
}

/* Two of its cases are skipped: random blocks by chunk. */
enum { TIMED = 28 };

static struct run small_run(const char *host, unsigned rounds)
{
    static const char *const methods_used[] = {
        "read", "chunk", "seek", "pread", "mmap", NULL
    };
    static const char *const workloads_used[] = { "find", "count", "random", NULL };
    return fixture_run(&(struct fixture_options){
        .methods = methods_used, .workloads = workloads_used, .host = host, .rounds = rounds });
}

static void set_text(char **text, const char *value)
{
    free(*text);
    *text = value ? strdup(value) : NULL;
}

static struct run_case *find_case(struct run *r, const char *workload, const char *method,
                                  const char *state)
{
    for (size_t i = 0; i < r->case_count; i++)
        if (strcmp(r->cases[i].workload, workload) == 0 &&
            strcmp(r->cases[i].method, method) == 0 && strcmp(r->cases[i].state, state) == 0)
            return &r->cases[i];
    fail_msg("no %s/%s/%s", workload, method, state);
    return NULL;
}

static void add(struct compare *c, struct run r, const char *path)
{
    assert_int_equal(compare_add(c, &r, path), 0);
    assert_null(r.cases);
}

static void finish(struct compare *c)
{
    struct run_error error = { "" };
    int r = compare_finish(c, &error);
    if (r != 0)
        fail_msg("%d: %s", r, error.message);
}

static struct compare two_runs(struct run a, struct run b)
{
    struct compare c = { 0 };
    add(&c, a, "results/a");
    add(&c, b, "results/b/run.json");
    finish(&c);
    return c;
}

static const struct compare_cell *cell_of(const struct compare *c, const char *workload,
                                          const char *method, const char *state, size_t run)
{
    for (size_t i = 0; i < c->all.case_count; i++) {
        const struct run_case *k = &c->all.cases[i];
        if (strcmp(k->workload, workload) == 0 && strcmp(k->method, method) == 0 &&
            strcmp(k->state, state) == 0)
            return compare_cell_of(c, i, run);
    }
    return NULL;
}

static size_t count_found(const struct compare *c, enum compare_question q,
                          enum compare_finding f)
{
    return c->runs[1].tallies[q].found[f];
}

/* ---- texts ---- */

static char *print_with(const struct compare *c,
                        int (*print)(FILE *out, const struct compare *c))
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(print(out, c), 0);
    assert_int_equal(fclose(out), 0);
    return text;
}

static int print_terminal(FILE *out, const struct compare *c)
{
    return compare_print(out, c, &terminal);
}

static int print_markdown(FILE *out, const struct compare *c)
{
    return compare_print(out, c, &markdown);
}

static void check_widths(const char *text)
{
    for (const char *at = text; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
        char line[1024];
        snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
        if (page_columns(line, NULL) > PAGE_COLUMNS)
            fail_msg("wider than the page: %s", line);
    }
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no '%s' in:\n%s", part, text);
}

static void assert_silent(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("'%s' in:\n%s", part, text);
}

/* As many fields in every line; returns the lines. */
static size_t check_columns(const char *csv)
{
    size_t lines = 0, columns = 0;
    for (const char *at = csv; *at; at++, lines++) {
        size_t found = 1;
        for (bool quoted = false; *at != '\n'; at++) {
            quoted ^= *at == '"';
            found += !quoted && *at == ',';
        }
        columns = lines == 0 ? found : columns;
        assert_int_equal(found, columns);
    }
    return lines;
}

/* ---- what is found ---- */

static void a_run_does_not_differ_from_itself(void **state)
{
    (void)state;
    struct compare c = two_runs(small_run("a", 20), small_run("a", 20));
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_SAME), TIMED);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_LOWER), 0);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_HIGHER), 0);
    assert_int_equal(c.runs[0].tallies[COMPARE_TIME].best, 0);
    assert_int_equal(c.runs[1].tallies[COMPARE_TIME].best, 0);
    assert_true(c.runs[1].tallies[COMPARE_TIME].mean >= 1 &&
                c.runs[1].tallies[COMPARE_TIME].mean <= 1);
    assert_true(cell_of(&c, "find", "mmap", "warm", 1)->answers[COMPARE_TIME].p >= 1);
    compare_free(&c);
}

static void a_slower_machine_is_slower_but_compares_the_same(void **state)
{
    (void)state;
    struct run slow = small_run("b", 20);
    scale(&slow, NULL, 2);
    struct compare c = two_runs(small_run("a", 20), slow);
    const struct compare_cell *cell = cell_of(&c, "count", "mmap", "cold", 1);
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_HIGHER), TIMED);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_LOWER), 0);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_HIGHER), 0);
    assert_true(fabs(cell->answers[COMPARE_TIME].ratio.value - 2) < 0.001);
    assert_true(fabs(c.runs[1].tallies[COMPARE_TIME].mean - 2) < 0.001);
    assert_int_equal(c.runs[0].tallies[COMPARE_TIME].best, TIMED);
    assert_int_equal(c.shared, TIMED);
    compare_free(&c);
}

static void another_mmap_changes_its_ratio_alone(void **state)
{
    (void)state;
    struct run other = small_run("b", 20);
    scale(&other, "mmap", 0.5);
    struct compare c = two_runs(small_run("a", 20), other);
    const struct compare_cell *mmap = cell_of(&c, "count", "mmap", "warm", 1);
    const struct compare_cell *read = cell_of(&c, "count", "read", "warm", 1);
    assert_int_equal(mmap->answers[COMPARE_TIME].finding, COMPARE_LOWER);
    assert_int_equal(mmap->answers[COMPARE_BASELINE].finding, COMPARE_LOWER);
    assert_true(mmap->best);
    assert_true(fabs(mmap->answers[COMPARE_BASELINE].ratio.value - 0.5) < 0.001);
    assert_int_equal(read->answers[COMPARE_TIME].finding, COMPARE_SAME);
    assert_int_equal(read->answers[COMPARE_BASELINE].finding, COMPARE_NONE);
    assert_true(isnan(read->baseline_ratio.value));
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_LOWER), 6);
    assert_int_equal(count_found(&c, COMPARE_BASELINE, COMPARE_LOWER), 6);
    compare_free(&c);
}

/* random is compared with seek, everything else with read. */
static void ratios_are_those_of_one_run(void **state)
{
    (void)state;
    struct compare c = two_runs(small_run("a", 20), small_run("b", 20));
    struct run r = small_run("a", 20);
    struct summary s;
    assert_int_equal(summary_build(&s, &r), 0);
    for (size_t i = 0; i < s.group_count; i++)
        for (size_t j = 0; j < s.groups[i].row_count; j++)
            for (size_t k = 0; k < s.groups[i].column_count; k++) {
                const struct summary_cell *e = &s.groups[i].rows[j].cells[k];
                if (!summary_cell_timed(e) ||
                    strcmp(e->source->method, s.groups[i].rows[j].baseline) == 0)
                    continue;
                const struct compare_cell *cell =
                    cell_of(&c, e->source->workload, e->source->method, e->source->state, 0);
                assert_true(fabs(cell->baseline_ratio.value - e->against.ratio.value) <
                            1e-12 * e->against.ratio.value);
                assert_true(fabs(cell->baseline_ratio.low - e->against.ratio.low) < 1e-12);
                assert_true(fabs(cell->median_ns.value - e->wall_ns.value) < 1e-6);
            }
    summary_free(&s);
    run_free(&r);
    compare_free(&c);
}

/* Cases whose names differ in one part alone, each with times of its own. */
static struct run run_of_parts(double factor)
{
    struct run r = { 0 };
    fixture_add_dataset(&r, "d", 1);
    fixture_add_dataset(&r, "e", 1);
    for (unsigned i = 0; i < 16; i++) {
        double wall_ns[8];
        bool mapped = i & 1;
        for (size_t j = 0; j < COUNT(wall_ns); j++)
            wall_ns[j] = (1000 * pow(3, i) + (double)j) * (mapped ? factor : 1);
        fixture_add_case(&r,
                         &(struct fixture_case){ "find", mapped ? "mmap" : "read",
                                                 i & 2 ? "warm" : "cold", i & 4 ? "d" : "e",
                                                 CASE_OK, NULL, wall_ns, COUNT(wall_ns), 0 });
        r.cases[i].threads = i & 8 ? 4 : 1;
    }
    return r;
}

static void every_part_of_the_name_counts(void **state)
{
    (void)state;
    struct compare c = two_runs(run_of_parts(1), run_of_parts(7));
    assert_int_equal(c.all.case_count, 16);
    for (size_t i = 0; i < 16; i++) {
        const struct compare_cell *first = compare_cell_of(&c, i, 0);
        const struct compare_cell *cell = compare_cell_of(&c, i, 1);
        double ratio = cell->answers[COMPARE_TIME].ratio.value;
        assert_true(fabs(ratio - (i & 1 ? 7 : 1)) < 0.01);
        if (i & 1)
            assert_true(fabs(first->baseline_ratio.value - 3) < 0.02);
    }
    compare_free(&c);
}

/* What another filler left in the cache is no baseline. */
static void a_baseline_has_the_same_filler(void **state)
{
    (void)state;
    struct run a = small_run("a", 20), b = small_run("b", 20);
    set_text(&find_case(&a, "find", "read", "warm")->fill, "mmap");
    struct compare c = two_runs(a, b);
    assert_true(isnan(cell_of(&c, "find", "mmap", "warm", 0)->baseline_ratio.value));
    assert_false(isnan(cell_of(&c, "find", "mmap", "warm", 1)->baseline_ratio.value));
    assert_int_equal(cell_of(&c, "find", "mmap", "warm", 1)->answers[COMPARE_BASELINE].finding,
                     COMPARE_NONE);
    compare_free(&c);
}

static void within_the_margin_nothing_is_shown(void **state)
{
    (void)state;
    struct run a = small_run("a", 20), b = small_run("b", 20);
    size_t near = 0;
    for (size_t i = 0; i < a.case_count; i++) {
        bool is_near = i % 3 == 0;
        near += is_near && a.cases[i].sample_count > 0;
        for (size_t j = 0; j < a.cases[i].sample_count; j++) {
            a.cases[i].samples[j].wall_ns = 1e6 + (double)j;
            b.cases[i].samples[j].wall_ns = (is_near ? 1.009e6 : 1.012e6) + (double)j;
        }
    }
    struct compare c = two_runs(a, b);
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_SAME), near);
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_HIGHER), TIMED - near);
    assert_true(near > 0 && cell_of(&c, "find", "mmap", "warm", 1)->answers[0].p < 0.05);
    compare_free(&c);
}

static void too_few_rounds_show_nothing_and_are_told(void **state)
{
    (void)state;
    struct run slow = small_run("b", 4);
    scale(&slow, NULL, 9);
    struct compare c = two_runs(small_run("a", 4), slow);
    char *text = print_with(&c, print_terminal);
    assert_int_equal(count_found(&c, COMPARE_TIME, COMPARE_HIGHER), 0);
    assert_int_equal(c.hopeless, TIMED);
    assert_says(text, "too few samples");
    free(text);
    compare_free(&c);
}

/* A hundred tests at once: a p that alone would do does not. */
static void many_comparisons_are_held_against_a_finding(void **state)
{
    (void)state;
    struct compare one = { 0 }, many = { 0 };
    struct run_error error;
    struct compare *both[] = { &one, &many };
    for (size_t i = 0; i < 2; i++) {
        size_t runs = i == 0 ? 2 : 60;
        for (size_t j = 0; j < runs; j++) {
            static const double x[] = { 100, 101, 102, 103, 104, 105 };
            double y[COUNT(x)];
            struct run r = { 0 };
            for (size_t k = 0; k < COUNT(x); k++)
                y[k] = j == 0 ? x[k] : 2 * x[k];
            fixture_add_dataset(&r, "d", 1);
            fixture_add_case(&r, &(struct fixture_case){ "find", "read", "warm", "d", CASE_OK,
                                                         NULL, y, COUNT(y), 0 });
            add(both[i], r, "r");
        }
        assert_int_equal(compare_finish(both[i], &error), 0);
    }
    assert_int_equal(count_found(&one, COMPARE_TIME, COMPARE_HIGHER), 1);
    assert_int_equal(count_found(&many, COMPARE_TIME, COMPARE_HIGHER), 0);
    assert_int_equal(many.hopeless, 59);
    compare_free(&one);
    compare_free(&many);
}

/* ---- mmap against read in each run ---- */

/* Every run is judged by itself: also where the two may not be compared. */
static void each_runs_own_verdict_is_in_the_heat_map(void **state)
{
    (void)state;
    struct run b = small_run("b", 20);
    strcpy(b.datasets[0].sha256, "feed");
    scale(&b, "mmap", 8);
    struct compare c = two_runs(small_run("a", 20), b);
    char *text = print_with(&c, print_terminal);
    assert_says(text, "mmap against read, run by run\n");
    assert_says(text, "\n  count         0.22x ----     1.80x ++\n");
    free(text);
    compare_free(&c);
}

static void without_mmap_there_is_no_heat_map(void **state)
{
    (void)state;
    static const char *const methods_used[] = { "read", "chunk", NULL };
    const struct fixture_options o = { .methods = methods_used, .rounds = 8, .host = "a" };
    struct compare c = two_runs(fixture_run(&o), fixture_run(&o));
    char *text = print_with(&c, print_terminal);
    assert_silent(text, "mmap against read");
    free(text);
    compare_free(&c);
}

/* ---- what is refused ---- */

static void check_note(struct run a, struct run b, enum compare_note note, bool compared)
{
    struct compare c = two_runs(a, b);
    const struct compare_cell *cell = cell_of(&c, "find", "mmap", "warm", 1);
    char *text = print_with(&c, print_terminal), part[40];
    assert_int_equal(cell->note, note);
    assert_int_equal(cell->answers[COMPARE_TIME].finding != COMPARE_NONE, compared);
    assert_int_equal(cell->answers[COMPARE_BASELINE].finding != COMPARE_NONE, compared);
    assert_int_equal(isnan(cell->answers[COMPARE_TIME].ratio.value) == 0, compared);
    snprintf(part, sizeof part, "[1] %s", compare_note_texts[note]);
    assert_says(text, part);
    assert_int_equal(c.shared == TIMED, compared);
    free(text);
    compare_free(&c);
}

static void other_data_is_not_compared(void **state)
{
    (void)state;
    struct run hash = small_run("b", 20), size = small_run("b", 20);
    strcpy(hash.datasets[0].sha256, "feed");
    check_note(small_run("a", 20), hash, COMPARE_OTHER_DATA, false);
    size.datasets[0].bytes++;
    check_note(small_run("a", 20), size, COMPARE_OTHER_DATA, false);
}

static void another_filler_is_not_compared(void **state)
{
    (void)state;
    struct run b = small_run("b", 20), unknown = small_run("b", 20);
    set_text(&find_case(&b, "find", "mmap", "warm")->fill, "mmap");
    set_text(&find_case(&b, "find", "read", "warm")->fill, "mmap");
    check_note(small_run("a", 20), b, COMPARE_OTHER_FILL, false);
    set_text(&find_case(&unknown, "find", "mmap", "warm")->fill, NULL);
    set_text(&find_case(&unknown, "find", "read", "warm")->fill, NULL);
    check_note(small_run("a", 20), unknown, COMPARE_NO_FILL, true);
}

static void another_answer_is_not_compared(void **state)
{
    (void)state;
    struct run a = small_run("a", 20), b = small_run("b", 20), c = small_run("a", 20);
    set_text(&find_case(&a, "find", "mmap", "warm")->check, "offset=1");
    set_text(&find_case(&b, "find", "mmap", "warm")->check, "offset=2");
    set_text(&find_case(&c, "find", "mmap", "warm")->check, NULL);
    check_note(a, b, COMPARE_OTHER_CHECK, false);
    struct compare unknown = two_runs(c, small_run("b", 20));
    assert_int_equal(cell_of(&unknown, "find", "mmap", "warm", 1)->note, COMPARE_GOOD);
    compare_free(&unknown);
}

static void another_number_of_passes_is_told(void **state)
{
    (void)state;
    struct run b = small_run("b", 20);
    struct run_case *c = find_case(&b, "find", "mmap", "warm");
    for (size_t i = 0; i < c->sample_count; i++)
        c->samples[i].iterations = 99;
    check_note(small_run("a", 20), b, COMPARE_OTHER_PASSES, true);
}

static void runs_that_share_nothing_are_an_error(void **state)
{
    (void)state;
    struct run_error error = { "" };
    struct run a = small_run("a", 20), b = small_run("b", 20), d = small_run("d", 20);
    struct compare c = { 0 };
    for (size_t i = 0; i < b.case_count; i++)
        set_text(&b.cases[i].dataset, "text-1MiB");
    add(&c, a, "one/a");
    add(&c, b, "one/b");
    assert_int_equal(compare_finish(&c, &error), -ENODATA);
    assert_says(error.message, "one/b: nothing to compare with one/a: no case");
    compare_free(&c);
    for (size_t i = 0; i < d.dataset_count; i++)
        strcpy(d.datasets[i].sha256, "feed");
    add(&c, small_run("a", 20), "one/a");
    add(&c, d, "one/d");
    assert_int_equal(compare_finish(&c, &error), -ENODATA);
    assert_says(error.message, "another data set of the same name");
    compare_free(&c);
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
    set_text(&find_case(&b, "find", "chunk", "warm")->dataset, "te\"xt,\r\n\x07");
    struct run_case *failed = find_case(&b, "find", "mmap", "cold");
    failed->status = CASE_FAILED;
    set_text(&failed->reason, "bad\n\x1b[2J,\"reason\"");
    snprintf(b.machine.kernel, sizeof b.machine.kernel, "Li\nnux \x01");
    struct compare c = two_runs(a, b);
    int (*const prints[])(FILE * out, const struct compare *c) = {
        print_terminal,
        print_markdown,
        compare_print_csv,
        compare_print_json,
    };
    for (size_t i = 0; i < COUNT(prints); i++) {
        char *text = print_with(&c, prints[i]);
        for (const char *at = text; *at; at++)
            assert_true(*at == '\n' || (unsigned char)*at >= 0x20);
        if (i == 1)
            assert_says(text, "\\<script>");
        if (i == 2) {
            assert_says(text, ",\"te\"\"xt,? ?\",warm,");
            check_columns(text);
        }
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
            set_text(&r.revision, "fedcba9");
        add(&c, r, "r");
    }
    finish(&c);
    char *text = print_with(&c, print_terminal);
    assert_says(text, "transparent hugepage  not known (the others); always (e)\n");
    assert_says(text, "read ahead            128 KiB (the others); not known (c)\n");
    assert_says(text, "revision              0123abc (the others); fedcba9 (f)\n");
    assert_says(text, "made by different programs");
    assert_silent(text, "\nmemory");
    assert_silent(text, "\nhost ");
    assert_silent(text, "\ncores");
    assert_says(text, "\nAll else that the files tell is the same.\n");
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
            set_text(&skipped->reason, "nothing is cold here");
            strcpy(r.datasets[2].sha256, "feed");
            for (size_t j = 0; j < r.rounds; j++)
                find_case(&r, "find", "mmap", "cold")->samples[j].iterations = 99;
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
        int (*print)(FILE *out, const struct compare *c);
    } pages[] = {
        { 2, "compare-2.txt", print_terminal },    { 3, "compare-3.txt", print_terminal },
        { 12, "compare-12.txt", print_terminal },  { 2, "compare-2.md", print_markdown },
        { 2, "compare-2.csv", compare_print_csv },
    };
    for (size_t i = 0; i < COUNT(pages); i++) {
        struct compare c = many_runs(pages[i].runs);
        char *text = print_with(&c, pages[i].print);
        golden_check(pages[i].name, text);
        if (pages[i].print == print_terminal)
            check_widths(text);
        free(text);
        compare_free(&c);
    }
}

static void every_line_of_the_csv_has_all_columns(void **state)
{
    (void)state;
    struct compare c = many_runs(3);
    char *text = print_with(&c, compare_print_csv);
    assert_int_equal(check_columns(text), 1 + 3 * c.all.case_count);
    free(text);
    compare_free(&c);
}

static void the_json_has_every_case_and_run(void **state)
{
    (void)state;
    struct compare c = many_runs(2);
    char *text = print_with(&c, compare_print_json);
    json_error_t error;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(json);
    assert_int_equal(json_array_size(json_object_get(json, "runs")), 2);
    json_t *cases = json_object_get(json, "cases"), *kernels;
    assert_int_equal(json_array_size(cases), c.all.case_count);
    kernels = json_object_get(json_object_get(json, "differences"), "kernel");
    assert_string_equal(json_string_value(json_array_get(kernels, 1)), "Linux 6.12.0");
    assert_int_equal(json_object_size(json_object_get(json, "differences")), 3);
    for (size_t i = 0; i < c.all.case_count; i++) {
        json_t *cell = json_array_get(json_object_get(json_array_get(cases, i), "runs"), 1);
        const struct compare_answer *a = &compare_cell_of(&c, i, 1)->answers[COMPARE_TIME];
        if (a->finding == COMPARE_NONE)
            assert_true(json_is_null(json_object_get(cell, "ratio")));
        else
            assert_true(fabs(json_number_value(json_object_get(cell, "ratio")) -
                             a->ratio.value) < 1e-9);
    }
    json_decref(json);
    free(text);
    compare_free(&c);
}

/* A portable build tells next to nothing about its machine and its samples. */
static void nulls_are_not_known_and_never_nan(void **state)
{
    (void)state;
    char *path = test_source("tests/unit/data/ok_nulls.json");
    int (*const prints[])(FILE * out, const struct compare *c) = {
        print_terminal,
        print_markdown,
        compare_print_csv,
        compare_print_json,
    };
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
        for (size_t i = 0; i < COUNT(prints); i++) {
            char *text = print_with(&c, prints[i]);
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
        fixture_add_case(&r, &(struct fixture_case){ "find", "read", "warm", "d", CASE_OK, NULL,
                                                     i ? high : low, COUNT(low), 0 });
        add(&c, r, "r");
    }
    finish(&c);
    char *text = print_with(&c, print_terminal), *json = print_with(&c, compare_print_json);
    assert_says(text, ">1e6x");
    assert_silent(text, "inf");
    assert_silent(json, "inf");
    free(text);
    free(json);
    compare_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_does_not_differ_from_itself),
        cmocka_unit_test(a_slower_machine_is_slower_but_compares_the_same),
        cmocka_unit_test(another_mmap_changes_its_ratio_alone),
        cmocka_unit_test(ratios_are_those_of_one_run),
        cmocka_unit_test(every_part_of_the_name_counts),
        cmocka_unit_test(a_baseline_has_the_same_filler),
        cmocka_unit_test(within_the_margin_nothing_is_shown),
        cmocka_unit_test(too_few_rounds_show_nothing_and_are_told),
        cmocka_unit_test(many_comparisons_are_held_against_a_finding),
        cmocka_unit_test(each_runs_own_verdict_is_in_the_heat_map),
        cmocka_unit_test(without_mmap_there_is_no_heat_map),
        cmocka_unit_test(other_data_is_not_compared),
        cmocka_unit_test(another_filler_is_not_compared),
        cmocka_unit_test(another_answer_is_not_compared),
        cmocka_unit_test(another_number_of_passes_is_told),
        cmocka_unit_test(runs_that_share_nothing_are_an_error),
        cmocka_unit_test(labels_are_short_and_distinct),
        cmocka_unit_test(hostile_names_do_no_harm),
        cmocka_unit_test(only_what_differs_is_listed),
        cmocka_unit_test(pages_are_the_golden_ones),
        cmocka_unit_test(every_line_of_the_csv_has_all_columns),
        cmocka_unit_test(the_json_has_every_case_and_run),
        cmocka_unit_test(nulls_are_not_known_and_never_nan),
        cmocka_unit_test(extreme_times_stay_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
