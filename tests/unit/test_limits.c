/* SPDX-License-Identifier: MIT */
/* limits.json: what is read and written, its table, and the reports of a run beside it. */
#include <errno.h>
#include <math.h>
#include <sys/stat.h>

#include "analysis/limits.h"
#include "html/page.h"
#include "report/limits-table.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/source.h"
#include "tests/unit/document_text.h"
#include "tests/unit/report_place.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define TITLE "How near is mapread to the limits of this machine?"

static struct limits golden_limits(void)
{
    struct limits l;
    struct run_error error;
    char *file = test_source("tests/golden/limits/limits.json");
    if (limits_read(&l, file, &error) != 0)
        fail_msg("%s", error.message);
    free(file);
    return l;
}

static char *table_of(const struct limits *l, enum document_format format)
{
    struct document d = { 0 };
    limits_add_section(&d, l, NULL);
    return document_text(&d, format, false);
}

static void the_table_is_the_golden_one(void **state)
{
    (void)state;
    struct limits l = golden_limits();
    char *plain = table_of(&l, DOCUMENT_TERMINAL), *marked = table_of(&l, DOCUMENT_MARKDOWN);
    golden_check("limits/limits.txt", plain);
    golden_check("limits/limits.md", marked);
    free(plain);
    free(marked);
    limits_free(&l);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    struct place p = place_new();
    struct limits l = golden_limits(), back;
    struct run_error error;
    char *file = path_in(p.folder, "limits.json");
    assert_int_equal(limits_save(&l, p.folder), 0);
    assert_int_equal(limits_read(&back, file, &error), 0);
    char *before = table_of(&l, DOCUMENT_MARKDOWN), *after = table_of(&back, DOCUMENT_MARKDOWN);
    assert_string_equal(before, after);
    assert_string_equal(back.revision, "1234567");
    free(before);
    free(after);
    free(file);
    limits_free(&back);
    limits_free(&l);
    place_free(&p);
}

/* Eight pairs whose ratios lie between `least` and `most`. */
static struct limit limit_between(double least, double most)
{
    struct limit l = { .goal = NAN, .within = NAN, .pair_count = 8 };
    for (size_t i = 0; i < l.pair_count; i++)
        l.pairs[i] = (struct limit_pair){ 1e6, 1e6 * (least + (most - least) * (double)i / 7) };
    return l;
}

static void the_interval_decides(void **state)
{
    (void)state;
    static const struct {
        double least, most, goal, within;
        enum limit_verdict verdict;
    } rows[] = {
        { 1.34, 1.36, 1.33, NAN, LIMIT_REACHED },   { 1.20, 1.30, 1.33, NAN, LIMIT_MISSED },
        { 1.20, 1.50, 1.33, NAN, LIMIT_UNDECIDED }, { 0.98, 1.02, NAN, 0.05, LIMIT_REACHED },
        { 1.06, 1.08, NAN, 0.05, LIMIT_MISSED },    { 0.90, 0.93, NAN, 0.05, LIMIT_MISSED },
        { 0.90, 1.00, NAN, 0.05, LIMIT_UNDECIDED }, { 1.00, 1.10, NAN, 0.05, LIMIT_UNDECIDED },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct limit l = limit_between(rows[i].least, rows[i].most);
        l.goal = rows[i].goal;
        l.within = rows[i].within;
        if (limit_verdict(&l) != rows[i].verdict)
            fail_msg("row %zu: %d", i, (int)limit_verdict(&l));
        l.pair_count = 5;
        assert_int_equal(limit_verdict(&l), LIMIT_UNKNOWN);
    }
}

/* ---- beside a run ---- */

/* The report as Markdown and the page of a run in that folder; the caller frees both. */
struct reports {
    char *text, *page, *error;
};

static struct reports reports_of(const struct place *p, int expected)
{
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 8, .warm_only = true });
    struct run_error error;
    struct document d = { 0 };
    struct summary s;
    struct reports result = { 0 };
    assert_int_equal(summary_build(&s, &r), 0);
    const struct report_source of = { &r, &s, p->folder };
    assert_int_equal(html_write(&of, p->folder, &error), expected);
    result.error = strdup(error.message);
    assert_int_equal(report_build(&d, &of, &error), expected);
    if (expected < 0)
        assert_string_equal(result.error, error.message);
    result.text = document_text(&d, DOCUMENT_MARKDOWN, false);
    result.page = read_in(p, "report.html");
    summary_free(&s);
    run_free(&r);
    return result;
}

static void reports_free(struct reports *r)
{
    free(r->text);
    free(r->page);
    free(r->error);
}

static void limits_stand_in_the_reports_of_a_run_beside_them(void **state)
{
    (void)state;
    struct place p = place_new();
    struct limits l = golden_limits();
    assert_int_equal(limits_save(&l, p.folder), 0);
    struct reports r = reports_of(&p, 0);
    assert_non_null(strstr(r.text, "## " TITLE));
    assert_non_null(strstr(r.page, ">" TITLE "</h2>"));
    assert_non_null(strstr(r.page, "AMD &lt;EPYC&gt;"));
    assert_non_null(strstr(r.page, "rg is not installed: ./bootstrap --limits installs it"));
    reports_free(&r);
    limits_free(&l);
    place_free(&p);
}

