/* SPDX-License-Identifier: MIT */
/*
 * One after the other: whoever measures a file takes a turn at it, or at the folder that it
 * lies in. Two at a time would spoil each other's figures, and neither could evict pages that
 * the other maps.
 *
 * The lock is advisory (flock) and leaves no trace, on a read-only file either; it ends with
 * the process that took it, and those that it starts do not inherit it.
 *
 * In the parent: mapread run, aa, tutorial.
 */
#ifndef MAPREAD_SCHEDULE_TURN_H
#define MAPREAD_SCHEDULE_TURN_H

#include <sys/types.h>

/* Waits until nobody else has it; `waits` is told once, before that begins, who does (0: not
   known). A file descriptor whose closing gives the turn back, -EINTR (a stop was requested),
   or -errno where the file system has no locks. */
int turn_take(const char *path, void (*waits)(void *context, pid_t holder), void *context);

#endif
