/* SPDX-License-Identifier: MIT */
/* The methods in Python give the answers that the methods in C give, through the same session.
 */
#include <math.h>

#include "tests/contract/python_cases.h"
#include "workload/search.h"

/* Those that reach another process are in test_python_sharing.c. */
static bool reaches_no_other(const struct method *m)
{
    return m->program && strcmp(m->supported_workloads[0], "round-trip") != 0;
}

/* ---- answers ---- */

static void check_figures(const struct session_spec *spec, const struct sample *s)
{
    double phases = s->open_ns + s->access_ns + s->close_ns;
    assert_true(s->wall_ns > 0);
    assert_true(phases > s->wall_ns - 1 && phases < s->wall_ns + 1);
    assert_true(s->passes == (double)spec->request.passes);
    assert_true(!(s->peak_rss_bytes < s->baseline_rss_bytes));
}

/* Why the case cannot be had here. */
static enum cause refused(const struct session_spec *spec)
{
    enum cause cause = workload_refuses(spec->workload, spec->method);
    bool in_memory = spec->workload->flags & WORKLOAD_IN_MEMORY;
    if (!cause && spec->method->refuses)
        cause = spec->method->refuses(spec->request.path);
    if (!cause && in_memory && spec->state->resident < 1)
        cause = CAUSE_WORK_IN_MEMORY;
    return cause;
}

/* Whether it answered, or would with NumPy. */
static bool check_case(const struct session_spec *spec, size_t len)
{
    bool in_memory = spec->workload->flags & WORKLOAD_IN_MEMORY;
    bool mapped = strstr(spec->method->name, "mmap") && !in_memory;
    enum cause cause = refused(spec);
    struct outcome o = run_session(spec);
    if (lacks_numpy(&o))
        return true;
    if (cause || (mapped && len == 0)) {
        check_cause(&o, CASE_SKIPPED, cause ? cause : CAUSE_PYTHON_SKIPS);
        return false;
    }
    if (o.status != CASE_OK)
        fail_msg("%s/%s/%s of %zu bytes: %s", spec->workload->name, spec->method->name,
                 spec->state->name, len, why_of(&o));
    assert_string_equal(o.answer.text, spec->request.expected);
    check_figures(spec, &o.sample);
    return true;
}

static size_t check_all(size_t len, const struct state *state, uint64_t passes)
{
    size_t answered = 0;
    unsigned char *data = border_bytes(len);
    struct reference_answers answers = border_answers(data, len);
    test_write(path, data, len);
    for (size_t w = 0; workloads[w]; w++)
        for (size_t m = 0; methods[m]; m++) {
            struct answer expected;
            struct session_spec spec = case_of(workloads[w]->name, methods[m]->name);
            if (!reaches_no_other(methods[m]))
                continue;
            workloads[w]->expected(&answers, &expected);
            session_expect(&spec, expected.text);
            spec.state = state;
            spec.request.passes = passes;
            spec.request.key.buffer_bytes = len % 2 ? 61 : 0;
            answered += check_case(&spec, len);
        }
    size_t found_len;
    unsigned char *found = test_read(path, &found_len);
    assert_int_equal(found_len, len);
    assert_memory_equal(found, data, len); /* never changed */
    free(found);
    free(data);
    return answered;
}

static void every_script_gives_the_expected_answer(void **state)
{
    (void)state;
    needs_python();
    for (size_t s = 0; s < BORDER_SIZES; s++) {
        size_t answered = check_all(border_sizes[s], state_find("warm"), 2);
        assert_true(answered >= (border_sizes[s] ? 66 : 39));
    }
}

static void and_of_a_cold_file(void **state)
{
    (void)state;
    needs_python();
    write_data(PAGE);
    test_needs_states(folder, path);
    check_all(70 * PAGE + 5, state_find("cold"), 1);
}

static void what_is_mirrored_is_a_workload(void **state)
{
    (void)state;
    for (size_t m = 0; methods[m]; m++)
        for (size_t i = 0; methods[m]->program && methods[m]->supported_workloads[i]; i++)
            assert_non_null(workload_find_by_name(methods[m]->supported_workloads[i]));
    assert_false(workload_refuses(workload_find_by_name("find"), method_find("python-text")));
    assert_int_equal(
        workload_refuses(workload_find_by_name("count"), method_find("python-text")),
        CAUSE_NO_SCRIPT);
}

