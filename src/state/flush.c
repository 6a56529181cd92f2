/* SPDX-License-Identifier: MIT */
/*
 * What comes before each pass of the state warm: the file stays in the page cache and leaves
 * the processor's caches. A program that opens a file which another has read a while ago finds
 * it so; without it a method that makes more passes would find more of them in the caches.
 *
 * The mapping is made in windows and told to be read once, so that taking it down does not
 * mark its pages as used, which the kernel would see later as a file that many read.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/cpu_cache.h"
#include "base/guard.h"
#include "base/io.h"
#include "config.h"
#include "state/table.h"

#if HAVE_MAP_POPULATE
#define MAP_FLAGS (MAP_SHARED | MAP_POPULATE)
#else
#define MAP_FLAGS MAP_SHARED
#endif

enum { WINDOW_BYTES = 8 << 20 };

struct window {
    void *data;
    size_t len;
};

static int flush_window(void *context)
{
    const struct window *w = context;
    return cpu_cache_flush(w->data, w->len);
}

/* A file that became shorter meanwhile is found out by the pass. */
static int flush_part(int fd, uint64_t offset, size_t len)
{
    const void *address;
    struct window w = { mmap(NULL, len, PROT_READ, MAP_FLAGS, fd, (off_t)offset), len };
    if (w.data == MAP_FAILED)
        return -errno;
    (void)madvise(w.data, len, MADV_SEQUENTIAL);
    int r = guard_call(flush_window, &w, &address);
    munmap(w.data, len);
    return r == -EFAULT ? 0 : r;
}

static int flush_file(const char *path)
{
    uint64_t bytes;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int r = fd < 0 ? -errno : io_file_size(fd, &bytes);
    for (uint64_t done = 0; r == 0 && done < bytes; done += WINDOW_BYTES) {
        uint64_t rest = bytes - done;
        r = flush_part(fd, done, rest < WINDOW_BYTES ? (size_t)rest : WINDOW_BYTES);
    }
    if (fd >= 0)
        close(fd);
    return r;
}

int state_flush(const char *path, enum cpu_cache way)
{
    return way == CPU_CACHE_FLUSH    ? flush_file(path)
           : way == CPU_CACHE_STREAM ? cpu_cache_stream()
                                     : 0;
}
