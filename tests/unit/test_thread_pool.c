/* SPDX-License-Identifier: MIT */
/* Threads that stand by: each does its share, all at once, whenever they are asked to. */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "base/guard.h"
#include "base/thread_pool.h"
#include "tests/test.h"

enum { WORKERS_MAX = 64 };

struct work {
    pthread_barrier_t all; /* passed only by so many who are there at the same time */
    bool meets;
    int done[WORKERS_MAX], result[WORKERS_MAX];
    pthread_t by[WORKERS_MAX];
    const volatile unsigned char *touched[WORKERS_MAX]; /* NULL: nothing */
};

static int do_share(void *data, unsigned worker)
{
    struct work *w = data;
    w->done[worker]++;
    w->by[worker] = pthread_self();
    if (w->meets)
        pthread_barrier_wait(&w->all);
    if (w->touched[worker])
        (void)*w->touched[worker];
    return w->result[worker];
}

static struct thread_pool *begin(struct work *w, unsigned workers)
{
    struct thread_pool *p = NULL;
    assert_int_equal(thread_pool_begin(&p, workers, do_share, w), 0);
    return p;
}

static void all_are_there_at_once_in_every_turn(void **state)
{
    (void)state;
    for (unsigned workers = 1; workers <= WORKERS_MAX; workers += workers < 4 ? 1 : 20) {
        struct work w = { .meets = true };
        assert_int_equal(pthread_barrier_init(&w.all, NULL, workers), 0);
        struct thread_pool *p = begin(&w, workers);
        for (int turn = 1; turn <= 100; turn++) {
            assert_int_equal(thread_pool_run(p), 0);
            for (unsigned i = 0; i < workers; i++)
                assert_int_equal(w.done[i], turn);
        }
        assert_true(pthread_equal(w.by[0], pthread_self()));
        for (unsigned i = 1; i < workers; i++)
            assert_false(pthread_equal(w.by[i], w.by[i - 1]));
        thread_pool_end(p);
        assert_int_equal(pthread_barrier_destroy(&w.all), 0);
    }
}

static void without_a_turn_nobody_works(void **state)
{
    (void)state;
    struct work w = { 0 };
    thread_pool_end(begin(&w, 8));
    for (unsigned i = 0; i < 8; i++)
        assert_int_equal(w.done[i], 0);
    thread_pool_end(NULL);
}

static void the_lowest_failure_is_told_when_all_are_done(void **state)
{
    (void)state;
    struct work w = { .result = { 0, 0, -EIO, 0, -EBADMSG } };
    struct thread_pool *p = begin(&w, 6);
    assert_int_equal(thread_pool_run(p), -EIO);
    w.result[0] = -ENOMEM;
    assert_int_equal(thread_pool_run(p), -ENOMEM);
    w.result[0] = w.result[2] = w.result[4] = 0;
    assert_int_equal(thread_pool_run(p), 0);
    for (unsigned i = 0; i < 6; i++)
        assert_int_equal(w.done[i], 3);
    thread_pool_end(p);
}

/* ---- SIGBUS ---- */

static int run_pool(void *pool)
{
    return thread_pool_run(pool);
}

/* A page behind the end of its file. */
static unsigned char *map_nothing(FILE **ret_file)
{
    *ret_file = tmpfile();
    assert_non_null(*ret_file);
    unsigned char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fileno(*ret_file), 0);
    assert_ptr_not_equal(page, MAP_FAILED);
    return page;
}

/* Whoever of them meets it, the caller's guard knows where it was, and all are done. */
static void a_page_that_is_gone_is_told_to_the_callers_guard(void **state)
{
    (void)state;
    FILE *file;
    const void *where;
    unsigned char *gone = map_nothing(&file);
    guard_install();
    for (unsigned bad = 0; bad < 3; bad++) {
        struct work w = { 0 };
        w.touched[bad] = gone + 7;
        struct thread_pool *p = begin(&w, 3);
        where = NULL;
        assert_int_equal(guard_call(run_pool, p, &where), -EFAULT);
        assert_ptr_equal(where, gone + 7);
        for (unsigned i = 0; i < 3; i++)
            assert_int_equal(w.done[i], 1);
        w.touched[bad] = NULL;
        assert_int_equal(guard_call(run_pool, p, &where), 0);
        thread_pool_end(p);
    }
    munmap(gone, 4096);
    fclose(file);
}

struct late {
    volatile unsigned char *gone;
    FILE *file;
    useconds_t later_us;
};

/* Member 1 finds no page; then, with luck, worker 0 brings it. */
static int bring_it_later(void *data, unsigned worker)
{
    const struct late *late = data;
    if (worker == 1)
        return (void)*late->gone, 0;
    usleep(late->later_us);
    return ftruncate(fileno(late->file), 4096);
}

static void a_page_that_came_back_was_gone_all_the_same(void **state)
{
    (void)state;
    struct late late = { .later_us = 1000 };
    int r = 0;
    late.gone = map_nothing(&late.file);
    guard_install();
    for (; r == 0 && late.later_us < 1000000; late.later_us *= 2) {
        struct thread_pool *p;
        assert_int_equal(ftruncate(fileno(late.file), 0), 0);
        assert_int_equal(thread_pool_begin(&p, 2, bring_it_later, &late), 0);
        r = thread_pool_run(p); /* without a guard of ours: nothing is met here */
        thread_pool_end(p);
    }
    assert_int_equal(r, -EIO);
    munmap((void *)late.gone, 4096);
    fclose(late.file);
}

static void an_error_of_that_name_is_no_lost_page(void **state)
{
    (void)state;
    struct work w = { .result = { 0, -EFAULT } };
    struct thread_pool *p = begin(&w, 2);
    assert_int_equal(thread_pool_run(p), -EFAULT);
    thread_pool_end(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_there_at_once_in_every_turn),
        cmocka_unit_test(without_a_turn_nobody_works),
        cmocka_unit_test(the_lowest_failure_is_told_when_all_are_done),
        cmocka_unit_test(a_page_that_is_gone_is_told_to_the_callers_guard),
        cmocka_unit_test(a_page_that_came_back_was_gone_all_the_same),
        cmocka_unit_test(an_error_of_that_name_is_no_lost_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
