/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/procfs.h"
#include "config.h"
#include "measure/blockdev.h"
#include "measure/facts.h"
#include "measure/machine.h"
#if HAVE_LINUX_EXTRAS
#include <sys/sysmacros.h>
#endif

#define NUMBER(member) FIELD_NUMBER_OF(struct storage, member)
#define TEXT(member) FIELD_TEXT_OF(struct storage, member)

const struct field storage_fields[STORAGE_FIELDS] = {
    TEXT(directory),          TEXT(filesystem), TEXT(mount_options), TEXT(device),
    NUMBER(read_ahead_bytes), TEXT(scheduler),  NUMBER(rotational),
};

_Static_assert(sizeof(struct storage) == 5 * FIELD_TEXT_MAX + 2 * sizeof(double),
               "every member of struct storage is in the table");

#if HAVE_LINUX_EXTRAS
static struct facts_device device_of(dev_t number)
{
    return (struct facts_device){ .major = major(number), .minor = minor(number) };
}

/* The whole file, allocated, or NULL. */
static char *load(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "re");
    ssize_t len = file ? getdelim(&text, &size, '\0', file) : -1;
    if (file)
        fclose(file);
    if (len >= 0)
        return text;
    free(text);
    return NULL;
}

/* A file system with a number of its own still names its device as the source. */
static struct facts_device device_under(const struct facts_mount *mount)
{
    struct stat st;
    if (mount->device.major != 0)
        return mount->device;
    if (stat(mount->source, &st) == 0 && S_ISBLK(st.st_mode))
        return device_of(st.st_rdev);
    return (struct facts_device){ 0 };
}

static void read_mount(struct storage *ret, const char *path, const struct stat *st)
{
    struct facts_mount mount;
    char *mountinfo = load("/proc/self/mountinfo");
    if (mountinfo && facts_find_mount(&mount, mountinfo, device_of(st->st_dev), path)) {
        facts_text(ret->filesystem, mount.filesystem);
        facts_mount_options(ret->mount_options, &mount);
        facts_mount_source(ret->device, &mount);
        blockdev_read(ret, "/sys", mount.device, device_under(&mount));
    }
    free(mountinfo);
}

static struct facts_device find_device(const char *path, const struct stat *st)
{
    struct facts_device device = device_of(st->st_dev);
    struct facts_mount mount;
    if (device.major != 0)
        return device;
    char mountinfo[1 << 16]; /* a sample looks, and takes no memory for it */
    if (procfs_read("", "/proc/self/mountinfo", mountinfo, sizeof mountinfo) > 0 &&
        facts_find_mount(&mount, mountinfo, device, path))
        device = device_under(&mount);
    return device;
}
#else
static struct facts_device find_device(const char *path, const struct stat *st)
{
    (void)path, (void)st;
    return (struct facts_device){ 0 };
}

static void read_mount(struct storage *ret, const char *path, const struct stat *st)
{
    (void)ret, (void)path, (void)st;
}
#endif

struct facts_device storage_device(const char *path)
{
    struct stat st;
    struct facts_device device = { 0 };
    char real[PATH_MAX];
    if (realpath(path, real) && stat(real, &st) == 0)
        device = find_device(real, &st);
    return device;
}

/* `path` has no links and begins with '/'. */
static void keep_directory(char *path)
{
    char *slash = strrchr(path, '/');
    slash[slash == path] = '\0';
}

void storage_read(struct storage *ret, const char *path)
{
    *ret = (struct storage){ .read_ahead_bytes = NAN, .rotational = NAN };
    struct stat st;
    char *real = realpath(path, NULL);
    if (real && stat(real, &st) == 0) {
        /* With the file's own name, for a container may mount a single file. */
        read_mount(ret, real, &st);
        if (!S_ISDIR(st.st_mode))
            keep_directory(real);
        facts_text(ret->directory, real);
    }
    free(real);
}
