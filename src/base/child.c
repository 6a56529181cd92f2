/* SPDX-License-Identifier: MIT */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/stop.h"
#include "config.h"
#if HAVE_LINUX_EXTRAS
#include <sys/prctl.h>
#endif

enum { NOT_RUN = 127 };

/* ---- in the child ---- */

/* The parent may have ended before the system was asked. */
static void die_with(pid_t parent)
{
#if HAVE_LINUX_EXTRAS
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent)
        _exit(NOT_RUN);
}

/* A copy above those that are about to be replaced; also, dup2() of a descriptor onto itself
   would leave FD_CLOEXEC. */
static int lift(int fd)
{
    return fcntl(fd, F_DUPFD_CLOEXEC, CHILD_FDS);
}

static int wire(const enum child_fd fds[CHILD_FDS], int channel, int input)
{
    const int from[] = { [CHILD_NULL] = lift(open("/dev/null", O_RDWR | O_CLOEXEC)),
                         [CHILD_CHANNEL] = lift(channel),
                         [CHILD_INPUT] = lift(input) };
    for (int fd = 0; fd < CHILD_FDS; fd++)
        if (fds[fd] != CHILD_KEEP && dup2(from[fds[fd]], fd) < 0)
            return -1;
    return 0;
}

/* What a program is started with, beside its spec. */
struct ends {
    int channel, input, report;
};

static void exec_program(const struct child_spec *s, const struct ends *e)
{
    int report = lift(e->report);
    if (wire(s->fds, e->channel, e->input) == 0 &&
        (!s->environment || putenv((char *)s->environment) == 0))
        execvp(s->arguments[0], (char *const *)s->arguments);
    int error = errno;
    _exit(io_write(report, &error, sizeof error) == 0 ? NOT_RUN : 1);
}

/* ---- in this process ---- */

static pid_t start(const struct child_spec *s, const struct ends *e)
{
    pid_t parent = getpid(), pid = fork();
    if (pid != 0)
        return pid < 0 ? -errno : pid;
    die_with(parent);
    if (s->arguments)
        exec_program(s, e);
    _exit(s->run(s->context, e->channel));
}

/* The end of `report` comes with the program, or after the reason why there is none. */
static pid_t start_reported(const struct child_spec *s, int channel, int input)
{
    int report[2], error;
    if (pipe2(report, O_CLOEXEC) != 0)
        return -errno;
    pid_t pid = start(s, &(struct ends){ channel, input, report[1] });
    close(report[1]);
    if (pid > 0 && io_read(report[0], &error, sizeof error) == sizeof error) {
        child_wait(pid);
        pid = -error;
    }
    close(report[0]);
    return pid;
}

/* A pipe that holds all of the text, or -errno. */
static int make_input(const char *text)
{
    int ends[2];
    ssize_t len = (ssize_t)strlen(text);
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return -errno;
    int r = write(ends[1], text, (size_t)len) == len ? 0 : -E2BIG;
    close(ends[1]);
    if (r == 0 && fcntl(ends[0], F_SETFL, 0) != 0)
        r = -errno;
    if (r < 0)
        close(ends[0]);
    return r < 0 ? r : ends[0];
}

static pid_t start_program(const struct child_spec *s, int channel)
{
    int input = s->input ? make_input(s->input) : -1;
    if (s->input && input < 0)
        return input;
    pid_t pid = start_reported(s, channel, input);
    if (input >= 0)
        close(input);
    return pid;
}

pid_t child_start(const struct child_spec *s, int *ret_channel)
{
    int ends[2] = { -1, -1 };
    if (ret_channel && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -errno;
    pid_t pid =
        s->arguments ? start_program(s, ends[1]) : start(s, &(struct ends){ ends[1], -1, -1 });
    if (!ret_channel)
        return pid;
    close(ends[1]);
    if (pid > 0)
        *ret_channel = ends[0];
    else
        close(ends[0]);
    return pid;
}

/* Returns how many bytes were read, 0 at the end, or -errno. */
static ssize_t read_before(int channel, uint64_t end_ns, char *piece, size_t size)
{
    for (;;) {
        uint64_t now = clock_now_ns();
        if (stop_requested())
            return -EINTR;
        if (now >= end_ns)
            return -ETIMEDOUT;
        int wait_ms = end_ns - now > 1000000000 ? 1000 : (int)((end_ns - now) / 1000000) + 1;
        if (poll(&(struct pollfd){ .fd = channel, .events = POLLIN }, 1, wait_ms) <= 0)
            continue;
        ssize_t n = read(channel, piece, size);
        if (n >= 0 || errno != EINTR)
            return n < 0 ? 0 : n;
    }
}

int child_collect(int channel, enum child_until until, double seconds, char *text, size_t size)
{
    uint64_t end_ns = clock_now_ns() + (uint64_t)(seconds * 1e9);
    size_t len = strlen(text);
    char piece[512];
    for (;;) {
        ssize_t n = read_before(channel, end_ns, piece, sizeof piece);
        if (n <= 0)
            return (int)n;
        /* What is too long is read all the same, or it would block. */
        for (ssize_t i = 0; i < n && len < size - 1; i++)
            text[len++] = piece[i];
        text[len] = '\0';
        if (until == CHILD_ENDS_LINE && piece[n - 1] == '\n')
            return 0;
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

int child_run(const struct child_spec *s, double seconds, char *text, size_t size,
              int *ret_status)
{
    int channel;
    pid_t pid = child_start(s, &channel);
    if (pid < 0)
        return pid;
    text[0] = '\0';
    int r = child_collect(channel, CHILD_ENDS, seconds, text, size);
    if (r < 0)
        kill(pid, SIGKILL);
    *ret_status = child_wait(pid);
    close(channel);
    return r == 0 && stop_requested() ? -EINTR : r;
}
