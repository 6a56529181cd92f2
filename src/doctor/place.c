/* SPDX-License-Identifier: MIT */
/* Probes: the file system and the device under the data. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/procfs.h"
#include "base/text.h"
#include "doctor/table.h"

static const char elsewhere[] = "mapread run --dir /a/folder/on/a/local/disk";

/* What is not as good as a local disk; a name that ends in '*' is a beginning. */
static const struct {
    const char *name;
    enum verdict verdict;
    const char *what;
} file_systems[] = {
    { "nfs*", VERDICT_BAD, "a network and another machine are in the figures" },
    { "cifs", VERDICT_BAD, "a network and another machine are in the figures" },
    { "smb*", VERDICT_BAD, "a network and another machine are in the figures" },
    { "ceph", VERDICT_BAD, "a network and other machines are in the figures" },
    { "afs", VERDICT_BAD, "a network and another machine are in the figures" },
    { "lustre", VERDICT_BAD, "a network and other machines are in the figures" },
    { "fuse.sshfs", VERDICT_BAD, "a network and another machine are in the figures" },
    { "9p", VERDICT_BAD, "the host serves it, and caches it too" },
    { "virtiofs", VERDICT_BAD, "the host serves it, and caches it too" },
    { "vboxsf", VERDICT_BAD, "the host serves it, and caches it too" },
    { "fuse*", VERDICT_WARNING, "a program in user space serves it" },
    { "overlay", VERDICT_WARNING, "a layer of a container above the real one" },
    { "aufs", VERDICT_WARNING, "a layer of a container above the real one" },
    { "tmpfs", VERDICT_WARNING, "it is memory: nothing can be cold, cold cases are skipped" },
    { "ramfs", VERDICT_WARNING, "it is memory: nothing can be cold, cold cases are skipped" },
    { "devtmpfs", VERDICT_WARNING,
      "it is memory: nothing can be cold, cold cases are skipped" },
    { "zfs", VERDICT_WARNING, "it keeps a cache of its own, which no hint empties" },
};

static bool matches(const char *pattern, const char *name)
{
    size_t len = strlen(pattern);
    if (pattern[len - 1] == '*')
        return strncmp(pattern, name, len - 1) == 0;
    return strcmp(pattern, name) == 0;
}

static void examine_file_system(struct doctor_finding *ret, const struct subject *s)
{
    const char *name = s->storage.filesystem, *device = s->storage.device;
    if (name[0] == '\0') {
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
        return;
    }
    for (size_t i = 0; i < sizeof file_systems / sizeof file_systems[0]; i++) {
        if (!matches(file_systems[i].name, name))
            continue;
        doctor_set(ret, file_systems[i].verdict, "%s: %s", name, file_systems[i].what);
        doctor_fix(ret, "%s", elsewhere);
        return;
    }
    if (device[0] == '/')
        doctor_set(ret, VERDICT_GOOD, "%s on %.128s", name, device);
    else
        doctor_set(ret, VERDICT_UNKNOWN, "%s, of which nothing is known", name);
}

const struct doctor_probe probe_file_system = {
    .name = "file-system",
    .why = "The file system decides what a fault, a hint and an eviction do.",
    .run = examine_file_system,
};

static bool has(const char *options, const char *wanted)
{
    size_t len = strlen(wanted);
    while (*options != '\0') {
        size_t size = strcspn(options, ",");
        if (size == len && memcmp(options, wanted, len) == 0)
            return true;
        options += size + (options[size] == ',');
    }
    return false;
}

/* btrfs; f2fs names an algorithm even where nothing is compressed. */
static bool compresses(const char *options)
{
    return strstr(options, ",compress=") || strstr(options, ",compress-force=");
}

static void fix_mount(struct doctor_finding *ret, const struct subject *s, const char *option)
{
    char word[PATH_MAX];
    text_quote(s->directory, word, sizeof word);
    if (word[0] != '\0')
        doctor_fix(ret, "sudo mount -o remount,%s \"$(findmnt -no TARGET -T %s)\"", option,
                   word);
}

