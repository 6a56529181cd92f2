/* SPDX-License-Identifier: MIT */
/* Making a file of a kind: the same with any number of threads, whole or not there at all. */
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "data-gen/gen.h"
#include "tests/unit/gen_make.h"

enum { SEGMENT = 1 << 20 };

struct fixture {
    char *folder, *path;
};

static int fixture_make(void **state)
{
    struct fixture *x = malloc(sizeof(*x));
    assert_non_null(x);
    x->folder = test_folder();
    assert_true(asprintf(&x->path, "%s/data", x->folder) > 0);
    *state = x;
    return 0;
}

static int fixture_drop(void **state)
{
    struct fixture *x = *state;
    unlink(x->path);
    assert_int_equal(rmdir(x->folder), 0);
    free(x->folder);
    free(x->path);
    free(x);
    return 0;
}

static size_t files_in(const char *folder)
{
    size_t count = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(d);
    return count;
}

static void check_file(const struct fixture *x, const struct gen_request *request)
{
    size_t len;
    unsigned char *found = test_read(x->path, &len);
    unsigned char *expected = gen_make(request->kind, request->spec);
    assert_int_equal(len, request->spec.bytes);
    assert_memory_equal(found, expected, len);
    assert_int_equal(files_in(x->folder), 1);
    free(found);
    free(expected);
}

static void threads_do_not_change_the_file(void **state)
{
    struct fixture *x = *state;
    for (size_t k = 0; gen_kinds[k] != NULL; k++)
        for (unsigned threads = 0; threads <= 3; threads++) {
            struct gen_request request = { .path = x->path,
                                           .kind = gen_kinds[k],
                                           .spec = { 5 * SEGMENT + 123, 9, GEN_NEEDLE_MIDDLE },
                                           .threads = threads };
            unlink(x->path);
            assert_int_equal(gen_file(&request), 0);
            check_file(x, &request);
        }
}

static void every_size_is_made(void **state)
{
    static const uint64_t sizes[] = { 0, 1, 2, 3, 10, 4095, 4096, 4097, SEGMENT, SEGMENT + 1 };
    struct fixture *x = *state;
    for (size_t k = 0; gen_kinds[k] != NULL; k++)
        for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
            struct gen_request request = { .path = x->path,
                                           .kind = gen_kinds[k],
                                           .spec = { .bytes = sizes[i], .seed = 1 },
                                           .threads = 2 };
            assert_int_equal(gen_file(&request), 0);
            check_file(x, &request);
        }
}

static void a_path_may_have_no_folder(void **state)
{
    struct fixture *x = *state;
    char before[4096];
    struct gen_request request = { .path = "data",
                                   .kind = &gen_blocks,
                                   .spec = { .bytes = 100 } };
    assert_non_null(getcwd(before, sizeof(before)));
    assert_int_equal(chdir(x->folder), 0);
    assert_int_equal(gen_file(&request), 0);
    assert_int_equal(chdir(before), 0);
    check_file(x, &request);
}

struct watch {
    pthread_t caller;
    uint64_t last, cancel_at;
    unsigned calls;
};

static int watch_progress(void *context, uint64_t bytes_done)
{
    struct watch *w = context;
    assert_true(pthread_equal(pthread_self(), w->caller));
    assert_true(bytes_done >= w->last);
    w->last = bytes_done;
    w->calls++;
    return bytes_done >= w->cancel_at;
}

static struct gen_request watched_request(const struct fixture *x, struct watch *w)
{
    return (struct gen_request){ .path = x->path,
                                 .kind = &gen_blocks,
                                 .spec = { .bytes = 20 * SEGMENT + 5, .seed = 1 },
                                 .threads = 2,
                                 .progress = watch_progress,
                                 .context = w };
}

