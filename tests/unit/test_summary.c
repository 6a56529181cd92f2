/* SPDX-License-Identifier: MIT */
/* What of a run stands where, and what is compared with what. */
#include <math.h>

#include "method/method.h"
#include "tests/unit/report_fixture.h"

static void methods_and_workloads_stand_in_the_order_of_their_tables(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .unknown = true, .rounds = 2 });
    struct summary s = summary_of(&r);
    assert_int_equal(s.group_count, 4);
    const struct summary_group *g = &s.groups[0];
    size_t known = 0; /* the fixture's run is older than some methods */
    for (size_t i = 0; methods[i]; i++)
        known += strcmp(g->columns[known].method, methods[i]->name) == 0;
    assert_true(known >= 14);
    assert_int_equal(g->column_count, known + 1);
    assert_string_equal(g->columns[known].method, "uring-v9");
    assert_int_equal(g->columns[known].family, SUMMARY_FAMILY_UNKNOWN);
    assert_string_equal(g->rows[0].workload, "full-read");
    assert_string_equal(g->rows[g->row_count - 1].workload, "sort");
    assert_string_equal(g->rows[g->row_count - 1].baseline, "read");
    assert_string_equal(s.groups[2].rows[0].workload, "random");
    assert_string_equal(s.groups[2].rows[0].baseline, "seek");
    summary_free(&s);
    run_free(&r);
}

static void add(struct run *r, const char *method, const double *wall_ns, size_t count)
{
    fixture_add_case(r, &(struct fixture_case){ .workload = "find",
                                                .method = method,
                                                .state = "warm",
                                                .dataset = "d",
                                                .wall_ns = wall_ns,
                                                .count = count });
}

static void a_cold_draw_says_how_much_of_the_file_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *workload, *state;
        uint64_t blocks, file_bytes; /* 0 bytes: not known */
        const char *label;
    } rows[] = {
        { "random", "cold", 64, 64 << 20, "random/blocks:64 (0.4 % of the file)" },
        { "random", "cold", 4096, 64 << 20, "random (25 % of the file)" },
        { "random", "cold", 4096, 1 << 20, "random (1600 % of the file)" },
        { "random", "cold", 1, 1 << 30, "random/blocks:1 (under 0.01 % of the file)" },
        { "random", "cold", 4096, 0, "random" },
        { "random", "warm", 4096, 64 << 20, "random" },
        { "find", "cold", 0, 64 << 20, "find" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct run r = { 0 };
        static const double ns[] = { 1, 1, 1, 1, 1, 1 };
        if (rows[i].file_bytes)
            fixture_add_dataset(&r, "d", rows[i].file_bytes);
        fixture_add_case(&r, &(struct fixture_case){ .workload = rows[i].workload,
                                                     .method = "pread",
                                                     .state = rows[i].state,
                                                     .dataset = "d",
                                                     .wall_ns = ns,
                                                     .count = 6 });
        r.cases[0].key.blocks = rows[i].blocks;
        r.cases[0].key.block_bytes = rows[i].blocks ? 4096 : 0;
        struct summary s = summary_of(&r);
        assert_string_equal(s.groups[0].rows[0].label, rows[i].label);
        summary_free(&s);
        run_free(&r);
    }
}

static void the_ratio_is_paired_by_round_and_not_by_place(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double slowing[] = { 1, 2, 4, 8, 16, 32 };
    static const double twice_backwards[] = { 64, 32, 16, 8, 4, 2 };
    add(&r, "read", slowing, 6);
    add(&r, "mmap", twice_backwards, 6);
    for (size_t i = 0; i < 6; i++)
        r.cases[1].samples[i].round = 5 - (double)i;
    struct summary s = summary_of(&r);
    const struct summary_group *g = &s.groups[0];
    const struct summary_cell *mmap = summary_find_cell(g, &g->rows[0], "mmap");
    assert_int_equal(mmap->against.ratio.n, 6);
    assert_true(fabs(mmap->against.ratio.low - 2) < 1e-9 &&
                fabs(mmap->against.ratio.high - 2) < 1e-9);
    const struct summary_cell *read = summary_find_cell(g, &g->rows[0], "read");
    assert_true(read->fastest && !mmap->fastest);
    assert_int_equal(read->against.verdict, STATS_UNKNOWN);
    summary_free(&s);
    run_free(&r);
}

static void rounds_that_only_one_of_them_has_are_left_out(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double times[] = { 3, 3, 3 };
    add(&r, "read", times, 2);
    add(&r, "mmap", times, 3);
    struct summary s = summary_of(&r);
    const struct summary_group *g = &s.groups[0];
    assert_int_equal(summary_find_cell(g, &g->rows[0], "mmap")->against.ratio.n, 2);
    assert_int_equal(summary_find_cell(g, &g->rows[0], "mmap")->wall_ns.n, 3);
    assert_int_equal(g->rounds, 3);
    assert_null(summary_find_cell(g, &g->rows[0], "pread"));
    summary_free(&s);
    run_free(&r);
}

/* The memory of a case, MiB. Before the first pass a process has 1 of its own and 5 of its
   program, a script twice as much. */
static void add_memory(struct run *r, const char *method, double own, double file)
{
    static const double times[] = { 3 };
    const double mib = 1048576;
    add(r, method, times, 1);
    struct sample *s = r->cases[r->case_count - 1].samples;
    s->rss_anon_bytes = own * mib;
    s->rss_file_bytes = file * mib;
    s->baseline_rss_bytes = (strncmp(method, "python", 6) == 0 ? 12 : 6) * mib;
}

