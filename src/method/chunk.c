/* SPDX-License-Identifier: MIT */
/*
 * chunk: read() from front to back into one buffer that is used again, alone
 * and with posix_fadvise hints.
 *
 * chunk-fresh allocates the buffer when it opens the file, as a program does that reads one
 * file: it is no METHOD_BUFFER, so nobody lends it one.
 */
#include <errno.h>
#include <unistd.h>

#include "base/io.h"
#include "method/source.h"
#include "method/table.h"

struct file {
    struct source source;
};

static int chunk_open(struct file *f, const struct method *m, const char *path,
                      const struct method_options *options)
{
    int r = source_open(&f->source, path, options, (enum source_advice)m->how);
    return r == 0 && options->start && lseek(f->source.fd, (off_t)options->start, SEEK_SET) < 0
               ? -errno
               : r;
}

static int chunk_next(struct file *f, struct span *ret)
{
    ssize_t n = io_read(f->source.fd, f->source.buffer, f->source.capacity);
    if (n < 0)
        return (int)n;
    *ret = (struct span){ .data = f->source.buffer, .len = (size_t)n };
    return 0;
}

static void chunk_close(struct file *f)
{
    source_close(&f->source);
}

#define CHUNK_METHOD(identifier, its_name, its_summary, its_flags, its_variant_of, its_how)    \
    const struct method identifier = {                                                         \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .family = METHOD_FAMILY_READ,                                                          \
        .flags = METHOD_EDITABLE | (its_flags),                                                \
        .buffer_bytes = METHOD_BUFFER_BYTES,                                                   \
        .variant_of = its_variant_of,                                                          \
        .file_bytes = sizeof(struct file),                                                     \
        .how = its_how,                                                                        \
        .open = chunk_open,                                                                    \
        .next = chunk_next,                                                                    \
        .close = chunk_close,                                                                  \
    }

CHUNK_METHOD(method_chunk, "chunk", "read() into one reused buffer (64 KiB unless --buffer)",
             METHOD_BUFFER, NULL, SOURCE_NO_ADVICE);
CHUNK_METHOD(method_chunk_fresh, "chunk-fresh", "chunk with a buffer that each pass allocates",
             METHOD_FRESH, NULL, SOURCE_NO_ADVICE);
CHUNK_METHOD(method_chunk_sequential, "chunk-sequential",
             "chunk after posix_fadvise(SEQUENTIAL)", METHOD_BUFFER, &method_chunk,
             SOURCE_SEQUENTIAL);
CHUNK_METHOD(method_chunk_willneed, "chunk-willneed", "chunk after posix_fadvise(WILLNEED)",
             METHOD_BUFFER, &method_chunk, SOURCE_WILLNEED);
