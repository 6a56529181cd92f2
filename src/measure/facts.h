/* SPDX-License-Identifier: MIT */
/*
 * What the texts of /proc, /sys and /etc say about a machine and its mounts. All
 * functions of text alone, so that tests can feed them odd ones.
 *
 * Whatever goes into a `ret` of FIELD_TEXT_MAX bytes is cut there between two
 * characters; control bytes and what is not UTF-8 become '?'. Not found is "".
 */
#ifndef MAPREAD_MEASURE_FACTS_H
#define MAPREAD_MEASURE_FACTS_H

#include <stdbool.h>

#include "base/field.h"

void facts_text(char ret[FIELD_TEXT_MAX], const char *text);
/* The first line alone, without the blanks around it. */
void facts_line(char ret[FIELD_TEXT_MAX], const char *text);

/* Behind "name :" at the start of a line, as in /proc/cpuinfo; the first of several. */
void facts_entry(char ret[FIELD_TEXT_MAX], const char *text, const char *name);

/* "always [madvise] never" -> "madvise"; a single word is its own choice. */
void facts_chosen(char ret[FIELD_TEXT_MAX], const char *text);
/* PRETTY_NAME of os-release(5), the last of several as in a shell. */
void facts_os_release(char ret[FIELD_TEXT_MAX], const char *text);
/* The processor's name from /proc/cpuinfo. */
void facts_cpu(char ret[FIELD_TEXT_MAX], const char *cpuinfo);

struct facts_device {
    unsigned major, minor;
};

/* One line of /proc/self/mountinfo. The texts are parts of it. */
struct facts_mount {
    struct facts_device device;
    const char *point, *options, *filesystem, *source, *super_options;
};

/* The mount that holds `path` (absolute, without links): of those of this device the
   one with the longest mount point, the last of equals because it hides the others.
   When the device is in none of them (btrfs has its own number for each subvolume):
   of all mounts. Takes `mountinfo` to pieces, which must outlive `ret`. */
bool facts_find_mount(struct facts_mount *ret, char *mountinfo, struct facts_device device,
                      const char *path);
/* Of the mount and of the superblock, without repeats; "ro" in one beats "rw". */
void facts_mount_options(char ret[FIELD_TEXT_MAX], const struct facts_mount *mount);
/* "" for a file system that has none, such as tmpfs. */
void facts_mount_source(char ret[FIELD_TEXT_MAX], const struct facts_mount *mount);

#endif
