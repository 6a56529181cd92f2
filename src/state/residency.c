/* SPDX-License-Identifier: MIT */
/*
 * How much of a file is in the page cache: by cachestat(2) where the kernel has
 * it (Linux 6.5), else by mincore(2).
 *
 * Two traps. For a file that the caller neither owns nor may write, mincore says that
 * all pages are resident, which proves nothing. And on overlayfs cachestat says that
 * none is: it looks where that file system keeps no pages, while mincore looks at the
 * pages of the layer below.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "config.h"
#include "state/state.h"

#if HAVE_CACHESTAT
#include <sys/syscall.h>
#include <sys/vfs.h>

/* The kernel's structures (linux/mman.h), for headers older than the kernel. */
struct cache_range {
    uint64_t offset, len; /* len 0: to the end of the cache */
};
struct cache_counts {
    uint64_t cached, dirty, writeback, evicted, recently_evicted;
};
enum { SYSCALL_CACHESTAT = 451, OVERLAYFS = 0x794c7630 };

static bool is_overlay(int fd)
{
    struct statfs fs;
    return fstatfs(fd, &fs) == 0 && ((unsigned long)fs.f_type & 0xffffffff) == OVERLAYFS;
}

/* squashfs caches whole blocks of its own, beyond the end of the file. */
static int cached_pages_cachestat(int fd, uint64_t bytes, uint64_t *ret)
{
    struct cache_range range = { .len = bytes };
    struct cache_counts counts;
    if (is_overlay(fd))
        return -EOPNOTSUPP;
    if (syscall(SYSCALL_CACHESTAT, fd, &range, &counts, 0) != 0)
        return errno == ENOSYS || errno == EOPNOTSUPP ? -EOPNOTSUPP : -errno;
    *ret = counts.cached;
    return 0;
}
#else
static int cached_pages_cachestat(int fd, uint64_t bytes, uint64_t *ret)
{
    (void)fd, (void)bytes, (void)ret;
    return -EOPNOTSUPP;
}
#endif

#if HAVE_MINCORE
static int may_ask(int fd, const char *path)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return -errno;
    return st.st_uid == geteuid() || access(path, W_OK) == 0 ? 0 : -EPERM;
}

static uint64_t count_set(const unsigned char *flags, size_t count)
{
    uint64_t set = 0;
    for (size_t i = 0; i < count; i++)
        set += flags[i] & 1;
    return set;
}

static int cached_pages_mincore(int fd, const char *path, size_t bytes, size_t pages,
                                uint64_t *ret)
{
    int r = may_ask(fd, path);
    if (r < 0)
        return r;
    unsigned char *flags = malloc(pages);
    if (!flags)
        return -ENOMEM;
    void *map = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0);
    r = map == MAP_FAILED ? -errno : 0;
    if (r == 0 && mincore(map, bytes, (void *)flags) != 0)
        r = errno == ENOSYS ? -EOPNOTSUPP : -errno;
    if (map != MAP_FAILED)
        munmap(map, bytes);
    if (r == 0)
        *ret = count_set(flags, pages);
    free(flags);
    return r;
}
#else
static int cached_pages_mincore(int fd, const char *path, size_t bytes, size_t pages,
                                uint64_t *ret)
{
    (void)fd, (void)path, (void)bytes, (void)pages, (void)ret;
    return -EOPNOTSUPP;
}
#endif

static int residency_of(int fd, const char *path, double *ret)
{
    uint64_t bytes, cached = 0;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    int r = io_file_size(fd, &bytes);
    if (r < 0)
        return r;
    uint64_t pages = (bytes + page - 1) / page;
    if (pages == 0) {
        *ret = NAN;
        return 0;
    }
    r = cached_pages_cachestat(fd, bytes, &cached);
    if (r == -EOPNOTSUPP)
        r = cached_pages_mincore(fd, path, (size_t)bytes, (size_t)pages, &cached);
    if (r == 0)
        *ret = (double)cached / (double)pages;
    return r;
}

int state_residency(const char *path, double *ret_resident)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int r = residency_of(fd, path, ret_resident);
    close(fd);
    return r;
}
