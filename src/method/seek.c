/* SPDX-License-Identifier: MIT */
/* seek: lseek() before every read() or write(), as f.seek() and f.read() do. */
#include <errno.h>
#include <unistd.h>

#include "base/io.h"
#include "method/source.h"
#include "method/table.h"

struct file {
    struct source source;
    uint64_t offset; /* of the next sequential span */
};

static int seek_open(struct file *f, const struct method *m, const char *path,
                     const struct method_options *options)
{
    (void)m;
    f->offset = options->start;
    return source_open(&f->source, path, options, SOURCE_NO_ADVICE);
}

static int seek_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    int r = source_reserve(&f->source, len);
    if (r < 0)
        return r;
    if (lseek(f->source.fd, (off_t)offset, SEEK_SET) < 0)
        return -errno;
    ssize_t n = io_read(f->source.fd, f->source.buffer, len);
    if (n < 0)
        return (int)n;
    *ret = (struct span){ .data = f->source.buffer, .len = (size_t)n };
    return 0;
}

static int seek_next(struct file *f, struct span *ret)
{
    int r = seek_at(f, f->offset, f->source.capacity, ret);
    if (r == 0)
        f->offset += ret->len;
    return r;
}

static int seek_put(struct file *f, uint64_t offset, const void *data, size_t len)
{
    if (lseek(f->source.fd, (off_t)offset, SEEK_SET) < 0)
        return -errno;
    return io_write(f->source.fd, data, len);
}

static int seek_sync(struct file *f)
{
    return fdatasync(f->source.fd) == 0 ? 0 : -errno;
}

static void seek_close(struct file *f)
{
    source_close(&f->source);
}

const struct method method_seek = {
    .name = "seek",
    .summary = "lseek() before every read() into one reused buffer",
    .family = METHOD_FAMILY_READ,
    .flags = METHOD_EDITABLE | METHOD_BUFFER | METHOD_SEEKS,
    .buffer_bytes = METHOD_BUFFER_BYTES,
    .file_bytes = sizeof(struct file),
    .open = seek_open,
    .next = seek_next,
    .at = seek_at,
    .put = seek_put,
    .sync = seek_sync,
    .close = seek_close,
};
