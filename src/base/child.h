/* SPDX-License-Identifier: MIT */
/*
 * Child processes: started, read and waited for here and nowhere else.
 *
 * A child does not outlive this process: where the system can do it (Linux), it is killed when
 * the thread that started it ends, however that ends.
 */
#ifndef MAPREAD_BASE_CHILD_H
#define MAPREAD_BASE_CHILD_H

#include <stddef.h>
#include <sys/types.h>

enum {
    CHILD_TEXT_MAX = 8192, /* longer is no outcome */
    CHILD_FDS = 4,
    CHILD_NO_LIMIT_S = 1000000000,
};

/* What a descriptor of a program is. */
enum child_fd {
    CHILD_KEEP, /* as in this process */
    CHILD_NULL, /* /dev/null */
    CHILD_CHANNEL,
    CHILD_INPUT, /* reads `input`, then the end */
};

/* Either a program or a function. Borrowed until child_start returns. */
struct child_spec {
    const char *const *arguments; /* NULL at the end; the first is found by PATH */
    const char *environment;      /* "NAME=VALUE" on top of this process's; NULL: nothing */
    const char *input;            /* of a program; 64 KiB at most */
    enum child_fd fds[CHILD_FDS];
    /* Runs in a copy of this process; returns the exit status. `channel` is -1 without one. */
    int (*run)(void *context, int channel);
    void *context;
};

/* The child's pid, or -errno, also where the program cannot be executed; -E2BIG: the input.
   *ret_channel is this end of a stream socket that the caller closes; NULL: there is no
   channel. Reap with child_wait. */
pid_t child_start(const struct child_spec *s, int *ret_channel);

enum child_until { CHILD_ENDS, CHILD_ENDS_LINE };

/* Reads the channel until the child closes its end, or until what it has said ends a line, and
   appends that to `text`; what is too long is cut. 0; -ETIMEDOUT after so many seconds; -EINTR
   when a stop is requested. */
int child_collect(int channel, enum child_until until, double seconds, char *text, size_t size);

/* Waits for its end, and returns its status as waitpid(2) does. A child that still runs when a
   stop is requested is killed. */
int child_wait(pid_t pid);

/* All of these. 0; -errno of child_start, *ret_status untouched; -errno of child_collect, then
   the child was killed. */
int child_run(const struct child_spec *s, double seconds, char *text, size_t size,
              int *ret_status);

#endif
