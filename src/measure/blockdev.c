/* SPDX-License-Identifier: MIT */
#include "measure/blockdev.h"

#include <glob.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/procfs.h"

enum { FIGURE_MAX = 256 };

/* A file of the device's queue, or of its disk's when it is a partition. */
static void read_queue(char text[FIGURE_MAX], const char *sys, struct facts_device block,
                       const char *name)
{
    static const char *const place[] = { "queue", "../queue" };
    char path[PATH_MAX];
    text[0] = '\0';
    for (size_t i = 0; i < 2 && block.major != 0; i++) {
        snprintf(path, sizeof path, "%s/dev/block/%u:%u/%s/%s", sys, block.major, block.minor,
                 place[i], name);
        if (procfs_read("", path, text, FIGURE_MAX) >= 0)
            return;
    }
}

static double queue_number(const char *sys, struct facts_device block, const char *name)
{
    char text[FIGURE_MAX];
    double number;
    read_queue(text, sys, block, name);
    return sscanf(text, "%lf", &number) == 1 ? number : NAN;
}

static double bdi_kib(const char *sys, struct facts_device mounted, const char *suffix)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/class/bdi/%u:%u%s/read_ahead_kb", sys, mounted.major,
             mounted.minor, suffix);
    return procfs_number("", path);
}

/* A btrfs does not say its number here, so it is known by one of its devices. */
static double btrfs_kib(const char *sys, struct facts_device block)
{
    char path[PATH_MAX], wanted[FIGURE_MAX], found[FIGURE_MAX];
    double kib = NAN;
    glob_t names;
    snprintf(wanted, sizeof wanted, "%u:%u", block.major, block.minor);
    snprintf(path, sizeof path, "%s/fs/btrfs/*/devices/*/dev", sys);
    if (glob(path, 0, NULL, &names) != 0)
        return NAN;
    for (size_t i = 0; i < names.gl_pathc && isnan(kib); i++) {
        const char *name = names.gl_pathv[i];
        if (procfs_read("", name, found, sizeof found) < 0 || strcmp(found, wanted) != 0)
            continue;
        int home = (int)(strstr(name, "/devices/") - name);
        snprintf(path, sizeof path, "%.*s/bdi/read_ahead_kb", home, name);
        kib = procfs_number("", path);
    }
    globfree(&names);
    return kib;
}

static double read_ahead_kib(const char *sys, struct facts_device mounted,
                             struct facts_device block)
{
    double kib = bdi_kib(sys, mounted, "");
    if (isnan(kib))
        kib = bdi_kib(sys, mounted, "-fuseblk");
    if (isnan(kib) && mounted.major == 0 && block.major != 0)
        kib = btrfs_kib(sys, block);
    if (isnan(kib))
        kib = queue_number(sys, mounted, "read_ahead_kb");
    return kib;
}

void blockdev_read(struct storage *ret, const char *sys, struct facts_device mounted,
                   struct facts_device block)
{
    char scheduler[FIGURE_MAX];
    read_queue(scheduler, sys, block, "scheduler");
    facts_chosen(ret->scheduler, scheduler);
    ret->rotational = queue_number(sys, block, "rotational");
    ret->read_ahead_bytes = read_ahead_kib(sys, mounted, block) * 1024;
}
