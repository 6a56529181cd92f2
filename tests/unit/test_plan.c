/* SPDX-License-Identifier: MIT */
/* The suite files: what they say, and what is wrong in one. */
#include <errno.h>

#include "tests/unit/plan_suite.h"
#include "workload/workload.h"

/* ---- what a suite says ---- */

static void a_suite_is_read_as_it_is_written(void **state)
{
    (void)state;
    struct plan p = make_good("# a comment\n"
                              "summary  what it is for\n"
                              "rounds   7\n"
                              "sample   40\n"
                              "budget   90\n"
                              "costs full\n"
                              "\n"
                              "   \t  # an indented comment\n"
                              "text-64K\twarm,cold  find,count  read,mmap # more\n"
                              "blocks-1MiB warm random *",
                              (struct plan_request){ .seed = 3 });
    assert_string_equal(p.suite, "test");
    assert_string_equal(p.summary, "what it is for");
    assert_int_equal(p.looks.rounds[0], 7);
    assert_int_equal(p.looks.count, 1);
    assert_true(p.sample_s > 0.0399 && p.sample_s < 0.0401);
    assert_true(p.budget_s == 90);
    assert_int_equal(p.costs, PLAN_COSTS_FULL);
    assert_int_equal(p.seed, 3);
    assert_int_equal(p.dataset_count, 2);
    assert_string_equal(p.datasets[0].name, "text-64KiB");
    assert_int_equal(p.datasets[0].spec.bytes, 65536);
    assert_int_equal(p.datasets[0].spec.seed, 3);
    assert_int_equal(p.group_count, 5);
    const struct plan_group *g = find_group(&p, "count", "cold", "text-64KiB");
    assert_non_null(g);
    assert_int_equal(g->method_count, 2);
    assert_true(has_method(g, "read") && has_method(g, "mmap"));
    g = find_group(&p, "random", "warm", "blocks-1MiB");
    assert_non_null(g);
    assert_int_equal(g->method_count, own_methods());
    plan_free(&p);
    assert_int_equal(p.group_count, 0);
}

static void the_settings_have_defaults(void **state)
{
    (void)state;
    struct plan p = make_good("text-64K warm find read\n", (struct plan_request){ 0 });
    assert_memory_equal(&p.looks, &stats_looks_usual, sizeof p.looks);
    assert_true(p.sample_s > 0.029 && p.sample_s < 0.031);
    assert_true(p.budget_s == 0);
    assert_int_equal(p.costs, PLAN_COSTS_NONE);
    assert_null(p.summary);
    plan_free(&p);
}

static void methods_stand_in_the_tables_order(void **state)
{
    (void)state;
    struct plan p =
        make_good("text-1K warm find mmap,pread,read\n", (struct plan_request){ 0 });
    assert_int_equal(p.groups[0].method_count, 3);
    assert_string_equal(p.groups[0].methods[0]->name, "read");
    assert_string_equal(p.groups[0].methods[1]->name, "pread");
    assert_string_equal(p.groups[0].methods[2]->name, "mmap");
    plan_free(&p);
}

/* "mmap" is not "mmap-populate". */
static void names_are_taken_whole(void **state)
{
    (void)state;
    struct plan p = make_good("text-1K warm seek-find mmap-populate\n"
                              "text-1K warm replace-durable mmap\n",
                              (struct plan_request){ 0 });
    assert_int_equal(p.group_count, 2);
    assert_int_equal(case_count(&p), 2);
    assert_true(has_method(find_group(&p, "seek-find", "warm", "text-1KiB"), "mmap-populate"));
    assert_true(has_method(find_group(&p, "replace-durable", "warm", "text-1KiB"), "mmap"));
    plan_free(&p);
}

static void settings_may_be_indented_and_commented(void **state)
{
    (void)state;
    struct plan p = make_good("  rounds 9\n"
                              "sample 50   # ms\n"
                              "text-1K warm find read\n",
                              (struct plan_request){ 0 });
    assert_int_equal(p.looks.rounds[0], 9);
    assert_int_equal(p.looks.count, 1);
    assert_true(p.sample_s > 0.049 && p.sample_s < 0.051);
    plan_free(&p);
}

static void the_same_group_twice_is_one(void **state)
{
    (void)state;
    struct plan p = make_good("text-64K    warm,warm find,find read,read\n"
                              "text-64KiB  warm      find      read\n"
                              "text-65536B warm      find      read\n",
                              (struct plan_request){ 0 });
    assert_int_equal(p.dataset_count, 1);
    assert_int_equal(p.group_count, 1);
    assert_int_equal(p.groups[0].method_count, 1);
    plan_free(&p);
}

