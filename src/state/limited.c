/* SPDX-License-Identifier: MIT */
/*
 * limited: the file is twice as large as the memory that the pass may have.
 *
 * A page of the page cache is charged to whoever brought it there. So the file is made cold
 * first: pages that were resident before would be charged elsewhere, and no limit of ours
 * would hold them.
 *
 * The limit is half of the file, and nothing is added for the process: what it touched
 * before it entered the group (its program, its heap, the compiled pattern) does not count,
 * and what it needs for a pass is part of the question.
 */
#include <errno.h>
#include <math.h>
#include <unistd.h>

#include "state/cgroup.h"
#include "base/io.h"
#include "base/procfs.h"
#include "state/table.h"

/* Below this, half of the file is no longer large beside a buffer and the page tables. */
enum { FILE_BYTES_MIN = 16 << 20 };

uint64_t state_limit_bytes(const struct state *s, uint64_t file_bytes)
{
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t bytes = (uint64_t)(s->memory_share * (double)file_bytes);
    return bytes / page * page;
}

/* What is free for this process: of the machine's memory, or below the limits of its group
   and those above. INFINITY where the system does not tell. */
static double free_bytes(const char *root)
{
    struct cgroup c;
    char file[PATH_MAX];
    double available = procfs_memory_bytes(root, "MemAvailable"), in_group = INFINITY;
    if (cgroup_find(&c, root, "memory") == 0)
        in_group = cgroup_smallest(&c, root, cgroup_memory_free, file);
    return fmin(available, in_group); /* the one that is told */
}

enum cause state_refuses_limit(const char *root, uint64_t file_bytes)
{
    if (file_bytes < FILE_BYTES_MIN)
        return CAUSE_FILE_TOO_SMALL;
    return (double)file_bytes > free_bytes(root) ? CAUSE_FILE_LARGER_THAN_MEMORY : CAUSE_NONE;
}

static enum cause refuses(const char *path)
{
    struct memcg g;
    enum cause cause = state_refuses_eviction(path);
    if (cause)
        return cause;
    switch (memcg_make(&g, "", FILE_BYTES_MIN)) {
    case 0:
        memcg_remove(&g);
        return CAUSE_NONE;
    case -ENOENT:
        return CAUSE_NO_MEMORY_CONTROLLER;
    case -EROFS:
        return CAUSE_CGROUPS_READ_ONLY;
    case -EBUSY:
        return CAUSE_NO_CONTROLLER_HANDED_DOWN;
    default:
        return CAUSE_NO_CGROUP;
    }
}

/* Whole pages are charged. Others that read the file as well are found by the last line, where
   the system tells. */
static bool held(const struct memcg *g, const struct memcg_use *use, double resident,
                 uint64_t file_bytes)
{
    double page = (double)sysconf(_SC_PAGESIZE);
    double resident_bytes = resident * ceil((double)file_bytes / page) * page;
    return use->limit_bytes == g->limit_bytes && !(use->peak_bytes > g->limit_bytes) &&
           !(resident >= 1) && !(resident_bytes > use->used_bytes);
}

int state_prove_limit(const struct memcg *g, const char *path, double *ret_resident,
                      struct memcg_use *ret_use)
{
    /* In this order: what is reclaimed in between makes the second figure smaller. */
    struct memcg_use use = memcg_use(g);
    uint64_t bytes;
    double resident = NAN;
    int r = state_residency(path, &resident);
    if (r == 0 || state_untold(r))
        r = io_path_size(path, &bytes);
    if (r < 0)
        return r;
    *ret_resident = resident;
    *ret_use = use;
    return held(g, &use, resident, bytes) ? 0 : -ESTALE;
}

const struct state state_limited = {
    .name = "limited",
    .summary = "memory for half of the file: in a cgroup that has no more",
    .resident = 0,
    .memory_share = 0.5,
    .instead_of_read = "chunk",
    .prepare = state_evict,
    .refuses = refuses,
};
