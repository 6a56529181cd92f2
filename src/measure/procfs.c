/* SPDX-License-Identifier: MIT */
#include "measure/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

int procfs_read(const char *path, char *text, size_t size)
{
    text[0] = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t n = read(fd, text, size - 1);
    int r = n < 0 ? -errno : (int)n;
    close(fd);
    size_t len = n > 0 ? (size_t)n : 0;
    len -= len > 0 && text[len - 1] == '\n';
    text[len] = '\0';
    return r;
}

double procfs_number(const char *path)
{
    char text[64], *end;
    procfs_read(path, text, sizeof text);
    double number = strtod(text, &end);
    return end != text ? number : NAN;
}
