/* SPDX-License-Identifier: MIT */
/* pread: pread() at an offset into one reused buffer, alone and with a hint. */
#include <errno.h>
#include <unistd.h>

#include "base/io.h"
#include "method/source.h"
#include "method/table.h"

struct file {
    struct source source;
    uint64_t offset; /* of the next sequential span */
};

static int pread_open(struct file *f, const struct method *m, const char *path,
                      const struct method_options *options)
{
    f->offset = options->start;
    return source_open(&f->source, path, options, (enum source_advice)m->how);
}

static int pread_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    int r = source_reserve(&f->source, len);
    if (r < 0)
        return r;
    ssize_t n = io_pread(f->source.fd, f->source.buffer, len, offset);
    if (n < 0)
        return (int)n;
    *ret = (struct span){ .data = f->source.buffer, .len = (size_t)n };
    return 0;
}

static int pread_view(struct file *ret, const struct file *f)
{
    return source_borrow(&ret->source, &f->source);
}

static int pread_next(struct file *f, struct span *ret)
{
    int r = pread_at(f, f->offset, f->source.capacity, ret);
    if (r == 0)
        f->offset += ret->len;
    return r;
}

static int pread_put(struct file *f, uint64_t offset, const void *data, size_t len)
{
    return io_pwrite(f->source.fd, data, len, offset);
}

static int pread_sync(struct file *f)
{
    return fdatasync(f->source.fd) == 0 ? 0 : -errno;
}

static void pread_close(struct file *f)
{
    source_close(&f->source);
}

#define PREAD_METHOD(identifier, its_name, its_summary, its_variant_of, its_how)               \
    const struct method identifier = {                                                         \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .family = METHOD_FAMILY_READ,                                                          \
        .flags = METHOD_EDITABLE | METHOD_BUFFER,                                              \
        .buffer_bytes = METHOD_BUFFER_BYTES,                                                   \
        .variant_of = its_variant_of,                                                          \
        .file_bytes = sizeof(struct file),                                                     \
        .how = its_how,                                                                        \
        .open = pread_open,                                                                    \
        .next = pread_next,                                                                    \
        .at = pread_at,                                                                        \
        .put = pread_put,                                                                      \
        .sync = pread_sync,                                                                    \
        .view = pread_view,                                                                    \
        .close = pread_close,                                                                  \
    }

PREAD_METHOD(method_pread, "pread", "pread() at an offset into one reused buffer", NULL,
             SOURCE_NO_ADVICE);
PREAD_METHOD(method_pread_random, "pread-random", "pread after posix_fadvise(RANDOM)",
             &method_pread, SOURCE_RANDOM);
