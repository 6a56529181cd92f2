/* SPDX-License-Identifier: MIT */
/* Which times have a rate, and how it is printed. */
#include "report/rate.h"

#include <string.h>

#include "tests/fixture_run.h"
#include "tests/test.h"

enum { MIB = 1 << 20 };

struct rated {
    const char *workload, *answer;
    uint64_t blocks;
    double ms;
    const char *unit, *rate; /* NULL: none */
};

static void check(const struct rated *t)
{
    char text[TEXT_MAX];
    double wall_ns[] = { t->ms * 1e6 };
    struct run r = { 0 };
    struct summary s;
    fixture_add_dataset(&r, "text-64MiB", 64 * MIB);
    fixture_add_case(&r, &(struct fixture_case){ .workload = t->workload,
                                                 .method = "pread",
                                                 .state = "warm",
                                                 .dataset = "text-64MiB",
                                                 .wall_ns = wall_ns,
                                                 .count = 1 });
    r.cases[0].key.blocks = t->blocks;
    fixture_text(r.cases[0].answer.text, t->answer);
    assert_int_equal(summary_build(&s, &r), 0);
    const struct summary_group *g = &s.groups[0];
    const char *unit = rate_unit(g, &g->rows[0]);
    assert_int_equal(unit == NULL, t->unit == NULL);
    assert_string_equal(unit ? unit : "", t->unit ? t->unit : "");
    assert_string_equal(rate_text(g, &g->rows[0].cells[0], text), t->rate ? t->rate : "-");
    summary_free(&s);
    run_free(&r);
}

static void a_pass_over_all_of_the_file_has_bytes_per_second(void **state)
{
    (void)state;
    check(&(struct rated){ "full-read", "", 0, 8, "GB/s", "8.39" });
    check(&(struct rated){ "count", "", 0, 4, "GB/s", "16.8" });
    check(&(struct rated){ "regex", "", 0, 0.5, "GB/s", "134" });
    check(&(struct rated){ "readline", "", 0, 8000, "GB/s", "0.008" });
    check(&(struct rated){ "replace", "", 0, 671, "GB/s", "0.10" });
}

static void a_search_has_them_where_the_hit_is_at_the_end(void **state)
{
    (void)state;
    check(&(struct rated){ "find", "offset=67108000", 0, 8, "GB/s", "8.39" });
    check(&(struct rated){ "find", "absent", 0, 8, "GB/s", "8.39" });
    check(&(struct rated){ "find", "offset=1048576", 0, 8, NULL, NULL });
    check(&(struct rated){ "find", "", 0, 8, NULL, NULL }); /* not known where */
}

static void a_pass_over_a_part_has_none(void **state)
{
    (void)state;
    check(&(struct rated){ "slice", "", 0, 8, NULL, NULL });
    check(&(struct rated){ "walk", "", 0, 8, NULL, NULL });
    check(&(struct rated){ "allocate", "sum", 0, 8, NULL, NULL });
    check(&(struct rated){ "unheard-of", "", 0, 8, NULL, NULL });
}

static void blocks_are_counted(void **state)
{
    (void)state;
    check(&(struct rated){ "random", "", 4096, 2, "IOPS", "2.05M" });
    check(&(struct rated){ "random", "", 64, 2, "IOPS", "32.0k" });
    check(&(struct rated){ "random", "", 64, 200, "IOPS", "320" });
    check(&(struct rated){ "random", "", 1, 1.0004, "IOPS", "1.00k" }); /* 999.6 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pass_over_all_of_the_file_has_bytes_per_second),
        cmocka_unit_test(a_search_has_them_where_the_hit_is_at_the_end),
        cmocka_unit_test(a_pass_over_a_part_has_none),
        cmocka_unit_test(blocks_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
