/* SPDX-License-Identifier: MIT */
/*
 * Threads that stand by: begun once, and then doing one thing together, each its share of it,
 * as often as they are asked to. What it takes to begin a thread is in no clocked stretch.
 */
#ifndef MAPREAD_BASE_TEAM_H
#define MAPREAD_BASE_TEAM_H

struct team;

/* 0 or -errno; several at once, each with another `member`. */
typedef int team_job(void *data, unsigned member);

/* The calling thread is member 0; the others wait. `data` is borrowed until team_end. 0 or
   -errno: -EAGAIN where the system allows no more threads. */
int team_begin(struct team **ret, unsigned members, team_job *job, void *data);

/* Every member does the job once. Returns when all have: what the lowest that failed returned,
   or 0. Where a load of a member was SIGBUS (base/guard.h), the calling thread repeats it and
   has its own; -EIO when the page is there by then. */
int team_run(struct team *t);

/* Waits until the threads have ended. Accepts NULL. */
void team_end(struct team *t);

#endif
