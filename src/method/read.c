/* SPDX-License-Identifier: MIT */
/*
 * read: the whole file into one fresh heap buffer, as f.read() does.
 *
 * The price of fresh memory is part of it: the kernel clears every page of the
 * buffer at its first touch before read() copies over it.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "method/source.h"
#include "method/table.h"

struct file {
    int fd;
    uint64_t start; /* offset of data[0] in the file */
    unsigned char *data;
    size_t len;
    bool loaded, lent;
    int error; /* of a load that failed: it stays failed */
};

static int read_open(struct file *f, const struct method *m, const char *path,
                     const struct method_options *options)
{
    uint64_t bytes;
    (void)m;
    int r = f->fd = source_open_descriptor(path, options->writable);
    if (r >= 0)
        r = io_file_size(f->fd, &bytes);
    if (r < 0)
        return r;
    f->start = options->start < bytes ? options->start : bytes;
    f->len = (size_t)(bytes - f->start);
    return 0;
}

static int read_load(struct file *f)
{
    if (f->loaded)
        return f->error;
    f->loaded = true;
    f->data = malloc(f->len ? f->len : 1);
    if (!f->data)
        return f->error = -ENOMEM;
    if (f->start && lseek(f->fd, (off_t)f->start, SEEK_SET) < 0)
        return f->error = -errno;
    ssize_t n = io_read(f->fd, f->data, f->len);
    if (n < 0)
        return f->error = (int)n;
    f->len = (size_t)n;
    return 0;
}

static int read_next(struct file *f, struct span *ret)
{
    int r = read_load(f);
    if (r < 0)
        return r;
    *ret = (struct span){ .data = f->data, .len = f->lent ? 0 : f->len };
    f->lent = true;
    return 0;
}

/* Full read, then index. */
static int read_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    int r = read_load(f);
    if (r < 0)
        return r;
    size_t from = offset < f->len ? (size_t)offset : f->len;
    *ret = (struct span){ .data = f->data + from,
                          .len = len < f->len - from ? len : f->len - from };
    return 0;
}

static void read_close(struct file *f)
{
    free(f->data);
    if (f->fd >= 0)
        close(f->fd);
}

const struct method method_read = {
    .name = "read",
    .summary = "read() the whole file into a fresh heap buffer",
    .family = METHOD_FAMILY_READ,
    .flags = METHOD_EDITABLE | METHOD_WHOLE | METHOD_HOLDS_FILE | METHOD_FRESH,
    .file_bytes = sizeof(struct file),
    .open = read_open,
    .next = read_next,
    .at = read_at,
    .close = read_close,
};
