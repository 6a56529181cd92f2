/* SPDX-License-Identifier: MIT */
#include "measure/system_io.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "base/procfs.h"

/* The first number of a file of the device. */
static double device_number(const char *root, struct facts_device device, const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "/sys/dev/block/%u:%u/%s", device.major, device.minor, name);
    return device.major == 0 ? NAN : procfs_number(root, path);
}

/* Completed ones and those on their way: what was read ahead may come after the pass. One that
   completes between two looks would be counted twice, or never. */
static double count_reads(const char *root, struct facts_device device)
{
    enum { TRIES = 8 };
    double completed = device_number(root, device, "stat"), under_way = 0;
    for (int i = 0; i < TRIES && !isnan(completed); i++) {
        double before = completed;
        under_way = device_number(root, device, "inflight");
        completed = device_number(root, device, "stat");
        if (completed == before)
            break;
    }
    return completed + (isnan(under_way) ? 0 : under_way);
}

/* Before Linux 5.9 there was one figure for both kinds of pages. */
static double count_refaults(const char *root)
{
    char text[4096];
    procfs_read(root, "/proc/vmstat", text, sizeof text);
    double files = procfs_value(text, "workingset_refault_file");
    return isnan(files) ? procfs_value(text, "workingset_refault") : files;
}

struct system_io system_io_now(const char *root, struct facts_device device)
{
    return (struct system_io){ .storage_reads = count_reads(root, device),
                               .refaults = count_refaults(root) };
}

void system_io_add(struct system_io *total, const struct system_io *from,
                   const struct system_io *to)
{
    total->storage_reads += to->storage_reads - from->storage_reads;
    total->refaults += to->refaults - from->refaults;
}
