/* SPDX-License-Identifier: MIT */
/* What is measured to try out published figures. */
#include <errno.h>
#include <math.h>

#include "tests/unit/tutorial_fixture.h"
#include "tutorial/plan.h"

static const struct plan_group *find_group(const struct plan *p, const char *workload,
                                           const char *dataset, const char *state)
{
    for (size_t i = 0; i < p->group_count; i++)
        if (strcmp(p->groups[i].workload->name, workload) == 0 &&
            strcmp(p->groups[i].state->name, state) == 0 &&
            strcmp(p->datasets[p->groups[i].dataset].name, dataset) == 0)
            return &p->groups[i];
    return NULL;
}

static bool measures(const struct plan_group *g, const char *method)
{
    for (size_t i = 0; i < g->method_count; i++)
        if (strcmp(g->methods[i]->name, method) == 0)
            return true;
    return false;
}

static struct plan plan_of(const struct published *p, bool small)
{
    struct plan plan;
    struct plan_error error;
    struct tutorial_request request = { .small = small, .seed = 1 };
    if (tutorial_plan(&plan, p, &request, &error) != 0)
        fail_msg("%s", error.message);
    return plan;
}

static void the_plan_has_the_cases_that_are_named(void **state)
{
    (void)state;
    struct published p = tutorial_read_good();
    struct plan plan = plan_of(&p, false);
    const struct plan_group *g = &plan.groups[0];
    assert_string_equal(plan.suite, "tutorial");
    assert_int_equal(plan.group_count, 1); /* four rows about the same cases */
    assert_int_equal(g->method_count, 4);  /* snakes are not in this version */
    assert_true(measures(g, "read") && measures(g, "mmap"));
    assert_true(measures(g, "mmap-random"));
    assert_true(measures(g, "chunk")); /* of the ablation */
    assert_string_equal(plan.datasets[0].name, "text-64MiB");
    plan_free(&plan);
    plan = plan_of(&p, true);
    assert_string_equal(plan.suite, "tutorial-small");
    assert_string_equal(plan.datasets[0].name, "text-1MiB");
    plan_free(&plan);
    published_free(&p);
}

static void our_plan_has_the_numbers_of_the_sources(void **state)
{
    (void)state;
    struct published p = tutorial_read_ours();
    struct plan plan = plan_of(&p, false);
    const struct plan_group *g = find_group(&plan, "random", "blocks-4GiB", "warm");
    assert_non_null(g);
    assert_int_equal(g->key.blocks, 100000);
    assert_true(measures(g, "seek") && measures(g, "pread") && measures(g, "mmap"));
    assert_true(measures(g, "mmap-random") && measures(g, "read"));
    struct tutorial_needs needs = tutorial_needs(&plan);
    assert_true(needs.memory_bytes == 2 * 4294967296.0);
    assert_true(needs.warm_bytes == 4294967296.0);
    assert_true(needs.disk_bytes > 4294967296.0 && needs.disk_bytes < 7e9);
    assert_non_null(find_group(&plan, "find", "text-2400000", "warm"));
    assert_int_equal(g->key.threads, 1);
    g = find_group(&plan, "random", "blocks-64MiB", "warm");
    assert_non_null(g);
    assert_int_equal(g->key.threads, 4); /* of 8 is the next */
    assert_int_equal(g[1].key.threads, 8);
    assert_string_equal(g[1].workload->name, "random");
    plan_free(&plan);
    plan = plan_of(&p, true);
    g = find_group(&plan, "random", "blocks-1GiB", "warm");
    assert_non_null(g);
    assert_int_equal(g->key.blocks, 25000);
    assert_true(measures(g, "seek") && measures(g, "mmap") && !measures(g, "read"));
    g = find_group(&plan, "random", "blocks-64MiB", "warm");
    assert_non_null(g);
    assert_true(measures(g, "read") && measures(g, "mmap"));
    plan_free(&plan);
    published_free(&p);
}