/* Nothing that a suite names is silently absent. */
static void a_second_line_about_a_group_adds_its_methods(void **state)
{
    (void)state;
    struct plan p = make_good("text-64K warm find read\n"
                              "text-64K warm find mmap\n",
                              (struct plan_request){ 0 });
    assert_int_equal(case_count(&p), 2);
    plan_free(&p);
}

static bool has_workload(const struct plan *p, const struct workload *w)
{
    for (size_t i = 0; i < p->group_count; i++)
        if (p->groups[i].workload == w)
            return true;
    return false;
}

/* What the methods are compared with is there. Counts the suites that a workload is in. */
static void check_suite(const char *name, unsigned *suites_of)
{
    char *relative = NULL, *path;
    struct plan p;
    struct plan_error error;
    assert_true(asprintf(&relative, "bench/suites/%s.suite", name) > 0);
    path = test_source(relative);
    struct plan_request request = { .suite_path = path, .suite_name = name, .seed = 1 };
    if (plan_make(&p, &request, &error) != 0)
        fail_msg("%s", error.message);
    assert_true(p.looks.rounds[p.looks.count - 1] >= 6);
    assert_non_null(p.summary);
    for (size_t w = 0; workloads[w]; w++)
        suites_of[w] += has_workload(&p, workloads[w]);
    for (size_t i = 0; i < p.group_count; i++) {
        const struct plan_group *g = &p.groups[i];
        assert_true(has_method(g, g->workload->baseline));
        for (size_t m = 0; m < g->method_count && strcmp(name, "cases") == 0; m++)
            if (workload_refuses(g->workload, g->methods[m]))
                fail_msg("%s/%s", g->workload->name, g->methods[m]->name);
    }
    plan_free(&p);
    free(path);
    free(relative);
}

/* What is named without --suite is looked up there. */
static void every_workload_has_its_usual_cases(void **state)
{
    (void)state;
    unsigned suites_of[64] = { 0 };
    check_suite("cases", suites_of);
    for (size_t w = 0; workloads[w]; w++)
        if (suites_of[w] == 0)
            fail_msg("%s has none", workloads[w]->name);
}

/* A file of any size: short, both families, warm and cold, and nothing that takes its size in
   memory. */
static void the_suite_of_ones_own_file_is_short(void **state)
{
    (void)state;
    char *path = test_source("bench/suites/own.suite");
    struct plan p;
    struct plan_error error;
    bool is_cold = false;
    const struct plan_request request = { .suite_path = path,
                                          .suite_name = "own",
                                          .file = "/f" };
    if (plan_make(&p, &request, &error) != 0)
        fail_msg("%s", error.message);
    assert_in_range(case_count(&p), 20, 24);
    for (size_t i = 0; i < p.group_count; i++) {
        const struct plan_group *g = &p.groups[i];
        assert_true(has_method(g, "mmap") &&
                    (has_method(g, "chunk") || has_method(g, "pread")));
        assert_false(has_method(g, "read") || g->workload->flags & WORKLOAD_WRITES);
        is_cold |= strcmp(g->state->name, "cold") == 0;
    }
    assert_true(is_cold);
    plan_free(&p);
    free(path);
}

static void the_suites_are_sound(void **state)
{
    (void)state;
    unsigned suites_of[64] = { 0 };
    assert_true(workload_count_all() <= 64);
    check_suite("quick", suites_of);
    check_suite("default", suites_of);
    check_suite("full", suites_of);
    for (size_t w = 0; w < 8; w++) /* the workloads of the main question */
        assert_int_equal(suites_of[w], 3);
    check_suite("techniques", suites_of);
    check_suite("allocation", suites_of);
    check_suite("sharing", suites_of);
    for (size_t w = 0; workloads[w]; w++)
        if (suites_of[w] == 0)
            fail_msg("%s is in no suite", workloads[w]->name);
}

/* Its points are of two methods, for it has many: one of either family that does the work. */
static void the_suite_of_curves_has_two_sides(void **state)
{
    (void)state;
    char *path = test_source("bench/suites/curves.suite");
    struct plan p;
    struct plan_error error;
    if (plan_make(&p, &(struct plan_request){ .suite_path = path, .suite_name = "curves" },
                  &error) != 0)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < p.group_count; i++) {
        bool has[METHOD_FAMILY_PYTHON + 1] = { false };
        for (size_t m = 0; m < p.groups[i].method_count; m++) {
            assert_false(workload_refuses(p.groups[i].workload, p.groups[i].methods[m]));
            has[p.groups[i].methods[m]->family] = true;
        }
        assert_true(has[METHOD_FAMILY_READ] && has[METHOD_FAMILY_MMAP]);
    }
    plan_free(&p);
    free(path);
}

