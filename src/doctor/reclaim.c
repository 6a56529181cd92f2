/* SPDX-License-Identifier: MIT */
/*
 * Probe: does the kernel take pages back before memory is short?
 *
 * DAMON does so with its "pageout" scheme, set up by its module damon_reclaim or by
 * whoever writes below /sys/kernel/mm/damon: often the host's agent in a virtual
 * machine.
 */
#include <stdio.h>
#include <string.h>

#include "base/procfs.h"
#include "doctor/table.h"

#define RECLAIM_MODULE "/sys/module/damon_reclaim/parameters/enabled"
#define DAMON "/sys/kernel/mm/damon/admin/kdamonds/"

enum { DAEMONS_MAX = 16, SCHEMES_MAX = 16 };

static bool says(const struct subject *s, const char *path, const char *word)
{
    char text[64];
    return procfs_read(s->root, path, text, sizeof text) >= 0 && strcmp(text, word) == 0;
}

static bool pages_out(const struct subject *s, int daemon)
{
    char path[128];
    for (int i = 0; i < SCHEMES_MAX; i++) {
        snprintf(path, sizeof path, DAMON "%d/contexts/0/schemes/%d/action", daemon, i);
        if (says(s, path, "pageout"))
            return true;
    }
    return false;
}

static void examine(struct doctor_finding *ret, const struct subject *s)
{
    char path[128];
    if (says(s, RECLAIM_MODULE, "Y")) {
        doctor_set(ret, VERDICT_WARNING, "damon_reclaim is on");
        doctor_fix(ret, "echo N | sudo tee " RECLAIM_MODULE);
        return;
    }
    for (int i = 0; i < DAEMONS_MAX; i++) {
        snprintf(path, sizeof path, DAMON "%d/state", i);
        if (!says(s, path, "on") || !pages_out(s, i))
            continue;
        doctor_set(ret, VERDICT_WARNING, "kdamond.%d pages out what is not used for a while",
                   i);
        doctor_fix(ret, "echo off | sudo tee %s", path);
        return;
    }
    doctor_set(ret, VERDICT_GOOD, "none seen");
}

const struct doctor_probe probe_reclaim = {
    .name = "reclaim",
    .why = "Pages of a warm file disappear while it is measured; such samples are thrown away "
           "and repeated.",
    .run = examine,
};
