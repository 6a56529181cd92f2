/* SPDX-License-Identifier: MIT */
/* Calls that move nothing: what it costs to ask the kernel. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "cost/table.h"

static int measure_system_call(const struct cost *c, struct cost_site *s, double *ret)
{
    enum { REPEATS = 20000 };
    (void)c, (void)s;
    uint64_t begun = clock_now_ns();
    for (int i = 0; i < REPEATS; i++)
        (void)getppid();
    *ret = cost_each(begun, REPEATS);
    return 0;
}

static int measure_read_call(const struct cost *c, struct cost_site *s, double *ret)
{
    enum { REPEATS = 10000 };
    (void)c;
    int fd = open(s->page, O_RDONLY | O_CLOEXEC), r = fd < 0 ? -errno : 0;
    uint64_t begun = clock_now_ns();
    for (int i = 0; i < REPEATS && r == 0; i++)
        r = pread(fd, s->buffer, 1, 0) == 1 ? 0 : -EIO;
    *ret = cost_each(begun, REPEATS);
    if (fd >= 0)
        close(fd);
    return r;
}

static int measure_open(const struct cost *c, struct cost_site *s, double *ret)
{
    enum { REPEATS = 1000 };
    struct stat st;
    int r = 0;
    (void)c;
    uint64_t begun = clock_now_ns();
    for (int i = 0; i < REPEATS && r == 0; i++) {
        int fd = open(s->text, O_RDONLY | O_CLOEXEC);
        r = fd < 0 || fstat(fd, &st) != 0 || close(fd) != 0 ? -errno : 0;
    }
    *ret = cost_each(begun, REPEATS);
    return r;
}

const struct cost cost_system_call = {
    .name = "system-call",
    .unit = "ns",
    .part = COST_CALLS,
    .summary = "enter the kernel and come back",
    .how = "20,000 calls of getppid()",
    .measure = measure_system_call,
};

const struct cost cost_read_call = {
    .name = "read-call",
    .unit = "ns",
    .part = COST_CALLS,
    .summary = "pread() of a byte in the page cache",
    .how = "10,000 calls on a file of one page; without what more bytes cost",
    .measure = measure_read_call,
};

const struct cost cost_open = {
    .name = "open",
    .unit = "ns",
    .part = COST_CALLS,
    .summary = "open, fstat and close a file",
    .how = "1,000 times the same file, whose name the kernel remembers",
    .measure = measure_open,
};