/* The share of the file's blocks that are drawn is that of 100,000 of 4 GiB. */
static void check_density(const struct published_data *d)
{
    struct dataset parsed;
    assert_int_equal(dataset_parse(&parsed, d->dataset, 1), 0);
    double wanted = 100000.0 / (4294967296.0 / GEN_BLOCK_BYTES);
    double drawn = (double)d->draws / ((double)parsed.spec.bytes / GEN_BLOCK_BYTES);
    if (fabs(drawn / wanted - 1) > 0.001)
        fail_msg("%g of %s", (double)d->draws, d->dataset);
}

static void blocks_are_drawn_at_the_sources_density(void **state)
{
    (void)state;
    struct published p = tutorial_read_ours();
    size_t checked = 0;
    assert_true(published_keep(&p, "deep-dive"));
    for (size_t i = 0; i < p.sources[0].table_count; i++)
        for (size_t k = 0; k < p.sources[0].tables[i].row_count; k++) {
            const struct published_row *row = &p.sources[0].tables[i].rows[k];
            if (row->missing || strcmp(row->workload, "random") != 0)
                continue;
            check_density(&row->full);
            check_density(&row->small);
            checked++;
        }
    assert_int_equal(checked, 10);
    published_free(&p);
}

static void a_source_alone_has_its_own_plan(void **state)
{
    (void)state;
    struct published p = tutorial_read_ours();
    struct plan plan;
    struct plan_error error;
    struct tutorial_request request = { .seed = 1, .source = "real-python" };
    assert_true(published_keep(&p, request.source));
    assert_int_equal(tutorial_plan(&plan, &p, &request, &error), 0);
    assert_string_equal(plan.suite, "tutorial-real-python");
    assert_true(plan.budget_s < 30);
    const struct plan_group *g = find_group(&plan, "regex", "text-2400000", "warm");
    assert_non_null(g);
    assert_true(measures(g, "python-published-read") && measures(g, "python-published-mmap"));
    assert_true(measures(g, "python-text-unicode")); /* a step between the two */
    assert_null(find_group(&plan, "random", "blocks-4GiB", "warm"));
    plan_free(&plan);
    published_free(&p);
}

static const struct published_table *find_table(const struct published *p, const char *title)
{
    for (size_t i = 0; i < p->source_count; i++)
        for (size_t k = 0; k < p->sources[i].table_count; k++)
            if (strcmp(p->sources[i].tables[k].title, title) == 0)
                return &p->sources[i].tables[k];
    fail_msg("there is no table '%s'", title);
    return NULL;
}

static const struct plan_group *check_row(const struct plan *plan,
                                          const struct published_row *row)
{
    if (row->missing)
        fail_msg("%s: %s", row->label, row->missing);
    assert_string_equal(row->state, "limited");
    const struct plan_group *g = find_group(plan, row->workload, row->full.dataset, row->state);
    assert_non_null(g);
    for (size_t i = 0; i < PUBLISHED_LANGUAGES; i++)
        if (row->methods[i].regular)
            assert_true(measures(g, row->methods[i].regular) &&
                        measures(g, row->methods[i].mmap));
    return g;
}

/* Every row is measured in the state it is about, and so is every step of the ablation. */
static void check_limited_table(const struct plan *plan, const struct published_table *t)
{
    const struct plan_group *first = check_row(plan, &t->rows[0]);
    for (size_t i = 1; i < t->row_count; i++)
        check_row(plan, &t->rows[i]);
    assert_true(t->step_count >= 2);
    for (size_t i = 0; i < t->step_count; i++)
        assert_true(measures(first, t->steps[i].from) && measures(first, t->steps[i].to));
}

static void files_larger_than_memory_are_planned(void **state)
{
    (void)state;
    struct published p = tutorial_read_ours();
    struct plan plan = plan_of(&p, false);
    check_limited_table(&plan, find_table(&p, "Larger than memory"));
    check_limited_table(&plan, find_table(&p, "A data base larger than memory"));
    plan_free(&plan);
    plan = plan_of(&p, true); /* they take their time */
    for (size_t i = 0; i < plan.group_count; i++)
        assert_false(strcmp(plan.groups[i].workload->name, "random") == 0 &&
                     strcmp(plan.groups[i].state->name, "limited") == 0);
    plan_free(&plan);
    published_free(&p);
}

