/* SPDX-License-Identifier: MIT */
/*
 * A transport: how bytes reach another process. The method's open makes a channel of two
 * sides, the process forks, and each of the two takes its side. Both sides send and
 * receive, each by one thread at a time.
 *
 * What is sent is a stream: it arrives whole and in order, in pieces that are no business
 * of the sender's. Sending copies the bytes; receiving lends them. Small messages are not
 * gathered: whoever does that sends larger ones.
 *
 * Everything returns 0 or -errno, -EPIPE when the other process has ended. Whoever sends
 * ignores SIGPIPE. The two may share one processor: neither waits by polling alone.
 */
#ifndef MAPREAD_METHOD_TRANSPORT_H
#define MAPREAD_METHOD_TRANSPORT_H

#include <sys/types.h>

#include "method/method.h"

enum transport_side { TRANSPORT_PARENT, TRANSPORT_CHILD };

struct transport {
    /* Once in each process, right after the fork. `other` is the other process. */
    void (*take)(struct file *f, enum transport_side side, pid_t other);
    /* Returns when all is on its way. */
    int (*send)(struct file *f, const void *data, size_t len);
    /* Waits for bytes and lends from 1 to `most` of them, until the next call. */
    int (*receive)(struct file *f, size_t most, struct span *ret);
};

#endif
