/* SPDX-License-Identifier: MIT */
/*
 * mmap: one mapping of the whole file, shared, alone and with hints; and private.
 *
 * A private mapping may be written: the first write to a page copies it (copy on
 * write), and nothing of that ever reaches the file. It is therefore a buffer of
 * the method's own, which whoever borrows it may edit.
 */
#include <errno.h>
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
    mapping_drop(&f->mapping);
}

enum how {
    PLAIN,
    SEQUENTIAL,
    RANDOM,
    WILLNEED,
    POPULATE,
    POPULATE_READ,
    POPULATE_WRITE,
    HUGEPAGE,
    PRIVATE,
};

/* HINT_NOT_OFFERED: the system has none. */
static const struct {
    int flag, advice;
} hints[] = {
    [PLAIN] = { 0, MADV_NORMAL },
    [SEQUENTIAL] = { 0, MADV_SEQUENTIAL },
    [RANDOM] = { 0, MADV_RANDOM },
    [WILLNEED] = { 0, MADV_WILLNEED },
    [POPULATE] = { HINT_POPULATE, MADV_NORMAL },
    [POPULATE_READ] = { 0, HINT_POPULATE_READ },
    [POPULATE_WRITE] = { 0, HINT_POPULATE_WRITE },
    [HUGEPAGE] = { 0, HINT_HUGEPAGE },
    [PRIVATE] = { 0, MADV_NORMAL },
};

static int mmap_open(struct file *f, const struct method *m, const char *path,
                     const struct method_options *options)
{
    const bool private = m->how == PRIVATE;
    const int flag = hints[m->how].flag, advice = hints[m->how].advice;
    if (flag == HINT_NOT_OFFERED || advice == HINT_NOT_OFFERED ||
        (m->flags & METHOD_ONLY_CHANGES && !options->writable))
        return -EOPNOTSUPP;
    int r = mapping_open(&f->mapping, path,
                         private ? PROT_READ | PROT_WRITE : mapping_protection(options),
                         flag | (private ? MAP_PRIVATE : MAP_SHARED));
    if (r == 0 && advice != MADV_NORMAL)
        r = mapping_advise(&f->mapping, advice);
    if (r < 0)
        return r;
    size_t len = f->mapping.len;
    f->next = options->start < len ? (size_t)options->start : len;
    return 0;
}

static int mmap_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    return mapping_at(&f->mapping, offset, len, ret);
}

static int mmap_view(struct file *ret, const struct file *f)
{
    ret->mapping = mapping_borrow(&f->mapping);
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

#define MMAP_METHOD_FOR(identifier, its_name, its_summary, its_flags, its_variant_of, its_how) \
    const struct method identifier = {                                                         \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .family = METHOD_FAMILY_MMAP,                                                          \
        .flags = METHOD_WHOLE | METHOD_ZERO_COPY | (its_flags),                                \
        .variant_of = its_variant_of,                                                          \
        .file_bytes = sizeof(struct file),                                                     \
        .how = its_how,                                                                        \
        .open = mmap_open,                                                                     \
        .next = mmap_next,                                                                     \
        .at = mmap_at,                                                                         \
        .put = mmap_put,                                                                       \
        .sync = mmap_sync,                                                                     \
        .view = mmap_view,                                                                     \
        .close = mmap_close,                                                                   \
    }

#define MMAP_METHOD(identifier, its_name, its_summary, its_variant_of, its_how)                \
    MMAP_METHOD_FOR(identifier, its_name, its_summary, 0, its_variant_of, its_how)

MMAP_METHOD(method_mmap, "mmap", "map the whole file, shared, no hint", NULL, PLAIN);
MMAP_METHOD(method_mmap_sequential, "mmap-sequential", "mmap with madvise(SEQUENTIAL)",
            &method_mmap, SEQUENTIAL);
MMAP_METHOD_FOR(method_mmap_random, "mmap-random", "mmap with madvise(RANDOM)", METHOD_RANDOM,
                &method_mmap, RANDOM);
MMAP_METHOD(method_mmap_willneed, "mmap-willneed", "mmap with madvise(WILLNEED)", &method_mmap,
            WILLNEED);
MMAP_METHOD_FOR(method_mmap_populate, "mmap-populate", "mmap with MAP_POPULATE",
                METHOD_POPULATES, &method_mmap, POPULATE);
MMAP_METHOD_FOR(method_mmap_populate_read, "mmap-populate-read",
                "mmap with madvise(POPULATE_READ)", METHOD_POPULATES, &method_mmap,
                POPULATE_READ);
/* All pages are made writable and dirty at once, instead of by a fault each. */
MMAP_METHOD_FOR(method_mmap_populate_write, "mmap-populate-write",
                "mmap with madvise(POPULATE_WRITE), for changes in place",
                METHOD_ONLY_CHANGES | METHOD_POPULATES, &method_mmap, POPULATE_WRITE);
MMAP_METHOD(method_mmap_hugepage, "mmap-hugepage", "mmap with madvise(HUGEPAGE)", &method_mmap,
            HUGEPAGE);

/* No put: what is put must be in the file, and nothing of this mapping ever is. */
const struct method method_mmap_private = {
    .name = "mmap-private",
    .summary = "map the whole file copy-on-write: edits never reach it",
    .family = METHOD_FAMILY_MMAP,
    .flags = METHOD_EDITABLE | METHOD_WHOLE | METHOD_ZERO_COPY,
    .file_bytes = sizeof(struct file),
    .how = PRIVATE,
    .open = mmap_open,
    .next = mmap_next,
    .at = mmap_at,
    .view = mmap_view,
    .close = mmap_close,
};
