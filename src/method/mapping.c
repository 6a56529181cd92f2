/* SPDX-License-Identifier: MIT */
#include "method/mapping.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "method/source.h"

int mapping_make(struct mapping *ret, int fd, const struct mapping_part *part)
{
    /* Told before the system is asked, which says EINVAL for many other things. */
    if (part->offset % (uint64_t)sysconf(_SC_PAGESIZE) != 0)
        return -EINVAL;
    void *data = NULL;
    if (part->len > 0)
        data = mmap(NULL, part->len, part->protection, part->flags, fd, (off_t)part->offset);
    if (data == MAP_FAILED)
        return -errno;
    *ret = (struct mapping){ .data = data, .len = part->len };
    return 0;
}

static int make_whole(struct mapping *ret, int fd, int protection, int flags)
{
    uint64_t bytes;
    int r = io_file_size(fd, &bytes);
    if (r < 0)
        return r;
    if (bytes > SIZE_MAX)
        return -EFBIG;
    return mapping_make(ret, fd,
                        &(struct mapping_part){
                            .len = (size_t)bytes, .protection = protection, .flags = flags });
}

int mapping_open(struct mapping *ret, const char *path, int protection, int flags)
{
    int fd = source_open_descriptor(path, protection & PROT_WRITE && flags & MAP_SHARED);
    if (fd < 0)
        return fd;
    int r = make_whole(ret, fd, protection, flags);
    close(fd); /* the mapping keeps the file */
    return r;
}

struct mapping mapping_borrow(const struct mapping *m)
{
    struct mapping borrowed = *m;
    borrowed.borrowed = true;
    return borrowed;
}

void mapping_drop(struct mapping *m)
{
    if (m->data && !m->borrowed)
        munmap(m->data, m->len);
    *m = (struct mapping){ 0 };
}

int mapping_advise(const struct mapping *m, int advice)
{
    if (m->len == 0 || madvise(m->data, m->len, advice) == 0)
        return 0;
    return errno == EINVAL ? -EOPNOTSUPP : -errno;
}

int mapping_at(const struct mapping *m, uint64_t offset, size_t len, struct span *ret)
{
    if (offset >= m->len) {
        *ret = (struct span){ 0 };
        return 0;
    }
    size_t rest = m->len - (size_t)offset;
    *ret = (struct span){ .data = m->data + offset, .len = len < rest ? len : rest };
    return 0;
}

int mapping_put(const struct mapping *m, uint64_t offset, const void *data, size_t len)
{
    if (offset >= m->len || len > m->len - offset)
        return -EINVAL;
    memcpy(m->data + offset, data, len);
    return 0;
}

int mapping_sync(const struct mapping *m)
{
    return m->len == 0 || msync(m->data, m->len, MS_SYNC) == 0 ? 0 : -errno;
}

int mapping_protection(const struct method_options *options)
{
    return PROT_READ | (options->writable ? PROT_WRITE : 0);
}
