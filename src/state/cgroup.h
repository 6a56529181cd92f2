/* SPDX-License-Identifier: MIT */
/*
 * The control group of this process for one controller, of either version.
 *
 * The trap: in a container /proc/self/cgroup may name a folder of the host that is
 * not there; then the container's own group is the top. Limits of the groups above
 * bind as well.
 */
#ifndef MAPREAD_STATE_CGROUP_H
#define MAPREAD_STATE_CGROUP_H

#include <limits.h>
#include <stdbool.h>

struct cgroup {
    bool unified;             /* version 2 */
    char directory[PATH_MAX]; /* without the root: "/sys/fs/cgroup/memory/a/b" */
    char top[PATH_MAX];       /* where the hierarchy is mounted */
};

/* 0, or -ENOENT: the system does not tell. */
int cgroup_find(struct cgroup *ret, const char *root, const char *controller);

/* A limit of one group, INFINITY when it has none; *ret_file is the name of the file. */
typedef double cgroup_reader(const char *root, const char *directory, bool unified,
                             const char **ret_file);

/* The reader of memory limits, in bytes. */
cgroup_reader cgroup_memory_limit;

/* What is free below that limit, in bytes: pages of files count as free, as they do in
   MemAvailable of /proc/meminfo. */
cgroup_reader cgroup_memory_free;

/* The smallest limit, or what else the reader tells, from the group to the top, INFINITY when there is none; then `file`
   is "", else where it stands. */
double cgroup_smallest(const struct cgroup *c, const char *root, cgroup_reader *limit_of,
                       char file[PATH_MAX]);

#endif
