/* SPDX-License-Identifier: MIT */
/* Curves in words and as a picture. */
#include <errno.h>

#include "report/curves.h"
#include "report/plotdata.h"
#include "report/plots.h"
#include "report/questions.h"
#include "tests/golden/golden.h"
#include "tests/unit/curve_run.h"
#include "tests/unit/document_text.h"
#include "tests/unit/report_place.h"

static const double flips[] = { 4, 2, 0.95, 0.6, 0.5 };

static void assert_sentence(const double *ratios, double spread, const char *winners,
                            const char *crossings)
{
    struct curve_run b = { 0 };
    curve_run_of_sizes(&b, ratios, 5, spread);
    curve_run_build(&b);
    assert_int_equal(b.curves.count, 1);
    char *label = curve_label(&b.curves.all[0]), *says = curve_winners(&b.curves.all[0]),
         *where = curve_crossings(&b.curves.all[0]);
    assert_string_equal(label, "full-read by file size, warm");
    assert_string_equal(says, winners);
    assert_string_equal(where, crossings);
    free(label);
    free(says);
    free(where);
    curve_run_free(&b);
}

static void a_sentence_says_who_is_faster_where(void **state)
{
    (void)state;
    static const double none[] = { 0.5, 0.4, 0.4, 0.4, 0.3 }, twice[] = { 0.5, 2, 2, 2, 0.5 },
                        late[] = { 1, 1, 1, 0.5, 0.5 }, gap[] = { 0.5, 1, 0.5, 0.5, 0.5 },
                        never[] = { 1, 1, 1, 1, 1 }, lost[] = { 2, 2, 0.5, 0.5, 0 };
    assert_sentence(flips, 0.1, "read is faster up to 16 KiB, mmap from 256 KiB on",
                    "they cross at 58 KiB [48 KiB, 74 KiB]");
    assert_sentence(none, 0, "mmap is faster at every point, 4 KiB to 1 MiB", "");
    assert_sentence(
        twice, 0,
        "mmap is faster at 4 KiB, read from 16 KiB to 256 KiB, mmap at 1 MiB",
        "they cross at 8.0 KiB [8.0 KiB, 8.0 KiB] and at 512 KiB [512 KiB, 512 KiB]");
    assert_sentence(late, 0.1,
                    "neither is shown to be faster up to 64 KiB, mmap from 256 KiB on", "");
    assert_sentence(gap, 0.1, "mmap is faster at 4 KiB and from 64 KiB on", "");
    assert_sentence(never, 0.1, "neither is shown to be faster at any point, 4 KiB to 1 MiB",
                    "");
    assert_sentence(lost, 0, "read is faster up to 16 KiB, mmap from 64 KiB on",
                    "they cross at 32 KiB [32 KiB, 32 KiB]");
}

/* One of every parameter, and one with a point that was left out. */
static void add_all(struct run *r)
{
    static const char *const warm[] = { "warm", "filled-small", "filled-random",
                                        "filled-mapped" };
    static const double random[] = { 8, 3, 0.7 }, fills[] = { 0.7, 0.6, 2, 1 },
                        sizes[] = { 4, 2, 0.95, 0.6, 0 };
    struct curve_run b = { .run = *r };
    curve_run_of_sizes(&b, sizes, 5, 0.1);
    *r = b.run;
    uint64_t blocks = 16;
    for (size_t i = 0; i < 3; i++, blocks *= 16)
        curve_add_two(r,
                      (struct curve_row){ .workload = "random",
                                          .read = "pread",
                                          .state = "cold",
                                          .dataset = "blocks-64MiB",
                                          .ratio = random[i],
                                          .spread = 0.2 },
                      offsetof(struct case_key, blocks), blocks);
    for (size_t i = 0; i < 4; i++)
        curve_add_two(r,
                      (struct curve_row){ .state = warm[i],
                                          .dataset = "records-16MiB",
                                          .ratio = fills[i],
                                          .spread = 0.1 },
                      0, 0);
}

static struct run made_up(void)
{
    struct run r =
        fixture_run(&(struct fixture_options){ .methods = (const char *const[]){ NULL } });
    add_all(&r);
    return r;
}

static void the_section_has_a_sentence_and_the_points(void **state)
{
    (void)state;
    struct summary s;
    struct document d = { 0 };
    struct run r = made_up();
    assert_int_equal(summary_build(&s, &r), 0);
    curves_add(&d, &s);
    char *text = document_text(&d, DOCUMENT_MARKDOWN, false);
    golden_check("curves.md", text);
    free(text);
    summary_free(&s);
    run_free(&r);
}

static void a_run_without_a_curve_has_no_section(void **state)
{
    (void)state;
    struct summary s = { 0 };
    struct document d = { 0 };
    curves_add(&d, &s);
    char *text = document_text(&d, DOCUMENT_MARKDOWN, false);
    assert_string_equal(text, "");
    free(text);
    question_curves(&d, &s);
    text = document_text(&d, DOCUMENT_MARKDOWN, false);
    assert_non_null(strstr(text, "mapread run --suite curves"));
    free(text);
}

static void each_curve_is_a_panel(void **state)
{
    (void)state;
    struct summary s;
    struct run_error error;
    struct place p = place_new();
    struct run r = made_up();
    assert_int_equal(summary_build(&s, &r), 0);
    assert_int_equal(plotdata_write_flips(&r, &s, p.folder), 0);
    char *text = read_in(&p, "plots/flips.dat");
    golden_check("flips.dat", text);
    free(text);
    needs_gnuplot();
    if (plots_draw_flips(p.folder, p.scripts, &error) != 0)
        fail_msg("%s", error.message);
    assert_true(exists(&p, "plots/flips.svg") && exists(&p, "plots/flips.png"));
    summary_free(&s);
    run_free(&r);
    place_free(&p);
}

static void a_run_without_a_curve_has_no_picture(void **state)
{
    (void)state;
    struct run r = { 0 };
    struct summary s = { 0 };
    struct place p = place_new();
    assert_int_equal(plotdata_write_flips(&r, &s, p.folder), -ENODATA);
    assert_false(exists(&p, "plots"));
    place_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_says_who_is_faster_where),
        cmocka_unit_test(the_section_has_a_sentence_and_the_points),
        cmocka_unit_test(a_run_without_a_curve_has_no_section),
        cmocka_unit_test(each_curve_is_a_panel),
        cmocka_unit_test(a_run_without_a_curve_has_no_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
