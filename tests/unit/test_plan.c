/* SPDX-License-Identifier: MIT */
/* The suite files, what narrows them, and the order of rounds. */
#include <errno.h>

#include "method/method.h"
#include "run/plan.h"
#include "tests/source.h"
#include "workload/workload.h"

static char *folder, *suite_path;

static int group_setup(void **state)
{
    (void)state;
    folder = test_folder();
    return asprintf(&suite_path, "%s/test.suite", folder) > 0 ? 0 : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    unlink(suite_path);
    int r = rmdir(folder);
    free(folder);
    free(suite_path);
    return r;
}

/* Makes a plan of a suite of that text. */
static int make(struct plan *ret, const char *text, struct plan_request request,
                struct plan_error *error)
{
    test_write(suite_path, text, strlen(text));
    request.suite_path = suite_path;
    request.suite_name = "test";
    error->message[0] = '\0';
    return plan_make(ret, &request, error);
}

static struct plan make_good(const char *text, struct plan_request request)
{
    struct plan plan;
    struct plan_error error;
    int r = make(&plan, text, request, &error);
    if (r != 0)
        fail_msg("%s", error.message);
    return plan;
}

/* Those that '*' stands for. */
static size_t own_methods(void)
{
    size_t count = 0;
    for (size_t i = 0; methods[i]; i++)
        count += methods[i]->next != NULL;
    return count;
}

static size_t case_count(const struct plan *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->group_count; i++)
        count += p->groups[i].method_count;
    return count;
}

static const struct plan_group *find_group(const struct plan *p, const char *workload,
                                           const char *state, const char *dataset)
{
    for (size_t i = 0; i < p->group_count; i++) {
        const struct plan_group *g = &p->groups[i];
        if (strcmp(g->workload->name, workload) == 0 && strcmp(g->state->name, state) == 0 &&
            strcmp(p->datasets[g->dataset].name, dataset) == 0)
            return g;
    }
    return NULL;
}

static bool has_method(const struct plan_group *g, const char *name)
{
    for (size_t i = 0; g && i < g->method_count; i++)
        if (strcmp(g->methods[i]->name, name) == 0)
            return true;
    return false;
}

/* ---- what a suite says ---- */

static void a_suite_is_read_as_it_is_written(void **state)
{
    (void)state;
    struct plan p = make_good("# a comment\n"
                              "summary  what it is for\n"
                              "rounds   7\n"
                              "sample   40\n"
                              "budget   90\n"
                              "\n"
                              "   \t  # an indented comment\n"
                              "text-64K\twarm,cold  find,count  read,mmap # more\n"
                              "blocks-1MiB warm random *",
                              (struct plan_request){ .seed = 3 });
    assert_string_equal(p.suite, "test");
    assert_string_equal(p.summary, "what it is for");
    assert_int_equal(p.rounds, 7);
    assert_true(p.sample_s > 0.0399 && p.sample_s < 0.0401);
    assert_true(p.budget_s == 90);
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
    assert_int_equal(p.rounds, 20);
    assert_true(p.sample_s > 0.029 && p.sample_s < 0.031);
    assert_true(p.budget_s == 0);
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
    assert_int_equal(p.rounds, 9);
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
    assert_true(p.rounds >= 6);
    assert_non_null(p.summary);
    for (size_t w = 0; workloads[w]; w++)
        suites_of[w] += has_workload(&p, workloads[w]);
    for (size_t i = 0; i < p.group_count; i++)
        assert_true(has_method(&p.groups[i], p.groups[i].workload->baseline));
    plan_free(&p);
    free(path);
    free(relative);
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
    for (size_t w = 0; workloads[w]; w++)
        if (suites_of[w] == 0)
            fail_msg("%s is in no suite", workloads[w]->name);
}

/* ---- what is wrong in one ---- */

static void check_bad(const char *text, unsigned line, const char *what)
{
    struct plan untouched = { .rounds = 77 }, p = untouched;
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
    check_bad("text-1K warm find\n", 1, "a group is");
    check_bad("text-1K warm\n", 1, "a group is");
    check_bad("text-1K\n", 1, "a group is");
    check_bad("text-1K warm find read extra\n", 1, "a group is");
    check_bad("summary x\ntext warm find read\n", 2, "'text' is no data set");
    check_bad("text-1X warm find read\n", 1, "'text-1X' is no data set");
    check_bad("prose-1K warm find read\n", 1, "'prose-1K' is no data set");
    check_bad("text-far-1K warm find read\n", 1, "'text-far-1K' is no data set");
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
    check_bad("rounds# 20\n", 1, "rounds wants"); /* a comment says nothing */
}

