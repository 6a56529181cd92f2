/* SPDX-License-Identifier: MIT */
/*
 * What the methods that read() have in common: a descriptor, and one buffer
 * that is used again and again.
 */
#ifndef MAPREAD_METHOD_SOURCE_H
#define MAPREAD_METHOD_SOURCE_H

#include "method/method.h"

struct source {
    int fd;
    unsigned char *buffer;
    size_t capacity; /* bytes of buffer */
    bool borrowed;   /* the descriptor is another's, which outlives this one */
    bool lent;       /* the buffer is the caller's */
};

enum source_advice { SOURCE_NO_ADVICE, SOURCE_SEQUENTIAL, SOURCE_RANDOM, SOURCE_WILLNEED };

/* Opens the file, with a buffer of the size that the options ask for and posix_fadvise
   for the whole of it. 0 or -errno, and *ret may be closed; -EOPNOTSUPP where the system has
   no such advice. */
int source_open(struct source *ret, const char *path, const struct method_options *options,
                enum source_advice advice);
/* The same descriptor, and a buffer of as many bytes, touched, for another thread that reads at
   offsets. 0 or -ENOMEM, and *ret may be closed. */
int source_borrow(struct source *ret, const struct source *s);
/* A buffer of at least len bytes; what it held is lost. 0 or -ENOMEM. */
int source_reserve(struct source *s, size_t len);
void source_close(struct source *s);

/* Descriptor only; no buffer yet. -errno or the descriptor. */
int source_open_descriptor(const char *path, bool writable);
/* The same with flags of open(2), to which O_CLOEXEC is added. */
int source_open_flags(const char *path, int flags);

#endif
