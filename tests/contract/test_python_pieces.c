/* SPDX-License-Identifier: MIT */
/*
 * Python in pieces: one buffer that is filled again and again, from the file or from the
 * mapping; hits that lie over the pieces' borders; and the calls that are made for them.
 */
#include <math.h>

#include "tests/contract/python_cases.h"

enum { LEN = 16 * MIB, PIECE = METHOD_BUFFER_BYTES };

static void check_answers(const char *const *methods_of, const char *workload, size_t len,
                          size_t buffer_bytes)
{
    unsigned char *data = border_bytes(len);
    struct reference_answers answers = border_answers(data, len);
    struct answer expected;
    test_write(path, data, len);
    free(data);
    for (; *methods_of; methods_of++) {
        struct session_spec spec = case_of(workload, *methods_of);
        spec.request.key.buffer_bytes = buffer_bytes;
        spec.workload->expected(&answers, &expected);
        session_expect(&spec, expected.text);
        run_good(&spec);
    }
}

/* Buffers smaller than the needle, smaller than a word, and no multiple of one. */
static void pieces_of_any_size_give_the_same_answer(void **state)
{
    (void)state;
    needs_python();
    static const char *const readers[] = { "python-chunk", "python-mmap-chunk", NULL };
    static const char *const counters[] = { "python-chunk", NULL };
    for (size_t bytes = 1; bytes <= 9; bytes++) {
        check_answers(readers, "full-read", 4 * PAGE + 3, bytes);
        check_answers(counters, "count", 4 * PAGE + 3, bytes);
    }
    check_answers(readers, "full-read", 3 * PAGE, PAGE);
    check_answers(counters, "count", 3 * PAGE, PAGE);
}

static void check_small(const struct sample *s)
{
    assert_true(s->rss_anon_bytes < s->baseline_rss_bytes + MIB);
    assert_true(s->minor_faults < LEN / PAGE / 2);
}

/* One buffer is all the memory that is taken, on both sides, and both get all bytes. */
static void one_buffer_is_used_again(void **state)
{
    (void)state;
    needs_python();
    write_data(LEN);
    struct session_spec spec = case_of("full-read", "python-chunk");
    struct outcome o = run_good(&spec);
    if (!(o.sample.read_calls > 0))
        test_skip("this system has no /proc/self/io");
    assert_true(o.sample.read_calls == LEN / PIECE + 1); /* and the end */
    assert_true(o.sample.read_call_bytes == LEN);
    assert_true(o.sample.peak_rss_bytes - o.sample.baseline_rss_bytes < MIB);
    check_small(&o.sample);
    spec.method = method_find("python-mmap-chunk");
    o = run_good(&spec);
    assert_true(o.sample.read_calls == 0);
    assert_true(o.sample.rss_file_bytes >= LEN); /* every page was touched */
    check_small(&o.sample);
}

/* The count too: the buffer is as large, and the mapping is searched where it lies. */
static void hits_are_counted_without_a_copy_of_all(void **state)
{
    (void)state;
    needs_python();
    write_data(LEN);
    static const char *const counters[] = { "python-chunk", "python-mmap" };
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++) {
        struct session_spec spec = case_of("count", counters[i]);
        struct outcome o = run_good(&spec);
        if (isnan(o.sample.rss_anon_bytes))
            test_skip("this system has no /proc/self/io");
        check_small(&o.sample);
    }
}

/* A file object reads more than it is asked for; without one it is exactly what was asked. */
static void pread_reads_what_it_is_asked_for(void **state)
{
    (void)state;
    needs_python();
    static const struct {
        const char *workload;
        double calls, bytes;
    } rows[] = {
        { "random", DRAWS, DRAWS * (double)PAGE },
        { "slice", 1, 10 },
        { "walk", 2 * (PAGE / 128.0) + 1, 96 * (PAGE / 128.0) }, /* and the end */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        write_data(PAGE);
        struct session_spec spec = case_of(rows[i].workload, "python-pread");
        struct outcome o = run_good(&spec);
        if (!(o.sample.read_calls > 0))
            test_skip("this system has no /proc/self/io");
        assert_true(o.sample.read_calls == rows[i].calls);
        assert_true(o.sample.read_call_bytes == rows[i].bytes);
    }
}

/* The second look finds another file than the pass did. */
static void a_file_that_shrinks_meanwhile_is_a_failed_case(void **state)
{
    (void)state;
    needs_python();
    write_data(3 * PAGE);
    struct session_spec spec = case_of("full-read", "python-chunk");
    struct outcome o = run_changed(&spec, "echo \"Chunk.stream = lambda self: "
                                          "os.truncate(self.path, 7) or self.file\" "
                                          ">>\"$0/pieces.py\" && "
                                          "echo \"import os\" >>\"$0/pieces.py\"");
    assert_int_equal(o.status, CASE_FAILED);
    assert_non_null(strstr(o.reason.words, "the file has another length than it had"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(pieces_of_any_size_give_the_same_answer, use_python),
        cmocka_unit_test_setup(one_buffer_is_used_again, use_python),
        cmocka_unit_test_setup(hits_are_counted_without_a_copy_of_all, use_python),
        cmocka_unit_test_setup(pread_reads_what_it_is_asked_for, use_python),
        cmocka_unit_test_setup(a_file_that_shrinks_meanwhile_is_a_failed_case, use_python),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