/* Both must fail, and say why in one line. */
static void check_unreadable(const char *path, int expected)
{
    struct plan untouched = { .rounds = 77 }, p = untouched;
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

/* ---- what narrows a suite ---- */

static const char wide[] = "text-64K  warm,cold  full-read,find,count  *\n"
                           "blocks-1M warm,cold  random               *\n";

static void filters_narrow_every_axis(void **state)
{
    (void)state;
    const struct workload *w[] = { workload_find_by_name("find"),
                                   workload_find_by_name("random"), NULL };
    const struct method *m[] = { method_find("mmap"), method_find("pread"), NULL };
    const struct state *s[] = { state_find("cold"), NULL };
    struct plan p = make_good(
        wide, (struct plan_request){ .workloads = w, .methods = m, .states = s, .rounds = 3 });
    assert_int_equal(p.group_count, 2);
    assert_int_equal(case_count(&p), 4);
    assert_non_null(find_group(&p, "find", "cold", "text-64KiB"));
    assert_non_null(find_group(&p, "random", "cold", "blocks-1MiB"));
    assert_int_equal(p.rounds, 3);
    plan_free(&p);
}

/* Generating and checking them would take its time. */
static void data_sets_without_a_case_are_left_out(void **state)
{
    (void)state;
    const struct workload *w[] = { workload_find_by_name("random"), NULL };
    struct plan p = make_good(wide, (struct plan_request){ .workloads = w });
    assert_int_equal(p.dataset_count, 1);
    assert_string_equal(p.datasets[0].name, "blocks-1MiB");
    plan_free(&p);
}

static void empty_filters_take_everything(void **state)
{
    (void)state;
    const struct workload *w[] = { NULL };
    const struct method *m[] = { NULL };
    const struct state *s[] = { NULL };
    struct plan p =
        make_good(wide, (struct plan_request){ .workloads = w, .methods = m, .states = s });
    assert_int_equal(case_count(&p), 8 * own_methods());
    plan_free(&p);
}

/* '*' draws them in where they are asked for; a list says so itself. */
static void programs_are_measured_only_where_they_are_named(void **state)
{
    (void)state;
    const struct method *m[] = { method_find("mmap"), method_find("python-mmap"), NULL };
    struct plan p = make_good(wide, (struct plan_request){ .methods = m });
    const struct plan_group *g = find_group(&p, "find", "warm", "text-64KiB");
    assert_non_null(g);
    assert_int_equal(g->method_count, 2);
    assert_true(has_method(g, "mmap") && has_method(g, "python-mmap"));
    plan_free(&p);

    p = make_good("text-64K warm find mmap,python-mmap\n", (struct plan_request){ 0 });
    assert_int_equal(case_count(&p), 2);
    assert_true(has_method(&p.groups[0], "python-mmap"));
    plan_free(&p);
}

static void nothing_left_is_an_error(void **state)
{
    (void)state;
    const struct method *m[] = { method_find("mmap"), NULL };
    struct plan untouched = { .rounds = 77 }, p = untouched;
    struct plan_error error;
    assert_int_equal(
        make(&p, "text-1K warm find read\n", (struct plan_request){ .methods = m }, &error),
        -ENODATA);
    assert_non_null(strstr(error.message, "no case"));
    assert_int_equal(make(&p, "# nothing\n", (struct plan_request){ 0 }, &error), -ENODATA);
    assert_memory_equal(&p, &untouched, sizeof p);
}

static void sizes_replace_the_suites(void **state)
{
    (void)state;
    const uint64_t sizes[] = { 4096, 2400000 };
    struct plan p = make_good("text-1M      warm find read\n"
                              "text-8M      warm find read\n"
                              "text-last-1M warm find read\n",
                              (struct plan_request){ .sizes = sizes, .size_count = 2 });
    assert_int_equal(p.dataset_count, 4);
    assert_int_equal(p.group_count, 4);
    assert_non_null(find_group(&p, "find", "warm", "text-4KiB"));
    assert_non_null(find_group(&p, "find", "warm", "text-2400000"));
    assert_non_null(find_group(&p, "find", "warm", "text-last-4KiB"));
    assert_non_null(find_group(&p, "find", "warm", "text-last-2400000"));
    plan_free(&p);
}

static void a_file_replaces_every_data_set(void **state)
{
    (void)state;
    struct plan p =
        make_good("text-1M   warm find   read\n"
                  "text-8M   warm find   read\n"
                  "blocks-1M warm random seek\n",
                  (struct plan_request){ .file = "/some/where/mine.log", .seed = 9 });
    assert_int_equal(p.dataset_count, 1);
    assert_string_equal(p.datasets[0].name, "mine.log");
    assert_string_equal(p.datasets[0].path, "/some/where/mine.log");
    assert_null(p.datasets[0].kind);
    assert_int_equal(p.datasets[0].spec.seed, 9);
    assert_int_equal(p.group_count, 2);
    plan_free(&p);
}

/* ---- the order ---- */

enum { COUNT_MAX = 20 };

static void every_order_is_a_permutation(void **state)
{
    (void)state;
    for (size_t count = 0; count <= COUNT_MAX; count++)
        for (unsigned round = 0; round < 30; round++) {
            size_t order[COUNT_MAX + 1];
            unsigned seen[COUNT_MAX + 1] = { 0 };
            order[count] = 4711;
            plan_order(5, round, count, order);
            assert_int_equal(order[count], 4711);
            for (size_t i = 0; i < count; i++) {
                assert_true(order[i] < count);
                seen[order[i]]++;
            }
            for (size_t i = 0; i < count; i++)
                assert_int_equal(seen[i], 1);
        }
}

static void odd_rounds_mirror_the_even_ones(void **state)
{
    (void)state;
    for (size_t count = 1; count <= COUNT_MAX; count++)
        for (unsigned round = 0; round < 30; round += 2) {
            size_t even[COUNT_MAX], odd[COUNT_MAX];
            plan_order(11, round, count, even);
            plan_order(11, round + 1, count, odd);
            for (size_t i = 0; i < count; i++)
                assert_int_equal(odd[i], even[count - 1 - i]);
        }
}

static void two_methods_go_abba(void **state)
{
    (void)state;
    unsigned begins[2] = { 0 };
    for (unsigned round = 0; round < 40; round += 2) {
        size_t even[2], odd[2];
        plan_order(1, round, 2, even);
        plan_order(1, round + 1, 2, odd);
        assert_int_equal(even[0], odd[1]);
        assert_int_equal(even[1], odd[0]);
        begins[even[0]]++;
    }
    assert_true(begins[0] > 0 && begins[1] > 0); /* AB and BA both begin a pair */
}

static bool same_order(uint64_t seed_a, unsigned round_a, uint64_t seed_b, unsigned round_b)
{
    size_t a[COUNT_MAX], b[COUNT_MAX];
    plan_order(seed_a, round_a, COUNT_MAX, a);
    plan_order(seed_b, round_b, COUNT_MAX, b);
    return memcmp(a, b, sizeof a) == 0;
}

static void pairs_are_shuffled_differently(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 20; a += 2)
        for (unsigned b = a + 2; b < 20; b += 2)
            assert_false(same_order(1, a, 1, b));
}

