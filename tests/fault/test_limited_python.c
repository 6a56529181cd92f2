/* SPDX-License-Identifier: MIT */
/*
 * Programs where memory is limited: the group holds the program as well as the process that
 * started it, its second pass is the one that is measured, and the limit is proved.
 *
 * Linked with --wrap of: memcg_enter
 */
#include "tests/contract/python_fixture.h"
enum { LEAST_MIB = 32 };
#include "tests/fault/limited_fixture.h"
#include "tests/fault/wrap.h"

DECLARE_WRAP(int, memcg_enter, const struct memcg *g, pid_t pid);

static bool leaves_program_out; /* its entering does nothing, and says it did */

int WRAPPED(memcg_enter)(const struct memcg *g, pid_t pid)
{
    return leaves_program_out && pid != getpid() ? 0 : REAL(memcg_enter)(g, pid);
}

static char *scripts;

static struct session_spec script_of(const struct fixture *x, const char *workload,
                                     const char *method)
{
    struct session_spec spec = spec_of(x, workload, method);
    request_set_path(spec.request.programs, scripts);
    return spec;
}

/* What C finds with memory enough. */
static struct answer answer_of(const struct session_spec *limited, const char *method)
{
    struct session_spec spec = *limited;
    spec.state = state_find("cold");
    spec.method = method_find(method);
    struct outcome o = run_session(&spec);
    check_good(&o, "with memory enough");
    return o.answer;
}

static void check_limited(const struct sample *s)
{
    assert_true(s->limit_bytes == most_bytes);
    assert_true(isnan(s->limit_hits)); /* those of its answer are among them */
    assert_true(s->resident_before >= 0 && s->resident_before < 1);
    assert_true(s->resident_after >= 0 && s->resident_after * file_bytes <= most_bytes);
    assert_true(s->wall_ns > 0 && s->passes == 1);
}

static void answers_are_those_of_memory_enough(void **state)
{
    struct fixture *x = limitable(state);
    needs_python();
    static const char *const cases[][3] = {
        { "full-read", "python-chunk", "chunk" }, { "full-read", "python-mmap-chunk", "chunk" },
        { "count", "python-chunk", "chunk" },     { "random", "python-seek", "pread" },
        { "random", "python-pread", "pread" },    { "random", "python-mmap-random", "pread" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct session_spec spec = script_of(x, cases[i][0], cases[i][1]);
        struct answer expected = answer_of(&spec, cases[i][2]);
        session_expect(&spec, expected.text);
        struct outcome o = run_session(&spec);
        check_good(&o, cases[i][1]);
        check_limited(&o.sample);
    }
}

/* Those it begins are in the group as well, and the first pass has them too. */
static void threads_share_what_is_limited(void **state)
{
    struct fixture *x = limitable(state);
    needs_python();
    static const char *const readers[] = { "python-pread", "python-mmap-random" };
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        struct session_spec spec = script_of(x, "random", readers[i]);
        struct answer expected = answer_of(&spec, "pread");
        session_expect(&spec, expected.text);
        spec.request.key.threads = 3;
        struct outcome o = run_session(&spec);
        check_good(&o, readers[i]);
        check_limited(&o.sample);
    }
}

static void a_second_pass_finds_nothing(void **state)
{
    struct fixture *x = limitable(state);
    needs_python();
    struct session_spec spec = script_of(x, "full-read", "python-chunk");
    struct outcome o = run_session(&spec);
    check_good(&o, "python-chunk");
    assert_true(o.sample.resident_before >= 0 && o.sample.resident_before < 1);
    if (!isnan(o.sample.storage_read_bytes))
        assert_true(o.sample.storage_read_bytes > 0.9 * file_bytes);
    if (!isnan(o.sample.read_call_bytes)) /* nor are the first and the answer's counted */
        assert_true(o.sample.read_call_bytes == file_bytes);
}

/* Else the few blocks would all be there in the second pass. */
static void the_first_pass_draws_other_blocks(void **state)
{
    struct fixture *x = limitable(state);
    needs_python();
    struct session_spec spec = script_of(x, "random", "python-pread");
    spec.request.key.blocks = 256;
    struct outcome o = run_session(&spec);
    check_good(&o, "python-pread");
    if (isnan(o.sample.storage_read_bytes))
        test_skip("this system has no /proc/self/io");
    assert_true(o.sample.storage_read_bytes > 128 * 4096);
}

static void who_holds_a_copy_of_all_is_killed(void **state)
{
    struct fixture *x = limitable(state);
    needs_python();
    static const char *const holders[] = { "python-bytes", "python-mmap" };
    for (size_t i = 0; i < sizeof holders / sizeof holders[0]; i++) {
        struct session_spec spec = script_of(x, "full-read", holders[i]);
        struct outcome o = run_session(&spec);
        check_bad(&o, CASE_OVER_LIMIT, CAUSE_OVER_MEMORY);
        assert_true(o.reason.numbers[0] == most_bytes);
    }
}

/* Whose memory is not limited, because the group has the process alone that started it. */
static void a_program_that_stayed_outside_was_not_limited(void **state)
{
    struct fixture *x = limitable(state);
    needs_python();
    leaves_program_out = true;
    struct session_spec spec = script_of(x, "full-read", "python-chunk");
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, CAUSE_OUTSIDE_GROUP);
    spec.method = method_find("python-bytes"); /* with nobody to kill it */
    o = run_session(&spec);
    check_bad(&o, CASE_FAILED, CAUSE_OUTSIDE_GROUP);
}

static void its_time_is_limited_as_well(void **state)
{
    struct fixture *x = limitable(state);
    needs_python();
    struct session_spec spec = script_of(x, "full-read", "python-chunk");
    spec.request.limit_s = 0.0001;
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_OVER_LIMIT, CAUSE_OVER_TIME);
}

static int begin(void **state)
{
    leaves_program_out = false;
    use_python(state);
    scripts = python_scripts();
    return scripts ? fixture_make(state) : -1;
}

static int end(void **state)
{
    free(scripts);
    return fixture_drop(state);
}

#define LIMITED_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIMITED_TEST(answers_are_those_of_memory_enough),
        LIMITED_TEST(threads_share_what_is_limited),
        LIMITED_TEST(a_second_pass_finds_nothing),
        LIMITED_TEST(the_first_pass_draws_other_blocks),
        LIMITED_TEST(who_holds_a_copy_of_all_is_killed),
        LIMITED_TEST(a_program_that_stayed_outside_was_not_limited),
        LIMITED_TEST(its_time_is_limited_as_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
