/* SPDX-License-Identifier: MIT */
/* Which cases make a curve, and where it crosses 1. */
#include "tests/unit/curve_run.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define KIB 1024.0

static struct curve_run built(const double *ratios, size_t count, double spread)
{
    struct curve_run b = { 0 };
    curve_run_of_sizes(&b, ratios, count, spread);
    curve_run_build(&b);
    return b;
}
#define BUILT(spread, ...)                                                                     \
    built((const double[]){ __VA_ARGS__ }, COUNT(((const double[]){ __VA_ARGS__ })), spread)

static void assert_near(double is, double should_be)
{
    if (!(fabs(is / should_be - 1) < 1e-6))
        fail_msg("%g, not %g", is, should_be);
}

/* Of the only curve. */
static void assert_crossing(const struct curve_run *b, size_t i, bool to_mmap, double low,
                            double at, double high)
{
    assert_int_equal(b->curves.count, 1);
    assert_true(i < b->curves.all[0].crossing_count);
    const struct curve_crossing *x = &b->curves.all[0].crossings[i];
    assert_int_equal(x->to_mmap, to_mmap);
    assert_near(x->at.low, low);
    assert_near(x->at.value, at);
    assert_near(x->at.high, high);
}

static void a_crossing_lies_on_the_line_between_its_neighbours(void **state)
{
    (void)state;
    struct curve_run b = BUILT(0, 4, 4, 0.5, 0.25);
    assert_int_equal(b.curves.all[0].crossing_count, 1);
    /* ln 4 to -ln 2, two thirds of the way from 16 to 64 KiB. */
    assert_crossing(&b, 0, true, 16 * KIB * pow(4, 2 / 3.0), 16 * KIB * pow(4, 2 / 3.0),
                    16 * KIB * pow(4, 2 / 3.0));
    curve_run_free(&b);
}

/* Half of ln 2 to either side: each bound crosses a quarter from its end. */
static void its_interval_is_where_the_bounds_cross(void **state)
{
    (void)state;
    struct curve_run b = BUILT(log(2) / 2, 2, 2, 0.5, 0.5);
    assert_crossing(&b, 0, true, 16 * KIB * pow(4, 0.25), 32 * KIB, 16 * KIB * pow(4, 0.75));
    curve_run_free(&b);
    b = BUILT(log(2) / 2, 0.5, 0.5, 2, 2);
    assert_crossing(&b, 0, false, 16 * KIB * pow(4, 0.25), 32 * KIB, 16 * KIB * pow(4, 0.75));
    curve_run_free(&b);
}

static void one_winner_everywhere_crosses_nothing(void **state)
{
    (void)state;
    struct curve_run b = BUILT(0.01, 0.5, 0.4, 0.3);
    assert_int_equal(b.curves.count, 1);
    assert_int_equal(b.curves.all[0].point_count, 3);
    assert_int_equal(b.curves.all[0].crossing_count, 0);
    curve_run_free(&b);
}

static void each_change_of_the_winner_is_a_crossing(void **state)
{
    (void)state;
    struct curve_run b = BUILT(0, 0.5, 2, 0.5);
    assert_int_equal(b.curves.all[0].crossing_count, 2);
    assert_crossing(&b, 0, false, 8 * KIB, 8 * KIB, 8 * KIB);
    assert_crossing(&b, 1, true, 32 * KIB, 32 * KIB, 32 * KIB);
    curve_run_free(&b);
}

/* Two points near 1 lie on the wrong sides of it and show nothing: one crossing, not three. */
static void what_shows_nothing_crosses_nothing(void **state)
{
    (void)state;
    struct curve_run b = BUILT(0.2, 2, 1 / 1.02, 1.02, 0.5);
    assert_int_equal(b.curves.all[0].crossing_count, 1);
    const struct curve_crossing *x = &b.curves.all[0].crossings[0];
    assert_near(x->at.value, 32 * KIB); /* the middle one */
    assert_true(x->at.low > 4 * KIB && x->at.low < 16 * KIB);
    assert_true(x->at.high > 64 * KIB && x->at.high < 256 * KIB);
    curve_run_free(&b);
    b = BUILT(0.2, 0.5, 0.98, 1.02, 0.5);
    assert_int_equal(b.curves.all[0].crossing_count, 0);
    curve_run_free(&b);
}

