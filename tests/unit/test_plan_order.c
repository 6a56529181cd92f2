/* SPDX-License-Identifier: MIT */
/* The order of rounds. */
#include "schedule/plan.h"
#include "tests/test.h"

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
        cmocka_unit_test(every_order_is_a_permutation),
        cmocka_unit_test(odd_rounds_mirror_the_even_ones),
        cmocka_unit_test(two_methods_go_abba),
        cmocka_unit_test(pairs_are_shuffled_differently),
        cmocka_unit_test(the_seed_decides_the_order),
        cmocka_unit_test(every_case_comes_to_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
