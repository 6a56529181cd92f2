/* SPDX-License-Identifier: MIT */
#include "run/program.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/stop.h"
#include "base/text.h"
#include "run/interpreter.h"

enum {
    LINE_MAX_BYTES = 8192,
    ARGUMENTS_MAX = 32,
    NUMBER_BYTES = 32,
    NOT_RUN = 126, /* from here on the shell's exit statuses for what cannot be run */
};

struct program {
    pid_t pid; /* 0: it has ended */
    int socket;
};

/* ---- the start ---- */

struct arguments {
    const char *list[ARGUMENTS_MAX];
    size_t count;
    char seed[NUMBER_BYTES], draws[NUMBER_BYTES], threads[NUMBER_BYTES], buffer[NUMBER_BYTES],
        limit[NUMBER_BYTES], plant[NUMBER_BYTES];
};

static void add(struct arguments *a, const char *option, const char *value)
{
    a->list[a->count++] = option;
    a->list[a->count++] = value;
}

/* -E -s -S: the standard library alone, whatever the user's environment says; -B: nothing
   is written beside the scripts. */
static void make_arguments(struct arguments *a, const struct program_spec *s,
                           const char *script)
{
    *a = (struct arguments){
        .list = { interpreter_name(), "-E", "-s", "-S", "-B", script },
        .count = 6,
    };
    snprintf(a->seed, sizeof a->seed, "%" PRIu64, s->seed);
    snprintf(a->draws, sizeof a->draws, "%zu", s->draws);
    snprintf(a->threads, sizeof a->threads, "%u", s->threads);
    snprintf(a->buffer, sizeof a->buffer, "%zu", s->buffer_bytes);
    snprintf(a->limit, sizeof a->limit, "%.9f", s->limit_s);
    snprintf(a->plant, sizeof a->plant, "%.9f", s->plant);
    add(a, "--workload", s->workload);
    add(a, "--method", s->method);
    add(a, "--file", s->path);
    add(a, "--seed", a->seed);
    add(a, "--draws", a->draws);
    add(a, "--threads", a->threads);
    add(a, "--numbered", s->numbered ? "1" : "0");
    add(a, "--buffer", a->buffer);
    add(a, "--limit", a->limit);
    add(a, "--plant", a->plant);
    if (s->channel)
        add(a, "--channel", s->channel);
}

static int start(struct program *p, const struct program_spec *s, const char *script)
{
    struct arguments a;
    make_arguments(&a, s, script);
    const struct child_spec child = {
        .arguments = a.list,
        .environment = s->fresh_pages ? "MALLOC_MMAP_THRESHOLD_=131072" : NULL,
        .fds = { CHILD_CHANNEL, CHILD_CHANNEL },
    };
    pid_t pid = child_start(&child, &p->socket);
    if (pid < 0)
        return pid;
    p->pid = pid;
    return 0;
}

/* ---- what it says ---- */

static int reap(struct program *p)
{
    int status = child_wait(p->pid);
    p->pid = 0;
    return status;
}

static void skip(struct outcome *ret)
{
    outcome_say(ret, CASE_SKIPPED, "%s cannot be run: Python 3.8 or later is needed",
                interpreter_name());
}

/* Why it said no more. */
static void explain_end(struct program *p, struct outcome *ret)
{
    int status = reap(p);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        raise(SIGALRM);
    if (WIFSIGNALED(status))
        outcome_say(ret, CASE_FAILED, "%s was killed by signal %d", interpreter_name(),
                    WTERMSIG(status));
    else if (WEXITSTATUS(status) >= NOT_RUN)
        skip(ret);
    else
        outcome_say(ret, CASE_FAILED, "%s ended with status %d before it answered",
                    interpreter_name(), WEXITSTATUS(status));
}

/* A line, without its end. 0, -EPIPE (it ended), -EINTR (a stop was requested) or
   -EMSGSIZE: then what was read of it. */
static int read_line(int fd, char text[LINE_MAX_BYTES])
{
    size_t len = 0;
    for (;;) {
        ssize_t n = read(fd, text + len, LINE_MAX_BYTES - 1 - len);
        if (n < 0 && errno == EINTR && !stop_requested())
            continue;
        if (n <= 0)
            return n < 0 && errno == EINTR ? -EINTR : -EPIPE;
        len += (size_t)n;
        bool ends = text[len - 1] == '\n';
        text[len - ends] = '\0';
        if (ends || len == LINE_MAX_BYTES - 1)
            return ends ? 0 : -EMSGSIZE;
    }
}

static void hear(struct program *p, struct outcome *ret)
{
    char line[LINE_MAX_BYTES];
    int r = read_line(p->socket, line);
    if (r == -EINTR)
        outcome_say(ret, CASE_FAILED, "interrupted");
    else if (r == -EPIPE)
        explain_end(p, ret);
    else if (r < 0 || outcome_read(ret, line) < 0)
        outcome_say(ret, CASE_FAILED, "%s said what is no outcome: %.100s", interpreter_name(),
                    line);
}

int program_start(struct program **ret, const struct program_spec *spec,
                  struct outcome *outcome)
{
    struct program *p = calloc(1, sizeof *p);
    char *script = text_printf("%s/%s", spec->folder, spec->script);
    int r = p && script ? 0 : -ENOMEM;
    if (r == 0)
        r = start(p, spec, script);
    free(script);
    if (r < 0) {
        free(p);
        if (r != -ENOENT && r != -EACCES && r != -ENOTDIR)
            return r;
        skip(outcome);
        return 1;
    }
    hear(p, outcome);
    if (outcome->status != CASE_OK) {
        program_stop(p);
        return 1;
    }
    *ret = p;
    return 0;
}

/* ---- passes ---- */

void program_pass(struct program *p, bool rehearsal, struct outcome *ret)
{
    if (p->pid == 0)
        outcome_say(ret, CASE_FAILED, "%s has ended", interpreter_name());
    else if (send(p->socket, rehearsal ? "r" : "\n", 1, MSG_NOSIGNAL) == 1)
        hear(p, ret);
    else
        explain_end(p, ret);
}

pid_t program_pid(const struct program *p)
{
    return p->pid;
}

void program_stop(struct program *p)
{
    if (!p)
        return;
    close(p->socket); /* the end of its input: it goes by itself, after its pass */
    if (p->pid && stop_requested())
        kill(p->pid, SIGKILL);
    if (p->pid)
        reap(p);
    free(p);
}
