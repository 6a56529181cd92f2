/* SPDX-License-Identifier: MIT */
#include "run/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/stop.h"
#include "measure/clock.h"

int child_collect(int fd, double seconds, char *text, size_t size)
{
    uint64_t end = clock_now_ns() + (uint64_t)(seconds * 1e9);
    size_t len = 0;
    for (;;) {
        uint64_t now = clock_now_ns();
        if (stop_requested())
            return -EINTR;
        if (now >= end)
            return -ETIMEDOUT;
        int wait_ms = end - now > 1000000000 ? 1000 : (int)((end - now) / 1000000) + 1;
        if (poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, wait_ms) <= 0)
            continue;
        char piece[512];
        ssize_t n = read(fd, piece, sizeof piece);
        if (n <= 0 && !(n < 0 && errno == EINTR))
            return 0;
        /* What is too long is read all the same, or it would block. */
        for (ssize_t i = 0; i < n && len < size - 1; i++)
            text[len++] = piece[i];
        text[len] = '\0';
    }
}

int child_wait(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        if (stop_requested())
            kill(pid, SIGKILL);
    return status;
}
