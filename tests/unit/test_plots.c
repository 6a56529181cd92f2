/* SPDX-License-Identifier: MIT */
/* The plot data, the pictures, and the folder that they end up in. */
#include <errno.h>

#include "base/text.h"
#include "report/plotdata.h"
#include "report/plots.h"
#include "report/report.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/unit/report_place.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void write_data(const struct place *p, const struct fixture_options *o)
{
    struct run r = fixture_run(o);
    struct summary s;
    assert_int_equal(summary_build(&s, &r), 0);
    assert_int_equal(plotdata_write(&r, &s, p->folder), 0);
    summary_free(&s);
    run_free(&r);
}

static int report(const struct run *r, const char *path, const char *folder,
                  const char *scripts, struct run_error *error)
{
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    int result = report_write(&(struct report_source){ r, &s, path }, folder, scripts, error);
    summary_free(&s);
    return result;
}

static void draw(const struct place *p, const struct fixture_options *o)
{
    struct run_error error;
    write_data(p, o);
    if (plots_draw(p->folder, p->scripts, &error) != 0)
        fail_msg("%s", error.message);
}

/* ---- the data ---- */

static void the_data_are_the_golden_ones(void **state)
{
    (void)state;
    static const char *const methods_used[] = { "read", "pread", "mmap", "uring-v9", NULL };
    static const char *const workloads_used[] = { "find", "random", NULL };
    struct place p = place_new();
    write_data(&p, &(struct fixture_options){
                       .methods = methods_used, .workloads = workloads_used, .rounds = 6 });
    char *time = read_in(&p, "plots/time.dat"), *rss = read_in(&p, "plots/rss.dat");
    golden_check("time.dat", time);
    golden_check("rss.dat", rss);
    assert_int_equal(count_files(&p, "plots"), 2);
    free(time);
    free(rss);
    place_free(&p);
}

static void noise_stands_above_the_plots(void **state)
{
    (void)state;
    static const char *const names[] = { "plots/time.dat", "plots/rss.dat" };
    struct place p = place_new();
    write_data(&p, &(struct fixture_options){ .noisy = true, .rounds = 6, .warm_only = true });
    for (size_t i = 0; i < COUNT(names); i++) {
        char *data = read_in(&p, names[i]);
        assert_non_null(strstr(data, "\t\"bad: governor; 2 warnings of the doctor; "
                                     "noisy: 3.1 % of the processor time was stolen"));
        free(data);
    }
    place_free(&p);
}

static void what_has_no_figure_stands_in_the_notes(void **state)
{
    (void)state;
    struct place p = place_new();
    write_data(&p, &(struct fixture_options){ .obstacles = true, .rounds = 6 });
    char *time = read_in(&p, "plots/time.dat");
    static const char *const notes[] = { "skipped", "failed", ">20 s", "not run" };
    for (size_t i = 0; i < COUNT(notes); i++) {
        char *end = text_printf("\t\"%s\"\n", notes[i]);
        const char *at = strstr(time, end);
        assert_non_null(at);
        while (at[-1] != '\n')
            at--;
        assert_memory_equal(at, "note\t", 5);
        free(end);
    }
    free(time);
    place_free(&p);
}

static size_t count_lines(const char *data, const char *start)
{
    size_t count = 0;
    for (const char *at = data; (at = strstr(at, start)); at++)
        count += at == data || at[-1] == '\n';
    return count;
}

static void a_panel_has_its_own_methods_and_states_stand_apart(void **state)
{
    (void)state;
    static const double ns[] = { 1e6, 2e6 };
    static const struct fixture_case cases[] = {
        { .workload = "find", .method = "read", .state = "cold" },
        { .workload = "find", .method = "mmap", .state = "cold" },
        { .workload = "find", .method = "mmap", .state = "warm" },
        { .workload = "count", .method = "chunk", .state = "warm" },
        { .workload = "count", .method = "read", .state = "warm", .status = CASE_FAILED },
        { .workload = "regex", .method = "read", .state = "warm", .status = CASE_SKIPPED },
    };
    struct run r = { 0 };
    struct summary s;
    struct place p = place_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fixture_case c = cases[i];
        c.dataset = "text-64MiB";
        c.wall_ns = ns;
        c.count = c.status == CASE_OK ? COUNT(ns) : 0;
        fixture_add_case(&r, &c);
    }
    assert_int_equal(summary_build(&s, &r), 0);
    assert_int_equal(plotdata_write(&r, &s, p.folder), 0);
    char *time = read_in(&p, "plots/time.dat"), *rss = read_in(&p, "plots/rss.dat");
    assert_int_equal(count_lines(time, "title\t"), 3);
    assert_int_equal(count_lines(time, "name\t"), 5);
    assert_true(strstr(time, "\"in the page cache\"") <
                strstr(time, "\"from storage (cold)\""));
    assert_int_equal(count_lines(rss, "title\t"), 2); /* find once */
    free(time);
    free(rss);
    summary_free(&s);
    run_free(&r);
    place_free(&p);
}