static void a_point_without_a_time_is_stepped_over(void **state)
{
    (void)state;
    struct curve_run b = BUILT(0, 2, 0, 0.5);
    assert_int_equal(b.curves.all[0].point_count, 3);
    assert_null(b.curves.all[0].points[1].read);
    assert_crossing(&b, 0, true, 16 * KIB, 16 * KIB, 16 * KIB);
    curve_run_free(&b);
    b = BUILT(0, 0, 0, 0); /* as of cold files on tmpfs */
    assert_int_equal(b.curves.count, 0);
    curve_run_free(&b);
}

static void two_points_are_no_curve(void **state)
{
    (void)state;
    struct curve_run b = BUILT(0, 2, 0.5);
    assert_int_equal(b.curves.count, 0);
    curve_run_free(&b);
}

/* ---- what is a curve ---- */

static void assert_curve(const struct curve_run *b, enum curve_parameter parameter,
                         const double *values, size_t count)
{
    assert_int_equal(b->curves.count, 1);
    const struct curve *c = &b->curves.all[0];
    assert_int_equal(c->parameter, parameter);
    assert_int_equal(c->point_count, count);
    for (size_t i = 0; i < count; i++)
        assert_near(c->points[i].value, values[i]);
}
#define ASSERT_CURVE(b, parameter, ...)                                                        \
    assert_curve(b, parameter, (const double[]){ __VA_ARGS__ },                                \
                 COUNT(((const double[]){ __VA_ARGS__ })))

/* Largest first; and a case apart in another state and one in another parameter. */
static void numbers_of_the_key_are_parameters(void **state)
{
    (void)state;
    static const struct {
        enum curve_parameter parameter;
        size_t offset;
    } numbers[] = { { CURVE_BLOCKS, offsetof(struct case_key, blocks) },
                    { CURVE_BLOCK_BYTES, offsetof(struct case_key, block_bytes) },
                    { CURVE_THREADS, offsetof(struct case_key, threads) } };
    const struct curve_row row = {
        .workload = "random", .read = "pread", .dataset = "blocks-1MiB", .ratio = 0.5
    };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct curve_run b = { 0 };
        for (uint64_t value = 512; value >= 8; value /= 8)
            curve_add_two(&b.run, row, numbers[i].offset, value);
        struct curve_row cold = row, other = row;
        cold.state = "cold";
        other.dataset = "records-1MiB";
        curve_add_two(&b.run, cold, numbers[i].offset, 4);
        curve_add_two(&b.run, other, numbers[i].offset, 2);
        curve_run_build(&b);
        ASSERT_CURVE(&b, numbers[i].parameter, 8, 64, 512);
        curve_run_free(&b);
    }
}

/* The answer says where the hit lies; one that is nowhere has no depth. */
static void depths_are_those_of_the_answers(void **state)
{
    (void)state;
    static const struct {
        const char *dataset, *answer;
    } depths[] = { { "text-64MiB", "offset=95" },
                   { "text-1MiB-64MiB", "offset=1048600" },
                   { "text-absent-64MiB", "offset=none" },
                   { "text-64KiB-64MiB", "offset=65600" } };
    struct curve_run b = { 0 };
    for (size_t i = 0; i < COUNT(depths); i++) {
        curve_add_two(&b.run,
                      (struct curve_row){
                          .workload = "find", .dataset = depths[i].dataset, .ratio = 0.5 },
                      0, 0);
        for (size_t k = b.run.case_count - 2; k < b.run.case_count; k++)
            fixture_text(b.run.cases[k].answer.text, depths[i].answer);
    }
    curve_run_build(&b);
    ASSERT_CURVE(&b, CURVE_DEPTH_BYTES, 100, 65605, 1048605);
    curve_run_free(&b);
}

