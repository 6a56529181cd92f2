/* SPDX-License-Identifier: MIT */
/*
 * mmap: one shared mapping of the whole file, alone and with hints.
 *
 * Zero bytes cannot be mapped: an empty file lends an empty span. The hints go
 * to madvise(2) itself, because posix_madvise(DONTNEED) does nothing in glibc
 * and musl.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "config.h"
#include "method/source.h"
#include "method/table.h"

#if HAVE_MADV_HUGEPAGE
#define ADVICE_HUGEPAGE MADV_HUGEPAGE
#else
#define ADVICE_HUGEPAGE (-1)
#endif
#if HAVE_MAP_POPULATE
#define FLAG_POPULATE MAP_POPULATE
#else
#define FLAG_POPULATE (-1)
#endif

struct file {
    unsigned char *data;
    size_t len;
    size_t next; /* offset of the next sequential span */
};

static int map(struct file *f, int fd, bool writable, int flags)
{
    uint64_t bytes;
    int r = io_file_size(fd, &bytes);
    if (r < 0 || bytes == 0)
        return r;
    if (bytes > SIZE_MAX)
        return -EFBIG;
    void *data = mmap(NULL, (size_t)bytes, PROT_READ | (writable ? PROT_WRITE : 0),
                      MAP_SHARED | flags, fd, 0);
    if (data == MAP_FAILED)
        return -errno;
    f->data = data;
    f->len = (size_t)bytes;
    return 0;
}

static int advise(const struct file *f, int advice)
{
    if (advice == MADV_NORMAL || f->len == 0 || madvise(f->data, f->len, advice) == 0)
        return 0;
    return errno == EINVAL ? -EOPNOTSUPP : -errno;
}

static void mmap_close(struct file *f)
{
    if (!f)
        return;
    if (f->data)
        munmap(f->data, f->len);
    free(f);
}

static int open_hinted(struct file **ret, const char *path,
                       const struct method_options *options, int flags, int advice)
{
    if (flags == -1 || advice == -1)
        return -EOPNOTSUPP;
    struct file *f = calloc(1, sizeof *f);
    if (!f)
        return -ENOMEM;
    int fd = source_open_descriptor(path, options->writable);
    int r = fd < 0 ? fd : map(f, fd, options->writable, flags);
    if (fd >= 0)
        close(fd); /* the mapping keeps the file */
    if (r == 0)
        r = advise(f, advice);
    if (r < 0) {
        mmap_close(f);
        return r;
    }
    f->next = options->start < f->len ? (size_t)options->start : f->len;
    *ret = f;
    return 0;
}

static int open_plain(struct file **ret, const char *path, const struct method_options *options)
{
    return open_hinted(ret, path, options, 0, MADV_NORMAL);
}

static int open_sequential(struct file **ret, const char *path,
                           const struct method_options *options)
{
    return open_hinted(ret, path, options, 0, MADV_SEQUENTIAL);
}

static int open_random(struct file **ret, const char *path,
                       const struct method_options *options)
{
    return open_hinted(ret, path, options, 0, MADV_RANDOM);
}

static int open_willneed(struct file **ret, const char *path,
                         const struct method_options *options)
{
    return open_hinted(ret, path, options, 0, MADV_WILLNEED);
}

static int open_populate(struct file **ret, const char *path,
                         const struct method_options *options)
{
    return open_hinted(ret, path, options, FLAG_POPULATE, MADV_NORMAL);
}

static int open_hugepage(struct file **ret, const char *path,
                         const struct method_options *options)
{
    return open_hinted(ret, path, options, 0, ADVICE_HUGEPAGE);
}

static int mmap_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    if (offset >= f->len) {
        *ret = (struct span){ 0 };
        return 0;
    }
    size_t rest = f->len - (size_t)offset;
    *ret = (struct span){ .data = f->data + offset, .len = len < rest ? len : rest };
    return 0;
}

static int mmap_next(struct file *f, struct span *ret)
{
    size_t from = f->next;
    f->next = f->len;
    return mmap_at(f, from, SIZE_MAX, ret);
}

static int mmap_put(struct file *f, uint64_t offset, const void *data, size_t len)
{
    if (offset >= f->len || len > f->len - offset)
        return -EINVAL;
    memcpy(f->data + offset, data, len);
    return 0;
}

static int mmap_sync(struct file *f)
{
    return f->len == 0 || msync(f->data, f->len, MS_SYNC) == 0 ? 0 : -errno;
}

#define MMAP_METHOD(identifier, its_name, its_summary, its_open)                               \
    const struct method identifier = {                                                         \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .family = METHOD_FAMILY_MMAP,                                                          \
        .flags = METHOD_WHOLE | METHOD_ZERO_COPY,                                              \
        .open = its_open,                                                                      \
        .next = mmap_next,                                                                     \
        .at = mmap_at,                                                                         \
        .put = mmap_put,                                                                       \
        .sync = mmap_sync,                                                                     \
        .close = mmap_close,                                                                   \
    }

MMAP_METHOD(method_mmap, "mmap", "map the whole file, shared, no hint", open_plain);
MMAP_METHOD(method_mmap_sequential, "mmap-sequential", "mmap with madvise(SEQUENTIAL)",
            open_sequential);
MMAP_METHOD(method_mmap_random, "mmap-random", "mmap with madvise(RANDOM)", open_random);
MMAP_METHOD(method_mmap_willneed, "mmap-willneed", "mmap with madvise(WILLNEED)",
            open_willneed);
MMAP_METHOD(method_mmap_populate, "mmap-populate", "mmap with MAP_POPULATE", open_populate);
MMAP_METHOD(method_mmap_hugepage, "mmap-hugepage", "mmap with madvise(HUGEPAGE)",
            open_hugepage);