static void a_wrong_answer_is_a_failed_case(void **state)
{
    (void)state;
    needs_python();
    write_data(3 * PAGE);
    for (size_t m = 0; methods[m]; m++) {
        if (!reaches_no_other(methods[m]))
            continue;
        struct session_spec spec =
            case_of(methods[m]->supported_workloads[0], methods[m]->name);
        session_expect(&spec, "something else");
        struct outcome o = run_session(&spec);
        if (lacks_numpy(&o) || refused(&spec))
            continue;
        check_cause(&o, CASE_FAILED, CAUSE_WRONG_ANSWER);
    }
}

/* Rows that have no length, or no finite one, stay as they are: bit by bit. */
static void rows_without_a_norm_stay(void **state)
{
    (void)state;
    needs_python();
    enum { LEN = 120 * ROW_BYTES };
    unsigned char *data = border_bytes(LEN);
    const uint32_t infinite = 0x7f800000, signalling = 0x7fa00001;
    memset(data + 30 * ROW_BYTES, 0, ROW_BYTES);
    memcpy(data + 40 * ROW_BYTES + 8, &infinite, sizeof infinite);
    memcpy(data + 50 * ROW_BYTES + 8, &signalling, sizeof signalling);
    struct reference_answers answers = border_answers(data, LEN);
    test_write(path, data, LEN);
    for (size_t m = 0; methods[m]; m++) {
        struct answer expected;
        struct session_spec spec = case_of("rows", methods[m]->name);
        if (workload_refuses(spec.workload, spec.method))
            continue;
        spec.workload->expected(&answers, &expected);
        session_expect(&spec, expected.text);
        struct outcome o = run_session(&spec);
        bool not_here =
            o.status == CASE_SKIPPED && strstr(o.reason.words, strerror(EOPNOTSUPP));
        if (o.status != CASE_OK && !lacks_numpy(&o) && !not_here)
            fail_msg("%s: %s", spec.method->name, why_of(&o));
    }
    free(data);
}

/* Without NumPy the case is skipped, and says what is missing. */
static void without_numpy_a_case_is_skipped(void **state)
{
    (void)state;
    needs_python();
    static const char lose_numpy[] = "echo raise ModuleNotFoundError >\"$0/numpy.py\"";
    write_data(200 * ROW_BYTES);
    struct session_spec spec = case_of("rows", "python-numpy-mmap");
    struct outcome o = run_changed(&spec, lose_numpy);
    spec.method = method_find("python-mmap");
    struct outcome other = run_changed(&spec, lose_numpy);
    assert_true(lacks_numpy(&o));
    assert_int_equal(other.status, CASE_OK);
}

static void a_wrong_block_number_is_a_failed_case(void **state)
{
    (void)state;
    needs_python();
    write_data(4 * PAGE); /* words where numbers should be */
    struct session_spec spec = case_of("random", "python-mmap");
    spec.request.numbered = true;
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_FAILED);
    assert_non_null(strstr(o.reason.words, "carries another number"));
}

static void text_that_is_no_utf8_is_a_failed_case(void **state)
{
    (void)state;
    needs_python();
    static const char latin[] = "M\344rchen of the North\n";
    test_write(path, latin, sizeof latin - 1);
    struct outcome o = run_case("find", "python-text");
    assert_int_equal(o.status, CASE_FAILED);
    assert_non_null(strstr(o.reason.words, "UnicodeDecodeError: "));
    assert_null(strchr(o.reason.words, '\n'));
    o = run_case("find", "python-bytes");
    assert_int_equal(o.status, CASE_OK);
    assert_string_equal(o.answer.text, "offset=10");
}

/* As the tutorial does, which is another question where the text is not all ASCII. */
static bool asks_for_unicode(const struct session_spec *spec)
{
    static const char *const names[] = { "python-published-read", "python-text-unicode" };
    bool asks = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        asks |= strcmp(spec->method->name, names[i]) == 0;
    return asks && strcmp(spec->workload->name, "regex") == 0;
}

static void check_unicode(const struct session_spec *spec)
{
    struct outcome o = run_session(spec);
    check_cause(&o, CASE_SKIPPED, CAUSE_PYTHON_SKIPS);
    assert_non_null(strstr(o.reason.words, "a word of Unicode is not one of ASCII"));
}

