/* SPDX-License-Identifier: MIT */
/* The answer of a run: which rows there are, what stands in their cells, and the last screen.
 */
#include "base/glyph.h"
#include "report/matrix-table.h"
#include "report/screen.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/unit/document_text.h"

enum { ROUNDS = 10 };

struct side {
    const char *workload, *method, *state, *dataset;
    double ms, share; /* of it, up and down in turn */
};

static struct run_case *add(struct run *r, const struct side *s)
{
    double wall_ns[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = s->ms * 1e6 * (1 + (i % 2 ? s->share : -s->share)) + (double)i;
    fixture_add_case(r, &(struct fixture_case){ .workload = s->workload,
                                                .method = s->method,
                                                .state = s->state,
                                                .dataset = s->dataset,
                                                .wall_ns = wall_ns,
                                                .count = ROUNDS });
    return &r->cases[r->case_count - 1];
}

/* Both of one row. */
static void add_two(struct run *r, const char *workload, const char *state, const char *dataset,
                    double read_ms, double mmap_ms)
{
    add(r, &(struct side){ workload, "chunk", state, dataset, .ms = read_ms });
    add(r, &(struct side){ workload, "mmap", state, dataset, .ms = mmap_ms });
}

struct built {
    struct run run;
    struct summary summary;
    struct matrix matrix;
};

static void build(struct built *b)
{
    assert_int_equal(summary_build(&b->summary, &b->run), 0);
    assert_int_equal(matrix_build(&b->matrix, &b->summary), 0);
}

static void drop(struct built *b)
{
    matrix_free(&b->matrix);
    summary_free(&b->summary);
    run_free(&b->run);
}

static void expect_row(const struct built *b, size_t i, const char *label, const char *warm,
                       const char *cold)
{
    char text[MATRIX_TEXT_MAX];
    assert_true(i < b->matrix.count);
    const struct matrix_row *row = &b->matrix.rows[i];
    assert_string_equal(matrix_label(row->group, row->first, text), label);
    assert_string_equal(matrix_cell(row->cells[0], text), warm);
    assert_string_equal(matrix_cell(row->cells[1], text), cold);
}

static void states_are_columns_of_one_row(void **state)
{
    (void)state;
    struct built b = { 0 };
    fixture_add_dataset(&b.run, "text-64MiB", 64 << 20);
    add_two(&b.run, "full-read", "warm", "text-64MiB", 4, 2);
    add_two(&b.run, "full-read", "cold", "text-64MiB", 10, 20);
    add_two(&b.run, "full-read", "hot", "text-64MiB", 4, 1);
    add_two(&b.run, "count", "cold", "text-64MiB", 10, 10.01);
    build(&b);
    assert_int_equal(b.matrix.count, 2);
    expect_row(&b, 0, "full-read, 64 MiB", "mmap 2.00x [2.00, 2.00]",
               "chunk 2.00x [2.00, 2.00]");
    expect_row(&b, 1, "count, 64 MiB", "not measured", "the same within 3 %");
    drop(&b);
}

static void a_depth_is_a_row(void **state)
{
    (void)state;
    static const struct {
        const char *dataset, *label;
    } rows[] = { { "text-64MiB", "find @ start, 64 MiB" },
                 { "text-64KiB-64MiB", "find @ 64 KiB, 64 MiB" },
                 { "text-middle-64MiB", "find @ middle, 64 MiB" },
                 { "text-last-64MiB", "find @ end, 64 MiB" },
                 { "text-absent-64MiB", "find, no match, 64 MiB" },
                 { "text-every-512-64MiB", "find, a match per 512 B, 64 MiB" },
                 { "my.log", "find, 46 MiB" } };
    struct built b = { 0 };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture_add_dataset(&b.run, rows[i].dataset, i == 6 ? 46 << 20 : 64 << 20);
        add_two(&b.run, "find", "warm", rows[i].dataset, 2, 1);
    }
    build(&b);
    assert_int_equal(b.matrix.count, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < b.matrix.count; i++)
        expect_row(&b, i, rows[i].label, "mmap 2.00x [2.00, 2.00]", "not measured");
    drop(&b);
}

