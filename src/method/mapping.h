/* SPDX-License-Identifier: MIT */
/*
 * What the methods that mmap() have in common: a mapping of a file or of a part
 * of it. All zeros is a mapping of nothing, which every function here takes.
 *
 * Touching a page that the file no longer has (it was truncated), or that the
 * storage fails to deliver, is SIGBUS and not an error that a function returns.
 */
#ifndef MAPREAD_METHOD_MAPPING_H
#define MAPREAD_METHOD_MAPPING_H

#include "method/method.h"

struct mapping {
    unsigned char *data;
    size_t len;
    bool borrowed; /* of another, which outlives this one: not to be unmapped */
};

struct mapping_part {
    uint64_t offset; /* a multiple of the page size */
    size_t len;
    int protection, flags; /* as mmap(2) wants them */
};

/* 0 or -errno; -EINVAL: the offset is no multiple of the page size. len 0 maps nothing. */
int mapping_make(struct mapping *ret, int fd, const struct mapping_part *part);
/* The whole file; an empty one maps nothing, because zero bytes cannot be mapped. The
   file itself is opened for writing where a shared mapping is to be written. 0 or -errno. */
int mapping_open(struct mapping *ret, const char *path, int protection, int flags);
/* The same pages for another thread. */
struct mapping mapping_borrow(const struct mapping *m);
/* Unmaps what is its own; *m is a mapping of nothing afterwards. */
void mapping_drop(struct mapping *m);

/* madvise(2) itself, because posix_madvise(DONTNEED) does nothing in glibc and musl.
   0 or -errno; -EOPNOTSUPP where the system has no such advice. */
int mapping_advise(const struct mapping *m, int advice);

/* The shapes of struct method's at, put and sync. */
int mapping_at(const struct mapping *m, uint64_t offset, size_t len, struct span *ret);
int mapping_put(const struct mapping *m, uint64_t offset, const void *data, size_t len);
int mapping_sync(const struct mapping *m);

/* PROT_READ, and PROT_WRITE where the options ask for it. */
int mapping_protection(const struct method_options *options);

#endif
