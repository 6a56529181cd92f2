/* SPDX-License-Identifier: MIT */
#include "workload/peer.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"
#include "method/transport.h"
#if HAVE_LINUX_EXTRAS
#include <sys/prctl.h>
#endif

/* What this process does with signals is none of the child's: above all not the way out of
   SIGBUS, which leads into a pass. When to stop is its parent's decision. */
static void settle_signals(void)
{
    static const int ends[] = { SIGBUS, SIGALRM }, waits[] = { SIGINT, SIGTERM, SIGHUP };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        signal(ends[i], SIG_DFL);
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++)
        signal(waits[i], SIG_IGN);
}

/* In the child; never returns. */
static void live(pid_t parent, const struct method *m, struct file *f, peer_serve *serve,
                 void *context)
{
    settle_signals();
    alarm(PEER_LIMIT_S);
#if HAVE_LINUX_EXTRAS
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent)
        _exit(1);
    m->transport->take(f, TRANSPORT_CHILD, parent);
    _exit(serve(context, m, f) == 0 ? 0 : 1);
}

int peer_start(struct peer *ret, const struct method *m, struct file *f, peer_serve *serve,
               void *context)
{
    struct peer p;
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    pid_t parent = getpid();
    sigaction(SIGPIPE, &ignore, &p.pipe_before);
    p.pid = fork();
    if (p.pid == 0)
        live(parent, m, f, serve, context);
    if (p.pid < 0) {
        int r = -errno;
        sigaction(SIGPIPE, &p.pipe_before, NULL);
        return r;
    }
    m->transport->take(f, TRANSPORT_PARENT, p.pid);
    *ret = p;
    return 0;
}

void peer_stop(struct peer *p, bool at_once)
{
    if (p->pid == 0)
        return;
    if (at_once)
        kill(p->pid, SIGKILL);
    while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    sigaction(SIGPIPE, &p->pipe_before, NULL);
    p->pid = 0;
}
