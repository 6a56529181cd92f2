/* SPDX-License-Identifier: MIT */
/* Cases of given times, and what is said of them. */
#include "tests/unit/verdict_fixture.h"

void add_side(struct run *r, const char *workload, const struct side *s)
{
    double wall_ns[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = s->ms * 1e6 * (1 + s->spread * ((double)(i % 5) - 2) / 2);
    fixture_add_case(r, &(struct fixture_case){ .workload = workload,
                                                .method = s->method,
                                                .state = "warm",
                                                .dataset = "text-64MiB",
                                                .status = s->status,
                                                .reason = s->reason,
                                                .wall_ns = wall_ns,
                                                .count = s->rounds,
                                                .own_bytes = s->own_mib * MIB,
                                                .file_bytes = s->file_mib * MIB });
}

char *sentence(const char *workload, const struct side *sides, size_t count)
{
    struct run r = { 0 };
    struct summary s;
    fixture_add_dataset(&r, "text-64MiB", 64 << 20);
    for (size_t i = 0; i < count; i++)
        add_side(&r, workload, &sides[i]);
    assert_int_equal(summary_build(&s, &r), 0);
    char *text = verdict_sentence(&s.groups[0], &s.groups[0].rows[0], "64 MiB");
    assert_non_null(text);
    summary_free(&s);
    run_free(&r);
    return text;
}

void assert_sentence(const char *workload, const struct side *sides, size_t count,
                     const char *expected)
{
    char *text = sentence(workload, sides, count);
    assert_string_equal(text, expected);
    free(text);
}