/* ---- parameters ---- */

static void check_case(const struct plan *p, size_t group, size_t i, const char *name)
{
    char text[CASE_TEXT_MAX];
    struct case_key k = plan_case_key(p, &p->groups[group], i);
    assert_string_equal(case_key_name(&k, text), name);
}

static void a_line_may_name_parameters(void **state)
{
    (void)state;
    struct plan p = make_good(
        "blocks-1M warm random,random/blocks:64 mmap,chunk/buffer:1M,chunk/buffer:4K\n"
        "blocks-1M warm random chunk,chunk/buffer:4K\n",
        (struct plan_request){ 0 });
    assert_int_equal(p.group_count, 2);
    assert_int_equal(case_count(&p), 4 + 3);
    check_case(&p, 0, 0, "random/chunk/warm"); /* of the second line */
    check_case(&p, 0, 1, "random/chunk/warm/buffer:4KiB");
    check_case(&p, 0, 2, "random/chunk/warm/buffer:1MiB");
    check_case(&p, 0, 3, "random/mmap/warm");
    check_case(&p, 1, 0, "random/chunk/warm/blocks:64/buffer:4KiB");
    plan_free(&p);
}

static void a_line_may_name_sizes_and_several_data_sets(void **state)
{
    (void)state;
    struct plan p = make_good("text-last-4KiB..100K,blocks-1M warm full-read chunk,mmap\n",
                              (struct plan_request){ 0 });
    assert_int_equal(p.dataset_count, 5);
    static const char *const names[] = { "text-last-4KiB", "text-last-16KiB", "text-last-64KiB",
                                         "text-last-100KiB", "blocks-1MiB" };
    for (size_t i = 0; i < 5; i++) {
        const struct plan_group *g = find_group(&p, "full-read", "warm", names[i]);
        assert_true(has_method(g, "chunk") && has_method(g, "mmap"));
    }
    plan_free(&p);
}

/* Each data set's groups go, and nobody else's. */
static void a_data_set_may_be_left_out(void **state)
{
    (void)state;
    struct plan p =
        make_good("text-4KiB..64KiB warm full-read,find mmap\n", (struct plan_request){ 0 });
    assert_int_equal(p.group_count, 6);
    plan_drop_dataset(&p, 1);
    assert_int_equal(p.group_count, 4);
    assert_null(find_group(&p, "find", "warm", "text-16KiB"));
    assert_non_null(find_group(&p, "find", "warm", "text-4KiB"));
    assert_non_null(find_group(&p, "full-read", "warm", "text-64KiB"));
    plan_free(&p);
}

static void what_was_asked_for_stands(void **state)
{
    (void)state;
    struct plan p = make_good(
        "blocks-1M warm random,random/blocks:64 chunk,chunk/buffer:1M,chunk/buffer:4K\n",
        (struct plan_request){ .asked = { .buffer_bytes = 8192, .blocks = 7 } });
    assert_int_equal(p.group_count, 1);
    assert_int_equal(case_count(&p), 1);
    check_case(&p, 0, 0, "random/chunk/warm/blocks:7/buffer:8KiB");
    plan_free(&p);
}

/* ---- what is wrong in one ---- */

static void check_bad(const char *text, unsigned line, const char *what)
{
    struct plan untouched = { .seed = 77 }, p = untouched;
    struct plan_error error;
    char place[64];
    assert_int_equal(make(&p, text, (struct plan_request){ 0 }, &error), -EBADMSG);
    snprintf(place, sizeof place, "line %u: ", line);
    if (!strstr(error.message, place) || !strstr(error.message, what) ||
        !strstr(error.message, suite_path) || strchr(error.message, '\n'))
        fail_msg("the message is: %s", error.message);
    assert_memory_equal(&p, &untouched, sizeof p);
}