static void blocks_and_buffers_are_named(void **state)
{
    (void)state;
    struct built b = { 0 };
    fixture_add_dataset(&b.run, "blocks-64MiB", 64 << 20);
    add_two(&b.run, "random", "warm", "blocks-64MiB", 4, 2);
    add_two(&b.run, "random", "warm", "blocks-64MiB", 1, 2);
    for (size_t i = 0; i < 4; i++) {
        b.run.cases[i].key.blocks = i < 2 ? 4096 : 64;
        b.run.cases[i].key.block_bytes = 4096;
    }
    b.run.cases[2].key.buffer_bytes = 4096;
    build(&b);
    assert_int_equal(b.matrix.count, 2);
    expect_row(&b, 0, "random, 25 % of 64 MiB", "mmap 2.00x [2.00, 2.00]", "not measured");
    expect_row(&b, 1, "random, 0.4 % of 64 MiB", "chunk 4KiB 2.00x [2.00, 2.00]",
               "not measured");
    drop(&b);
}

static void what_is_not_decided_is_said(void **state)
{
    (void)state;
    struct built b = { 0 };
    add_two(&b.run, "full-read", "warm", "t", 2, 2);
    add(&b.run, &(struct side){ "full-read", "mmap", "cold", "t", .ms = 2, .share = 0.04 });
    add(&b.run, &(struct side){ "full-read", "chunk", "cold", "t", .ms = 2 });
    add_two(&b.run, "count", "warm", "t", 2, 3);
    add_two(&b.run, "count", "cold", "t", 2, 3);
    add_two(&b.run, "regex", "cold", "t", 2, 3);
    add(&b.run, &(struct side){ "find", "mmap", "warm", "t", .ms = 2 }); /* of one family */
    add_two(&b.run, "seek-find", "warm", "t", 2, 3);
    add_two(&b.run, "seek-find", "cold", "t", 2, 3);
    b.run.cases[12].status = b.run.cases[13].status = b.run.cases[14].status = CASE_SKIPPED;
    b.run.cases[0].sample_count = b.run.cases[1].sample_count = 4;
    b.run.cases[5].status = CASE_OVER_LIMIT;
    b.run.cases[6].status = b.run.cases[7].status = CASE_FAILED;
    build(&b);
    assert_int_equal(b.matrix.count, 4);
    expect_row(&b, 0, "full-read", "undecided, too few rounds", "undecided, about 20 rounds");
    expect_row(&b, 1, "count", "no mmap method got through", "no method got through");
    expect_row(&b, 3, "seek-find", "mmap methods skipped", "skipped");
    expect_row(&b, 2, "regex", "not measured", "chunk 1.50x [1.50, 1.50]");
    drop(&b);
}

/* The caller frees. */
static char *screen_of(const struct run *r, const char *path)
{
    struct document d = { 0 };
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    screen_build(&d, &(struct report_source){ r, &s, path });
    summary_free(&s);
    return document_text(&d, DOCUMENT_TERMINAL, false);
}

/* Of every workload and method, with findings and all. */
static void the_screen_is_the_golden_one(void **state)
{
    (void)state;
    struct run r = fixture_run(&(struct fixture_options){ .obstacles = true, .noisy = true });
    char *text = screen_of(&r, "results/testbox/one");
    size_t lines = 0;
    golden_check("screen.txt", text);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), lines++)
        assert_true(glyph_columns(line, false) <= GLYPH_PAGE);
    assert_in_range(lines, 10, 40);
    free(text);
    run_free(&r);
}

static void states_without_a_column_have_a_line(void **state)
{
    (void)state;
    struct run r = { 0 };
    add_two(&r, "full-read", "limited", "t", 2, 4);
    add_two(&r, "full-read", "hot", "t", 4, 2);
    char *text = screen_of(&r, "somewhere");
    assert_non_null(strstr(text,
                           "\nlimited (memory for half of the file): full-read: chunk 2.00x "
                           "[2.00, 2.00]\n"));
    assert_non_null(strstr(text,
                           "\nhot (pass after pass in one process): full-read: mmap 2.00x "
                           "[2.00, 2.00]\n"));
    assert_null(strstr(text, "compares no mmap method"));
    free(text);
    run_free(&r);
}

static void a_run_without_the_question_says_so(void **state)
{
    (void)state;
    struct run r = { 0 };
    add(&r, &(struct side){ "allocate", "malloc", "warm", "t", .ms = 2 });
    char *text = screen_of(&r, "somewhere");
    assert_non_null(strstr(text, "This run compares no mmap method with a read method"));
    assert_non_null(strstr(text, "details  mapread show somewhere"));
    free(text);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_columns_of_one_row),
        cmocka_unit_test(a_depth_is_a_row),
        cmocka_unit_test(blocks_and_buffers_are_named),
        cmocka_unit_test(what_is_not_decided_is_said),
        cmocka_unit_test(the_screen_is_the_golden_one),
        cmocka_unit_test(states_without_a_column_have_a_line),
        cmocka_unit_test(a_run_without_the_question_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