static void those_of_the_machine_stand_in_the_folder_above(void **state)
{
    (void)state;
    struct place above = place_new();
    struct place p = { .folder = path_in(above.folder, "run") };
    struct limits l = golden_limits();
    struct run_error error;
    assert_int_equal(mkdir(p.folder, 0700), 0);
    assert_int_equal(limits_save(&l, above.folder), 0);
    snprintf(l.host, sizeof l.host, "nearer");
    for (size_t i = 0; i < 2; i++) {
        struct limits found;
        assert_int_equal(limits_read_beside(&found, p.folder, &error), 0);
        assert_string_equal(found.host, i == 0 ? "vm" : "nearer");
        limits_free(&found);
        assert_int_equal(limits_save(&l, p.folder), 0);
    }
    limits_free(&l);
    place_free(&p);
    place_free(&above);
}

static void without_them_there_is_no_section(void **state)
{
    (void)state;
    struct place p = place_new();
    struct reports r = reports_of(&p, 0);
    assert_null(strstr(r.text, TITLE));
    assert_null(strstr(r.page, TITLE));
    reports_free(&r);
    place_free(&p);
}

#define HEAD                                                                                   \
    "\"host\": \"vm\", \"cpu\": \"x\", \"filesystem\": \"ext4\", \"revision\": \"1\","         \
    "\"started_at\": \"2026\""
#define ROW(rest)                                                                              \
    "{" HEAD ", \"limits\": [{\"work\": \"a\", \"peer\": \"c\","                               \
    "\"peer_version\": null, \"goal\": 1, \"within\": null, \"problem\": null" rest "}]}"

static void a_damaged_file_is_one_line_and_costs_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *json, *says;
    } rows[] = {
        { "", "limits.json:1: " },
        { "{ \"<i>\" ", "limits.json:1: " },
        { "[]", "is missing or not an object" },
        { "{}", "host is missing" },
        { "{" HEAD "}", "limits is no list" },
        { "{" HEAD ", \"limits\": [7]}", "is missing or not an object" },
        { "{" HEAD ", \"limits\": [{}]}", "work is missing" },
        { ROW(""), "ours_ns is missing" },
        { ROW(", \"ours_ns\": [1, 2]"), "peer_ns is missing" },
        { ROW(", \"ours_ns\": [1, 2], \"peer_ns\": [1]"), "peer_ns has another length" },
        { ROW(", \"ours_ns\": [1], \"peer_ns\": [-1]"), "peer_ns holds a number below 0" },
        { ROW(", \"ours_ns\": [\"\"], \"peer_ns\": [1]"), "ours_ns holds what is not a" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct place p = place_new();
        char *path = path_in(p.folder, "limits.json");
        test_write(path, rows[i].json, strlen(rows[i].json));
        struct reports r = reports_of(&p, -EBADMSG);
        if (!strstr(r.error, rows[i].says) || strchr(r.error, '\n'))
            fail_msg("row %zu: %s", i, r.error);
        assert_non_null(strstr(r.text, "Limits are left out: "));
        assert_non_null(strstr(r.text, "## Comparisons"));
        assert_non_null(strstr(r.page, "Limits are left out: "));
        assert_string_equal(r.page + strlen(r.page) - 8, "</html>\n");
        assert_null(strstr(r.page, "<i>"));
        reports_free(&r);
        free(path);
        place_free(&p);
    }
}

static void more_pairs_than_there_is_room_for_are_refused(void **state)
{
    (void)state;
    struct place p = place_new();
    struct limits l;
    struct run_error error;
    char *path = path_in(p.folder, "limits.json"), *json = NULL, list[4 * LIMIT_PAIRS_MAX + 8];
    size_t len = 0;
    for (size_t i = 0; i <= LIMIT_PAIRS_MAX; i++)
        len += (size_t)sprintf(list + len, "%s1", i ? "," : "");
    assert_true(asprintf(&json, ROW(", \"ours_ns\": [%s], \"peer_ns\": [%s]"), list, list) > 0);
    test_write(path, json, strlen(json));
    assert_int_equal(limits_read(&l, path, &error), -EBADMSG);
    assert_non_null(strstr(error.message, "ours_ns holds too many numbers"));
    free(json);
    free(path);
    place_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_the_golden_one),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(the_interval_decides),
        cmocka_unit_test(limits_stand_in_the_reports_of_a_run_beside_them),
        cmocka_unit_test(those_of_the_machine_stand_in_the_folder_above),
        cmocka_unit_test(without_them_there_is_no_section),
        cmocka_unit_test(a_damaged_file_is_one_line_and_costs_nothing_else),
        cmocka_unit_test(more_pairs_than_there_is_room_for_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