/* ---- the pictures ---- */

static void assert_picture(const struct place *p, const char *name, const char *start,
                           const char *end)
{
    size_t len;
    char *path = path_in(p->folder, name);
    unsigned char *data = test_read(path, &len);
    assert_true(len > strlen(start) + strlen(end));
    assert_memory_equal(data, start, strlen(start));
    assert_memory_equal(data + len - strlen(end), end, strlen(end));
    free(data);
    free(path);
}

static void assert_pictures(const struct place *p)
{
    assert_picture(p, "plots/time.svg", "<?xml", "</svg>\n\n");
    assert_picture(p, "plots/rss.svg", "<?xml", "</svg>\n\n");
    assert_picture(p, "plots/time.png", "\x89PNG", "IEND\xae\x42\x60\x82");
    assert_picture(p, "plots/rss.png", "\x89PNG", "IEND\xae\x42\x60\x82");
    assert_int_equal(count_files(p, "plots"), 6);
}

static void every_size_of_run_is_drawn(void **state)
{
    (void)state;
    static const char *const one_method[] = { "mmap", NULL };
    static const char *const two_methods[] = { "read", "mmap", NULL };
    static const char *const one_workload[] = { "random", NULL };
    static const char *const three_workloads[] = { "find", "regex", "random", NULL };
    static const struct fixture_options sizes[] = {
        { .methods = one_method, .workloads = one_workload, .rounds = 1, .warm_only = true },
        { .methods = two_methods, .workloads = three_workloads, .rounds = 6 },
        { .rounds = 6, .obstacles = true, .noisy = true, .unknown = true },
    };
    needs_gnuplot();
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct place p = place_new();
        draw(&p, &sizes[i]);
        assert_pictures(&p);
        place_free(&p);
    }
}

static void nothing_but_obstacles_is_drawn_as_well(void **state)
{
    (void)state;
    struct run r = { 0 };
    struct summary s;
    struct run_error error;
    needs_gnuplot();
    struct place p = place_new();
    fixture_add_case(&r, &(struct fixture_case){ .workload = "find",
                                                 .method = "read",
                                                 .state = "cold",
                                                 .dataset = "d",
                                                 .status = CASE_FAILED });
    assert_int_equal(summary_build(&s, &r), 0);
    assert_int_equal(plotdata_write(&r, &s, p.folder), 0);
    assert_int_equal(plots_draw(p.folder, p.scripts, &error), 0);
    assert_pictures(&p);
    summary_free(&s);
    run_free(&r);
    place_free(&p);
}

static void the_same_data_give_the_same_bytes(void **state)
{
    (void)state;
    static const char *const workloads_used[] = { "find", NULL };
    const struct fixture_options o = { .workloads = workloads_used, .rounds = 6 };
    char *first[2];
    needs_gnuplot();
    for (size_t i = 0; i < 2; i++) {
        struct place p = place_new();
        draw(&p, &o);
        first[i] = read_in(&p, "plots/time.svg");
        place_free(&p);
    }
    assert_string_equal(first[0], first[1]);
    free(first[0]);
    free(first[1]);
}

static void names_are_only_names(void **state)
{
    (void)state;
    static const char host[] = "a`touch pwned`_b\"'\\x$(touch pwned)<&>%s {/Bold q} ^2 @x";
    static const char drawn[] = "a`touch pwned`_b\"'\\x$(touch pwned)&lt;&amp;>%s {/Bold q} ^2";
    char *before = getcwd(NULL, 0);
    needs_gnuplot();
    struct place p = place_new();
    char *absolute = realpath(p.scripts, NULL);
    struct run r = fixture_run(&(struct fixture_options){ .host = host, .rounds = 6 });
    struct run_error error;
    fixture_text(r.cases[0].key.method, host);
    fixture_text(r.cases[1].key.dataset, host);
    fixture_text(r.cases[2].key.workload, "\"all\" \"quoted\"");
    assert_int_equal(chdir(p.folder), 0);
    assert_int_equal(report(&r, NULL, ".", absolute, &error), 0);
    assert_int_equal(chdir(before), 0);
    char *svg = read_in(&p, "plots/time.svg");
    assert_non_null(strstr(svg, drawn));
    assert_non_null(strstr(svg, "\"all\" \"quoted\""));
    assert_false(exists(&p, "pwned"));
    assert_false(exists(&p, "plots/pwned"));
    free(svg);
    free(absolute);
    free(before);
    run_free(&r);
    place_free(&p);
}

static void the_scripts_start_nothing(void **state)
{
    (void)state;
    static const char *const names[] = { "plots/panels.gp", "plots/tutorial.gp" };
    static const char *const dangers[] = { "`",     "\"",    "system", "eval",
                                           "load ", "shell", "$(",     "|" };
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t len;
        char *path = test_source(names[i]);
        char *script = (char *)test_read(path, &len);
        script[len] = '\0';
        for (size_t j = 0; j < COUNT(dangers); j++)
            if (strstr(script, dangers[j]))
                fail_msg("%s contains %s", names[i], dangers[j]);
        free(script);
        free(path);
    }
}

