/* SPDX-License-Identifier: MIT */
/*
 * mmap-dontneed: one shared mapping of the whole file, of which only the step that
 * is being looked at stays in the program's memory: whoever moves on to another
 * step drops the last one with madvise(DONTNEED). The page cache keeps the bytes,
 * and a page that was written is not lost.
 */
#include <sys/mman.h>

#include "method/mapping.h"
#include "method/table.h"

enum {
    STEP_BYTES = 1 << 20, /* unless --buffer */
    /* A fault maps the neighbours that are in the cache as well, so far away
       (fault_around_bytes): a step leaves traces outside itself. */
    AROUND_BYTES = 64 * 1024,
};

struct file {
    struct mapping mapping;
    size_t step;     /* bytes; a multiple of AROUND_BYTES */
    size_t next;     /* offset of the next sequential span */
    size_t from, to; /* the steps that were lent last */
};

static void dontneed_close(struct file *f)
{
    mapping_drop(&f->mapping);
}

static int dontneed_open(struct file *f, const struct method *m, const char *path,
                         const struct method_options *options)
{
    size_t wanted = options->buffer_bytes ? options->buffer_bytes : STEP_BYTES;
    (void)m;
    int r = mapping_open(&f->mapping, path, mapping_protection(options), MAP_SHARED);
    if (r < 0)
        return r;
    f->step = (wanted + AROUND_BYTES - 1) / AROUND_BYTES * AROUND_BYTES;
    f->next = options->start < f->mapping.len ? (size_t)options->start : f->mapping.len;
    return 0;
}

/* The end of the step that holds a byte; not behind the file's end. */
static size_t step_end(const struct file *f, size_t offset)
{
    size_t from = offset - offset % f->step;
    return f->mapping.len - from > f->step ? from + f->step : f->mapping.len;
}

static int drop_last(struct file *f)
{
    size_t from = f->from > AROUND_BYTES ? f->from - AROUND_BYTES : 0;
    size_t to = f->mapping.len - f->to > AROUND_BYTES ? f->to + AROUND_BYTES : f->mapping.len;
    struct mapping last = { .data = f->mapping.data + from, .len = f->to ? to - from : 0 };
    return mapping_advise(&last, MADV_DONTNEED);
}

static int dontneed_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    struct span span;
    mapping_at(&f->mapping, offset, len, &span);
    if (span.len > 0 && (offset < f->from || offset + span.len > f->to)) {
        int r = drop_last(f);
        if (r < 0)
            return r;
        f->from = (size_t)offset - (size_t)offset % f->step;
        f->to = step_end(f, (size_t)offset + span.len - 1);
    }
    *ret = span;
    return 0;
}

static int dontneed_next(struct file *f, struct span *ret)
{
    size_t len = f->next < f->mapping.len ? step_end(f, f->next) - f->next : 0;
    int r = dontneed_at(f, f->next, len, ret);
    if (r == 0)
        f->next += len;
    return r;
}

static int dontneed_put(struct file *f, uint64_t offset, const void *data, size_t len)
{
    return mapping_put(&f->mapping, offset, data, len);
}

static int dontneed_sync(struct file *f)
{
    return mapping_sync(&f->mapping);
}

const struct method method_mmap_dontneed = {
    .name = "mmap-dontneed",
    .summary = "mmap, madvise(DONTNEED) behind the reader, in steps (1 MiB or --buffer)",
    .family = METHOD_FAMILY_MMAP,
    .buffer_bytes = STEP_BYTES,
    .flags = METHOD_ZERO_COPY,
    .file_bytes = sizeof(struct file),
    .open = dontneed_open,
    .next = dontneed_next,
    .at = dontneed_at,
    .put = dontneed_put,
    .sync = dontneed_sync,
    .close = dontneed_close,
};
