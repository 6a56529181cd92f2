/* SPDX-License-Identifier: MIT */
/* A process that tells its outcome in one line, and ends. */
#ifndef MAPREAD_RUN_CHILD_H
#define MAPREAD_RUN_CHILD_H

#include <stddef.h>
#include <sys/types.h>

enum { CHILD_TEXT_MAX = 8192 }; /* longer is no outcome */

/* Reads what it says until it closes its end. What is too long for `text` is cut. 0;
   -ETIMEDOUT after so many seconds; -EINTR when a stop is requested. */
int child_collect(int fd, double seconds, char *text, size_t size);

/* Waits for its end, and tells its status. Whoever asks us to stop does not wait for a process
   that has said all: it is killed. */
int child_wait(pid_t pid);

#endif
