/* SPDX-License-Identifier: MIT */
/*
 * cold: none of the file's pages are in the page cache.
 *
 * The trap is that POSIX_FADV_DONTNEED silently passes over pages that are
 * dirty, mapped or locked: the file is flushed first, and proved afterwards.
 */
#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "base/memory_fs.h"
#include "config.h"
#include "state/table.h"

#if HAVE_POSIX_FADVISE
/* A read-only file system has nothing to flush, and some have no call for it. */
static int flush(int fd)
{
    if (fdatasync(fd) == 0 || errno == EINVAL || errno == EROFS)
        return 0;
    return -errno;
}

static int drop(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int r = flush(fd);
    if (r == 0)
        r = -posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    close(fd);
    return r;
}

int state_evict(const char *path)
{
    enum { ATTEMPTS = 20 };
    double resident = 1;
    int r = 0;
    for (int i = 0; i < ATTEMPTS && r == 0 && resident > 0; i++) {
        if (i > 0) /* a page that is just being written back is free soon */
            nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
        r = drop(path);
        if (r == 0)
            r = state_residency(path, &resident);
    }
    return r == 0 && resident > 0 ? -EBUSY : r;
}
#else
int state_evict(const char *path)
{
    (void)path;
    return -EOPNOTSUPP;
}
#endif

enum cause state_refuses_eviction(const char *path)
{
#if !HAVE_POSIX_FADVISE
    (void)path;
    return CAUSE_NO_EVICTION;
#else
    /* A missing file is reported by whoever opens it. */
    return memory_fs_holds(path) ? CAUSE_FILE_SYSTEM_IS_MEMORY : CAUSE_NONE;
#endif
}

const struct state state_cold = {
    .name = "cold",
    .summary = "no page of the file in the page cache",
    .resident = 0,
    .prepare = state_evict,
    .refuses = state_refuses_eviction,
};
