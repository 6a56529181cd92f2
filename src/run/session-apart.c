/* SPDX-License-Identifier: MIT */
/*
 * Passes where memory is limited: each is made by a process of its own, which this one starts,
 * watches and survives. When the kernel kills that process for want of memory it is a
 * result, and the group is removed whatever became of it.
 */
#include "run/session-parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "config.h"
#include "run/child.h"
#include "run/scratch.h"
#if HAVE_LINUX_EXTRAS
#include <sys/prctl.h>
#endif

/* ---- in the process that makes the pass ---- */

/* Should memory become short outside the group after all, this process is to go first. It
   dies with the one that started it. */
static void be_expendable(pid_t parent)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0 && write(fd, "1000", 4) != 4)
        errno = 0; /* it is only a precaution */
    if (fd >= 0)
        close(fd);
#if HAVE_LINUX_EXTRAS
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent)
        _exit(1);
}

static void be_the_process(const struct session *s, const struct memcg *g, session_whole *whole,
                           int fd)
{
    struct session_spec spec = *s->spec;
    struct outcome o;
    spec.memcg = g;
    spec.passes = 1;
    spec.prepared = spec.prepared && s->passes == 0 && s->repeats_left == STATE_REPEATS_MAX;
    spec.strict = true; /* whoever started it repeats */
    whole(&spec, &o);
    FILE *out = fdopen(fd, "w");
    struct outcome_names names = { spec.workload->name, spec.method->name, spec.state->name,
                                   "" };
    _exit(!out || outcome_write(out, &names, &o) < 0);
}

/* ---- in the process that starts it ---- */

/* Left behind by a process that was killed while it held a private copy. */
static void remove_copies(const struct session *s)
{
    char *parent = scratch_parent(s->spec->scratch, s->spec->path);
    if (parent)
        scratch_remove_abandoned(parent);
    free(parent);
}

/* A program that the process started may have been killed in its stead. */
static void judge(struct outcome *ret, const struct session *s, const struct memcg *g,
                  int status, const char *text)
{
    char limit[TEXT_MAX];
    if (memcg_use(g).kills > 0)
        outcome_say(ret, CASE_OVER_LIMIT, OUTCOME_KILLED "its limit of %s",
                    text_format_bytes(g->limit_bytes, limit));
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        outcome_say_over_time(ret, s->spec->limit_s);
    else if (WIFSIGNALED(status))
        outcome_say(ret, CASE_FAILED, "killed by signal %d", WTERMSIG(status));
    else if (outcome_read(ret, text) < 0)
        outcome_say(ret, CASE_FAILED, "no result, exit status %d", WEXITSTATUS(status));
    if (WIFSIGNALED(status))
        remove_copies(s);
}

/* 0 with *ret filled, or -errno. */
static int run_process(const struct session *s, const struct memcg *g, session_whole *whole,
                       struct outcome *ret)
{
    char text[CHILD_TEXT_MAX] = "";
    int ends[2];
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -errno;
    pid_t pid = fork();
    if (pid == 0) {
        be_expendable(parent);
        be_the_process(s, g, whole, ends[1]);
    }
    int r = pid < 0 ? -errno : 0;
    close(ends[1]);
    if (r == 0) {
        r = child_collect(ends[0], 1e9, text, sizeof text);
        if (r < 0)
            kill(pid, SIGKILL);
        judge(ret, s, g, child_wait(pid), text);
    }
    close(ends[0]);
    return r;
}

int session_pass_apart(struct session *s, session_whole *whole, uint64_t *ret_ns)
{
    struct memcg group;
    struct outcome o;
    const struct state *state = s->spec->state;
    int r = memcg_make(&group, "", state_limit_bytes(state, s->file_bytes));
    if (r < 0)
        return session_fail(s, CASE_FAILED, "%s could not be prepared: %s", state->name,
                            strerror(-r));
    r = run_process(s, &group, whole, &o);
    memcg_remove(&group);
    if (r < 0)
        return session_fail(s, CASE_FAILED, "%s", r == -EINTR ? "interrupted" : strerror(-r));
    s->outcome.answer = o.answer;
    if (o.status != CASE_OK)
        return session_fail(s, o.status, "%s", o.reason);
    sample_add(&s->cost.sum, &o.sample);
    *ret_ns = (uint64_t)o.sample.wall_ns;
    return 0;
}
