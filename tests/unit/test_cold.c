/* SPDX-License-Identifier: MIT */
/* What the caption says of a run's cold cases. */
#include <math.h>

#include "report/caption.h"
#include "tests/fixture_run.h"
#include "tests/test.h"

enum { ROUNDS = 12 };

/* Cold cases in which every second sample takes so many ms on CPU1, and the others 10 on CPU0;
   times differ by 1 us and more from round to round. */
static struct run run_with(const char *state, const double *on_cpu1, size_t cases)
{
    struct run r =
        fixture_run(&(struct fixture_options){ .methods = (const char *const[]){ NULL } });
    for (size_t i = 0; i < cases; i++) {
        double ns[ROUNDS];
        char name[CASE_NAME_MAX];
        snprintf(name, sizeof name, "method-%zu", i);
        for (size_t k = 0; k < ROUNDS; k++)
            ns[k] = 1e6 * (k % 2 ? on_cpu1[i] : 10) + 1e3 * (double)(k / 2);
        fixture_add_case(&r, &(struct fixture_case){ .workload = "random",
                                                     .method = name,
                                                     .state = state,
                                                     .dataset = "blocks-64MiB",
                                                     .wall_ns = ns,
                                                     .count = ROUNDS });
        for (size_t k = 0; k < ROUNDS; k++)
            r.cases[r.case_count - 1].samples[k].cpu = (double)(k % 2);
    }
    return r;
}

static void expect_processors(struct run *r, const char *wanted)
{
    char *text = caption_part(r, CAPTION_PROCESSORS);
    assert_non_null(text);
    assert_string_equal(text, wanted);
    free(text);
}

static void processors_that_differ_are_told(void **state)
{
    (void)state;
    struct run r = run_with("cold", (const double[]){ 10, 14, 12 }, 3);
    expect_processors(&r, "cold: the processor matters in 2 of 3 cases: "
                          "random/method-1/cold/data:blocks-64MiB takes 14.0 ms on CPU1, "
                          "10.0 ms on CPU0");
    run_free(&r);
}

static void few_of_many_are_chance(void **state)
{
    (void)state;
    struct run r =
        run_with("cold", (const double[]){ 10, 10, 10, 10, 10, 10, 10, 10, 10, 14 }, 10);
    expect_processors(&r, "");
    run_free(&r);
}

static void what_varies_as_much_on_one_processor_is_not_told(void **state)
{
    (void)state;
    struct run r = run_with("cold", (const double[]){ 10.002 }, 1);
    expect_processors(&r, "");
    run_free(&r);
}

static void a_processor_of_two_samples_has_no_median(void **state)
{
    (void)state;
    struct run r = run_with("cold", (const double[]){ 14 }, 1);
    for (size_t i = 5; i < ROUNDS; i += 2)
        r.cases[0].samples[i].cpu = NAN;
    expect_processors(&r, "");
    run_free(&r);
}

static void warm_cases_are_not_asked(void **state)
{
    (void)state;
    struct run r = run_with("warm", (const double[]){ 14 }, 1);
    expect_processors(&r, "");
    run_free(&r);
}

static void a_virtual_machine_has_a_host(void **state)
{
    (void)state;
    static const struct {
        const char *virtualization, *state;
        bool told;
    } rows[] = {
        { "kvm", "cold", true },     { "vm", "cold", true }, { "kvm", "warm", false },
        { "docker", "cold", false }, { "", "cold", false },  { "none", "cold", false }
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run r = run_with(rows[i].state, (const double[]){ 10 }, 1);
        fixture_text(r.machine.virtualization, rows[i].virtualization);
        char *text = caption_part(&r, CAPTION_HOST);
        assert_string_equal(text, rows[i].told ? "cold: the host's cache may be warm" : "");
        free(text);
        run_free(&r);
    }
}

static void warm_says_what_a_pass_finds(void **state)
{
    (void)state;
    static const struct {
        const char *cpu_cache, *state, *says;
    } rows[] = {
        { "flush", "warm", "warm: the file is in memory, flushed from the processor's caches" },
        { "stream", "warm",
          "warm: the file is in memory; other bytes took its place in the caches" },
        { "as-found", "warm", "warm: the file is as the pass before left it" },
        { "of a later version", "warm", "" },
        { "flush", "cold", "" },
        { "flush", "hot", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run r = run_with(rows[i].state, (const double[]){ 10 }, 1);
        fixture_text(r.cpu_cache, rows[i].cpu_cache);
        char *text = caption_part(&r, 2);
        size_t len = strlen(rows[i].says);
        assert_memory_equal(text, rows[i].says, len ? len : 1);
        free(text);
        run_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(processors_that_differ_are_told),
        cmocka_unit_test(few_of_many_are_chance),
        cmocka_unit_test(what_varies_as_much_on_one_processor_is_not_told),
        cmocka_unit_test(a_processor_of_two_samples_has_no_median),
        cmocka_unit_test(warm_cases_are_not_asked),
        cmocka_unit_test(a_virtual_machine_has_a_host),
        cmocka_unit_test(warm_says_what_a_pass_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
