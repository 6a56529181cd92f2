/* SPDX-License-Identifier: MIT */
#include "run/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/stop.h"
#include "base/text.h"
#include "run/child.h"

extern char **environ;

enum {
    SAMPLE_FD = 3,
    ARGUMENTS_MAX = 32,
    ARGUMENT_BYTES = 64,
    PREPARE_SECONDS = 300, /* to prepare the state, beside the passes */
};

struct arguments {
    char *list[ARGUMENTS_MAX];
    char filter[256], passes[ARGUMENT_BYTES], limit[ARGUMENT_BYTES], seed[ARGUMENT_BYTES];
    char sample_fd[ARGUMENT_BYTES], buffer[ARGUMENT_BYTES], plant[ARGUMENT_BYTES];
    char draws[ARGUMENT_BYTES], threads[ARGUMENT_BYTES];
};

static void add(struct arguments *a, const char *option, const char *value)
{
    size_t n = 0;
    while (a->list[n])
        n++;
    a->list[n] = (char *)option;
    a->list[n + 1] = (char *)value;
}

static void make_arguments(struct arguments *a, const struct launch *l)
{
    char suffix[TEXT_MAX];
    *a = (struct arguments){ .list = { (char *)l->program } };
    snprintf(a->filter, sizeof a->filter, "--benchmark_filter=^%s/%s/%s%s$", l->workload,
             l->method, l->state, text_threads_suffix(l->threads, suffix));
    snprintf(a->passes, sizeof a->passes, "%" PRId64, l->passes);
    snprintf(a->limit, sizeof a->limit, "%.9f", l->limit_s);
    snprintf(a->seed, sizeof a->seed, "%" PRIu64, l->seed);
    snprintf(a->buffer, sizeof a->buffer, "%" PRIu64, l->buffer_bytes);
    snprintf(a->draws, sizeof a->draws, "%" PRIu64, l->draws);
    snprintf(a->threads, sizeof a->threads, "%u", l->threads);
    snprintf(a->plant, sizeof a->plant, "%.9f", 100 * l->plant);
    snprintf(a->sample_fd, sizeof a->sample_fd, "%d", SAMPLE_FD);
    add(a, a->filter, NULL);
    add(a, "--state", l->state);
    add(a, "--file", l->file);
    add(a, "--passes", a->passes);
    add(a, "--limit", a->limit);
    add(a, "--seed", a->seed);
    add(a, "--sample-fd", a->sample_fd);
    if (l->scratch)
        add(a, "--scratch", l->scratch);
    if (l->expected)
        add(a, "--expected", l->expected);
    if (l->buffer_bytes)
        add(a, "--buffer", a->buffer);
    if (l->draws)
        add(a, "--blocks", a->draws);
    if (l->threads > 1)
        add(a, "--threads", a->threads);
    if (l->plant > 0)
        add(a, "--plant", a->plant);
    if (l->prepared)
        add(a, "--prepared", NULL);
}

static int start(const struct launch *l, int result_fd, pid_t *ret_pid)
{
    struct arguments a;
    posix_spawn_file_actions_t actions;
    make_arguments(&a, l);
    int r = posix_spawn_file_actions_init(&actions);
    if (r != 0)
        return -r;
    r = posix_spawn_file_actions_adddup2(&actions, result_fd, SAMPLE_FD);
    for (int fd = 0; fd <= 2 && r == 0; fd++)
        r = posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
    if (r == 0)
        r = posix_spawn(ret_pid, l->program, &actions, NULL, a.list, environ);
    posix_spawn_file_actions_destroy(&actions);
    return -r;
}

static void fail(struct outcome *o, const struct launch *l, const char *what, int number)
{
    outcome_say(o, CASE_FAILED, "%s %d; by hand: mapread case %s %s %s --state %s", what,
                number, l->workload, l->method, l->file, l->state);
}

static void judge(struct outcome *ret, const struct launch *l, int status, const char *text)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        outcome_say_over_time(ret, l->limit_s);
    else if (WIFSIGNALED(status))
        fail(ret, l, "killed by signal", WTERMSIG(status));
    else if (outcome_read(ret, text) < 0)
        fail(ret, l, "no result, exit status", WEXITSTATUS(status));
}

int launch_sample(const struct launch *l, struct outcome *ret)
{
    char text[CHILD_TEXT_MAX] = "";
    int ends[2];
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -errno;
    int r = start(l, ends[1], &pid);
    close(ends[1]);
    if (r == 0) {
        r = child_collect(ends[0], (double)l->passes * l->limit_s + PREPARE_SECONDS, text,
                          sizeof text);
        if (r < 0)
            kill(pid, SIGKILL);
        int status = child_wait(pid);
        if (r == 0 && stop_requested())
            r = -EINTR;
        if (r == -ETIMEDOUT) {
            fail(ret, l, "no end after preparing for seconds:", PREPARE_SECONDS);
            r = 0;
        } else if (r == 0) {
            judge(ret, l, status, text);
        }
    }
    close(ends[0]);
    return r;
}
