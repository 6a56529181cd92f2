/* SPDX-License-Identifier: MIT */
#include "workload/stored.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "data-gen/checksum.h"

enum { PIECE_BYTES = 128 * 1024 };

int stored_checksum(const char *path, uint64_t *ret)
{
    unsigned char *piece = malloc(PIECE_BYTES);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct checksum sum;
    ssize_t n = piece && fd >= 0 ? 1 : -errno;
    checksum_begin(&sum);
    while (n > 0) {
        n = io_read(fd, piece, PIECE_BYTES);
        if (n > 0)
            checksum_feed(&sum, piece, (size_t)n);
    }
    if (fd >= 0)
        close(fd);
    free(piece);
    if (n == 0)
        *ret = checksum_end(&sum);
    return (int)n;
}
