/* SPDX-License-Identifier: MIT */
/* A trial is a process of its own: its end, however bad, is a note. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/stop.h"
#include "base/clock.h"
#include "tests/unit/own_folder.h"
#include "trial/table.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static int die(const struct trial_file *f, double *ret)
{
    (void)f, (void)ret;
    raise(SIGKILL);
    return 0;
}

static int leave(const struct trial_file *f, double *ret)
{
    (void)f, (void)ret;
    _exit(3);
}

static int fail_to(const struct trial_file *f, double *ret)
{
    (void)f, (void)ret;
    return -ENOSPC;
}

static int sleep_on(const struct trial_file *f)
{
    (void)f;
    pause();
    return 0;
}

/* Nor does a child of its own, which has the pipe open. */
static int never_end(const struct trial_file *f, double *ret)
{
    int status;
    (void)ret;
    return trial_in_child(sleep_on, f, &status);
}

static int find_two(const struct trial_file *f, double *ret)
{
    struct stat st;
    ret[0] = 2;
    ret[1] = stat(f->path, &st) == 0 ? (double)st.st_size : -1;
    return 0;
}

static struct trial made_of(int (*observe)(const struct trial_file *f, double *ret))
{
    return (struct trial){ .name = "made", .file_bytes = 10000, .observe = observe };
}

static void an_end_is_told_in_a_note(void **state)
{
    (void)state;
    static const struct {
        int (*observe)(const struct trial_file *f, double *ret);
        double limit_s;
        const char *note;
    } cases[] = {
        { find_two, 60, "" },
        { fail_to, 60, "No space left on device" },
        { die, 60, "its process was killed by signal 9 (Killed)" },
        { leave, 60, "its process ended with status 3 and told nothing" },
        { never_end, 0.25, "it took longer than 0.25 s" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trial_result r = { 0 };
        const struct trial t = made_of(cases[i].observe);
        assert_int_equal(trial_do(&t, folder, cases[i].limit_s, &r), 0);
        assert_true(r.done);
        assert_string_equal(r.note, cases[i].note);
        if (i == 0)
            assert_true(r.numbers[0] == 2 && r.numbers[1] == 10000);
    }
}

/* In a process that is asked to stop: 0 where all is as it should be. */
static int stop_one(void)
{
    const struct trial t = made_of(never_end);
    struct trial_result r = { .note = "as it was" };
    stop_install();
    raise(SIGTERM);
    if (trial_do(&t, folder, 60, &r) != -EINTR)
        return 1;
    return r.done || strcmp(r.note, "as it was") ? 2 : 0;
}

static void a_stop_is_obeyed(void **state)
{
    (void)state;
    int status;
    pid_t pid = fork();
    if (pid == 0)
        _exit(stop_one());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(an_end_is_told_in_a_note),
        FOLDER_TEST(a_stop_is_obeyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
