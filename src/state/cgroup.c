/* SPDX-License-Identifier: MIT */
#include "state/cgroup.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/procfs.h"

static bool in_list(const char *list, const char *word)
{
    size_t len = strlen(word);
    while (*list != '\0') {
        size_t size = strcspn(list, ",");
        if (size == len && memcmp(list, word, len) == 0)
            return true;
        list += size + (list[size] == ',');
    }
    return false;
}

/* Of the lines "4:memory:/path" and "0::/path" the first is version 1. `text` is taken
   to pieces. The path, or NULL. */
static const char *own_path(char *text, const char *controller, bool *ret_unified)
{
    const char *unified = NULL;
    for (char *line; (line = strsep(&text, "\n"));) {
        strsep(&line, ":");
        const char *list = strsep(&line, ":");
        if (!list || !line)
            continue;
        if (in_list(list, controller)) {
            *ret_unified = false;
            return line;
        }
        if (list[0] == '\0')
            unified = line;
    }
    *ret_unified = true;
    return unified;
}

static void find_top(struct cgroup *ret, const char *root, const char *controller)
{
    static const char hybrid[] = "/sys/fs/cgroup/unified";
    if (!ret->unified)
        snprintf(ret->top, sizeof ret->top, "/sys/fs/cgroup/%s", controller);
    else
        strcpy(ret->top, procfs_is_directory(root, hybrid) ? hybrid : "/sys/fs/cgroup");
}

int cgroup_find(struct cgroup *ret, const char *root, const char *controller)
{
    char text[16384];
    struct cgroup c;
    if (procfs_read(root, "/proc/self/cgroup", text, sizeof text) < 0)
        return -ENOENT;
    const char *path = own_path(text, controller, &c.unified);
    if (!path)
        return -ENOENT;
    find_top(&c, root, controller);
    if (!procfs_is_directory(root, c.top))
        return -ENOENT;
    int len = snprintf(c.directory, sizeof c.directory, "%s%s", c.top, path);
    if (strcmp(path, "/") == 0 || strstr(path, "/..") || len >= (int)sizeof c.directory ||
        !procfs_is_directory(root, c.directory))
        strcpy(c.directory, c.top);
    *ret = c;
    return 0;
}

double cgroup_smallest(const struct cgroup *c, const char *root, cgroup_reader *limit_of,
                       char file[PATH_MAX])
{
    char directory[PATH_MAX];
    size_t top = strlen(c->top);
    double smallest = INFINITY;
    strcpy(directory, c->directory);
    file[0] = '\0';
    for (;;) {
        const char *name = "";
        double limit = limit_of(root, directory, c->unified, &name);
        if (limit < smallest && snprintf(file, PATH_MAX, "%s/%s", directory, name) < PATH_MAX)
            smallest = limit;
        if (strlen(directory) <= top)
            return smallest;
        *strrchr(directory, '/') = '\0';
    }
}

/* Version 1 of the control groups writes "no limit" as the largest number of pages. */
static const double no_limit_bytes = 0x1p60;

static double limit_in(const char *root, const char *directory, const char *name)
{
    char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    double bytes = procfs_number(root, path); /* NAN: "max", or no such file */
    return bytes < no_limit_bytes ? bytes : INFINITY;
}

double cgroup_memory_limit(const char *root, const char *directory, bool unified,
                           const char **ret_file)
{
    *ret_file = "memory.limit_in_bytes";
    if (!unified)
        return limit_in(root, directory, *ret_file);
    double max = limit_in(root, directory, "memory.max");
    double high = limit_in(root, directory, "memory.high");
    *ret_file = high < max ? "memory.high" : "memory.max";
    return fmin(high, max);
}

/* Pages of files, which the kernel takes back for whoever needs memory; those of the groups
   below are in it, as they are in what the group uses. NAN: the system does not tell. */
static double file_bytes_in(const char *root, const char *directory, bool unified)
{
    char path[PATH_MAX + 32], text[16384];
    snprintf(path, sizeof path, "%s/memory.stat", directory);
    procfs_read(root, path, text, sizeof text);
    return procfs_value(text, unified ? "inactive_file" : "total_inactive_file") +
           procfs_value(text, unified ? "active_file" : "total_active_file");
}

double cgroup_memory_free(const char *root, const char *directory, bool unified,
                          const char **ret_file)
{
    char path[PATH_MAX + 32];
    double limit = cgroup_memory_limit(root, directory, unified, ret_file);
    snprintf(path, sizeof path, "%s/%s", directory,
             unified ? "memory.current" : "memory.usage_in_bytes");
    double used = procfs_number(root, path), of_files = file_bytes_in(root, directory, unified);
    /* fmax and fmin take NAN for "not told": then nothing counts as used, or as taken back. */
    return fmax(0, limit - fmax(0, used - fmax(0, of_files)));
}
