/* SPDX-License-Identifier: MIT */
/*
 * One fresh process of mapread-bench for one sample, and what became of it.
 *
 * A process whose request takes turns waits before each of its passes until it is told to go
 * on: an empty line from it says that it waits, any byte to it is its turn. So the processes of
 * a round can live side by side and make their passes in turns.
 *
 * In the parent: mapread run, aa, tutorial.
 */
#ifndef MAPREAD_SCHEDULE_LAUNCH_H
#define MAPREAD_SCHEDULE_LAUNCH_H

#include "base/child.h"
#include "case/request.h"

/* A process that was started; {0}: none. */
struct launched {
    pid_t pid;
    int channel;
    int error;         /* of what it said: 0 or -ETIMEDOUT */
    double limit_s;    /* of a pass */
    double patience_s; /* how long it may still be waited for, but for others' turns */
    char text[CHILD_TEXT_MAX];
};

/* Starts `program` (mapread-bench); one that takes turns now waits for its first. 0; -errno
   when it could not be started, -EINTR when a stop was requested. After 0: launch_end. */
int launch_start(struct launched *ret, const char *program, const struct request *request);

/* One pass of a process that takes turns. 0, also when it has ended; -EINTR. */
int launch_turn(struct launched *l);

/* Waits for its end. 0 with *ret filled, whatever became of the process (a crash, a missing
   result and a breach of the limit are outcomes); -EINTR when a stop was requested. NULL: it is
   killed. */
int launch_end(struct launched *l, struct outcome *ret);

#endif