static void the_seed_decides_the_order(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 10; round++) {
        assert_true(same_order(1, round, 1, round));
        for (uint64_t seed = 2; seed < 10; seed++)
            assert_false(same_order(1, round, seed, round));
    }
}

/* No place in the round belongs to one method. */
static void every_case_comes_to_every_place(void **state)
{
    (void)state;
    unsigned at[5][5] = { 0 };
    for (unsigned round = 0; round < 400; round++) {
        size_t order[5];
        plan_order(1, round, 5, order);
        for (size_t i = 0; i < 5; i++)
            at[i][order[i]]++;
    }
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            assert_in_range(at[i][j], 40, 120); /* 80 on average */
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
        cmocka_unit_test(an_error_names_its_line),
        cmocka_unit_test(a_setting_out_of_range_names_its_line),
        cmocka_unit_test(a_missing_suite_is_named),
        cmocka_unit_test(a_folder_is_no_suite),
        cmocka_unit_test(filters_narrow_every_axis),
        cmocka_unit_test(data_sets_without_a_case_are_left_out),
        cmocka_unit_test(empty_filters_take_everything),
        cmocka_unit_test(programs_are_measured_only_where_they_are_named),
        cmocka_unit_test(nothing_left_is_an_error),
        cmocka_unit_test(sizes_replace_the_suites),
        cmocka_unit_test(a_file_replaces_every_data_set),
        cmocka_unit_test(every_order_is_a_permutation),
        cmocka_unit_test(odd_rounds_mirror_the_even_ones),
        cmocka_unit_test(two_methods_go_abba),
        cmocka_unit_test(pairs_are_shuffled_differently),
        cmocka_unit_test(the_seed_decides_the_order),
        cmocka_unit_test(every_case_comes_to_every_place),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
