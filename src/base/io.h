/* SPDX-License-Identifier: MIT */
/*
 * Reads and writes that finish: EINTR is retried and short transfers are
 * continued here, and nowhere else.
 *
 * Every function returns the bytes moved (fewer than asked only at the end of
 * the file) or -errno. Lengths and offsets are bytes.
 */
#ifndef MAPREAD_BASE_IO_H
#define MAPREAD_BASE_IO_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

ssize_t io_read(int fd, void *buffer, size_t len);
/* What is there already, or comes first: fewer than asked is not the end, 0 is. */
ssize_t io_read_some(int fd, void *buffer, size_t len);
ssize_t io_pread(int fd, void *buffer, size_t len, uint64_t offset);
/* The same in whole blocks, as O_DIRECT wants it: memory and offset are multiples of `block`,
   a power of two, and there is room for the rest of the last block. What ends within a block
   is continued from that block's begin. */
ssize_t io_pread_blocks(int fd, struct iovec to, uint64_t offset, size_t block);

/* 0 or -errno: a write that ends early is -ENOSPC. */
int io_write(int fd, const void *data, size_t len);
int io_pwrite(int fd, const void *data, size_t len, uint64_t offset);

/* The head and then the body, in one call where the system allows. */
int io_write_two(int fd, const void *head, size_t head_len, const void *body, size_t body_len);

/* 0 or -errno. The size of an open regular file; -EINVAL for anything else. */
int io_file_size(int fd, uint64_t *ret_bytes);
/* The same of a path that may be read. */
int io_path_size(const char *path, uint64_t *ret_bytes);

/* The directory that holds `path`: "." of a bare name. The caller frees; NULL when memory is
   short. */
char *io_directory_of(const char *path);
/* 0 or -errno. Makes it unless it is there. */
int io_make_directory(const char *path);

/* 0 or -errno. Flushes the directory that holds `path`, so that a rename in it
   survives a power cut. */
int io_sync_directory_of(const char *path);

/* All of the file will be read soon: the kernel may begin. */
void io_will_need(int fd);

#endif
