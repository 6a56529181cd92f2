/* SPDX-License-Identifier: MIT */
/*
 * The other process: a child that serves at the far side of a transport.
 *
 * It never outlives its parent: the system kills it then, or, where it cannot, the child
 * sees the end of its channel. One that serves longer than PEER_LIMIT_S, because a byte was
 * lost that it waits for, ends itself, and its parent gets -EPIPE.
 *
 * While a peer is there this process ignores SIGPIPE.
 */
#ifndef MAPREAD_WORKLOAD_PEER_H
#define MAPREAD_WORKLOAD_PEER_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "method/method.h"

enum { PEER_LIMIT_S = 300 };

/* All zeros: there is none. */
struct peer {
    pid_t pid;
    struct sigaction pipe_before;
};

/* What the child does, and then ends. 0 or -errno. */
typedef int peer_serve(void *context, const struct method *m, struct file *f);

/* Forks, and takes the channel's sides. 0 or -errno. */
int peer_start(struct peer *ret, const struct method *m, struct file *f, peer_serve *serve,
               void *context);
/* Waits for its end; `at_once` kills it before. Without effect where there is none. */
void peer_stop(struct peer *p, bool at_once);

#endif
