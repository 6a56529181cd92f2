/* SPDX-License-Identifier: MIT */
#include "schedule/launch.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/stop.h"

enum { PREPARE_SECONDS = 300 /* to prepare the state, beside the passes */ };

/* That it does not end is for launch_end to tell. */
static int collect(struct launched *l, enum child_until until)
{
    uint64_t begun = clock_now_ns();
    int r = 0;
    if (!l->error)
        r = child_collect(l->channel, until, fmax(l->patience_s, 0), l->text, sizeof l->text);
    l->patience_s -= clock_seconds_since(begun);
    if (r == -ETIMEDOUT)
        l->error = r;
    return r == -ETIMEDOUT ? 0 : r;
}

int launch_start(struct launched *ret, const char *program, const struct request *request)
{
    char *line = request_line(request);
    const char *const arguments[] = { program, "--request", NULL };
    const struct child_spec child = {
        .arguments = arguments,
        .input = line,
        .fds = { CHILD_INPUT, CHILD_NULL, CHILD_NULL, [REQUEST_ANSWER_FD] = CHILD_CHANNEL },
    };
    struct launched l = {
        .limit_s = request->limit_s,
        .patience_s = (double)request->passes * request->limit_s + PREPARE_SECONDS,
    };
    l.pid = line ? child_start(&child, &l.channel) : -ENOMEM;
    free(line);
    if (l.pid < 0)
        return l.pid;
    *ret = l;
    int r = request->takes_turns ? collect(ret, CHILD_ENDS_LINE) : 0;
    if (r < 0)
        launch_end(ret, NULL);
    return r;
}

/* A process that has ended takes no turn, and its outcome says why. */
int launch_turn(struct launched *l)
{
    if (send(l->channel, "\n", 1, MSG_NOSIGNAL) != 1)
        return 0;
    return collect(l, CHILD_ENDS_LINE);
}

int launch_end(struct launched *l, struct outcome *ret)
{
    shutdown(l->channel, SHUT_WR); /* who waits for a turn has no more */
    int r = ret ? collect(l, CHILD_ENDS) : 0;
    if (!ret || r < 0 || l->error)
        kill(l->pid, SIGKILL);
    int status = child_wait(l->pid);
    close(l->channel);
    if (ret && r == 0)
        r = stop_requested() ? -EINTR : 0;
    if (ret && r == 0)
        *ret = l->error ? outcome_of_number(CASE_FAILED, CAUSE_NO_END, PREPARE_SECONDS)
                        : outcome_of_process(status, l->text, l->limit_s);
    l->pid = 0;
    return r;
}
