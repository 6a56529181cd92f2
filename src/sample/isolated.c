/* SPDX-License-Identifier: MIT */
/*
 * Passes where memory is limited: each is made by a process of its own, which this one starts,
 * watches and survives. When the kernel kills that process for want of memory it is a
 * result, and the group is removed whatever became of it.
 */
#include "sample/session-private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/scratch.h"

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
    spec.request.passes = 1;
    spec.request.prepared = session_only_proves(s);
    spec.request.strict = true; /* whoever started it repeats */
    p->whole(&spec, &o);
    FILE *out = fdopen(channel, "w");
    return !out || outcome_write(out, &spec.request.key, &o) < 0;
}

/* ---- in the process that starts it ---- */

/* Left behind by a process that was killed while it held a private copy. */
static void remove_copies(const struct session *s)
{
    char *parent = scratch_parent(s->spec->request.scratch, s->spec->request.path);
    if (parent)
        scratch_remove_stale(parent);
    free(parent);
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
        *ret = outcome_of_process(status, text, s->spec->request.limit_s);
    if (r == 0 && memcg_use(g).kills > 0) /* if need be, of a program that it started */
        *ret = outcome_of_number(CASE_OVER_LIMIT, CAUSE_OVER_MEMORY, g->limit_bytes);
    if (WIFSIGNALED(status))
        remove_copies(s);
    return r;
}

int session_pass_isolated(struct session *s, session_whole *whole, uint64_t *ret_ns)
{
    struct memcg group;
    struct outcome o;
    const struct state *state = s->spec->state;
    int r = memcg_make(&group, "", state_limit_bytes(state, s->file_bytes));
    if (r < 0)
        return session_fail_words(s, CAUSE_NOT_PREPARED, "%s", strerror(-r));
    r = run_process(s, &group, whole, &o);
    memcg_remove(&group);
    if (r < 0)
        return r == -EINTR ? session_fail(s, CAUSE_INTERRUPTED)
                           : session_fail_errno(s, "a process for the pass", r);
    s->outcome.answer = o.answer;
    s->outcome.unproved = o.unproved;
    if (o.status != CASE_OK)
        return session_end_case(s, o.status, &o.reason);
    session_add_told(s, &o.sample, ret_ns);
    return 0;
}
