/* SPDX-License-Identifier: MIT */
/*
 * A pass that several threads share gives the answer of one thread, in every state, and what
 * cannot be shared is told.
 */
#include <errno.h>
#include <pthread.h>

#include "tests/contract/borders.h"
#include "tests/disk.h"
#include "tests/session.h"

enum { DRAWS = 64, BLOCKS = 300, LEN = BLOCKS * PAGE };

static char *folder, *path;
static struct reference_answers answers;

/* Blocks that carry their numbers. */
static int group_setup(void **state)
{
    (void)state;
    struct gen_spec spec = { .bytes = LEN, .seed = 1 };
    unsigned char *data = malloc(LEN);
    folder = test_disk_folder();
    folder = folder ? folder : test_folder();
    if (!data || asprintf(&path, "%s/data", folder) < 0)
        return -1;
    gen_blocks.fill(NULL, &spec, 0, data, LEN); /* it needs no tables */
    test_write(path, data, LEN);
    answers = border_answers(data, LEN);
    free(data);
    return 0;
}

static int group_teardown(void **state)
{
    (void)state;
    unlink(path);
    int r = rmdir(folder);
    free(folder);
    free(path);
    return r;
}

static struct session_spec spec_of(const struct method *m, const char *state, unsigned threads,
                                   struct answer *expected)
{
    const struct workload *random = workload_find_by_name("random");
    random->expected(&answers, expected);
    struct session_spec spec = session_case(random, m, state_find(state), path);
    session_expect(&spec, expected->text);
    spec.request.key.threads = threads;
    spec.request.numbered = true;
    spec.request.passes = 3;
    return spec;
}

/* Whether it answered. */
static bool check(const struct method *m, const char *state, unsigned threads)
{
    struct answer expected;
    struct session_spec spec = spec_of(m, state, threads, &expected);
    struct outcome o = run_session(&spec);
    if (o.status == CASE_SKIPPED && !m->view)
        assert_int_equal(o.reason.cause, CAUSE_METHOD_OF_ONE_THREAD);
    else if (o.status == CASE_SKIPPED) /* this system lacks it, or cannot evict */
        print_message("%s, %s: %s\n", m->name, state, why_of(&o));
    else if (o.status != CASE_OK)
        fail_msg("%s, %s, %u threads: %s", m->name, state, threads, why_of(&o));
    else
        assert_string_equal(o.answer.text, expected.text);
    assert_true(o.status == CASE_SKIPPED || m->view || threads < 2);
    return o.status == CASE_OK;
}

static bool is_positioned(const struct method *m)
{
    return m->at && !workload_refuses(workload_find_by_name("random"), m);
}

static void the_answer_is_that_of_one(void **state)
{
    (void)state;
    static const unsigned threads[] = { 1, 2, 3, 8, DRAWS + 1 };
    size_t shared = 0, answered = 0;
    for (size_t m = 0; methods[m]; m++) {
        shared += methods[m]->view != NULL;
        for (size_t t = 0; t < 5 && is_positioned(methods[m]); t++) {
            answered += check(methods[m], "warm", threads[t]);
            check(methods[m], "cold", threads[t]);
        }
    }
    assert_true(answered >= 5 * 7); /* those that every system has */
    assert_int_equal(shared, 12);   /* nine mappings, two preads and direct */
}

static void what_is_done_by_one_thread_is_told(void **state)
{
    (void)state;
    size_t others = 0;
    for (size_t w = 0; workloads[w]; w++) {
        struct session_spec spec = session_case(
            workloads[w], method_find(workloads[w]->baseline), state_find("warm"), path);
        spec.request.key.threads = 2;
        if (workloads[w]->flags & WORKLOAD_THREADS)
            continue;
        struct outcome o = run_session(&spec);
        assert_int_equal(o.status, CASE_SKIPPED);
        assert_int_equal(o.reason.cause, CAUSE_WORK_OF_ONE_THREAD);
        others++;
    }
    assert_int_equal(others, workload_count_all() - 2); /* random, full-read */
    const struct workload *random = workload_find_by_name("random");
    assert_false(workload_refuses_threads(random, method_find(random->baseline_of_threads)));
}

/* Parts of a file whose size is no multiple of anything, and of one smaller than the threads.
 */
