/* SPDX-License-Identifier: MIT */
/*
 * direct: pread() with O_DIRECT, from the storage into the program's buffer, past the page
 * cache. What lies in the cache is left there and not used: warm or cold, it is the storage
 * that is read.
 *
 * The trap is that offset, length and memory must be multiples of a block. What is asked for
 * is therefore read with the blocks around it, and lent without them. There is no put: a
 * change of a few bytes would be a block that is read, changed and written back, which is
 * what a page cache is for.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/memory_fs.h"
#include "config.h"
#include "method/direct.h"
#include "method/source.h"
#include "method/table.h"

struct file {
    int fd;
    size_t block; /* bytes: what all must be multiples of; a power of two */
    unsigned char *buffer;
    size_t capacity; /* bytes of buffer */
    uint64_t bytes;  /* of the file, when it was opened: behind them nothing need be read */
    uint64_t offset; /* of the next sequential span */
    bool borrowed;   /* the descriptor is another's, which outlives this one */
    bool lent;       /* the buffer is the caller's */
};

#if HAVE_O_DIRECT
/* Where the system does not tell, what suits every disk; and no disk has smaller blocks. */
enum { BLOCK_USUAL = 4096, BLOCK_LEAST = 512 };

static unsigned larger(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

/* The block, or -errno. */
static int find_block(int fd)
{
#if HAVE_STATX_DIOALIGN
    struct statx s;
    if (statx(fd, "", AT_EMPTY_PATH, STATX_DIOALIGN, &s) == 0 && s.stx_mask & STATX_DIOALIGN) {
        if (s.stx_dio_offset_align == 0) /* it would be read through the cache after all */
            return -EOPNOTSUPP;
        return (int)larger(BLOCK_LEAST, larger(s.stx_dio_offset_align, s.stx_dio_mem_align));
    }
#endif
    (void)fd;
    return BLOCK_USUAL;
}

/* Newer kernels take the flag for files in memory too, which have nothing past their pages. */
static int open_descriptor(const char *path)
{
    int fd = source_open_flags(path, O_RDONLY | O_DIRECT);
    if (fd >= 0 && memory_fs_holds(path)) {
        close(fd);
        return -EOPNOTSUPP;
    }
    return fd == -EINVAL ? -EOPNOTSUPP : fd;
}
#else
static int find_block(int fd)
{
    (void)fd;
    return -EOPNOTSUPP;
}

static int open_descriptor(const char *path)
{
    (void)path;
    return -EOPNOTSUPP;
}
#endif

/* The descriptor and its block, or -errno. */
static int open_direct(const char *path, size_t *ret_block)
{
    int fd = open_descriptor(path);
    int block = fd < 0 ? fd : find_block(fd);
    if (block < 0) {
        if (fd >= 0)
            close(fd);
        return block;
    }
    *ret_block = (size_t)block;
    return fd;
}

/* What else may be wrong is told by whoever opens it. */
enum cause direct_refuses(const char *path)
{
    size_t block;
    int fd = open_direct(path, &block);
    if (fd >= 0)
        close(fd);
    return fd == -EOPNOTSUPP ? CAUSE_NO_DIRECT : CAUSE_NONE;
}

/* How far a place lies behind the begin of its block. */
static size_t within_block(const struct file *f, uint64_t place)
{
    return (size_t)(place & (f->block - 1));
}

static size_t whole_blocks(const struct file *f, size_t len)
{
    return (len + f->block - 1) & ~(f->block - 1);
}

/* A buffer of at least that many bytes, whole blocks; what it held is lost. */
static int reserve(struct file *f, size_t len)
{
    void *buffer;
    if (len <= f->capacity)
        return 0;
    if (len > PTRDIFF_MAX - f->block ||
        posix_memalign(&buffer, f->block, whole_blocks(f, len)) != 0)
        return -ENOMEM;
    if (!f->lent)
        free(f->buffer);
    f->lent = false;
    f->buffer = buffer;
    f->capacity = whole_blocks(f, len);
    return 0;
}

static void direct_close(struct file *f)
{
    if (!f->lent)
        free(f->buffer);
    if (f->fd >= 0 && !f->borrowed)
        close(f->fd);
}

/* A lent one only where whole blocks fit into it as they must lie. */
static int take_buffer(struct file *f, const struct method_options *options)
{
    size_t bytes = options->buffer_bytes ? options->buffer_bytes : METHOD_BUFFER_BYTES;
    if (options->buffer && bytes % f->block == 0 &&
        (uintptr_t)options->buffer % f->block == 0) {
        f->buffer = options->buffer;
        f->capacity = bytes;
        f->lent = true;
        return 0;
    }
    return reserve(f, bytes);
}

static int direct_open(struct file *f, const struct method *m, const char *path,
                       const struct method_options *options)
{
    (void)m;
    f->offset = options->start;
    int r = f->fd = open_direct(path, &f->block);
    if (r >= 0)
        r = io_file_size(f->fd, &f->bytes);
    return r < 0 ? r : take_buffer(f, options);
}

static int direct_view(struct file *ret, const struct file *f)
{
    *ret = (struct file){ .fd = f->fd, .block = f->block, .bytes = f->bytes, .borrowed = true };
    return reserve(ret, f->capacity);
}

static int direct_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    if (offset >= f->bytes) {
        *ret = (struct span){ 0 };
        return 0;
    }
    size_t before = within_block(f, offset);
    uint64_t rest = f->bytes - offset;
    size_t wanted = before + (len < rest ? len : (size_t)rest);
    int r = reserve(f, wanted);
    if (r < 0)
        return r;
    ssize_t n =
        io_pread_blocks(f->fd, (struct iovec){ f->buffer, wanted }, offset - before, f->block);
    if (n < 0)
        return (int)n;
    *ret = (struct span){ .data = f->buffer + before,
                          .len = (size_t)n > before ? (size_t)n - before : 0 };
    return 0;
}

/* After a start within a block the first span is shorter. */
static int direct_next(struct file *f, struct span *ret)
{
    int r = direct_at(f, f->offset, f->capacity - within_block(f, f->offset), ret);
    if (r == 0)
        f->offset += ret->len;
    return r;
}

const struct method method_direct = {
    .name = "direct",
    .summary = "pread() with O_DIRECT into an aligned buffer: past the page cache",
    .family = METHOD_FAMILY_READ,
    .flags = METHOD_EDITABLE | METHOD_BUFFER | METHOD_DIRECT,
    .buffer_bytes = METHOD_BUFFER_BYTES,
    .refuses = direct_refuses,
    .file_bytes = sizeof(struct file),
    .open = direct_open,
    .next = direct_next,
    .at = direct_at,
    .view = direct_view,
    .close = direct_close,
};
