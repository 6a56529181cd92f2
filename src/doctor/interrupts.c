/* SPDX-License-Identifier: MIT */
/*
 * Probe: which processors serve the disk that holds the data?
 *
 * /proc/interrupts names a line after its driver's device: "virtio1-req.0", "nvme0q1",
 * "ahci[0000:00:1f.2]", or behind "PCI-MSIX-0000:00:02.0". Each of these devices is a folder
 * above the disk in /sys, and so the lines are found by the names in the disk's path.
 */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/procfs.h"
#include "base/text.h"
#include "doctor/table.h"

enum { CPUS_MAX = 1024, CPUS_NAMED = 6 };

/* How many interrupts each processor served. */
struct served {
    unsigned ids[CPUS_MAX];
    double counts[CPUS_MAX], all;
    size_t cpus, busiest; /* `busiest` is a place in the arrays */
};

/* The disk's folder in /sys; a partition's lies in it. The caller frees; NULL: not told. */
static char *disk_path(const struct subject *s)
{
    char link[64];
    snprintf(link, sizeof link, "/sys/dev/block/%u:%u", s->device.major, s->device.minor);
    char *path = procfs_path(s->root, link);
    char *disk = path ? realpath(path, NULL) : NULL;
    free(path);
    return disk;
}

static bool is_named_after(const char *word, const char *device, size_t len)
{
    const char *at = memmem(word, strlen(word), device, len);
    if (!at)
        return false;
    char before = at == word ? '\0' : at[-1], after = at[len];
    return (before == '\0' && (after == '-' || after == 'q')) ||
           (before == '[' && after == ']') || (before == '-' && after == '\0');
}

static bool is_of_disk(const char *word, const char *disk)
{
    for (size_t len; *disk; disk += len) {
        disk += strspn(disk, "/");
        len = strcspn(disk, "/");
        if (len > 0 && is_named_after(word, disk, len))
            return true;
    }
    return false;
}

static void read_cpus(struct served *ret, char *line)
{
    char *save;
    for (char *word = strtok_r(line, " \n", &save); word; word = strtok_r(NULL, " \n", &save))
        if (ret->cpus < CPUS_MAX && sscanf(word, "CPU%u", &ret->ids[ret->cpus]) == 1)
            ret->cpus++;
}

/* "36:  0  2247138  PCI-MSIX-0000:00:02.0  1-edge  virtio1-req.0" */
static void add_line(struct served *s, char *line, const char *disk)
{
    double counts[CPUS_MAX];
    char *save, *word = strtok_r(line, " \n", &save);
    size_t n = 0;
    while ((word = strtok_r(NULL, " \n", &save)) && n < s->cpus &&
           isdigit((unsigned char)*word))
        counts[n++] = strtod(word, NULL);
    while (word && !is_of_disk(word, disk))
        word = strtok_r(NULL, " \n", &save);
    for (size_t i = 0; word && i < n; i++) {
        s->counts[i] += counts[i];
        s->all += counts[i];
    }
}

static void count_served(struct served *ret, const struct subject *s, const char *disk)
{
    char *path = procfs_path(s->root, "/proc/interrupts"), *line = NULL;
    size_t size = 0;
    FILE *file = path ? fopen(path, "re") : NULL;
    if (file && getline(&line, &size, file) > 0)
        read_cpus(ret, line);
    while (file && getline(&line, &size, file) > 0)
        add_line(ret, line, disk);
    for (size_t i = 0; i < ret->cpus; i++)
        if (ret->counts[i] > ret->counts[ret->busiest])
            ret->busiest = i;
    if (file)
        fclose(file);
    free(line);
    free(path);
}

/* "CPU0 509, CPU1 2,247,138", of the first ones. */
static void print_counts(const struct served *s, char *text, size_t size)
{
    char count[TEXT_MAX];
    size_t len = 0;
    for (size_t i = 0; i < s->cpus && i < CPUS_NAMED && len < size; i++)
        len += (size_t)snprintf(text + len, size - len, "%sCPU%u %s", i ? ", " : "", s->ids[i],
                                text_format_count(s->counts[i], count));
    if (s->cpus > CPUS_NAMED && len < size)
        snprintf(text + len, size - len, ", ...");
}

static void judge(struct doctor_finding *ret, const struct served *s)
{
    static const double nearly_all = 0.99;
    char counts[FINDING_FOUND_MAX / 2] = "";
    print_counts(s, counts, sizeof counts);
    if (!(s->all > 0))
        doctor_set(ret, VERDICT_UNKNOWN, "none is counted for the disk of the data");
    else if (s->cpus > 1 && s->counts[s->busiest] >= nearly_all * s->all)
        doctor_set(ret, VERDICT_WARNING,
                   "disk interrupts on one processor, CPU%u of %zu processors: %s",
                   s->ids[s->busiest], s->cpus, counts);
    else
        doctor_set(ret, VERDICT_GOOD, "%s", counts);
}

static void examine(struct doctor_finding *ret, const struct subject *s)
{
    char *disk = disk_path(s);
    struct served served = { 0 };
    if (disk)
        count_served(&served, s, disk);
    judge(ret, &served);
    free(disk);
}

const struct doctor_probe probe_disk_interrupts = {
    .name = "disk-interrupts",
    .why =
        "A cold sample on the processor that serves the disk waits for other things than one "
        "elsewhere, and a median over both is a time that nobody sees.",
    .run = examine,
};
