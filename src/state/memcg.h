/* SPDX-License-Identifier: MIT */
/*
 * A memory cgroup of our own, of version 1 or 2: the processes in it may not have more
 * memory than its limit, and none of it in swap.
 *
 * Only new pages count: what a process touched before it entered stays charged where it
 * was, and so does a page of a file that somebody else brought into the page cache. So
 * whoever wants a file's pages to count must make it cold first.
 *
 * The group's name carries the process that made it: what a killed one left behind is
 * recognised and removed by the next. `root`: "" on this machine, a folder in a test.
 */
#ifndef MAPREAD_STATE_MEMCG_H
#define MAPREAD_STATE_MEMCG_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct memcg {
    bool unified;             /* version 2 */
    char directory[PATH_MAX]; /* with the root */
    double limit_bytes;       /* as the kernel took it: whole pages */
};

/*
 * Makes one below this process's own group. Where version 2 cannot have it there, because
 * a group with processes hands no controller down, it lies beside the own group or above.
 *
 * 0, and the caller ends it with memcg_remove; -ENOENT: there is no memory controller;
 * -EACCES, -EPERM, -EROFS: not for us; -EBUSY: no group here hands its memory controller
 * down; -errno.
 */
int memcg_make(struct memcg *ret, const char *root, uint64_t limit_bytes);

/* Moves a process into it. 0 or -errno. */
int memcg_enter(const struct memcg *g, pid_t pid);

/* Is the process in it? */
bool memcg_holds(const struct memcg *g, pid_t pid);

/* NAN: the system does not tell. */
struct memcg_use {
    double limit_bytes;            /* just now */
    double used_bytes, peak_bytes; /* charged to the group: now, at most */
    double hits;                   /* how often the limit was reached since it was made */
    double kills;                  /* processes killed because there was nothing to take back */
};
struct memcg_use memcg_use(const struct memcg *g);

/* Waits a moment for processes in it that are about to end. */
void memcg_remove(const struct memcg *g);

/* Removes the groups of processes that are gone. memcg_make does so first. */
void memcg_remove_stale(const char *root);

#endif
