/* SPDX-License-Identifier: MIT */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "config.h"

/* One transfer may move at most this much: Linux stops at 2 GiB - 4 KiB anyway. */
enum { TRANSFER_MAX = 1 << 30 };

static size_t transfer(size_t len)
{
    return len < TRANSFER_MAX ? len : TRANSFER_MAX;
}

ssize_t io_read_some(int fd, void *buffer, size_t len)
{
    ssize_t n;
    do
        n = read(fd, buffer, transfer(len));
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : n;
}

ssize_t io_read(int fd, void *buffer, size_t len)
{
    size_t done = 0;
    while (done < len) {
        ssize_t n = io_read_some(fd, (char *)buffer + done, len - done);
        if (n < 0)
            return n;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

ssize_t io_pread(int fd, void *buffer, size_t len, uint64_t offset)
{
    return io_pread_blocks(fd, (struct iovec){ buffer, len }, offset, 1);
}

ssize_t io_pread_blocks(int fd, struct iovec to, uint64_t offset, size_t block)
{
    const size_t within = block - 1, room = (to.iov_len + within) & ~within;
    size_t done = 0;
    while (done < to.iov_len) {
        size_t from = done & ~within;
        ssize_t n = pread(fd, (char *)to.iov_base + from, transfer(room - from),
                          (off_t)(offset + from));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (from + (size_t)n <= done) /* nothing new: the end */
            break;
        done = from + (size_t)n;
    }
    return (ssize_t)(done < to.iov_len ? done : to.iov_len);
}

int io_write(int fd, const void *data, size_t len)
{
    return io_write_two(fd, NULL, 0, data, len);
}

int io_pwrite(int fd, const void *data, size_t len, uint64_t offset)
{
    size_t done = 0;
    while (done < len) {
        ssize_t n =
            pwrite(fd, (const char *)data + done, transfer(len - done), (off_t)(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (n == 0)
            return -ENOSPC;
        done += (size_t)n;
    }
    return 0;
}

int io_write_two(int fd, const void *head, size_t head_len, const void *body, size_t body_len)
{
    struct iovec part[2] = {
        { .iov_base = (void *)head, .iov_len = head_len },
        { .iov_base = (void *)body, .iov_len = body_len },
    };
    int first = 0;
    while (first < 2) {
        if (part[first].iov_len == 0) {
            first++;
            continue;
        }
        ssize_t n = writev(fd, part + first, 2 - first);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (n == 0)
            return -ENOSPC;
        for (size_t left = (size_t)n; left > 0;) {
            size_t step = left < part[first].iov_len ? left : part[first].iov_len;
            part[first].iov_base = (char *)part[first].iov_base + step;
            part[first].iov_len -= step;
            left -= step;
            first += part[first].iov_len == 0 && left > 0;
        }
    }
    return 0;
}

int io_file_size(int fd, uint64_t *ret_bytes)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return -errno;
    if (!S_ISREG(st.st_mode))
        return -EINVAL;
    *ret_bytes = (uint64_t)st.st_size;
    return 0;
}

int io_path_size(const char *path, uint64_t *ret_bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int r = io_file_size(fd, ret_bytes);
    close(fd);
    return r;
}

char *io_directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return text_printf(slash ? "/" : ".");
    return text_printf("%.*s", (int)(slash - path), path);
}

int io_make_directory(const char *path)
{
    return mkdir(path, 0777) == 0 || errno == EEXIST ? 0 : -errno;
}

int io_sync_directory_of(const char *path)
{
    char *directory = io_directory_of(path);
    int fd = directory ? open(directory, O_RDONLY | O_CLOEXEC) : -1;
    int r = fd < 0 ? -errno : 0;
    free(directory);
    /* EINVAL: this file system has nothing to flush for a directory. */
    if (r == 0 && fsync(fd) != 0 && errno != EINVAL)
        r = -errno;
    if (fd >= 0)
        close(fd);
    return r;
}

void io_will_need(int fd)
{
#if HAVE_POSIX_FADVISE
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED);
#else
    (void)fd;
#endif
}