/* Single pages are kept: as many as there is room for are drawn before the clock starts, and
   as many again are measured. */
static void single_blocks_fill_the_memory(void **state)
{
    (void)state;
    struct dataset d;
    struct published p = tutorial_read_ours();
    const struct published_row *row = &find_table(&p, "Larger than memory")->rows[1];
    assert_string_equal(row->methods[PUBLISHED_C].mmap, "mmap-random");
    assert_int_equal(dataset_parse(&d, row->full.dataset, 1), 0);
    assert_true(row->full.draws * GEN_BLOCK_BYTES >=
                state_limit_bytes(state_find("limited"), d.spec.bytes));
    published_free(&p);
}

/* Other blocks are another case of the same run. */
static void rows_of_other_blocks_stand_side_by_side(void **state)
{
    (void)state;
    struct published p = tutorial_read_ours();
    struct plan plan = plan_of(&p, false), more;
    struct published_table *t = NULL;
    for (size_t i = 0; !t && i < p.source_count; i++)
        for (size_t k = 0; !t && k < p.sources[i].table_count; k++)
            if (strcmp(p.sources[i].tables[k].rows[0].workload, "random") == 0)
                t = &p.sources[i].tables[k];
    assert_non_null(t);
    size_t before = plan.group_count;
    t->rows[0].full.draws = 5;
    more = plan_of(&p, false);
    assert_true(more.group_count >= before);
    size_t few = 0;
    for (size_t i = 0; i < more.group_count; i++)
        few += more.groups[i].key.blocks == 5;
    assert_int_equal(few, 1);
    plan_free(&plan);
    plan_free(&more);
    published_free(&p);
}

static void a_plan_without_cases_is_refused(void **state)
{
    (void)state;
    struct published p = tutorial_read_good();
    struct plan plan;
    struct plan_error error;
    p.sources[0].table_count = 0;
    assert_int_equal(tutorial_plan(&plan, &p, &(struct tutorial_request){ 0 }, &error),
                     -ENODATA);
    p.sources[0].table_count = 1;
    published_free(&p);
}

static double memory_bytes_of(const char *method)
{
    struct dataset d;
    struct plan plan = { 0 };
    struct plan_group g = { .workload = workload_find_by_name("find"),
                            .state = state_find("warm") };
    assert_int_equal(dataset_parse(&d, "text-1MiB", 1), 0);
    g.dataset = plan_add_dataset(&plan, &d);
    plan_set_key(&plan, &g, &(struct case_key){ 0 });
    struct plan_group *group = plan_get_group(&plan, &g);
    assert_non_null(group);
    plan_add_method(group, method_find(method), 0);
    double bytes = tutorial_needs(&plan).memory_bytes;
    plan_free(&plan);
    return bytes;
}

static void only_a_copy_of_the_whole_file_needs_memory(void **state)
{
    (void)state;
    static const struct {
        const char *method;
        double files;
    } cases[] = {
        { "read", 2 },        { "python-text", 2 },       { "python-bytes", 2 },
        { "chunk", 1 },       { "python-mmap-bytes", 2 }, { "python-chunk", 1 },
        { "mmap", 1 },        { "mmap-private", 1 },      { "mmap-populate", 1 },
        { "mmap-window", 1 },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (memory_bytes_of(cases[i].method) != cases[i].files * 1048576)
            fail_msg("%s", cases[i].method);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_has_the_cases_that_are_named),
        cmocka_unit_test(our_plan_has_the_numbers_of_the_sources),
        cmocka_unit_test(blocks_are_drawn_at_the_sources_density),
        cmocka_unit_test(a_source_alone_has_its_own_plan),
        cmocka_unit_test(files_larger_than_memory_are_planned),
        cmocka_unit_test(single_blocks_fill_the_memory),
        cmocka_unit_test(only_a_copy_of_the_whole_file_needs_memory),
        cmocka_unit_test(rows_of_other_blocks_stand_side_by_side),
        cmocka_unit_test(a_plan_without_cases_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
