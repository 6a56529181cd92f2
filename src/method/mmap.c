/* SPDX-License-Identifier: MIT */
/*
 * mmap: one mapping of the whole file, shared, alone and with hints; and private.
 *
 * A private mapping may be written: the first write to a page copies it (copy on
 * write), and nothing of that ever reaches the file. It is therefore a buffer of
 * the method's own, which whoever borrows it may edit.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "method/hint.h"
#include "method/mapping.h"
#include "method/table.h"

struct file {
    struct mapping mapping;
    size_t next; /* offset of the next sequential span */
};

static void mmap_close(struct file *f)
{
    if (!f)
        return;
    mapping_drop(&f->mapping);
    free(f);
}

struct hints {
    int protection, flags, advice; /* flags or advice HINT_NOT_OFFERED: the system has none */
};

static int open_hinted(struct file **ret, const char *path,
                       const struct method_options *options, const struct hints *h)
{
    if (h->flags == HINT_NOT_OFFERED || h->advice == HINT_NOT_OFFERED)
        return -EOPNOTSUPP;
    struct file *f = calloc(1, sizeof *f);
    if (!f)
        return -ENOMEM;
    int r = mapping_open(&f->mapping, path, h->protection, h->flags);
    if (r == 0 && h->advice != MADV_NORMAL)
        r = mapping_advise(&f->mapping, h->advice);
    if (r < 0) {
        mmap_close(f);
        return r;
    }
    size_t len = f->mapping.len;
    f->next = options->start < len ? (size_t)options->start : len;
    *ret = f;
    return 0;
}

static int open_shared(struct file **ret, const char *path,
                       const struct method_options *options, int flags, int advice)
{
    return open_hinted(ret, path, options,
                       &(struct hints){ .protection = mapping_protection(options),
                                        .flags = flags == HINT_NOT_OFFERED ? HINT_NOT_OFFERED
                                                                           : MAP_SHARED | flags,
                                        .advice = advice });
}

static int open_plain(struct file **ret, const char *path, const struct method_options *options)
{
    return open_shared(ret, path, options, 0, MADV_NORMAL);
}

static int open_sequential(struct file **ret, const char *path,
                           const struct method_options *options)
{
    return open_shared(ret, path, options, 0, MADV_SEQUENTIAL);
}

static int open_random(struct file **ret, const char *path,
                       const struct method_options *options)
{
    return open_shared(ret, path, options, 0, MADV_RANDOM);
}

static int open_willneed(struct file **ret, const char *path,
                         const struct method_options *options)
{
    return open_shared(ret, path, options, 0, MADV_WILLNEED);
}

static int open_populate(struct file **ret, const char *path,
                         const struct method_options *options)
{
    return open_shared(ret, path, options, HINT_POPULATE, MADV_NORMAL);
}

static int open_populate_read(struct file **ret, const char *path,
                              const struct method_options *options)
{
    return open_shared(ret, path, options, 0, HINT_POPULATE_READ);
}

static int open_hugepage(struct file **ret, const char *path,
                         const struct method_options *options)
{
    return open_shared(ret, path, options, 0, HINT_HUGEPAGE);
}

static int open_private(struct file **ret, const char *path,
                        const struct method_options *options)
{
    return open_hinted(ret, path, options,
                       &(struct hints){ .protection = PROT_READ | PROT_WRITE,
                                        .flags = MAP_PRIVATE,
                                        .advice = MADV_NORMAL });
}

static int mmap_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    return mapping_at(&f->mapping, offset, len, ret);
}

static int mmap_view(struct file **ret, struct file *f)
{
    struct file *view = calloc(1, sizeof *view);
    if (!view)
        return -ENOMEM;
    view->mapping = mapping_borrow(&f->mapping);
    *ret = view;
    return 0;
}

static int mmap_next(struct file *f, struct span *ret)
{
    size_t from = f->next;
    f->next = f->mapping.len;
    return mapping_at(&f->mapping, from, SIZE_MAX, ret);
}

static int mmap_put(struct file *f, uint64_t offset, const void *data, size_t len)
{
    return mapping_put(&f->mapping, offset, data, len);
}

static int mmap_sync(struct file *f)
{
    return mapping_sync(&f->mapping);
}

#define MMAP_METHOD(identifier, its_name, its_summary, its_variant_of, its_open)               \
    const struct method identifier = {                                                         \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .family = METHOD_FAMILY_MMAP,                                                          \
        .flags = METHOD_WHOLE | METHOD_ZERO_COPY,                                              \
        .variant_of = its_variant_of,                                                          \
        .open = its_open,                                                                      \
        .next = mmap_next,                                                                     \
        .at = mmap_at,                                                                         \
        .put = mmap_put,                                                                       \
        .sync = mmap_sync,                                                                     \
        .view = mmap_view,                                                                     \
        .close = mmap_close,                                                                   \
    }

MMAP_METHOD(method_mmap, "mmap", "map the whole file, shared, no hint", NULL, open_plain);
MMAP_METHOD(method_mmap_sequential, "mmap-sequential", "mmap with madvise(SEQUENTIAL)",
            &method_mmap, open_sequential);
MMAP_METHOD(method_mmap_random, "mmap-random", "mmap with madvise(RANDOM)", &method_mmap,
            open_random);
MMAP_METHOD(method_mmap_willneed, "mmap-willneed", "mmap with madvise(WILLNEED)", &method_mmap,
            open_willneed);
MMAP_METHOD(method_mmap_populate, "mmap-populate", "mmap with MAP_POPULATE", &method_mmap,
            open_populate);
MMAP_METHOD(method_mmap_populate_read, "mmap-populate-read", "mmap with madvise(POPULATE_READ)",
            &method_mmap, open_populate_read);
MMAP_METHOD(method_mmap_hugepage, "mmap-hugepage", "mmap with madvise(HUGEPAGE)", &method_mmap,
            open_hugepage);

/* No put: what is put must be in the file, and nothing of this mapping ever is. */
const struct method method_mmap_private = {
    .name = "mmap-private",
    .summary = "map the whole file copy-on-write: edits never reach it",
    .family = METHOD_FAMILY_MMAP,
    .flags = METHOD_EDITABLE | METHOD_WHOLE | METHOD_ZERO_COPY,
    .open = open_private,
    .next = mmap_next,
    .at = mmap_at,
    .view = mmap_view,
    .close = mmap_close,
};