/* ---- what goes wrong ---- */

static void without_gnuplot_the_rest_is_written(void **state)
{
    (void)state;
    char *path = strdup(getenv("PATH"));
    struct place p = place_new();
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6, .warm_only = true });
    struct run_error error;
    setenv("PATH", "/nonexistent", 1);
    int result = report(&r, NULL, p.folder, p.scripts, &error);
    setenv("PATH", path, 1);
    assert_int_equal(result, -ENOENT);
    assert_non_null(strstr(error.message, "gnuplot is not installed"));
    assert_true(exists(&p, "table.md"));
    assert_int_equal(count_files(&p, "plots"), 2);
    char *table = read_in(&p, "table.md");
    assert_null(strstr(table, "time.svg"));
    free(table);
    free(path);
    run_free(&r);
    place_free(&p);
}

static void a_script_that_fails_is_told_with_its_words(void **state)
{
    (void)state;
    struct run_error error;
    needs_gnuplot();
    struct place p = place_new(), scripts = place_new();
    char *path = path_in(scripts.folder, "panels.gp");
    const char *script = "set output ARG2\nset terminal svg\nplot sin(x)\nset nonsense\n";
    test_write(path, script, strlen(script));
    write_data(&p, &(struct fixture_options){ .rounds = 1, .warm_only = true });
    assert_int_equal(plots_draw(p.folder, scripts.folder, &error), -EIO);
    assert_non_null(strstr(error.message, "panels.gp"));
    assert_non_null(strstr(error.message, "line 4"));
    assert_int_equal(count_files(&p, "plots"), 2);
    unlink(path);
    assert_int_equal(plots_draw(p.folder, scripts.folder, &error), -EIO);
    assert_non_null(strstr(error.message, "panels.gp"));
    assert_int_equal(count_files(&p, "plots"), 2);
    free(path);
    place_free(&scripts);
    place_free(&p);
}

static void a_report_leaves_its_files_and_no_others(void **state)
{
    (void)state;
    struct run_error error;
    needs_gnuplot();
    struct place p = place_new();
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6, .warm_only = true });
    assert_int_equal(report(&r, p.folder, p.folder, p.scripts, &error), 0);
    assert_pictures(&p);
    assert_int_equal(count_files(&p, "."), 2);
    char *table = read_in(&p, "table.md");
    assert_non_null(strstr(table, "\n![Time per pass](plots/time.svg)\n"));
    assert_non_null(strstr(table, "\n![Peak memory](plots/rss.svg)\n"));
    free(table);
    run_free(&r);
    place_free(&p);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;
    struct run_error error = { "" };
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6, .warm_only = true });
    assert_int_equal(report(&r, NULL, "/nonexistent/results", NULL, &error), -ENOENT);
    assert_true(error.message[0] != '\0');
    assert_null(strstr(error.message, "gnuplot"));
    run_free(&r);
}

static void a_run_without_cases_has_no_plots(void **state)
{
    (void)state;
    struct run_error error;
    struct run r = { 0 };
    struct place p = place_new();
    assert_int_equal(report(&r, NULL, p.folder, p.scripts, &error), -ENODATA);
    assert_string_equal(error.message, "nothing to plot: the run has no cases");
    assert_true(exists(&p, "table.md"));
    assert_false(exists(&p, "plots"));
    place_free(&p);
}

static void a_damaged_second_instrument_costs_nothing_else(void **state)
{
    (void)state;
    struct run_error error;
    struct place p = place_new();
    struct run r = fixture_run(&(struct fixture_options){ .rounds = 6, .warm_only = true });
    char *json = path_in(p.folder, "whole-process.json");
    test_write(json, "{", 1);
    assert_int_equal(report(&r, p.folder, p.folder, NULL, &error), -EBADMSG);
    assert_non_null(strstr(error.message, "whole-process.json"));
    assert_true(exists(&p, "table.md"));
    assert_true(exists(&p, "plots/time.dat"));
    free(json);
    run_free(&r);
    place_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_data_are_the_golden_ones),
        cmocka_unit_test(noise_stands_above_the_plots),
        cmocka_unit_test(what_has_no_figure_stands_in_the_notes),
        cmocka_unit_test(a_panel_has_its_own_methods_and_states_stand_apart),
        cmocka_unit_test(every_size_of_run_is_drawn),
        cmocka_unit_test(nothing_but_obstacles_is_drawn_as_well),
        cmocka_unit_test(the_same_data_give_the_same_bytes),
        cmocka_unit_test(names_are_only_names),
        cmocka_unit_test(the_scripts_start_nothing),
        cmocka_unit_test(without_gnuplot_the_rest_is_written),
        cmocka_unit_test(a_script_that_fails_is_told_with_its_words),
        cmocka_unit_test(a_report_leaves_its_files_and_no_others),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(a_run_without_cases_has_no_plots),
        cmocka_unit_test(a_damaged_second_instrument_costs_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