static void matches_may_be_rare_or_common(void **state)
{
    (void)state;
    static const char *const datasets[] = { "text-every-2KiB-1MiB", "text-every-32-1MiB",
                                            "text-1MiB", "text-every-512-1MiB" };
    struct curve_run b = { 0 };
    for (size_t i = 0; i < COUNT(datasets); i++)
        curve_add_two(
            &b.run,
            (struct curve_row){ .workload = "count", .dataset = datasets[i], .ratio = 0.5 }, 0,
            0);
    curve_run_build(&b);
    ASSERT_CURVE(&b, CURVE_NEEDLE_BYTES, 32, 512, 2048);
    curve_run_free(&b);
}

/* A list, in which nothing crosses; hot is no filler, and a file system in memory has none. */
static void fillers_are_a_list(void **state)
{
    (void)state;
    static const char *const names[] = { "filled-mapped", "hot", "warm", "filled-random",
                                         "cold" };
    struct curve_run b = { 0 };
    for (size_t i = 0; i < COUNT(names); i++)
        curve_add_two(&b.run,
                      (struct curve_row){ .state = names[i],
                                          .dataset = "text-1MiB",
                                          .ratio = i == 2 ? 0.5 : 2 },
                      0, 0);
    curve_run_build(&b);
    ASSERT_CURVE(&b, CURVE_FILL, 1, 2, 3);
    assert_string_equal(b.curves.all[0].points[0].group->fill, "read-128KiB");
    assert_string_equal(b.curves.all[0].points[2].group->fill, "mmap");
    assert_int_equal(b.curves.all[0].crossing_count, 0);
    curve_run_free(&b);
}

/* All of one row; and the other side has none. */
static void a_buffer_is_that_of_one_method(void **state)
{
    (void)state;
    struct curve_run b = { 0 };
    const struct curve_row row = { .dataset = "text-1MiB", .ratio = 0.5 };
    curve_add_dataset(&b.run, row.dataset);
    for (uint64_t bytes = 1 << 20; bytes >= 4096; bytes /= 16)
        curve_add(&b.run, &row, false)->key.buffer_bytes = bytes;
    struct run_case *mmap = curve_add(&b.run, &row, true);
    mmap->key.buffer_bytes = 0;
    curve_run_build(&b);
    ASSERT_CURVE(&b, CURVE_BUFFER_BYTES, 4096, 65536, 1048576);
    for (size_t i = 0; i < 3; i++) {
        const struct curve_point *p = &b.curves.all[0].points[i];
        assert_ptr_equal(p->mmap->source, mmap);
        assert_int_equal(p->read->source->key.buffer_bytes, (uint64_t)p->value);
        assert_near(p->against.ratio.value, 0.5);
        assert_int_equal(curve_winner(p), STATS_FASTER);
    }
    curve_run_free(&b);
}

/* Of one family nothing can be said. */
static void a_curve_has_two_sides(void **state)
{
    (void)state;
    struct curve_run b = { 0 };
    static const char *const datasets[] = { "text-4KiB", "text-16KiB", "text-64KiB" };
    for (size_t i = 0; i < COUNT(datasets); i++) {
        curve_add_dataset(&b.run, datasets[i]);
        curve_add(&b.run, &(struct curve_row){ .dataset = datasets[i], .ratio = 1 }, false);
    }
    curve_run_build(&b);
    assert_int_equal(b.curves.count, 0);
    curve_run_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crossing_lies_on_the_line_between_its_neighbours),
        cmocka_unit_test(its_interval_is_where_the_bounds_cross),
        cmocka_unit_test(one_winner_everywhere_crosses_nothing),
        cmocka_unit_test(each_change_of_the_winner_is_a_crossing),
        cmocka_unit_test(what_shows_nothing_crosses_nothing),
        cmocka_unit_test(a_point_without_a_time_is_stepped_over),
        cmocka_unit_test(two_points_are_no_curve),
        cmocka_unit_test(numbers_of_the_key_are_parameters),
        cmocka_unit_test(depths_are_those_of_the_answers),
        cmocka_unit_test(matches_may_be_rare_or_common),
        cmocka_unit_test(fillers_are_a_list),
        cmocka_unit_test(a_buffer_is_that_of_one_method),
        cmocka_unit_test(a_curve_has_two_sides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
