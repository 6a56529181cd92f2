/* SPDX-License-Identifier: MIT */
/*
 * mmap-window: a window of the file is mapped at a time, and moves: what a program
 * does whose address space, or whose conscience, is smaller than the file.
 *
 * A mapping begins at a multiple of the page size. The window therefore lies on
 * multiples of its own size, and a piece that crosses into the next one gets a
 * window that is longer.
 */
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "method/mapping.h"
#include "method/source.h"
#include "method/table.h"

enum { WINDOW_BYTES = 1 << 20 /* unless --buffer */ };

struct window {
    struct mapping mapping;
    uint64_t from; /* its offset in the file */
};

struct file {
    int fd, protection;
    uint64_t bytes, next; /* of the file; offset of the next sequential span */
    size_t size;          /* of a window: a multiple of the page size */
    struct window lent;
    struct window put; /* for what is put elsewhere: a lent span must stay */
};

static bool covers(const struct window *w, uint64_t offset, size_t len)
{
    return offset >= w->from && offset + len <= w->from + w->mapping.len;
}

/* Moves the window where it covers bytes that the file has. 0 or -errno. */
static int reach(const struct file *f, struct window *w, uint64_t offset, size_t len)
{
    if (covers(w, offset, len))
        return 0;
    uint64_t from = offset - offset % f->size;
    uint64_t needed = offset - from + len, rest = f->bytes - from;
    uint64_t wanted = needed > f->size ? needed : f->size;
    mapping_drop(&w->mapping);
    w->from = from;
    return mapping_make(&w->mapping, f->fd,
                        &(struct mapping_part){ .offset = from,
                                                .len = (size_t)(wanted < rest ? wanted : rest),
                                                .protection = f->protection,
                                                .flags = MAP_SHARED });
}

static void window_close(struct file *f)
{
    mapping_drop(&f->lent.mapping);
    mapping_drop(&f->put.mapping);
    if (f->fd >= 0)
        close(f->fd);
}

static int window_open(struct file *f, const struct method *m, const char *path,
                       const struct method_options *options)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t wanted = options->buffer_bytes ? options->buffer_bytes : WINDOW_BYTES;
    (void)m;
    int r = f->fd = source_open_descriptor(path, options->writable);
    if (r >= 0)
        r = io_file_size(f->fd, &f->bytes);
    if (r < 0)
        return r;
    f->size = (wanted + page - 1) / page * page;
    f->protection = mapping_protection(options);
    f->next = options->start < f->bytes ? options->start : f->bytes;
    return 0;
}

static int window_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    uint64_t rest = offset < f->bytes ? f->bytes - offset : 0;
    if (len > rest)
        len = (size_t)rest;
    if (len == 0) {
        *ret = (struct span){ 0 };
        return 0;
    }
    int r = reach(f, &f->lent, offset, len);
    return r < 0 ? r : mapping_at(&f->lent.mapping, offset - f->lent.from, len, ret);
}

static int window_next(struct file *f, struct span *ret)
{
    int r = window_at(f, f->next, f->size - (size_t)(f->next % f->size), ret);
    if (r == 0)
        f->next += ret->len;
    return r;
}

/* Where nothing was lent, the first put takes that window and stays there, and the later
   ones move the other: a header keeps its window while records go by. */
static struct window *window_for_put(struct file *f, uint64_t offset, size_t len)
{
    bool is_free = f->lent.mapping.len == 0;
    return is_free || covers(&f->lent, offset, len) ? &f->lent : &f->put;
}

static int window_put(struct file *f, uint64_t offset, const void *data, size_t len)
{
    if (offset >= f->bytes || len > f->bytes - offset)
        return -EINVAL;
    struct window *w = window_for_put(f, offset, len);
    int r = reach(f, w, offset, len);
    return r < 0 ? r : mapping_put(&w->mapping, offset - w->from, data, len);
}

/* The windows that have gone wrote too: what they left in the cache is the descriptor's. */
static int window_sync(struct file *f)
{
    int r = mapping_sync(&f->lent.mapping);
    if (r == 0)
        r = mapping_sync(&f->put.mapping);
    return r == 0 && fdatasync(f->fd) != 0 ? -errno : r;
}

const struct method method_mmap_window = {
    .name = "mmap-window",
    .summary = "map a window that moves along the file (1 MiB unless --buffer)",
    .family = METHOD_FAMILY_MMAP,
    .buffer_bytes = WINDOW_BYTES,
    .flags = METHOD_ZERO_COPY,
    .file_bytes = sizeof(struct file),
    .open = window_open,
    .next = window_next,
    .at = window_at,
    .put = window_put,
    .sync = window_sync,
    .close = window_close,
};
