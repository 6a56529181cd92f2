/* SPDX-License-Identifier: MIT */
#include "state/memcg.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "state/cgroup.h"
#include "base/io.h"
#include "base/procfs.h"
#include "base/stale.h"
#include "base/text.h"

#define PREFIX "mapread-"

/* A figure of a group: the number in a file, or that of a line "NAME 12" in it. */
struct figure {
    const char *file, *line;
};

static const struct version {
    const char *limit;
    const char *swap; /* 0 in it keeps the group's pages out of swap */
    struct figure used, peak, hits, kills;
} versions[] = {
    { .limit = "memory.limit_in_bytes",
      .swap = "memory.swappiness",
      .used = { "memory.usage_in_bytes", NULL },
      .peak = { "memory.max_usage_in_bytes", NULL },
      .hits = { "memory.failcnt", NULL },
      .kills = { "memory.oom_control", "oom_kill" } },
    { .limit = "memory.max",
      .swap = "memory.swap.max",
      .used = { "memory.current", NULL },
      .peak = { "memory.peak", NULL },
      .hits = { "memory.events", "max" },
      .kills = { "memory.events", "oom_kill" } },
};

static const struct version *version_of(const struct memcg *g)
{
    return &versions[g->unified];
}

static double read_figure(const struct memcg *g, struct figure f)
{
    char text[1024], path[NAME_MAX];
    snprintf(path, sizeof path, "/%s", f.file);
    if (!f.line)
        return procfs_number(g->directory, path);
    procfs_read(g->directory, path, text, sizeof text);
    return procfs_value(text, f.line);
}

struct memcg_use memcg_use(const struct memcg *g)
{
    const struct version *v = version_of(g);
    return (struct memcg_use){
        .limit_bytes = read_figure(g, (struct figure){ v->limit, NULL }),
        .used_bytes = read_figure(g, v->used),
        .peak_bytes = read_figure(g, v->peak),
        .hits = read_figure(g, v->hits),
        .kills = read_figure(g, v->kills),
    };
}

static int write_text(const char *directory, const char *name, const char *text)
{
    char *path = text_printf("%s/%s", directory, name);
    int fd = path ? open(path, O_WRONLY | O_CLOEXEC) : -1;
    int r = !path ? -ENOMEM : fd < 0 ? -errno : io_write(fd, text, strlen(text));
    if (fd >= 0)
        close(fd);
    free(path);
    return r;
}

int memcg_enter(const struct memcg *g, pid_t pid)
{
    char text[TEXT_MAX];
    snprintf(text, sizeof text, "%ld", (long)pid);
    return write_text(g->directory, "cgroup.procs", text);
}

bool memcg_holds(const struct memcg *g, pid_t pid)
{
    char text[4096], number[TEXT_MAX];
    const char *words = text;
    procfs_read(g->directory, "/cgroup.procs", text, sizeof text);
    snprintf(number, sizeof number, "%ld", (long)pid);
    for (size_t len; *words; words += len + (words[len] != '\0')) {
        len = strcspn(words, "\n");
        if (len == strlen(number) && memcmp(words, number, len) == 0)
            return true;
    }
    return false;
}

static void remove_directory(const char *directory)
{
    enum { ATTEMPTS = 1000 };
    for (int i = 0; i < ATTEMPTS && rmdir(directory) != 0 && errno == EBUSY; i++)
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

void memcg_remove(const struct memcg *g)
{
    remove_directory(g->directory);
}

/* Without an account of swap there is no limit to set; a limit that cannot be read back is
   none. The oldest kernels may have been told to let a process hang instead of killing. */
static int set_limit(struct memcg *g, uint64_t bytes)
{
    char text[TEXT_MAX];
    const struct version *v = version_of(g);
    snprintf(text, sizeof text, "%ju", (uintmax_t)bytes);
    int r = write_text(g->directory, v->limit, text);
    if (r < 0)
        return r;
    write_text(g->directory, v->swap, "0");
    if (!g->unified)
        write_text(g->directory, v->kills.file, "0");
    g->limit_bytes = memcg_use(g).limit_bytes;
    return g->limit_bytes > 0 && g->limit_bytes <= (double)bytes ? 0 : -EIO;
}

/* Version 2 has the controller in a group only where the group above hands it down. */
static int have_controller(const struct memcg *g, const char *parent)
{
    char path[NAME_MAX], text[TEXT_MAX];
    snprintf(path, sizeof path, "/%s", version_of(g)->limit);
    if (!g->unified || procfs_read(g->directory, path, text, sizeof text) >= 0)
        return 0;
    return write_text(parent, "cgroup.subtree_control", "+memory");
}

static int make_below(struct memcg *g, const char *parent, uint64_t limit_bytes)
{
    if (snprintf(g->directory, sizeof g->directory, "%s/" PREFIX "%ld", parent,
                 (long)getpid()) >= (int)sizeof g->directory)
        return -ENAMETOOLONG;
    rmdir(g->directory); /* of an earlier process of the same number */
    if (mkdir(g->directory, 0755) != 0)
        return -errno;
    int r = have_controller(g, parent);
    if (r == 0)
        r = set_limit(g, limit_bytes);
    if (r < 0)
        remove_directory(g->directory);
    return r;
}

/* Goes through the groups in which ours may lie, from the process's own to the top, until
   `visit` returns 0. What the last one returned. */
static int visit_groups(const char *root, int (*visit)(void *context, const char *directory),
                        struct memcg *g, void *context)
{
    struct cgroup c;
    int r = cgroup_find(&c, root, "memory");
    size_t top = r == 0 ? strlen(c.top) : 0;
    if (r < 0)
        return r;
    g->unified = c.unified;
    for (;;) {
        char *path = procfs_path(root, c.directory);
        r = path ? visit(context, path) : -ENOMEM;
        free(path);
        /* Version 1 has no reason to go up: there the own group can always hold others. */
        if (r == 0 || !c.unified || strlen(c.directory) <= top)
            return r;
        *strrchr(c.directory, '/') = '\0';
    }
}

struct making {
    struct memcg *group;
    uint64_t limit_bytes;
};

static int visit_to_make(void *context, const char *directory)
{
    const struct making *m = context;
    return make_below(m->group, directory, m->limit_bytes);
}

static int remove_stale_in(void *context, const char *directory)
{
    (void)context;
    stale_remove(directory, PREFIX, remove_directory);
    return 1; /* go on */
}

void memcg_remove_stale(const char *root)
{
    struct memcg g;
    visit_groups(root, remove_stale_in, &g, NULL);
}

int memcg_make(struct memcg *ret, const char *root, uint64_t limit_bytes)
{
    struct memcg g;
    struct making making = { &g, limit_bytes };
    memcg_remove_stale(root);
    int r = visit_groups(root, visit_to_make, &g, &making);
    if (r == 0)
        *ret = g;
    return r;
}
