/* SPDX-License-Identifier: MIT */
#include "schedule/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/stop.h"

/* Of the lines "1: FLOCK  ADVISORY  WRITE 1234 fe:00:5678 0 EOF". The device's number may be
   another there than stat's, so the inode alone must do. */
static pid_t holder_of(int fd)
{
    struct stat st;
    char line[256];
    pid_t found = 0;
    FILE *in = fopen("/proc/locks", "re");
    if (!in || fstat(fd, &st) != 0)
        st.st_ino = 0;
    while (in && found == 0 && fgets(line, sizeof line, in)) {
        int pid;
        unsigned long long inode;
        if (sscanf(line, "%*d: FLOCK %*s WRITE %d %*x:%*x:%llu", &pid, &inode) == 2 &&
            inode == st.st_ino && pid > 0)
            found = pid;
    }
    if (in)
        fclose(in);
    return found;
}

int turn_take(const char *path, void (*waits)(void *context, pid_t holder), void *context)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), r = fd < 0 ? -errno : 0;
    for (bool told = false; r == 0 && flock(fd, LOCK_EX | LOCK_NB) != 0; told = true) {
        r = errno != EWOULDBLOCK ? -errno : stop_requested() ? -EINTR : 0;
        if (r == 0 && !told)
            waits(context, holder_of(fd));
        if (r == 0) /* a signal must not be missed between the look and the lock */
            nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
    }
    if (r < 0 && fd >= 0)
        close(fd);
    return r < 0 ? r : fd;
}
