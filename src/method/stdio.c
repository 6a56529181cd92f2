/* SPDX-License-Identifier: MIT */
/*
 * stdio: fopen, fseek, and fread of as much as the stream buffers; getline: a line at a time
 * out of that buffer.
 *
 * The stream's buffer is what glibc gives a file, one block, unless --buffer asks for another:
 * set by setvbuf() so that a case means the same with every C library. Each pass allocates
 * it, as fopen does. An fread of the whole of it goes around it; whoever moves about, or takes
 * lines, is served out of it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "method/table.h"

enum { STREAM_BYTES = 4096 };

struct file {
    FILE *stream;
    char *stream_buffer;
    unsigned char *buffer;
    size_t capacity;
    bool lent; /* the buffer is the caller's */
    char *line;
    size_t line_capacity;
};

static void stdio_close(struct file *f)
{
    if (f->stream)
        fclose(f->stream);
    free(f->stream_buffer);
    if (!f->lent)
        free(f->buffer);
    free(f->line);
}

static int open_stream(struct file *f, const char *path, const struct method_options *options)
{
    f->capacity = options->buffer_bytes ? options->buffer_bytes : STREAM_BYTES;
    f->stream_buffer = malloc(f->capacity);
    if (!f->stream_buffer)
        return -ENOMEM;
    f->stream = fopen(path, options->writable ? "r+be" : "rbe");
    if (!f->stream)
        return -errno;
    if (setvbuf(f->stream, f->stream_buffer, _IOFBF, f->capacity) != 0)
        return -EINVAL;
    return options->start && fseeko(f->stream, (off_t)options->start, SEEK_SET) != 0 ? -errno
                                                                                     : 0;
}

static int stdio_open(struct file *f, const struct method *m, const char *path,
                      const struct method_options *options)
{
    (void)m;
    int r = open_stream(f, path, options);
    if (r < 0)
        return r;
    f->lent = options->buffer;
    f->buffer = f->lent ? options->buffer : malloc(f->capacity);
    return f->buffer ? 0 : -ENOMEM;
}

static int stream_error(void)
{
    return errno ? -errno : -EIO;
}

static int stdio_take(struct file *f, size_t len, struct span *ret)
{
    size_t n = fread(f->buffer, 1, len, f->stream);
    if (n < len && ferror(f->stream))
        return stream_error();
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

static int line_open(struct file *f, const struct method *m, const char *path,
                     const struct method_options *options)
{
    (void)m;
    int r = open_stream(f, path, options);
    if (r < 0)
        return r;
    f->line = malloc(f->capacity); /* getline() makes it longer where a line is */
    f->line_capacity = f->line ? f->capacity : 0;
    return f->line ? 0 : -ENOMEM;
}

/* A line that an error cut off has been given as if it were whole. */
static int line_next(struct file *f, struct span *ret)
{
    ssize_t n = getline(&f->line, &f->line_capacity, f->stream);
    if (ferror(f->stream) || (n < 0 && !feof(f->stream)))
        return stream_error();
    *ret = (struct span){ .data = (unsigned char *)f->line, .len = n > 0 ? (size_t)n : 0 };
    return 0;
}

const struct method method_stdio = {
    .name = "stdio",
    .summary = "fread() of a stream's buffer at a time (4 KiB unless --buffer)",
    .family = METHOD_FAMILY_READ,
    .flags = METHOD_EDITABLE | METHOD_BUFFER | METHOD_STREAM,
    .buffer_bytes = STREAM_BYTES,
    .file_bytes = sizeof(struct file),
    .open = stdio_open,
    .next = stdio_next,
    .at = stdio_at,
    .close = stdio_close,
};

/* Not METHOD_EDITABLE: whoever writes lines gathers them first. */
const struct method method_getline = {
    .name = "getline",
    .summary = "getline() from a stream: a line at a time (4 KiB unless --buffer)",
    .family = METHOD_FAMILY_READ,
    .flags = METHOD_LINES | METHOD_STREAM,
    .buffer_bytes = STREAM_BYTES,
    .file_bytes = sizeof(struct file),
    .open = line_open,
    .next = line_next,
    .close = stdio_close,
};
