/* SPDX-License-Identifier: MIT */
#include "run/program.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/stop.h"
#include "base/text.h"
#include "config.h"
#include "run/child.h"
#include "run/interpreter.h"
#if HAVE_LINUX_EXTRAS
#include <sys/prctl.h>
#endif

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
    char *list[ARGUMENTS_MAX];
    size_t count;
    char seed[NUMBER_BYTES], draws[NUMBER_BYTES], threads[NUMBER_BYTES], buffer[NUMBER_BYTES],
        limit[NUMBER_BYTES], plant[NUMBER_BYTES];
    bool fresh_pages;
};

static void add(struct arguments *a, const char *option, const char *value)
{
    a->list[a->count++] = (char *)option;
    a->list[a->count++] = (char *)value;
}

/* -E -s -S: the standard library alone, whatever the user's environment says; -B: nothing
   is written beside the scripts. */
static void make_arguments(struct arguments *a, const struct program_spec *s,
                           const char *script)
{
    *a = (struct arguments){
        .list = { (char *)interpreter_name(), "-E", "-s", "-S", "-B", (char *)script },
        .count = 6,
        .fresh_pages = s->fresh_pages,
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

static bool tune_malloc(bool fresh_pages)
{
    return !fresh_pages || setenv("MALLOC_MMAP_THRESHOLD_", "131072", 1) == 0;
}

/* In the new process. */
static void become(struct arguments *a, int socket, pid_t parent)
{
    int high = fcntl(socket, F_DUPFD, 3); /* dup2 onto itself would leave FD_CLOEXEC */
#if HAVE_LINUX_EXTRAS
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() == parent && dup2(high, 0) == 0 && dup2(high, 1) == 1 && close(high) == 0 &&
        tune_malloc(a->fresh_pages))
        execvp(a->list[0], a->list);
    _exit(NOT_RUN);
}

static int start(struct program *p, struct arguments *a)
{
    int ends[2];
    pid_t parent = getpid();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -errno;
    p->pid = fork();
    if (p->pid == 0)
        become(a, ends[1], parent);
    int r = p->pid < 0 ? -errno : 0;
    close(ends[1]);
    if (r == 0)
        p->socket = ends[0];
    else
        close(ends[0]);
    return r;
}

/* ---- what it says ---- */

static int reap(struct program *p)
{
    int status = child_wait(p->pid);
    p->pid = 0;
    return status;
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
        outcome_say(ret, CASE_SKIPPED, "%s cannot be run: Python 3.8 or later is needed",
                    interpreter_name());
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
    struct arguments arguments;
    struct program *p = calloc(1, sizeof *p);
    char *script = text_printf("%s/%s", spec->folder, spec->script);
    int r = p && script ? 0 : -ENOMEM;
    if (r == 0) {
        make_arguments(&arguments, spec, script);
        r = start(p, &arguments);
    }
    free(script);
    if (r < 0) {
        free(p);
        return r;
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