static void examine_mount_options(struct doctor_finding *ret, const struct subject *s)
{
    const char *options = s->storage.mount_options;
    if (options[0] == '\0') {
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
    } else if (has(options, "ro")) {
        doctor_set(ret, VERDICT_WARNING,
                   "ro: no data can be made here, and workloads that write are skipped");
        fix_mount(ret, s, "rw");
    } else if (has(options, "dax") || has(options, "dax=always")) {
        doctor_set(ret, VERDICT_BAD, "dax: there is no page cache between file and program");
        doctor_fix(ret, "%s", elsewhere);
    } else if (has(options, "sync") || has(options, "dirsync")) {
        doctor_set(ret, VERDICT_WARNING, "sync: every write waits for the storage");
        fix_mount(ret, s, "async");
    } else if (!has(options, "relatime") && !has(options, "noatime")) {
        doctor_set(ret, VERDICT_WARNING, "strict atime: every read marks the file as changed");
        fix_mount(ret, s, "relatime");
    } else if (compresses(options)) {
        doctor_set(ret, VERDICT_WARNING, "compression: fewer bytes are read than the file has");
        doctor_fix(ret, "%s", elsewhere);
    } else {
        doctor_set(ret, VERDICT_GOOD, "%.128s", options);
    }
}

const struct doctor_probe probe_mount_options = {
    .name = "mount-options",
    .why = "They can add a write to each read, or take the page cache away.",
    .run = examine_mount_options,
};

/* Eight times what the kernel sets. A random read of 4 KiB through a plain mapping
   fetches this much around it. */
static const double read_ahead_large_bytes = 1024 * 1024;
static const unsigned read_ahead_usual_kib = 128;

/* A file system over several devices has a number of its own and a setting of its own;
   a partition is set through its disk. */
static void fix_read_ahead(struct doctor_finding *ret, const struct subject *s)
{
    char path[64], word[FIELD_TEXT_MAX * 4];
    snprintf(path, sizeof path, "/sys/class/bdi/%u:%u/read_ahead_kb", s->device.major,
             s->device.minor);
    text_quote(s->storage.device, word, sizeof word);
    if (!isnan(procfs_number(s->root, path)))
        doctor_fix(ret, "echo %u | sudo tee %s", read_ahead_usual_kib, path);
    else if (strcmp(s->storage.filesystem, "btrfs") == 0)
        doctor_fix(ret, "echo %u | sudo tee /sys/fs/btrfs/*/bdi/read_ahead_kb",
                   read_ahead_usual_kib);
    else if (s->storage.device[0] == '/' && word[0] != '\0')
        doctor_fix(ret, "sudo blockdev --setra %u %s", read_ahead_usual_kib * 2, word);
}

static void examine_read_ahead(struct doctor_finding *ret, const struct subject *s)
{
    char size[TEXT_MAX];
    double bytes = s->storage.read_ahead_bytes;
    text_format_bytes(bytes, size);
    if (isnan(bytes))
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
    else if (bytes == 0)
        doctor_set(ret, VERDICT_BAD, "off: cold data comes page by page");
    else if (bytes > read_ahead_large_bytes)
        doctor_set(ret, VERDICT_WARNING, "%s; the kernel's own choice is %u KiB", size,
                   read_ahead_usual_kib);
    else
        doctor_set(ret, VERDICT_GOOD, "%s", size);
    if (ret->verdict == VERDICT_BAD || ret->verdict == VERDICT_WARNING)
        fix_read_ahead(ret, s);
}

const struct doctor_probe probe_read_ahead = {
    .name = "read-ahead",
    .why = "It decides how much storage fetches around each cold byte, and by that who wins on "
           "cold and on random data.",
    .run = examine_read_ahead,
};