static void a_file_may_be_read_in_parts(void **state)
{
    (void)state;
    static const char *const names[] = { "mmap", "pread", "direct" };
    static const size_t sizes[] = { LEN - 4091, 5 * PAGE + 3, 7, 0 };
    static const uint64_t buffers[] = { 4096, 64 * 1024 };
    unsigned char *data = test_read(path, &(size_t){ 0 });
    char *part = NULL;
    assert_true(asprintf(&part, "%s/part", folder) > 0);
    for (size_t i = 0; i < 4 * 3 * 2; i++) {
        size_t len = sizes[i / 6];
        const struct method *m = method_find(names[i % 3]);
        const struct workload *w = workload_find_by_name("full-read");
        struct answer expected;
        test_write(part, data, len);
        struct reference_answers a = border_answers(data, len);
        w->expected(&a, &expected);
        struct session_spec spec = session_case(w, m, state_find("warm"), part);
        session_expect(&spec, expected.text);
        spec.request.key.threads = 3;
        if (m->flags & METHOD_BUFFER)
            spec.request.key.buffer_bytes = buffers[i / 3 % 2];
        struct outcome o = run_session(&spec);
        if (o.status != CASE_OK && (o.status != CASE_SKIPPED || m != method_find("direct")))
            fail_msg("%s, %zu bytes: %s", m->name, len, why_of(&o));
    }
    unlink(part);
    free(part);
    free(data);
}

/* ---- who reads what ---- */

static const struct method *real;

/* What was read, and through which views. */
static struct {
    pthread_mutex_t lock;
    pthread_t threads[8];
    struct file *files[8];
    size_t count, blocks;
} seen = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void note(struct file *f)
{
    size_t i = 0;
    pthread_mutex_lock(&seen.lock);
    while (i < seen.count && !pthread_equal(seen.threads[i], pthread_self()))
        i++;
    if (i == seen.count && i < 8) {
        seen.threads[seen.count] = pthread_self();
        seen.files[seen.count++] = f;
    }
    if (i >= 8 || seen.files[i] != f)
        seen.blocks += 1000000; /* two threads with one view, or one with two */
    seen.blocks++;
    pthread_mutex_unlock(&seen.lock);
}

static int noting_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    note(f);
    return real->at(f, offset, len, ret);
}

static void every_thread_has_its_share_and_its_view(void **state)
{
    (void)state;
    static const char *const names[] = { "mmap", "pread" };
    for (size_t i = 0; i < 2; i++) {
        struct answer expected;
        struct method noting = *(real = method_find(names[i]));
        noting.at = noting_at;
        struct session_spec spec = spec_of(&noting, "warm", 4, &expected);
        spec.request.passes = 1;
        seen.count = seen.blocks = 0;
        assert_int_equal(run_session(&spec).status, CASE_OK);
        assert_int_equal(seen.count, 4);
        assert_int_equal(seen.blocks, DRAWS);
        for (size_t k = 0; k < 4; k++)
            for (size_t other = 0; other < k; other++)
                assert_ptr_not_equal(seen.files[k], seen.files[other]);
    }
}

/* In the last thread's share, which is not the caller's. */
static int failing_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    static _Thread_local unsigned calls;
    bool is_callers = pthread_equal(seen.threads[0], pthread_self());
    if (!is_callers && ++calls > 2)
        return -EIO;
    return real->at(f, offset, len, ret);
}

static void an_error_in_any_of_them_fails_the_pass(void **state)
{
    (void)state;
    struct answer expected;
    struct method failing = *(real = method_find("pread"));
    failing.at = failing_at;
    seen.threads[0] = pthread_self();
    struct session_spec spec = spec_of(&failing, "warm", 3, &expected);
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_FAILED);
    assert_string_equal(o.reason.words, "random: Input/output error");
}

static int no_view(struct file *ret, const struct file *f)
{
    static unsigned calls;
    return ++calls % 3 == 0 ? -ENOMEM : real->view(ret, f);
}

/* The views that there were are gone: memory checkers see it. */
static void without_a_view_the_pass_fails(void **state)
{
    (void)state;
    struct answer expected;
    struct method blind = *(real = method_find("pread"));
    blind.view = no_view;
    struct session_spec spec = spec_of(&blind, "warm", 4, &expected);
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_FAILED);
    assert_string_equal(o.reason.words, "random: Cannot allocate memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_is_that_of_one),
        cmocka_unit_test(what_is_done_by_one_thread_is_told),
        cmocka_unit_test(a_file_may_be_read_in_parts),
        cmocka_unit_test(every_thread_has_its_share_and_its_view),
        cmocka_unit_test(an_error_in_any_of_them_fails_the_pass),
        cmocka_unit_test(without_a_view_the_pass_fails),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
