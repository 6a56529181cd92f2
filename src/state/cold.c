/* SPDX-License-Identifier: MIT */
/*
 * cold: none of the file's pages are in the page cache.
 *
 * The trap is that POSIX_FADV_DONTNEED silently passes over pages that are
 * dirty, mapped or locked: the file is flushed first, and proved afterwards. Other systems
 * take it for a hint, and some have no such call.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/memory_fs.h"
#include "config.h"
#include "state/table.h"

#if HAVE_POSIX_FADVISE
static int advise(int fd, size_t bytes)
{
    (void)bytes;
    return -posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
}
#endif

#ifdef MS_INVALIDATE
/* Where the page cache and mappings are one, copies that are no longer valid are dropped. Linux
   has nothing to do then. */
static int invalidate(int fd, size_t bytes)
{
    void *data = mmap(NULL, bytes, PROT_NONE, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED)
        return -errno;
    int r = msync(data, bytes, MS_INVALIDATE) == 0 ? 0 : -errno;
    munmap(data, bytes);
    return r;
}
#endif

/* Each evicts on some systems; NULL-terminated. In this order until no page is left, and all of
   them where nobody tells. */
static int (*const techniques[])(int fd, size_t bytes) = {
#if HAVE_POSIX_FADVISE
    advise,
#endif
#ifdef MS_INVALIDATE
    invalidate,
#endif
    NULL,
};

/* A read-only file system has nothing to flush, and some have no call for it. */
static int flush(int fd)
{
    if (fdatasync(fd) == 0 || errno == EINVAL || errno == EROFS)
        return 0;
    return -errno;
}

/* *ret_resident is NAN where the system does not tell. A technique that fails is no error where
   another works. */
static int drop(int fd, const char *path, size_t bytes, double *ret_resident)
{
    int r = flush(fd), failed = 0;
    bool worked = false;
    *ret_resident = NAN;
    for (size_t i = 0; techniques[i] && r == 0 && *ret_resident != 0; i++) {
        int error = techniques[i](fd, bytes);
        failed = failed ? failed : error;
        worked |= error == 0;
        r = state_residency(path, ret_resident);
        r = state_untold(r) ? 0 : r;
    }
    return r == 0 && !worked ? failed : r;
}

static int drop_repeatedly(int fd, const char *path, size_t bytes)
{
    enum { ATTEMPTS = 20 };
    double resident;
    int r = drop(fd, path, bytes, &resident);
    for (int i = 1; i < ATTEMPTS && r == 0 && resident > 0; i++) {
        /* a page that is just being written back is free soon */
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
        r = drop(fd, path, bytes, &resident);
    }
    return r == 0 && resident > 0 ? -EBUSY : r;
}

int state_evict(const char *path)
{
    uint64_t bytes;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int r = io_file_size(fd, &bytes);
    if (r == 0 && bytes > 0)
        r = drop_repeatedly(fd, path, (size_t)bytes);
    close(fd);
    return r;
}

enum cause state_refuses_eviction(const char *path)
{
    if (!techniques[0])
        return CAUSE_NO_EVICTION;
    /* A missing file is reported by whoever opens it. */
    return memory_fs_holds(path) ? CAUSE_FILE_SYSTEM_IS_MEMORY : CAUSE_NONE;
}

const struct state state_cold = {
    .name = "cold",
    .summary = "no page of the file in the page cache",
    .resident = 0,
    .prepare = state_evict,
    .refuses = state_refuses_eviction,
};
