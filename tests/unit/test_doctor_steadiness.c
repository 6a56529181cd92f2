/* SPDX-License-Identifier: MIT */
/* Every verdict on how steady the machine is. */
#include <math.h>

#include "doctor/steadiness.h"
#include "base/clock.h"
#include "tests/unit/doctor_machine.h"

static void judgements_of_steadiness(void **state)
{
    (void)state;
    static const struct {
        struct steadiness seen;
        enum verdict verdict;
        const char *found;
    } table[] = {
        { { 0.99, 0.97 },
          VERDICT_GOOD,
          "99 % of its best speed at the median, 97 % in the slowest tenth" },
        { { 0.95, 0.9 },
          VERDICT_GOOD,
          "95 % of its best speed at the median, 90 % in the slowest tenth" },
        { { 0.944, 0.94 },
          VERDICT_WARNING,
          "94 % of its best speed at the median, 94 % in the slowest tenth" },
        { { 0.99, 0.894 },
          VERDICT_WARNING,
          "99 % of its best speed at the median, 89 % in the slowest tenth" },
        { { NAN, 1 }, VERDICT_UNKNOWN, "not told" },
        { { 1, NAN }, VERDICT_UNKNOWN, "not told" },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct doctor_finding f = { .verdict = VERDICT_UNKNOWN };
        size_t len = strlen(table[i].found);
        steadiness_judge(&f, &table[i].seen);
        assert_int_equal(f.verdict, table[i].verdict);
        assert_int_equal(strncmp(f.found, table[i].found, len), 0);
        assert_string_equal(f.found + len,
                            f.verdict == VERDICT_WARNING
                                ? "; take more rounds or another time, and see with mapread "
                                  "aa what differences this machine makes up"
                                : "");
        assert_string_equal(f.fix, "");
    }
}

/* Two of eleven looks are slow, and one of them does not count. */
static void the_slowest_tenth_is_told_apart(void **state)
{
    (void)state;
    struct cpu_speed p = { 0 };
    for (size_t i = 0; i < 11; i++)
        cpu_speed_add(&p, i == 3 ? 8e6 : i == 7 ? 2e6 : i == 10 ? 1e6 : 1.25e6);
    struct steadiness seen = steadiness_of(&p);
    assert_true(seen.median == 0.8 && seen.slowest == 0.5);
}

/* Nothing is needed for it, so something is always found. */
static void the_speed_of_this_machine_is_told(void **state)
{
    (void)state;
    struct subject s = plain_subject();
    struct doctor_finding f;
    double median, slowest;
    uint64_t begun = clock_now_ns();
    s.root = NULL;
    doctor_examine(&f, doctor_probe_find("steadiness"), &s);
    assert_true(clock_now_ns() - begun >= 150000000); /* fewer looks see less */
    int read = sscanf(f.found, "%lf %% of its best speed at the median, %lf %% in the slowest",
                      &median, &slowest);
    assert_int_equal(read, 2);
    assert_true(0 < slowest && slowest <= median && median <= 100);
    assert_true(f.verdict == VERDICT_GOOD || f.verdict == VERDICT_WARNING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judgements_of_steadiness),
        cmocka_unit_test(the_slowest_tenth_is_told_apart),
        cmocka_unit_test(the_speed_of_this_machine_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
