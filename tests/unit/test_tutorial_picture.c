/* SPDX-License-Identifier: MIT */
/* What is written of published figures: the page, and its picture. */
#include <errno.h>
#include <math.h>

#include "tests/golden/golden.h"
#include "tests/unit/report_place.h"
#include "tests/unit/tutorial_fixture.h"
#include "tutorial/tutorial.h"

static void files_are_written_whole(void **state)
{
    (void)state;
    struct place place = place_new();
    struct published p = tutorial_read_good();
    struct run r = tutorial_run_of_good();
    struct run_error error;
    bool can_draw = system("gnuplot --version >/dev/null 2>&1") == 0;
    if (tutorial_write(&(struct tutorial){ .published = &p, .run = &r }, place.folder,
                       can_draw ? place.scripts : NULL, &error) != 0)
        fail_msg("%s", error.message);
    char *data = read_in(&place, "plots/tutorial.dat");
    golden_check("tutorial.dat", data);
    free(data);
    char *page = read_in(&place, "tutorial.md");
    assert_true(!strstr(page, "plots/tutorial.svg") == !can_draw);
    free(page);
    assert_int_equal(count_files(&place, "plots"), can_draw ? 3 : 1);
    run_free(&r);
    published_free(&p);
    place_free(&place);
    if (!can_draw)
        print_message("no pictures: gnuplot is not installed\n");
}

static int plot(struct place *place, const struct published *p, const struct run *r,
                const char *wanted)
{
    int result = tutorial_plotdata_write(p, r, place->folder);
    char *data = result == 0 ? read_in(place, "plots/tutorial.dat") : strdup("");
    if (result == 0 && !strstr(data, wanted))
        fail_msg("no %s in: %s", wanted, data);
    free(data);
    return result;
}

/* A table's only row has no title above it, and a row without a claim is no dot. */
static void the_picture_has_a_row_per_claim(void **state)
{
    (void)state;
    struct place place = place_new();
    struct published p = tutorial_read_good();
    struct run r = tutorial_run_of_good();
    struct published_table *t = &p.sources[0].tables[0];
    size_t rows = t->row_count;
    assert_int_equal(plot(&place, &p, &r, "\n1\t\"Find\"\n\n\n# rows"), 0);
    t->row_count = 1;
    assert_int_equal(plot(&place, &p, &r, "# columns: y, label\n1\t\"Find\"\n\n"), 0);
    t->rows[0].label = "hits";
    assert_int_equal(plot(&place, &p, &r, "# columns: y, label\n1\t\"Find: hits\"\n\n"), 0);
    t->rows[0].said = NULL;
    t->rows[0].low = t->rows[0].high = NAN;
    assert_int_equal(plot(&place, &p, &r, ""), -ENODATA);
    t->row_count = rows;
    run_free(&r);
    published_free(&p);
    place_free(&place);
}

static void a_run_without_ratios_has_no_picture(void **state)
{
    (void)state;
    struct place place = place_new();
    struct published p = tutorial_read_good();
    struct run r = tutorial_run_of_good();
    struct run_error error;
    for (size_t i = 0; i < r.case_count; i++)
        r.cases[i].sample_count = 0;
    assert_int_equal(tutorial_write(&(struct tutorial){ .published = &p, .run = &r },
                                    place.folder, place.scripts, &error),
                     -ENODATA);
    assert_non_null(strstr(error.message, "nothing to plot"));
    assert_true(exists(&place, "tutorial.md"));
    run_free(&r);
    published_free(&p);
    place_free(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_written_whole),
        cmocka_unit_test(the_picture_has_a_row_per_claim),
        cmocka_unit_test(a_run_without_ratios_has_no_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
