/* SPDX-License-Identifier: MIT */
/* What narrows a suite. */
#include <errno.h>

#include "tests/unit/plan_suite.h"
#include "workload/workload.h"

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
    assert_int_equal(p.looks.rounds[0], 3);
    assert_int_equal(p.looks.count, 1);
    plan_free(&p);
}

static void what_is_named_may_take_the_suites_place(void **state)
{
    (void)state;
    static const char suite[] = "text-64K  warm,cold find   read,mmap\n"
                                "blocks-1M warm      random pread,mmap\n";
    const struct workload *w[] = { workload_find_by_name("random"), NULL };
    const struct method *m[] = { method_find("seek"), method_find("python-pread"), NULL };
    const struct state *s[] = { state_find("limited"), state_find("hot"), NULL };
    struct plan p = make_good(
        suite,
        (struct plan_request){ .workloads = w, .methods = m, .states = s, .defines = true });
    assert_int_equal(p.group_count, 2);
    assert_int_equal(case_count(&p), 4);
    const struct plan_group *g = find_group(&p, "random", "limited", "blocks-1MiB");
    assert_true(g && has_method(g, "seek") && has_method(g, "python-pread"));
    assert_non_null(find_group(&p, "random", "hot", "blocks-1MiB"));
    plan_free(&p);
    p = make_good(suite, (struct plan_request){ .workloads = w, .defines = true });
    assert_int_equal(case_count(&p), 2); /* what is not named is the suite's */
    assert_non_null(find_group(&p, "random", "warm", "blocks-1MiB"));
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
    struct plan untouched = { .seed = 77 }, p = untouched;
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

/* A search cannot be shared; one thread alone is what nobody asked about. */
static void threads_make_groups_of_their_own(void **state)
{
    (void)state;
    static const char suite[] = "blocks-1M warm random,find pread,mmap\n";
    const uint64_t threads[] = { 1, 4, 4 };
    struct plan_error error;
    struct plan p =
        make_good(suite, (struct plan_request){ .threads = threads, .thread_count = 3 });
    assert_int_equal(p.group_count, 3);
    assert_int_equal(case_count(&p), 6);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(p.groups[i].key.threads, i == 2 ? 4 : 1);
    assert_string_equal(p.groups[2].workload->name, "random");
    plan_free(&p);
    p = make_good("blocks-1M warm random pread,mmap 2,4\n",
                  (struct plan_request){ .threads = threads, .thread_count = 1 });
    assert_int_equal(p.group_count, 1); /* the suite's give way */
    assert_int_equal(p.groups[0].key.threads, 1);
    plan_free(&p);
    p = make_good("blocks-1M warm random seek\nblocks-1M warm random pread,mmap 2,4\n",
                  (struct plan_request){ 0 });
    assert_int_equal(p.group_count, 3);
    assert_int_equal(p.groups[1].key.threads, 2);
    assert_int_equal(p.groups[2].key.threads, 4);
    plan_free(&p);
    p = make_good(suite, (struct plan_request){ 0 });
    assert_int_equal(p.group_count, 2);
    assert_int_equal(p.groups[0].key.threads, 1);
    assert_int_equal(p.groups[1].key.threads, 1);
    plan_free(&p);
    assert_int_equal(make(&p, "text-1K warm find read\n",
                          (struct plan_request){ .threads = &threads[1], .thread_count = 1 },
                          &error),
                     -ENODATA);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters_narrow_every_axis),
        cmocka_unit_test(what_is_named_may_take_the_suites_place),
        cmocka_unit_test(data_sets_without_a_case_are_left_out),
        cmocka_unit_test(empty_filters_take_everything),
        cmocka_unit_test(programs_are_measured_only_where_they_are_named),
        cmocka_unit_test(nothing_left_is_an_error),
        cmocka_unit_test(sizes_replace_the_suites),
        cmocka_unit_test(threads_make_groups_of_their_own),
        cmocka_unit_test(a_file_replaces_every_data_set),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
