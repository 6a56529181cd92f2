/* SPDX-License-Identifier: MIT */
/*
 * Probes: may we evict, may we limit memory?
 *
 * Eviction is tried for real. A group is not made: that would leave a trace in a
 * hierarchy that is another's, so the kernel is only asked whether we might.
 */
#include "doctor/permission.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "state/cgroup.h"
#include "base/io.h"
#include "base/procfs.h"
#include "base/text.h"
#include "doctor/table.h"
#include "state/state.h"

enum { TRIAL_BYTES = 1 << 20 };

/* Bytes that no file system can compress, share or leave out. */
static int write_trial(int fd)
{
    uint64_t state = 1, word[512];
    int r = 0;
    for (size_t done = 0; r == 0 && done < TRIAL_BYTES; done += sizeof word) {
        for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
            word[i] = state = state * 6364136223846793005u + 1442695040888963407u;
        r = io_write(fd, word, sizeof word);
    }
    return r;
}

static int make_trial(char *path)
{
    int fd = mkstemp(path);
    if (fd < 0)
        return -errno;
    int r = write_trial(fd);
    if (close(fd) != 0 && r == 0)
        r = -errno;
    if (r < 0)
        unlink(path);
    return r;
}

struct evict_trial evict_try(const char *directory)
{
    struct evict_trial t = { .filled = NAN, .emptied = NAN };
    const struct state *warm = state_find("warm"), *cold = state_find("cold");
    char *path = text_printf("%s/.mapread-doctor-XXXXXX", directory);
    t.file_error = path ? make_trial(path) : -ENOMEM;
    if (t.file_error == 0) {
        t.refused = cold->refuses(path);
        if (!t.refused)
            t.fill_error = state_establish(warm, path, &t.filled);
        if (!t.refused && t.fill_error == 0)
            t.evict_error = state_establish(cold, path, &t.emptied);
        unlink(path);
    }
    free(path);
    return t;
}

static const char elsewhere[] = "mapread doctor --dir /a/folder/on/a/local/disk";

void evict_judge(struct doctor_finding *ret, const struct evict_trial *t)
{
    int error = t->fill_error < 0 ? t->fill_error : t->evict_error;
    const char *phase = t->fill_error < 0 ? "filled" : "evicted";
    double resident = t->fill_error < 0 ? t->filled : t->emptied;
    char reason[CAUSE_SENTENCE_MAX];
    if (t->file_error < 0)
        doctor_set(ret, t->file_error == -EROFS ? VERDICT_UNKNOWN : VERDICT_BAD,
                   "no file can be made here: %s", strerror(-t->file_error));
    else if (t->refused)
        doctor_set(ret, VERDICT_WARNING, "no: %s",
                   reason_sentence(&(struct reason){ .cause = t->refused }, reason));
    else if (error == -EOPNOTSUPP)
        doctor_set(ret, VERDICT_UNKNOWN,
                   "this system does not tell what is resident: states are unproved");
    else if (error == -ESTALE && !isnan(resident))
        doctor_set(ret, VERDICT_BAD, "a file of 1 MiB was %s, but %.0f %% of it is resident",
                   phase, 100 * resident);
    else if (error == -EBUSY)
        doctor_set(ret, VERDICT_BAD, "a file of 1 MiB keeps pages that cannot be evicted");
    else if (error < 0)
        doctor_set(ret, VERDICT_BAD, "a file of 1 MiB cannot be %s: %s", phase,
                   strerror(-error));
    else
        doctor_set(ret, VERDICT_GOOD,
                   "yes: a file of 1 MiB was filled, evicted and proved empty");
    if (ret->verdict == VERDICT_BAD || ret->verdict == VERDICT_WARNING)
        doctor_fix(ret, "%s", elsewhere);
}

static void examine_evict(struct doctor_finding *ret, const struct subject *s)
{
    struct evict_trial t = evict_try(s->directory);
    evict_judge(ret, &t);
}

const struct doctor_probe probe_evict = {
    .name = "evict",
    .why = "Cold cases need an empty page cache, and warm ones begin with one.",
    .portable = true,
    .run = examine_evict,
};

static int may_write(const char *root, const char *directory, const char *name)
{
    char path[2 * PATH_MAX];
    snprintf(path, sizeof path, "%s%s/%s", root, directory, name);
    return access(path, W_OK) == 0 ? 0 : -errno;
}

/* The memory controller is among those that the group may hand on. */
static bool has_memory(const char *root, const struct cgroup *c)
{
    char path[PATH_MAX + 32], text[1024];
    if (!c->unified)
        return true; /* it was found by its controller */
    snprintf(path, sizeof path, "%s/cgroup.controllers", c->directory);
    procfs_read(root, path, text, sizeof text);
    return procfs_has_word(text, "memory");
}

struct limit_access limit_access_of(const char *root)
{
    struct limit_access a = { 0 };
    struct cgroup c;
    a.found = cgroup_find(&c, root, "memory") == 0;
    if (!a.found)
        return a;
    a.unified = c.unified;
    a.controller = has_memory(root, &c);
    a.group_error = may_write(root, c.directory, "");
    if (a.group_error == 0)
        a.group_error = may_write(root, c.directory, "cgroup.procs");
    if (a.group_error == 0 && c.unified)
        a.group_error = may_write(root, c.directory, "cgroup.subtree_control");
    return a;
}

void limit_judge(struct doctor_finding *ret, const struct limit_access *a)
{
    const char *version = a->unified ? "version 2" : "version 1";
    if (!a->found) {
        doctor_set(ret, VERDICT_UNKNOWN, "no control groups to be seen");
    } else if (!a->controller) {
        doctor_set(ret, VERDICT_WARNING, "no: the group has no memory controller (%s)",
                   version);
    } else if (a->group_error == -EROFS) {
        doctor_set(ret, VERDICT_WARNING, "no: the groups are mounted read-only (%s)", version);
        return; /* a container's: only who starts it can change that */
    } else if (a->group_error < 0) {
        doctor_set(ret, VERDICT_WARNING, "no: %s (%s)", strerror(-a->group_error), version);
    } else {
        doctor_set(ret, VERDICT_GOOD, "yes: groups can be made below our own (%s)", version);
    }
    if (ret->verdict == VERDICT_WARNING)
        doctor_fix(ret, a->unified ? "systemd-run --user --scope -p Delegate=yes bash"
                                   : "sudo mapread run");
}

static void examine_limit(struct doctor_finding *ret, const struct subject *s)
{
    struct limit_access a = limit_access_of(s->root);
    limit_judge(ret, &a);
}

const struct doctor_probe probe_limit = {
    .name = "limit",
    .why =
        "What a file larger than memory costs is measured in a control group of small memory.",
    .run = examine_limit,
};
