/* SPDX-License-Identifier: MIT */
#include "workload/peer.h"

#include <unistd.h>

#include "base/child.h"
#include "method/transport.h"

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

struct service {
    const struct method *method;
    struct file *file;
    peer_serve *serve;
    void *context;
};

static int child_main(void *context, int channel)
{
    const struct service *s = context;
    (void)channel;
    settle_signals();
    alarm(PEER_LIMIT_S);
    s->method->transport->take(s->file, TRANSPORT_CHILD, getppid());
    return s->serve(s->context, s->method, s->file) != 0;
}

int peer_start(struct peer *ret, const struct method *m, struct file *f, peer_serve *serve,
               void *context)
{
    struct peer p;
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct service service = { m, f, serve, context };
    sigaction(SIGPIPE, &ignore, &p.pipe_before);
    p.pid = child_start(&(struct child_spec){ .run = child_main, .context = &service }, NULL);
    if (p.pid < 0) {
        sigaction(SIGPIPE, &p.pipe_before, NULL);
        return p.pid;
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
    child_wait(p->pid);
    sigaction(SIGPIPE, &p->pipe_before, NULL);
    p->pid = 0;
}