static void progress_reaches_the_whole(void **state)
{
    struct watch w = { .caller = pthread_self(), .cancel_at = UINT64_MAX };
    struct gen_request request = watched_request(*state, &w);
    assert_int_equal(gen_file(&request), 0);
    assert_int_equal(w.last, request.spec.bytes);
    assert_true(w.calls > 0);

    /* The whole is reported even where the calling thread had nothing to make. */
    w.calls = 0;
    w.last = 0;
    request.spec.bytes = 0;
    assert_int_equal(gen_file(&request), 0);
    assert_int_equal(w.calls, 1);
}

static void a_cancelled_file_is_gone(void **state)
{
    struct fixture *x = *state;
    for (unsigned threads = 1; threads <= 3; threads++) {
        struct watch w = { .caller = pthread_self(), .cancel_at = 2 * SEGMENT };
        struct gen_request request = watched_request(x, &w);
        request.threads = threads;
        assert_int_equal(gen_file(&request), -ECANCELED);
        assert_int_equal(files_in(x->folder), 0);
        if (threads == 1)
            assert_int_equal(w.last, w.cancel_at);
    }
}

static void too_little_space_is_known_before(void **state)
{
    struct fixture *x = *state;
    struct watch w = { .caller = pthread_self() };
    struct gen_request request = watched_request(x, &w);
    request.spec.bytes = (uint64_t)1 << 60;
    assert_int_equal(gen_file(&request), -ENOSPC);
    assert_int_equal(w.calls, 0);
    assert_int_equal(files_in(x->folder), 0);
}

static void a_failed_write_leaves_the_old_file(void **state)
{
    struct fixture *x = *state;
    struct gen_request request = {
        .path = x->path, .kind = &gen_blocks, .spec = { .bytes = 10 * SEGMENT }, .threads = 3
    };
    struct rlimit before, small;
    test_write(x->path, "old", 3);

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 4 * SEGMENT;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int error = gen_file(&request);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);

    assert_int_equal(error, -EFBIG);
    size_t len;
    unsigned char *data = test_read(x->path, &len);
    assert_int_equal(len, 3);
    assert_memory_equal(data, "old", 3);
    free(data);
    assert_int_equal(files_in(x->folder), 1);
}

static int error_at(const char *path)
{
    struct gen_request request = { .path = path,
                                   .kind = &gen_blocks,
                                   .spec = { .bytes = 100 } };
    return gen_file(&request);
}

static void a_bad_path_is_an_error(void **state)
{
    struct fixture *x = *state;
    char *path = NULL;
    assert_true(asprintf(&path, "%s/none/data", x->folder) > 0);
    assert_int_equal(error_at(path), -ENOENT);
    free(path);
    assert_true(asprintf(&path, "%s/", x->folder) > 0);
    assert_true(error_at(path) < 0);
    free(path);

    /* Root may write where nobody may. */
    if (geteuid() != 0) {
        assert_int_equal(chmod(x->folder, 0500), 0);
        assert_int_equal(error_at(x->path), -EACCES);
        assert_int_equal(chmod(x->folder, 0700), 0);
    }
    assert_int_equal(files_in(x->folder), 0);
}

static void *prepare_nothing(const struct gen_spec *spec)
{
    (void)spec;
    return NULL;
}

static void memory_may_be_short(void **state)
{
    struct fixture *x = *state;
    const struct gen_kind poor = { .prepare = prepare_nothing, .fill = gen_blocks.fill };
    struct gen_request request = { .path = x->path, .kind = &poor, .spec = { .bytes = 100 } };
    assert_int_equal(gen_file(&request), -ENOMEM);
    assert_int_equal(files_in(x->folder), 0);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(threads_do_not_change_the_file),
        WITH_FOLDER(every_size_is_made),
        WITH_FOLDER(a_path_may_have_no_folder),
        WITH_FOLDER(progress_reaches_the_whole),
        WITH_FOLDER(a_cancelled_file_is_gone),
        WITH_FOLDER(too_little_space_is_known_before),
        WITH_FOLDER(a_failed_write_leaves_the_old_file),
        WITH_FOLDER(a_bad_path_is_an_error),
        WITH_FOLDER(memory_may_be_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
