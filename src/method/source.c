/* SPDX-License-Identifier: MIT */
#include "method/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"

int source_open_flags(const char *path, int flags)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return fd < 0 ? -errno : fd;
}

int source_open_descriptor(const char *path, bool writable)
{
    return source_open_flags(path, writable ? O_RDWR : O_RDONLY);
}

static int advise(int fd, enum source_advice advice)
{
#if HAVE_POSIX_FADVISE
    static const int advices[] = {
        [SOURCE_NO_ADVICE] = POSIX_FADV_NORMAL,
        [SOURCE_SEQUENTIAL] = POSIX_FADV_SEQUENTIAL,
        [SOURCE_RANDOM] = POSIX_FADV_RANDOM,
        [SOURCE_WILLNEED] = POSIX_FADV_WILLNEED,
    };
    return advice == SOURCE_NO_ADVICE ? 0 : -posix_fadvise(fd, 0, 0, advices[advice]);
#else
    (void)fd;
    return advice == SOURCE_NO_ADVICE ? 0 : -EOPNOTSUPP;
#endif
}

int source_open(struct source *ret, const char *path, const struct method_options *options,
                enum source_advice advice)
{
    size_t bytes = options->buffer_bytes ? options->buffer_bytes : METHOD_BUFFER_BYTES;
    int r = ret->fd = source_open_descriptor(path, options->writable);
    if (r >= 0)
        r = advise(ret->fd, advice);
    if (r < 0)
        return r;
    ret->lent = options->buffer;
    ret->buffer = ret->lent ? options->buffer : malloc(bytes);
    ret->capacity = bytes;
    return ret->buffer ? 0 : -ENOMEM;
}

int source_borrow(struct source *ret, const struct source *s)
{
    *ret = (struct source){ .fd = s->fd, .capacity = s->capacity, .borrowed = true };
    ret->buffer = malloc(s->capacity);
    if (!ret->buffer)
        return -ENOMEM;
    memset(ret->buffer, 1, s->capacity);
    return 0;
}

int source_reserve(struct source *s, size_t len)
{
    if (len <= s->capacity)
        return 0;
    unsigned char *buffer = malloc(len);
    if (!buffer)
        return -ENOMEM;
    if (!s->lent)
        free(s->buffer);
    s->lent = false;
    s->buffer = buffer;
    s->capacity = len;
    return 0;
}

void source_close(struct source *s)
{
    if (!s->lent)
        free(s->buffer);
    if (s->fd >= 0 && !s->borrowed)
        close(s->fd);
}
