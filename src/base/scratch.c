/* SPDX-License-Identifier: MIT */
#include "base/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/io.h"
#include "base/stale.h"
#include "base/text.h"

#define SCRATCH_PREFIX ".mapread-scratch-"

char *scratch_parent(const char *scratch, const char *path)
{
    return scratch[0] ? strdup(scratch) : io_directory_of(path);
}

void scratch_remove(const char *path)
{
    /* A link of that name is none of ours. */
    int fd = path ? open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    if (!folder)
        return;
    for (struct dirent *e = readdir(folder); e; e = readdir(folder))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            unlinkat(dirfd(folder), e->d_name, 0);
    closedir(folder);
    rmdir(path);
}

void scratch_remove_stale(const char *parent)
{
    stale_remove(parent, SCRATCH_PREFIX, scratch_remove);
}

int scratch_make(char **ret_path, const char *parent)
{
    scratch_remove_stale(parent);
    char *path = text_printf("%s/" SCRATCH_PREFIX "%ld", parent, (long)getpid());
    if (!path)
        return -ENOMEM;
    scratch_remove(path); /* of an earlier process of the same number */
    if (mkdir(path, 0700) != 0) {
        int r = -errno;
        free(path);
        return r;
    }
    *ret_path = path;
    return 0;
}

static int copy_bytes(int from, int to)
{
    enum { COPY_BYTES = 1 << 20 };
    char *buffer = malloc(COPY_BYTES);
    ssize_t n = buffer ? 1 : -ENOMEM;
    while (n > 0) {
        n = io_read(from, buffer, COPY_BYTES);
        if (n > 0) {
            int r = io_write(to, buffer, (size_t)n);
            n = r < 0 ? r : n;
        }
    }
    free(buffer);
    return (int)n;
}

static int check_space_for(int from, int to)
{
    uint64_t bytes;
    struct statvfs fs;
    int r = io_file_size(from, &bytes);
    if (r == 0 && fstatvfs(to, &fs) != 0)
        r = -errno;
    bool knows = r == 0 && fs.f_blocks > 0; /* some file systems do not tell their size */
    if (knows && (uint64_t)fs.f_bavail * fs.f_frsize < bytes)
        r = -ENOSPC;
    return r;
}

int scratch_copy(const char *from, const char *to)
{
    int source = open(from, O_RDONLY | O_CLOEXEC);
    if (source < 0)
        return -errno;
    int target = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int r = target < 0 ? -errno : check_space_for(source, target);
    if (r == 0)
        r = copy_bytes(source, target);
    if (target >= 0 && close(target) != 0 && r == 0)
        r = -errno;
    close(source);
    if (r < 0 && target >= 0)
        unlink(to);
    return r;
}
