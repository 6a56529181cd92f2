/* SPDX-License-Identifier: MIT */
#include "run/launch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/wait.h>

#include "base/child.h"
#include "base/text.h"

enum {
    SAMPLE_FD = 3,
    ARGUMENTS_MAX = 32,
    ARGUMENT_BYTES = 64,
    PREPARE_SECONDS = 300, /* to prepare the state, beside the passes */
};

struct arguments {
    const char *list[ARGUMENTS_MAX];
    char filter[256], passes[ARGUMENT_BYTES], limit[ARGUMENT_BYTES], seed[ARGUMENT_BYTES];
    char sample_fd[ARGUMENT_BYTES], buffer[ARGUMENT_BYTES], plant[ARGUMENT_BYTES];
    char draws[ARGUMENT_BYTES], threads[ARGUMENT_BYTES];
};

static void add(struct arguments *a, const char *option, const char *value)
{
    size_t n = 0;
    while (a->list[n])
        n++;
    a->list[n] = option;
    a->list[n + 1] = value;
}

static void make_arguments(struct arguments *a, const struct launch *l)
{
    char suffix[TEXT_MAX];
    *a = (struct arguments){ .list = { l->program } };
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
    struct arguments a;
    const struct child_spec child = {
        .arguments = a.list,
        .fds = { CHILD_NULL, CHILD_NULL, CHILD_NULL, [SAMPLE_FD] = CHILD_CHANNEL },
    };
    char text[CHILD_TEXT_MAX];
    int status;
    make_arguments(&a, l);
    int r = child_run(&child, (double)l->passes * l->limit_s + PREPARE_SECONDS, text,
                      sizeof text, &status);
    if (r == -ETIMEDOUT)
        fail(ret, l, "no end after preparing for seconds:", PREPARE_SECONDS);
    else if (r == 0)
        judge(ret, l, status, text);
    return r == -ETIMEDOUT ? 0 : r;
}