static void assert_memory(const struct summary *s, const char *method, double own,
                          double mapped)
{
    const struct summary_group *g = &s->groups[0];
    const struct summary_cell *c = summary_find_cell(g, &g->rows[0], method);
    assert_true(c->own_bytes == own * 1048576 && c->mapped_bytes == mapped * 1048576);
}

static void what_is_mapped_is_without_the_program(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_memory(&r, "read", 65, 5);
    add_memory(&r, "chunk", 1, 5.1); /* the counters are not exact */
    add_memory(&r, "mmap", 1, 69);
    add_memory(&r, "python-bytes", 66, 10);
    add_memory(&r, "python-mmap", 2, 74);
    struct summary s = summary_of(&r);
    assert_memory(&s, "read", 65, 0);
    assert_memory(&s, "chunk", 1, 0);
    assert_memory(&s, "mmap", 1, 64);
    assert_memory(&s, "python-bytes", 66, 0);
    assert_memory(&s, "python-mmap", 2, 64);
    summary_free(&s);
    run_free(&r);
}

static void that_needs_no_second_method(void **state)
{
    (void)state;
    static const double own[] = { 65, 1 }, file[] = { 5, 69 }, mapped[] = { 0, 64 };
    for (size_t i = 0; i < 2; i++) {
        struct run r = { 0 };
        add_memory(&r, "mmap", own[i], file[i]);
        struct summary s = summary_of(&r);
        assert_memory(&s, "mmap", own[i], mapped[i]);
        summary_free(&s);
        run_free(&r);
    }
}

static void memory_that_is_not_known_is_not_made_up(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_memory(&r, "read", NAN, NAN);
    add_memory(&r, "mmap", 1, 69);
    r.cases[1].samples[0].baseline_rss_bytes = NAN;
    struct summary s = summary_of(&r);
    const struct summary_group *g = &s.groups[0];
    const struct summary_cell *read = summary_find_cell(g, &g->rows[0], "read");
    assert_true(isnan(read->own_bytes) && isnan(read->mapped_bytes));
    assert_memory(&s, "mmap", 1, 69); /* all that the kernel tells */
    summary_free(&s);
    run_free(&r);
}

/* However fast it is; but it is compared with the baseline like every other. */
static void python_is_in_no_decision(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double slow[] = { 9, 9, 9, 9, 9, 9 }, fast[] = { 3, 3, 3, 3, 3, 3 };
    add(&r, "read", slow, 6);
    add(&r, "mmap", slow, 6);
    add(&r, "python-bytes", fast, 6);
    add(&r, "python-mmap", fast, 6);
    struct summary s = summary_of(&r);
    const struct summary_group *g = &s.groups[0];
    const struct summary_row *row = &g->rows[0];
    assert_ptr_equal(row->best.read, summary_find_cell(g, row, "read"));
    assert_ptr_equal(row->best.mmap, summary_find_cell(g, row, "mmap"));
    assert_int_equal(summary_find_cell(g, row, "python-mmap")->against.ratio.n, 6);
    summary_free(&s);
    run_free(&r);
}

static void cases_with_another_filler_or_threads_are_another_group(void **state)
{
    (void)state;
    struct run r = { 0 };
    static const double times[] = { 3 };
    for (int i = 0; i < 4; i++)
        add(&r, "read", times, 1);
    fixture_text(r.cases[0].fill, "read-128KiB");
    fixture_text(r.cases[1].fill, "mmap");
    r.cases[2].key.threads = 4; /* the last has no filler: a skipped case, it joins the first */
    struct summary s = summary_of(&r);
    assert_int_equal(s.group_count, 3);
    assert_string_equal(s.groups[0].fill, "read-128KiB");
    assert_string_equal(s.groups[1].fill, "mmap");
    assert_int_equal(s.groups[2].key.threads, 4);
    summary_free(&s);
    run_free(&r);
}

static void the_limit_is_that_of_the_reason(void **state)
{
    (void)state;
    static const struct {
        struct reason reason;
        double limit_ns;
    } known[] = {
        { { CAUSE_OVER_TIME, { 20 }, "" }, 20e9 },
        { { CAUSE_OVER_TIME, { 0.5 }, "" }, 5e8 },
        { { CAUSE_OVER_MEMORY, { 20 }, "" }, NAN },
        { { 0 }, NAN },
    };
    for (size_t i = 0; i < COUNT(known); i++) {
        struct run r = { 0 };
        add(&r, "read", NULL, 0);
        r.cases[0].status = CASE_OVER_LIMIT;
        r.cases[0].reason = known[i].reason;
        struct summary s = summary_of(&r);
        double limit_ns = s.groups[0].rows[0].cells[0].limit_ns;
        assert_true(isnan(limit_ns) ? isnan(known[i].limit_ns) : limit_ns == known[i].limit_ns);
        summary_free(&s);
        run_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_and_workloads_stand_in_the_order_of_their_tables),
        cmocka_unit_test(a_cold_draw_says_how_much_of_the_file_it_is),
        cmocka_unit_test(the_ratio_is_paired_by_round_and_not_by_place),
        cmocka_unit_test(rounds_that_only_one_of_them_has_are_left_out),
        cmocka_unit_test(what_is_mapped_is_without_the_program),
        cmocka_unit_test(that_needs_no_second_method),
        cmocka_unit_test(memory_that_is_not_known_is_not_made_up),
        cmocka_unit_test(python_is_in_no_decision),
        cmocka_unit_test(cases_with_another_filler_or_threads_are_another_group),
        cmocka_unit_test(the_limit_is_that_of_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