static void an_error_names_its_line(void **state)
{
    (void)state;
    check_bad("text-1K wram find read\n", 1, "unknown state 'wram'");
    check_bad("\n# two\ntext-1K warm fnd read\n", 3, "unknown workload 'fnd'");
    check_bad("text-1K warm find read\ntext-1K warm find read,mmmap\n", 2,
              "unknown method 'mmmap'");
    check_bad("text-1K warm find read,,mmap\n", 1, "unknown method ''");
    check_bad("text-1K warm find chunk/buffer:big\n", 1, "'buffer:big' are no parameters");
    check_bad("text-1K warm find/depth:4 read\n", 1, "'depth:4' are no parameters");
    check_bad("text-1K warm find\n", 1, "a group is");
    check_bad("text-1K warm\n", 1, "a group is");
    check_bad("text-1K\n", 1, "a group is");
    check_bad("text-1K warm find read 1 extra\n", 1, "a group is");
    check_bad("text-1K warm find read extra\n", 1, "from 1 to 1024, not 'extra'");
    check_bad("text-1K warm find read 1,0\n", 1, "from 1 to 1024, not '0'");
    check_bad("text-1K warm find read 1025\n", 1, "from 1 to 1024, not '1025'");
    check_bad("text-1K warm find read 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\n", 1,
              "more than 16 numbers of threads");
    check_bad("summary x\ntext warm find read\n", 2, "'text' is no data set");
    check_bad("text-1X warm find read\n", 1, "'text-1X' is no data set");
    check_bad("prose-1K warm find read\n", 1, "'prose-1K' is no data set");
    check_bad("text-far-1K warm find read\n", 1, "'text-far-1K' is no data set");
    check_bad("text-1M..1K warm find read\n", 1, "'text-1M..1K' is no data set");
    check_bad("text-1K,text-1X warm find read\n", 1, "'text-1X' is no data set");
    check_bad("text-1K, warm find read\n", 1, "'' is no data set");
}

static void a_setting_out_of_range_names_its_line(void **state)
{
    (void)state;
    check_bad("rounds\n", 1, "rounds wants");
    check_bad("rounds 0\n", 1, "not '0'");
    check_bad("rounds -3\n", 1, "not '-3'");
    check_bad("rounds many\n", 1, "not 'many'");
    check_bad("rounds 1000001\n", 1, "rounds wants");
    check_bad("sample 0\n", 1, "sample wants");
    check_bad("budget none\n", 1, "budget wants");
    check_bad("costs all\n", 1, "costs are short or full, not 'all'");
    check_bad("rounds# 20\n", 1, "rounds wants"); /* a comment says nothing */
}

/* Both must fail, and say why in one line. */
static void check_unreadable(const char *path, int expected)
{
    struct plan untouched = { .seed = 77 }, p = untouched;
    struct plan_error error = { "" };
    struct plan_request request = { .suite_path = path, .suite_name = "test" };
    assert_int_equal(plan_make(&p, &request, &error), expected);
    assert_memory_equal(&p, &untouched, sizeof p);
    if (!strstr(error.message, path))
        fail_msg("the message is: '%s'", error.message);
}

static void a_missing_suite_is_named(void **state)
{
    (void)state;
    check_unreadable("/no/such.suite", -ENOENT);
}

static void a_folder_is_no_suite(void **state)
{
    (void)state;
    struct plan p;
    struct plan_error error = { "" };
    struct plan_request request = { .suite_path = folder, .suite_name = "test" };
    assert_true(plan_make(&p, &request, &error) < 0);
    assert_non_null(strstr(error.message, folder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_suite_is_read_as_it_is_written),
        cmocka_unit_test(the_settings_have_defaults),
        cmocka_unit_test(methods_stand_in_the_tables_order),
        cmocka_unit_test(names_are_taken_whole),
        cmocka_unit_test(settings_may_be_indented_and_commented),
        cmocka_unit_test(the_same_group_twice_is_one),
        cmocka_unit_test(a_second_line_about_a_group_adds_its_methods),
        cmocka_unit_test(the_suites_are_sound),
        cmocka_unit_test(the_suite_of_ones_own_file_is_short),
        cmocka_unit_test(every_workload_has_its_usual_cases),
        cmocka_unit_test(the_suite_of_curves_has_two_sides),
        cmocka_unit_test(a_line_may_name_parameters),
        cmocka_unit_test(a_line_may_name_sizes_and_several_data_sets),
        cmocka_unit_test(a_data_set_may_be_left_out),
        cmocka_unit_test(what_was_asked_for_stands),
        cmocka_unit_test(an_error_names_its_line),
        cmocka_unit_test(a_setting_out_of_range_names_its_line),
        cmocka_unit_test(a_missing_suite_is_named),
        cmocka_unit_test(a_folder_is_no_suite),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
