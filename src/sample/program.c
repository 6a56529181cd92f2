/* SPDX-License-Identifier: MIT */
#include "sample/program.h"

#include <errno.h>
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
#include "sample/interpreter.h"

enum {
    LINE_MAX_BYTES = 8192,
    NOT_RUN = 126, /* from here on the shell's exit statuses for what cannot be run */
};

struct program {
    pid_t pid; /* 0: it has ended */
    int socket;
};

/* ---- the start ---- */

/* -E -s -S: the standard library alone, whatever the user's environment says; -B: nothing
   is written beside the scripts. */
static int start(struct program *p, const char *script, const struct request *request)
{
    const char *const arguments[] = {
        interpreter_name(), "-E", "-s", "-S", "-B", script, NULL,
    };
    const struct child_spec child = {
        .arguments = arguments,
        .environment = request->fresh_pages ? "MALLOC_MMAP_THRESHOLD_=131072" : NULL,
        .fds = { CHILD_CHANNEL, CHILD_CHANNEL },
    };
    pid_t pid = child_start(&child, &p->socket);
    if (pid < 0)
        return pid;
    p->pid = pid;
    return 0;
}

/* A script that has ended already says why itself. */
static int send_request(struct program *p, const struct request *request)
{
    char *line = request_line(request);
    if (!line)
        return -ENOMEM;
    for (size_t len = strlen(line), done = 0; done < len;) {
        ssize_t n = send(p->socket, line + done, len - done, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR)
            break;
        done += n > 0 ? (size_t)n : 0;
    }
    free(line);
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
    *ret = outcome_of_words(CASE_SKIPPED, CAUSE_NO_PYTHON, "%s", interpreter_name());
}

/* Why it said no more. */
static void explain_end(struct program *p, struct outcome *ret)
{
    int status = reap(p);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        raise(SIGALRM);
    if (!WIFSIGNALED(status) && WEXITSTATUS(status) >= NOT_RUN) {
        skip(ret);
        return;
    }
    enum cause cause = WIFSIGNALED(status) ? CAUSE_PYTHON_SIGNAL : CAUSE_PYTHON_ENDED;
    *ret = outcome_of_words(CASE_FAILED, cause, "%s", interpreter_name());
    ret->reason.numbers[0] = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
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
        *ret = outcome_of(CASE_FAILED, CAUSE_INTERRUPTED);
    else if (r == -EPIPE)
        explain_end(p, ret);
    else if (r < 0 || outcome_read(ret, line) < 0)
        *ret = outcome_of_words(CASE_FAILED, CAUSE_NO_OUTCOME,
                                "%s said what is no outcome: %.100s", interpreter_name(), line);
}

int program_start(struct program **ret, const char *script, const struct request *request,
                  struct outcome *outcome)
{
    struct program *p = calloc(1, sizeof *p);
    char *path = text_printf("%s/%s", request->programs, script);
    int r = p && path ? 0 : -ENOMEM;
    if (r == 0)
        r = start(p, path, request);
    bool started = r == 0;
    if (started)
        r = send_request(p, request);
    free(path);
    if (r < 0) {
        if (started)
            program_stop(p);
        else
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
        *ret =
            outcome_of_words(CASE_FAILED, CAUSE_NO_OUTCOME, "%s has ended", interpreter_name());
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