/* An offset is one of bytes, whatever the method counts in, and a word is one of ASCII. */
static void text_beyond_ascii_is_counted_in_bytes(void **state)
{
    (void)state;
    needs_python();
    static const char text[] = "M\303\244rchen fabul\303\244 of the North\n";
    struct answer expected;
    test_write(path, text, sizeof text - 1);
    struct reference_answers answers = border_answers((const void *)text, sizeof text - 1);
    for (size_t m = 0; methods[m]; m++)
        for (size_t w = 0; reaches_no_other(methods[m]) && workloads[w]; w++) {
            struct session_spec spec = case_of(workloads[w]->name, methods[m]->name);
            workloads[w]->expected(&answers, &expected);
            session_expect(&spec, expected.text);
            if (asks_for_unicode(&spec))
                check_unicode(&spec);
            else
                check_case(&spec, sizeof text - 1);
        }
    answer_count(&expected, answers.words5);
    assert_string_equal(expected.text, "count=3"); /* rchen, fabul and North */
}

/* ---- figures ---- */

static void bytes_are_read_and_a_mapping_is_not(void **state)
{
    (void)state;
    needs_python();
    enum { LEN = 600 * PAGE };
    write_data(LEN);
    struct outcome o = run_case("full-read", "python-bytes");
    assert_int_equal(o.status, CASE_OK);
    if (!(o.sample.read_calls > 0))
        test_skip("this system has no /proc/self/io");
    assert_true(o.sample.read_call_bytes == LEN);
    assert_in_range(o.sample.read_calls, 1, 3);
    assert_true(o.sample.minor_faults >= 600); /* fresh pages in every pass */
    assert_true(o.sample.peak_rss_bytes - o.sample.baseline_rss_bytes >= LEN);
    o = run_case("random", "python-mmap");
    assert_int_equal(o.status, CASE_OK);
    assert_true(o.sample.read_calls == 0);
    assert_true(o.sample.read_call_bytes == 0);
    o = run_case("random", "python-seek");
    assert_true(o.sample.read_calls >= DRAWS);
}

static void nothing_is_cached_past_the_page_cache(void **state)
{
    (void)state;
    needs_python();
    enum { LEN = 70 * PAGE + 5 };
    write_data(LEN);
    test_needs_states(folder, path);
    static const char *const works[] = { "full-read", "random" };
    for (size_t i = 0; i < 2; i++) {
        struct session_spec spec = case_of(works[i], "python-direct");
        spec.state = state_find("cold");
        if (refused(&spec))
            test_skip(cause_names[refused(&spec)]);
        struct outcome o = run_session(&spec);
        assert_int_equal(o.status, CASE_OK);
        assert_true(o.sample.resident_after == 0);
        if (!isnan(o.sample.read_call_bytes))
            assert_true(o.sample.read_call_bytes == (i == 0 ? LEN : DRAWS * PAGE));
    }
}

/* As C has it, which test_workloads.c holds to the reference. */
static void blocks_may_have_any_size(void **state)
{
    (void)state;
    needs_python();
    write_data(200 * PAGE);
    static const char *const names[] = { "python-pread", "python-mmap", "python-seek" };
    static const size_t sizes[] = { 512, 3 * PAGE, 20 * PAGE };
    for (size_t i = 0; i < 3; i++) {
        struct session_spec spec = case_of("random", "pread");
        spec.request.key.block_bytes = sizes[i];
        struct outcome wanted = run_session(&spec);
        assert_int_equal(wanted.status, CASE_OK);
        for (size_t m = 0; m < 3; m++) {
            spec.method = method_find(names[m]);
            struct outcome o = run_session(&spec);
            assert_int_equal(o.status, CASE_OK);
            assert_string_equal(o.answer.text, wanted.answer.text);
        }
    }
}

