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

#include "base/child.h"
#include "base/scratch.h"
#include "base/text.h"

/* ---- in the process that makes the pass ---- */

/* A pass that a process of its own makes. */
struct pass {
    const struct session *session;
    const struct memcg *memcg;
    session_whole *whole;
};

/* Should memory become short outside the group after all, this process is to go first. */
static void be_expendable(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0 && write(fd, "1000", 4) != 4)
        errno = 0; /* it is only a precaution */
    if (fd >= 0)
        close(fd);
}

static int child_main(void *context, int channel)
{
    const struct pass *p = context;
    const struct session *s = p->session;
    struct session_spec spec = *s->spec;
    struct outcome o;
    be_expendable();
    spec.memcg = p->memcg;
    spec.passes = 1;
    spec.prepared = spec.prepared && s->passes == 0 && s->repeats_left == STATE_REPEATS_MAX;
    spec.strict = true; /* whoever started it repeats */
    p->whole(&spec, &o);
    FILE *out = fdopen(channel, "w");
    struct outcome_names names = { spec.workload->name, spec.method->name, spec.state->name,
                                   "" };
    return !out || outcome_write(out, &names, &o) < 0;
}

/* ---- in the process that starts it ---- */

/* Left behind by a process that was killed while it held a private copy. */
static void remove_copies(const struct session *s)
{
    char *parent = scratch_parent(s->spec->scratch, s->spec->path);
    if (parent)
        scratch_remove_stale(parent);
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
}

/* 0 with *ret filled, or -errno. */
static int run_process(const struct session *s, const struct memcg *g, session_whole *whole,
                       struct outcome *ret)
{
    struct pass pass = { s, g, whole };
    char text[CHILD_TEXT_MAX];
    int status = 0;
    int r = child_run(&(struct child_spec){ .run = child_main, .context = &pass },
                      CHILD_NO_LIMIT_S, text, sizeof text, &status);
    if (r == 0)
        judge(ret, s, g, status, text);
    if (WIFSIGNALED(status))
        remove_copies(s);
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
