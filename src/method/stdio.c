/* SPDX-License-Identifier: MIT */
/*
 * stdio: fopen, fseek, fread into one reused buffer.
 *
 * The stream keeps the C library's own buffer; fread of a large piece goes
 * around it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "method/table.h"

struct file {
    FILE *stream;
    unsigned char *buffer;
    size_t capacity;
    bool lent; /* the buffer is the caller's */
};

static void stdio_close(struct file *f)
{
    if (f->stream)
        fclose(f->stream);
    if (!f->lent)
        free(f->buffer);
}

static int stdio_open(struct file *f, const struct method *m, const char *path,
                      const struct method_options *options)
{
    (void)m;
    f->capacity = options->buffer_bytes ? options->buffer_bytes : METHOD_BUFFER_BYTES;
    f->lent = options->buffer;
    f->buffer = f->lent ? options->buffer : malloc(f->capacity);
    if (!f->buffer)
        return -ENOMEM;
    f->stream = fopen(path, options->writable ? "r+be" : "rbe");
    if (!f->stream ||
        (options->start && fseeko(f->stream, (off_t)options->start, SEEK_SET) != 0))
        return -errno;
    return 0;
}

static int stdio_take(struct file *f, size_t len, struct span *ret)
{
    size_t n = fread(f->buffer, 1, len, f->stream);
    if (n < len && ferror(f->stream))
        return errno ? -errno : -EIO;
    *ret = (struct span){ .data = f->buffer, .len = n };
    return 0;
}

static int stdio_next(struct file *f, struct span *ret)
{
    return stdio_take(f, f->capacity, ret);
}

static int stdio_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    if (len > f->capacity) {
        unsigned char *buffer = realloc(f->lent ? NULL : f->buffer, len);
        if (!buffer)
            return -ENOMEM;
        f->lent = false;
        f->buffer = buffer;
        f->capacity = len;
    }
    if (fseeko(f->stream, (off_t)offset, SEEK_SET) != 0)
        return -errno;
    return stdio_take(f, len, ret);
}

const struct method method_stdio = {
    .name = "stdio",
    .summary = "fread() into one reused buffer, fseek() before a random one",
    .family = METHOD_FAMILY_READ,
    .flags = METHOD_EDITABLE | METHOD_BUFFER,
    .buffer_bytes = METHOD_BUFFER_BYTES,
    .file_bytes = sizeof(struct file),
    .open = stdio_open,
    .next = stdio_next,
    .at = stdio_at,
    .close = stdio_close,
};