static void any_pattern_is_found_and_replaced(void **state)
{
    (void)state;
    needs_python();
    write_data(200 * PAGE);
    static const char *const patterns[] = { "e", "th", "absent anywhere", "\n", "\xc3\xa4" };
    static const char *const names[] = { "find", "seek-find", "count", "rfind", "replace" };
    size_t checked = 0;
    for (size_t w = 0; w < 5; w++)
        for (size_t p = 0; p < sizeof patterns / sizeof patterns[0]; p++) {
            struct session_spec spec = case_of(names[w], "pread");
            snprintf(spec.request.key.pattern, CASE_PATTERN_MAX, "%s", patterns[p]);
            struct outcome wanted = run_session(&spec);
            assert_int_equal(wanted.status, CASE_OK);
            for (size_t m = 0; methods[m]; m++) {
                spec.method = methods[m];
                if (strncmp(methods[m]->name, "python-", 7) != 0 || refused(&spec))
                    continue;
                struct outcome o = run_session(&spec);
                if (o.status != CASE_OK || strcmp(o.answer.text, wanted.answer.text) != 0)
                    fail_msg("%s/%s, pattern %s: %s instead of %s", names[w], methods[m]->name,
                             patterns[p], o.answer.text, wanted.answer.text);
                checked++;
            }
        }
    assert_true(checked >= 60);
}

static void expressions_are_left_to_methods_in_c(void **state)
{
    (void)state;
    needs_python();
    write_data(PAGE);
    struct session_spec spec = case_of("regex", "python-bytes");
    assert_int_equal(run_session(&spec).status, CASE_OK);
    strcpy(spec.request.key.regex, "a|ab");
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_non_null(strstr(o.reason.words, "Vectorscan"));
}

static void what_holds_the_file_is_fresh_in_every_pass(void **state)
{
    (void)state;
    needs_python();
    write_data(600 * PAGE);
    struct session_spec spec = case_of("full-read", "python-bytes");
    spec.request.passes = 5;
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_OK);
    assert_true(o.sample.passes == 5);
    assert_true(o.sample.minor_faults >= 600);
    spec.method = method_find("python-chunk"); /* its buffer was there before */
    spec.request.key.buffer_bytes = 600 * PAGE;
    o = run_session(&spec);
    assert_int_equal(o.status, CASE_OK);
    assert_true(o.sample.minor_faults < 100);
}

/* A published program is measured as it was: its lines stay in the processor's cache. */
static void a_published_program_is_not_flushed(void **state)
{
    (void)state;
    needs_python();
    write_data(600 * PAGE);
    test_needs_states(folder, path);
    struct session_spec spec = case_of("full-read", "python-published-mmap");
    struct outcome o = run_good(&spec);
    assert_true(o.sample.flush_ns == 0);
    spec.method = method_find("python-mmap");
    o = run_good(&spec);
    assert_true(o.sample.flush_ns > 0);
}

static void a_delay_can_be_planted(void **state)
{
    (void)state;
    needs_python();
    write_data(PAGE);
    struct session_spec spec = case_of("find", "python-mmap");
    spec.request.plant = 100;
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_OK);
    assert_true(o.sample.access_ns >= 100 * (o.sample.open_ns + o.sample.close_ns));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_mirrored_is_a_workload),
        cmocka_unit_test_setup(every_script_gives_the_expected_answer, use_python),
        cmocka_unit_test_setup(and_of_a_cold_file, use_python),
        cmocka_unit_test_setup(a_wrong_answer_is_a_failed_case, use_python),
        cmocka_unit_test_setup(rows_without_a_norm_stay, use_python),
        cmocka_unit_test_setup(without_numpy_a_case_is_skipped, use_python),
        cmocka_unit_test_setup(a_wrong_block_number_is_a_failed_case, use_python),
        cmocka_unit_test_setup(text_that_is_no_utf8_is_a_failed_case, use_python),
        cmocka_unit_test_setup(text_beyond_ascii_is_counted_in_bytes, use_python),
        cmocka_unit_test_setup(bytes_are_read_and_a_mapping_is_not, use_python),
        cmocka_unit_test_setup(nothing_is_cached_past_the_page_cache, use_python),
        cmocka_unit_test_setup(blocks_may_have_any_size, use_python),
        cmocka_unit_test_setup(any_pattern_is_found_and_replaced, use_python),
        cmocka_unit_test_setup(expressions_are_left_to_methods_in_c, use_python),
        cmocka_unit_test_setup(what_holds_the_file_is_fresh_in_every_pass, use_python),
        cmocka_unit_test_setup(a_published_program_is_not_flushed, use_python),
        cmocka_unit_test_setup(a_delay_can_be_planted, use_python),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
